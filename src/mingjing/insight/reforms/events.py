"""What the record says of reforms and suggestions. Who suggested is never known."""

from dataclasses import dataclass
from datetime import date

from mingjing.base.record.events import Event, Private


@dataclass(frozen=True, kw_only=True)
class ReformProposed(Event):
    reform: int
    item: int
    what: str  # its kind, as "cancelled"
    step: str
    claim_percent: int | None
    starts_on: date


@dataclass(frozen=True, kw_only=True)
class ReformApproved(Event):
    reform: int
    duty: int
    check_on: date
    reason: Private


@dataclass(frozen=True, kw_only=True)
class ReformRefused(Event):
    reform: int
    reason: Private


@dataclass(frozen=True, kw_only=True)
class ReformWithdrawn(Event):
    reform: int


@dataclass(frozen=True, kw_only=True)
class ReformStopped(Event):
    reform: int
    reason: Private


@dataclass(frozen=True, kw_only=True)
class SuggestionReceived(Event):
    suggestion: int
    item: int
    step: str
    answer_due_on: date
    text: Private


@dataclass(frozen=True, kw_only=True)
class SuggestionAnswered(Event):
    suggestion: int
    verdict: str
    late: bool
    answer: Private
