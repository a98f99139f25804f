"""Claimed by those who owe, verified or returned by somebody else (promise 1)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from mingjing.base.people.models import Person
from mingjing.cycle.duties import rules
from mingjing.cycle.duties.actions.moves import (
    Refused,
    _close_asks,
    _demand,
    _move_due,
    tell,
)
from mingjing.cycle.duties.events import (
    ClaimWithdrawn,
    DueClaimed,
    DueReturned,
    DueVerified,
)
from mingjing.cycle.duties.models import Due


@transaction.atomic
def claim_due(due: Due, *, note: str = "", by: Person, now: datetime) -> None:
    _demand(rules.may_claim, by, due, "claim")
    _move_due(
        due,
        "claim",
        claimed_by=by,
        claimed_at=now,
        claim_note=note,
        # The verdict on an earlier claim stays in the record; this claim has none yet.
        checked_by=None,
        checked_at=None,
        check_note="",
    )
    tell(
        DueClaimed(due=due.pk, due_on=due.due_on, note=note), about=due, by=by, now=now
    )


@transaction.atomic
def withdraw_claim(due: Due, *, by: Person, now: datetime) -> None:
    """The unit takes it back before anybody judged; the clock never stood still."""
    _demand(rules.may_withdraw_claim, by, due, "withdraw")
    _move_due(due, "withdraw", claimed_by=None, claimed_at=None, claim_note="")
    tell(ClaimWithdrawn(due=due.pk), about=due, by=by, now=now)


@transaction.atomic
def verify_due(due: Due, *, note: str = "", by: Person, now: datetime) -> None:
    _demand(rules.may_verify, by, due, "verify")
    _move_due(due, "verify", checked_by=by, checked_at=now, check_note=note)
    _close_asks(due, now=now)
    tell(DueVerified(due=due.pk, note=note), about=due, by=by, now=now)


@transaction.atomic
def return_due(due: Due, *, note: str, by: Person, now: datetime) -> None:
    _demand(rules.may_verify, by, due, "return")
    if not note.strip():
        raise Refused(_("退回要写明缺什么、怎么补。"))
    _move_due(due, "return", checked_by=by, checked_at=now, check_note=note)
    tell(DueReturned(due=due.pk, note=note), about=due, by=by, now=now)
