"""What the record says of documents, clauses, plans and measures."""

from dataclasses import dataclass
from datetime import date

from mingjing.base.record.events import Event, Private


@dataclass(frozen=True, kw_only=True)
class SourceImported(Event):
    source: int
    sha256: str
    clauses: int
    amends: int | None


@dataclass(frozen=True, kw_only=True)
class ClausesJudged(Event):
    source: int
    clauses: tuple[int, ...]
    verdict: str


@dataclass(frozen=True, kw_only=True)
class ClauseEdited(Event):
    clause: int
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ClauseMerged(Event):
    clause: int
    into: int


@dataclass(frozen=True, kw_only=True)
class ClauseSplit(Event):
    clause: int
    new: int
    at: int


@dataclass(frozen=True, kw_only=True)
class PlanMade(Event):
    plan: int
    source: int
    measures: int


@dataclass(frozen=True, kw_only=True)
class PlanActivated(Event):
    plan: int


@dataclass(frozen=True, kw_only=True)
class PlanEnded(Event):
    plan: int
    reason: Private


@dataclass(frozen=True, kw_only=True)
class MeasureEdited(Event):
    measure: int
    number: int
    fields: tuple[str, ...]
    reason: Private


@dataclass(frozen=True, kw_only=True)
class MeasureChecked(Event):
    measure: int


@dataclass(frozen=True, kw_only=True)
class MeasureActivated(Event):
    measure: int
    baseline_on: date | None


@dataclass(frozen=True, kw_only=True)
class MeasureReached(Event):
    measure: int
    reason: Private


@dataclass(frozen=True, kw_only=True)
class MeasureMissed(Event):
    measure: int
    reason: Private


@dataclass(frozen=True, kw_only=True)
class MeasureDropAsked(Event):
    measure: int
    reason: Private


@dataclass(frozen=True, kw_only=True)
class MeasureDropTakenBack(Event):
    measure: int


@dataclass(frozen=True, kw_only=True)
class MeasureDropped(Event):
    measure: int
    reason: Private
