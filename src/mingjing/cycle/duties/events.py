"""What the record says of duties and dues. Words of people are private fields."""

from dataclasses import dataclass
from datetime import date

from mingjing.base.record.events import Event, Private


@dataclass(frozen=True, kw_only=True)
class DutyDrafted(Event):
    duty: int
    code: str
    unit: int
    post: int
    checker_post: int
    measure: int | None


@dataclass(frozen=True, kw_only=True)
class DutyEdited(Event):
    duty: int
    number: int
    fields: tuple[str, ...]
    effective_on: date
    offered_again: bool
    reason: Private


@dataclass(frozen=True, kw_only=True)
class DutyOffered(Event):
    duty: int
    unit: int
    peak_minutes: int
    limit_minutes: int
    over_budget_reason: Private


@dataclass(frozen=True, kw_only=True)
class DutyAccepted(Event):
    duty: int


@dataclass(frozen=True, kw_only=True)
class DutyObjected(Event):
    duty: int
    reason: Private


@dataclass(frozen=True, kw_only=True)
class DutyStarted(Event):
    duty: int
    starts_on: date


@dataclass(frozen=True, kw_only=True)
class DutyEnded(Event):
    duty: int
    voided_dues: int
    reason: Private


@dataclass(frozen=True, kw_only=True)
class DueOpened(Event):
    due: int
    duty: int
    period: str
    due_on: date
    calendar: str
    provisional: bool


@dataclass(frozen=True, kw_only=True)
class DueMoved(Event):
    due: int
    from_on: date
    to_on: date
    cause: str
    calendar: str


@dataclass(frozen=True, kw_only=True)
class DueReassigned(Event):
    due: int
    post_before: int
    post_after: int
    checker_before: int
    checker_after: int


@dataclass(frozen=True, kw_only=True)
class DueClaimed(Event):
    due: int
    due_on: date
    note: Private


@dataclass(frozen=True, kw_only=True)
class ClaimWithdrawn(Event):
    due: int


@dataclass(frozen=True, kw_only=True)
class DueVerified(Event):
    due: int
    note: Private


@dataclass(frozen=True, kw_only=True)
class DueReturned(Event):
    due: int
    note: Private


@dataclass(frozen=True, kw_only=True)
class DueWaived(Event):
    due: int
    was_late: bool
    reason: Private


@dataclass(frozen=True, kw_only=True)
class DueVoided(Event):
    due: int
    was_late: bool
    reason: Private


@dataclass(frozen=True, kw_only=True)
class ExtensionAsked(Event):
    due: int
    extension: int
    from_on: date
    asked_until: date
    already_late: bool
    reason: Private


@dataclass(frozen=True, kw_only=True)
class ExtensionGranted(Event):
    due: int
    extension: int
    until: date
    note: Private


@dataclass(frozen=True, kw_only=True)
class ExtensionRefused(Event):
    due: int
    extension: int
    note: Private


@dataclass(frozen=True, kw_only=True)
class ExtensionWithdrawn(Event):
    due: int
    extension: int


@dataclass(frozen=True, kw_only=True)
class SupportCalled(Event):
    due: int
    call: int
    to_post: int
    answer_due_on: date
    question: Private


@dataclass(frozen=True, kw_only=True)
class SupportAnswered(Event):
    due: int
    call: int
    was_late: bool
    answer: Private


@dataclass(frozen=True, kw_only=True)
class SupportCallWithdrawn(Event):
    due: int
    call: int
