"""What the record says of purchases: files and results by their hashes, no names."""

from dataclasses import dataclass
from datetime import date

from mingjing.base.record.events import Event, Private


@dataclass(frozen=True, kw_only=True)
class PurchasesReceived(Event):
    source: int
    unit: int
    sha256: str
    purchases: int
    issues: int
    data_date: date
    keep_until: date


@dataclass(frozen=True, kw_only=True)
class PurchasesWithdrawn(Event):
    source: int
    reason: Private


@dataclass(frozen=True, kw_only=True)
class PurchasesDeleted(Event):
    """Its last day had come; with it went what was measured on it."""

    source: int
    sha256: str
    measurements: int


@dataclass(frozen=True, kw_only=True)
class ThresholdSet(Event):
    code: str
    numbers: str
    reason: Private


@dataclass(frozen=True, kw_only=True)
class OwnLimitSet(Event):
    category: str
    value: str
    since: date
    basis: str


@dataclass(frozen=True, kw_only=True)
class PurchasesMeasured(Event):
    measurement: int
    root: str
    purchases: int
    flags: int
    new: int
    gone: int
