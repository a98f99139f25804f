"""What the record says of data supervision. Keys, facts and words are sealed."""

from dataclasses import dataclass
from datetime import date

from mingjing.base.record.events import Event, Private


@dataclass(frozen=True, kw_only=True)
class DataSetReceived(Event):
    data_set: int
    table: str
    unit: int
    sha256: str
    rows: int
    refused_rows: int
    data_date: date
    keep_until: date


@dataclass(frozen=True, kw_only=True)
class DataSetWithdrawn(Event):
    data_set: int
    reason: Private


@dataclass(frozen=True, kw_only=True)
class DataSetDeleted(Event):
    """Its last day had come."""

    data_set: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class ModelRun(Event):
    run: int
    model: str
    model_sha256: str
    root: str
    flags: int
    new: int
    gone: int


@dataclass(frozen=True, kw_only=True)
class ModelSet(Event):
    model: str
    values: Private
    reason: Private


@dataclass(frozen=True, kw_only=True)
class ModelSuspended(Event):
    model: str
    outcomes: int
    true: int


@dataclass(frozen=True, kw_only=True)
class ModelResumed(Event):
    model: str
    reason: Private


@dataclass(frozen=True, kw_only=True)
class FlagAsked(Event):
    flag: int
    model: str
    unit: int
    answer_due_on: date
    question: Private


@dataclass(frozen=True, kw_only=True)
class FlagAnswered(Event):
    flag: int
    late: bool
    answer: Private


@dataclass(frozen=True, kw_only=True)
class FlagDecided(Event):
    flag: int
    outcome: str
    finding: int | None
    reason: Private


@dataclass(frozen=True, kw_only=True)
class FlagsExpired(Event):
    model: str
    count: int


@dataclass(frozen=True, kw_only=True)
class SampleDrawn(Event):
    run: int
    model: str
    rows: int


@dataclass(frozen=True, kw_only=True)
class SampleJudged(Event):
    sample: int
    model: str
    missed: bool
    reason: Private
