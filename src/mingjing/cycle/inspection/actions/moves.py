"""The one way in which anything here changes its state."""

import copy
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import models

from mingjing.base.people.models import Person
from mingjing.base.people.queries import standing_of
from mingjing.base.record.actions import record
from mingjing.base.record.events import Event
from mingjing.cycle.duties.actions import AlreadyMoved, Refused
from mingjing.cycle.inspection.models import Draw, Inspection, Programme, Visit
from mingjing.cycle.inspection.states import (
    DRAW_MOVES,
    INSPECTION_MOVES,
    PROGRAMME_MOVES,
    VISIT_MOVES,
)

__all__ = ["AlreadyMoved", "Refused", "demand", "move", "subject_of", "tell"]

_MOVES: dict[type, Mapping[str, Any]] = {
    Programme: PROGRAMME_MOVES,
    Inspection: INSPECTION_MOVES,
    Visit: VISIT_MOVES,
    Draw: DRAW_MOVES,
}
_Row = TypeVar("_Row", Programme, Inspection, Visit, Draw)


def subject_of(row: models.Model) -> str:
    """A visit is part of its inspection's thread."""
    if isinstance(row, Visit):
        return f"inspection:{row.inspection_id}"
    return f"{row._meta.model_name}:{row.pk}"


def demand(
    rule: Callable[[Person, _Row], bool], by: Person, row: _Row, verb: str
) -> None:
    """Ask the rule; a second click by one who might have done it is told so."""
    if rule(by, row):
        return
    sources = _MOVES[type(row)][verb].sources
    if row.state not in sources:
        earlier = copy.copy(row)
        earlier.state = sources[0].value
        if rule(by, earlier):
            raise AlreadyMoved(subject_of(row))
    raise PermissionDenied


def move(row: Programme | Inspection | Visit | Draw, verb: str, **changes: Any) -> None:
    """Compare and set in one statement: of two people who click, one is told."""
    sources, target = _MOVES[type(row)][verb]
    here: models.QuerySet[Any] = type(row).objects.filter(pk=row.pk, state__in=sources)
    if not here.update(state=target, **changes):
        raise AlreadyMoved(subject_of(row))
    for name, value in {"state": target.value, **changes}.items():
        setattr(row, name, value)


def tell(event: Event, about: models.Model, *, by: Person, now: datetime) -> None:
    record(event, by=by, now=now, subject=subject_of(about), role=standing_of(by).role)


def lock_programme(pk: int) -> Programme:
    """One writer at a time: nothing is added while it is being submitted or decided."""
    return Programme.objects.select_for_update().get(pk=pk)
