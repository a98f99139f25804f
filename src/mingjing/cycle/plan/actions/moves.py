from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import F

from mingjing.base.people.models import Person
from mingjing.base.people.queries import standing_of
from mingjing.base.record.actions import record
from mingjing.base.record.events import Event
from mingjing.cycle.plan import rules
from mingjing.cycle.plan.models import Clause, Measure
from mingjing.cycle.plan.states import MOVES


class AlreadyMoved(Exception):
    """Somebody changed it meanwhile; what was typed is still on the page."""


def ask(allowed: bool) -> None:  # noqa: FBT001 -- the answer of a rule
    if not allowed:
        raise PermissionDenied


def tell(event: Event, *, about: str, by: Person, now: datetime) -> None:
    record(event, by=by, now=now, subject=about, role=standing_of(by).role)


def move(measure: Measure, verb: str, *, by: Person) -> None:
    # Compare and set in one statement: of two people who click, one gets AlreadyMoved.
    ask(rules.may_write(by))
    sources, target = MOVES[verb]
    here = Measure.objects.filter(pk=measure.pk, state__in=sources)
    if not here.update(state=target):
        raise AlreadyMoved
    measure.state = target


def turn(clause: Clause, version: int, **changes: object) -> None:
    """Change a clause that still is as the person saw it."""
    here = Clause.objects.filter(pk=clause.pk, version=version)
    if not here.update(version=F("version") + 1, **changes):
        raise AlreadyMoved
