"""What the record says of appeals. Grounds, reasons and names are private fields."""

from dataclasses import dataclass
from datetime import date

from mingjing.base.record.events import Event, Private


@dataclass(frozen=True, kw_only=True)
class AppealFiled(Event):
    appeal: int
    code: str
    form: str
    about: int
    unit: int
    file_due_on: date
    was_late: bool
    decide_due_on: date
    ground: Private


@dataclass(frozen=True, kw_only=True)
class AppealAccepted(Event):
    appeal: int
    decider: Private


@dataclass(frozen=True, kw_only=True)
class DeciderChanged(Event):
    appeal: int
    decider: Private
    reason: Private


@dataclass(frozen=True, kw_only=True)
class AppealRefused(Event):
    appeal: int
    reason: Private


@dataclass(frozen=True, kw_only=True)
class AppealWithdrawn(Event):
    appeal: int


@dataclass(frozen=True, kw_only=True)
class AppealDecided(Event):
    appeal: int
    outcome: str
    was_late: bool
    reasons: Private
