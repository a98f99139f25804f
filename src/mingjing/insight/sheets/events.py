"""What the record says of a file that came back. Its words are told by the rooms' own."""

from dataclasses import dataclass

from mingjing.base.record.events import Event


@dataclass(frozen=True, kw_only=True)
class SheetReceived(Event):
    sheet: int
    sha256: str
    changed_rows: int
    same_rows: int


@dataclass(frozen=True, kw_only=True)
class SheetApplied(Event):
    sheet: int
    edited: int
    drafted: int
    proven: int
    refused: int


@dataclass(frozen=True, kw_only=True)
class SheetSetAside(Event):
    sheet: int
    left_rows: int
