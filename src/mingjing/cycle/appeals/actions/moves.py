"""The one way in which an appeal changes its state."""

import copy
from collections.abc import Callable
from datetime import datetime

from django.core.exceptions import PermissionDenied

from mingjing.base.people.models import Person
from mingjing.base.people.queries import standing_of
from mingjing.base.record.actions import record
from mingjing.base.record.events import Event
from mingjing.cycle.appeals.models import Appeal
from mingjing.cycle.appeals.states import MOVES
from mingjing.cycle.duties.actions import AlreadyMoved


def subject_of(appeal: Appeal) -> str:
    return f"appeal:{appeal.pk}"


def demand(
    rule: Callable[[Person, Appeal], bool], by: Person, appeal: Appeal, verb: str
) -> None:
    """Ask the rule; a second click by one who might have done it is told so."""
    if rule(by, appeal):
        return
    sources = MOVES[verb].sources
    if appeal.state not in sources:
        earlier = copy.copy(appeal)
        earlier.state = sources[0].value
        if rule(by, earlier):
            raise AlreadyMoved(subject_of(appeal))
    raise PermissionDenied


def move(appeal: Appeal, verb: str, **changes: object) -> None:
    """Compare and set: of two who act at once, one is told."""
    sources, target = MOVES[verb]
    here = Appeal.objects.filter(
        pk=appeal.pk, state=appeal.state, decider=appeal.decider_id
    ).filter(state__in=sources)
    if not here.update(state=target, **changes):
        raise AlreadyMoved(subject_of(appeal))
    for name, value in {"state": target.value, **changes}.items():
        setattr(appeal, name, value)


def tell(event: Event, about: Appeal, *, by: Person, now: datetime) -> None:
    role = standing_of(by).role
    record(event, by=by, now=now, subject=subject_of(about), role=role)
