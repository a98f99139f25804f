"""How dues are settled without being done: waived, or voided."""

from datetime import datetime

from django.db import models, transaction
from django.utils.timezone import localdate

from mingjing.base.people.models import Person
from mingjing.cycle.duties import rules
from mingjing.cycle.duties.actions.moves import _close_asks, _demand, _move_due, tell
from mingjing.cycle.duties.events import DueVoided, DueWaived
from mingjing.cycle.duties.models import Due
from mingjing.cycle.duties.states import OWED


@transaction.atomic
def waive_due(due: Due, *, reason: str, by: Person, now: datetime) -> None:
    """The unit need not do it this time. Never by somebody of the owing unit."""
    _demand(rules.may_waive, by, due, "waive")
    was_late = _is_late(due, now)
    _move_due(due, "waive", checked_by=by, checked_at=now, check_note=reason)
    _close_asks(due, now=now)
    event = DueWaived(due=due.pk, was_late=was_late, reason=reason)
    tell(event, about=due, by=by, now=now)


@transaction.atomic
def void_due(due: Due, *, reason: str, by: Person, now: datetime) -> None:
    """It should never have been asked."""
    _demand(rules.may_void, by, due, "void")
    _void(due, reason=reason, by=by, now=now)


def void_owed(
    dues: models.QuerySet[Due], *, reason: str, by: Person | None, now: datetime
) -> int:
    """Void what is still the unit's turn: its rule is no more. For use in an action."""
    owed = list(dues.filter(state__in=OWED).select_for_update())
    for due in owed:
        _void(due, reason=reason, by=by, now=now)
    return len(owed)


def _void(due: Due, *, reason: str, by: Person | None, now: datetime) -> None:
    # The record keeps that it was late: ending a rule is no way to be on time.
    was_late = _is_late(due, now)
    _move_due(due, "void", checked_by=by, checked_at=now, check_note=reason)
    _close_asks(due, now=now)
    event = DueVoided(due=due.pk, was_late=was_late, reason=reason)
    tell(event, about=due, by=by, now=now)


def _is_late(due: Due, now: datetime) -> bool:
    return due.state in OWED and due.due_on < localdate(now)
