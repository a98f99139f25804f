from dataclasses import dataclass

from mingjing.base.record.events import Event, Private


@dataclass(frozen=True, kw_only=True)
class LedgerKeyTaken(Event):
    verifier: str


@dataclass(frozen=True, kw_only=True)
class LedgerKeyRetired(Event):
    verifier: str


@dataclass(frozen=True, kw_only=True)
class RecordReopened(Event):
    """Two people let it go on. ``first`` is who said so before the actor did."""

    fault: str
    outside_origin: str
    outside_size: int
    outside_root: str
    kept_size: int
    left_gap: bool
    reason: Private
    first: Private
