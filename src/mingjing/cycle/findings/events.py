"""What the record says of findings. Words about what happened are private fields."""

from dataclasses import dataclass
from datetime import date

from mingjing.base.record.events import Event, Private


@dataclass(frozen=True, kw_only=True)
class FindingOpened(Event):
    finding: int
    code: str
    unit: int
    post: int
    category: str
    severity: str
    found_on: date
    relapse_of: int | None
    facts: Private


@dataclass(frozen=True, kw_only=True)
class FindingSelfReported(Event):
    finding: int
    code: str
    unit: int
    category: str
    severity: str
    found_on: date
    facts: Private


@dataclass(frozen=True, kw_only=True)
class FindingSourceAdded(Event):
    withheld = True
    finding: int
    source: int
    form: str
    said_on: date
    inspection: int | None
    pointer: Private


@dataclass(frozen=True, kw_only=True)
class FindingEdited(Event):
    finding: int
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class FindingNotified(Event):
    finding: int
    reply_due_on: date
    calendar: str
    provisional: bool


@dataclass(frozen=True, kw_only=True)
class ReplyDayMoved(Event):
    finding: int
    from_on: date
    to_on: date
    calendar: str


@dataclass(frozen=True, kw_only=True)
class FindingAccepted(Event):
    finding: int
    was_late: bool
    words: Private


@dataclass(frozen=True, kw_only=True)
class FindingObjected(Event):
    finding: int
    points: tuple[str, ...]
    was_late: bool
    words: Private


@dataclass(frozen=True, kw_only=True)
class FindingConfirmed(Event):
    finding: int
    without_reply: bool
    answered_points: tuple[str, ...]
    varied_fields: tuple[str, ...]
    note: Private


@dataclass(frozen=True, kw_only=True)
class FindingWithdrawn(Event):
    finding: int
    merged_into: int | None
    reason: Private


@dataclass(frozen=True, kw_only=True)
class CureWritten(Event):
    finding: int
    cure: int
    until_on: date
    changes_rule: bool
    words: Private


@dataclass(frozen=True, kw_only=True)
class CureReturned(Event):
    finding: int
    cure: int
    note: Private


@dataclass(frozen=True, kw_only=True)
class CureStarted(Event):
    finding: int
    cure: int
    duty: int
    until_on: date


@dataclass(frozen=True, kw_only=True)
class FindingSignedOff(Event):
    finding: int
    watch_until: date
    note: Private


@dataclass(frozen=True, kw_only=True)
class FindingRelapsed(Event):
    finding: int
    relapse: int


@dataclass(frozen=True, kw_only=True)
class RelapseUndone(Event):
    finding: int
    relapse: int


@dataclass(frozen=True, kw_only=True)
class FindingContested(Event):
    finding: int
    appeal: int


@dataclass(frozen=True, kw_only=True)
class ContestEnded(Event):
    finding: int
    appeal: int


@dataclass(frozen=True, kw_only=True)
class FindingVaried(Event):
    finding: int
    fields: tuple[str, ...]
    reason: Private


@dataclass(frozen=True, kw_only=True)
class FindingRevoked(Event):
    finding: int
    reason: Private
