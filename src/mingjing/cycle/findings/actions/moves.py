"""The one way in which a finding changes its state."""

import copy
from collections.abc import Callable
from datetime import datetime

from django.core.exceptions import PermissionDenied

from mingjing.base.people.models import Person
from mingjing.base.people.queries import standing_of
from mingjing.base.record.actions import record
from mingjing.base.record.events import Event
from mingjing.cycle.duties.actions import AlreadyMoved
from mingjing.cycle.findings.models import Finding
from mingjing.cycle.findings.states import MOVES


def subject_of(finding: Finding) -> str:
    return f"finding:{finding.pk}"


def demand(
    rule: Callable[[Person, Finding], bool], by: Person, finding: Finding, verb: str
) -> None:
    """Ask the rule; a second click by one who might have done it is told so."""
    if rule(by, finding):
        return
    sources = MOVES[verb].sources
    if finding.state not in sources:
        earlier = copy.copy(finding)
        earlier.state = sources[0].value
        if rule(by, earlier):
            raise AlreadyMoved(subject_of(finding))
    raise PermissionDenied


def move(finding: Finding, verb: str, **changes: object) -> None:
    """Compare and set from the very state that was read, in one statement.

    A reply that came in while somebody confirms "no reply" stops that confirmation.
    """
    sources, target = MOVES[verb]
    here = Finding.objects.filter(
        pk=finding.pk, state=finding.state, contested_on=finding.contested_on
    ).filter(state__in=sources)
    if not here.update(state=target, **changes):
        raise AlreadyMoved(subject_of(finding))
    for name, value in {"state": target.value, **changes}.items():
        setattr(finding, name, value)


def tell(event: Event, about: Finding, *, by: Person | None, now: datetime) -> None:
    role = standing_of(by).role if by else ""
    record(event, by=by, now=now, subject=subject_of(about), role=role)
