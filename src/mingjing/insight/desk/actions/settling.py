"""Many dues with one reason: each by its own act, its own rule, its own entry."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied

from mingjing.base.people.models import Person
from mingjing.cycle.duties.actions import AlreadyMoved, void_due, waive_due
from mingjing.cycle.duties.models import Due
from mingjing.insight.desk.states import Settling


def settle_dues(
    dues: Iterable[Due], *, act: Settling, reason: str, by: Person, now: datetime
) -> None:
    """No transaction around them: what was done stays done, whatever the next one says.

    Each is read anew before its turn. Which were refused, and why, is read from the
    dues afterwards (queries.settled): that is true even when this was interrupted.
    """
    for pk in [due.pk for due in dues]:
        due = Due.objects.visible_to(by).filter(pk=pk).first()
        try:
            if due and act == Settling.WAIVE:
                waive_due(due, reason=reason, by=by, now=now)
            elif due:
                void_due(due, reason=reason, by=by, now=now)
        except (AlreadyMoved, PermissionDenied):
            continue
