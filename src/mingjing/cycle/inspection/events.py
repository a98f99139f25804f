"""What the record says of programmes, inspections, visits and draws."""

from dataclasses import dataclass
from datetime import date

from mingjing.base.record.events import Event, Private


@dataclass(frozen=True, kw_only=True)
class ProgrammeDrafted(Event):
    programme: int
    year: int
    number: int
    reason: Private


@dataclass(frozen=True, kw_only=True)
class InspectionProposed(Event):
    inspection: int
    programme: int
    kind: str
    run_by: int
    scope: tuple[str, ...]
    units: tuple[int, ...]
    opens_on: date
    closes_on: date
    matter: Private


@dataclass(frozen=True, kw_only=True)
class InspectionEdited(Event):
    inspection: int
    number: int
    scope: tuple[str, ...]
    units: tuple[int, ...]
    opens_on: date
    closes_on: date


@dataclass(frozen=True, kw_only=True)
class ProgrammeSubmitted(Event):
    programme: int
    inspections: tuple[int, ...]
    clashes: int


@dataclass(frozen=True, kw_only=True)
class ProgrammeReturned(Event):
    programme: int
    note: Private


@dataclass(frozen=True, kw_only=True)
class ProgrammeApproved(Event):
    programme: int
    clashes: int
    note: Private


@dataclass(frozen=True, kw_only=True)
class ProgrammeAmended(Event):
    programme: int
    by_programme: int


@dataclass(frozen=True, kw_only=True)
class InspectionCoded(Event):
    """Its place in the approved programme: the code, and what is locked with it."""

    inspection: int
    programme: int
    code: str
    scope: tuple[str, ...]
    units: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class InspectionDropProposed(Event):
    inspection: int
    programme: int
    reason: Private


@dataclass(frozen=True, kw_only=True)
class InspectionDropped(Event):
    inspection: int
    reason: Private


@dataclass(frozen=True, kw_only=True)
class InspectionNotified(Event):
    inspection: int
    units: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class VisitAdmitted(Event):
    inspection: int
    visit: int
    unit: int
    code: str
    arrived_on: date
    came: int


@dataclass(frozen=True, kw_only=True)
class VisitRefused(Event):
    refusal: int
    unit: int
    inspection: int | None
    kind: str
    shown_code: str
    words: Private


@dataclass(frozen=True, kw_only=True)
class HelpNoteLeft(Event):
    inspection: int
    visit: int
    topic: str
    words: Private


@dataclass(frozen=True, kw_only=True)
class ConclusionDrafted(Event):
    inspection: int
    left_out: tuple[int, ...]
    words: Private


@dataclass(frozen=True, kw_only=True)
class ConclusionFedBack(Event):
    inspection: int
    review_until: date
    calendar: str


@dataclass(frozen=True, kw_only=True)
class ConclusionAgreed(Event):
    inspection: int
    visit: int
    unit: int


@dataclass(frozen=True, kw_only=True)
class InspectionFinished(Event):
    inspection: int


@dataclass(frozen=True, kw_only=True)
class InspectionClosed(Event):
    inspection: int
    help_notes: int


@dataclass(frozen=True, kw_only=True)
class DrawCommitted(Event):
    draw: int
    inspection: int
    list_hash: str
    candidates: int
    count: int
    commitment: str


@dataclass(frozen=True, kw_only=True)
class DrawAnswered(Event):
    draw: int
    answer: Private


@dataclass(frozen=True, kw_only=True)
class DrawRevealed(Event):
    draw: int
    inspection: int
    units: tuple[int, ...]
    seed: Private


@dataclass(frozen=True, kw_only=True)
class DrawAbandoned(Event):
    draw: int
    reason: Private
