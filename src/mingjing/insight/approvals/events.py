"""What the record says of logs and of the terms of items. No case, no person."""

from dataclasses import dataclass
from datetime import date

from mingjing.base.record.events import Event


@dataclass(frozen=True, kw_only=True)
class LogReceived(Event):
    log: int
    sha256: str  # of the file as it came; the file itself is not kept


@dataclass(frozen=True, kw_only=True)
class LogRead(Event):
    log: int
    sha256: str  # of the table that is kept
    cases: int
    events: int
    first_on: date | None
    last_on: date | None


@dataclass(frozen=True, kw_only=True)
class LogDropped(Event):
    log: int


@dataclass(frozen=True, kw_only=True)
class TermsSet(Event):
    item: int
    number: int
    unit: int | None
    legal_days: int | None
    committed_days: int | None
    rules_sha256: str
    since: date


@dataclass(frozen=True, kw_only=True)
class RatingsImported(Event):
    item: int
    month: date
    counts: tuple[int, ...]  # five, the best first
    called_back: int
    mended: int
