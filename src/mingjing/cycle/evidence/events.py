from dataclasses import dataclass

from mingjing.base.record.events import Event, Private


@dataclass(frozen=True, kw_only=True)
class EvidenceAttached(Event):
    """The pointer may carry a name: it goes in as a commitment."""

    evidence: int
    dues: tuple[int, ...]
    form: str
    pointer: Private


@dataclass(frozen=True, kw_only=True)
class EvidenceAccepted(Event):
    evidence: int
    due: int


@dataclass(frozen=True, kw_only=True)
class EvidenceReturned(Event):
    evidence: int
    due: int


@dataclass(frozen=True, kw_only=True)
class EvidenceWithdrawn(Event):
    evidence: int
    reason: Private
