"""What filing and deciding do to the thing appealed against, by kind."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from mingjing.base.people.models import Person
from mingjing.cycle.appeals.states import Outcome
from mingjing.cycle.duties import actions as duties
from mingjing.cycle.duties.states import OWED
from mingjing.cycle.findings import actions as findings


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """``changes``: new values by field, where an outcome varies the thing."""

    appeal: int
    outcome: Outcome
    reasons: str
    changes: dict[str, Any]


@dataclass(frozen=True)
class Effect:
    """``opened`` and ``closed`` mark the thing itself; ``ruled`` carries it out."""

    opened: Callable[[Any, int, Person, datetime], None]
    closed: Callable[[Any, int, Person, datetime], None]
    ruled: Callable[[Any, Ruling, Person, datetime], None]


@transaction.atomic
def _rule_on_finding(row: Any, ruling: Ruling, by: Person, now: datetime) -> None:
    if ruling.outcome == Outcome.VARIED:
        findings.vary_finding(
            row, ruling.changes, reason=ruling.reasons[:1000], by=by, now=now
        )
    if ruling.outcome == Outcome.REVOKED:
        findings.revoke_finding(row, reason=ruling.reasons[:1000], by=by, now=now)


def _rule_on_due(row: Any, ruling: Ruling, by: Person, now: datetime) -> None:
    """Late should not have been said: what is still owed need not be done this time."""
    if ruling.outcome == Outcome.REVOKED and row.state in OWED:
        duties.waive_due(row, reason=ruling.reasons[:500], by=by, now=now)


def _nothing(_row: Any, _more: Any, _by: Person, _now: datetime) -> None:
    """The thing itself knows no appeals; the decision stands on the appeal's page."""


EFFECTS: dict[str, Effect] = {
    "finding": Effect(
        opened=lambda row, appeal, by, now: findings.contest_finding(
            row, appeal=appeal, by=by, now=now
        ),
        closed=lambda row, appeal, by, now: findings.end_contest(
            row, appeal=appeal, by=by, now=now
        ),
        ruled=_rule_on_finding,
    ),
    "due": Effect(opened=_nothing, closed=_nothing, ruled=_rule_on_due),
    "return": Effect(opened=_nothing, closed=_nothing, ruled=_nothing),
}
