"""The one way in which a session changes its state."""

import copy
from collections.abc import Callable
from datetime import datetime

from django.core.exceptions import PermissionDenied

from mingjing.base.people.models import Person
from mingjing.base.people.queries import standing_of
from mingjing.base.record.actions import record
from mingjing.base.record.events import Event
from mingjing.cycle.duties.actions import AlreadyMoved, Refused
from mingjing.cycle.sessions.models import Session
from mingjing.cycle.sessions.states import MOVES

__all__ = ["AlreadyMoved", "Refused", "demand", "move", "subject_of", "tell"]


def subject_of(session: Session) -> str:
    return f"session:{session.pk}"


def demand(
    rule: Callable[[Person, Session], bool], by: Person, session: Session, verb: str
) -> None:
    """Ask the rule; a second click by one who might have done it is told so."""
    if rule(by, session):
        return
    sources = MOVES[verb].sources
    if session.state not in sources:
        earlier = copy.copy(session)
        earlier.state = sources[0].value
        if rule(by, earlier):
            raise AlreadyMoved(subject_of(session))
    raise PermissionDenied


def move(session: Session, verb: str, **changes: object) -> None:
    """Compare and set on state and version: a stale form moves nothing."""
    sources, target = MOVES[verb]
    changes["version"] = session.version + 1
    here = Session.objects.filter(
        pk=session.pk, state__in=sources, version=session.version
    )
    if not here.update(state=target, **changes):
        raise AlreadyMoved(subject_of(session))
    for name, value in {"state": target.value, **changes}.items():
        setattr(session, name, value)


def tell(event: Event, about: Session, *, by: Person, now: datetime) -> None:
    record(event, by=by, now=now, subject=subject_of(about), role=standing_of(by).role)
