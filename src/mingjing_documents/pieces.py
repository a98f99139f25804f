"""A node in the making."""

from dataclasses import dataclass, field

from mingjing_documents.model import Unreadable
from mingjing_documents.tables import Row

Span = tuple[int, int]
MAX_NODES = 30_000  # ten times what the longest plans hold


def check_count(count: int) -> None:
    """Raises Unreadable for more items than any real document has."""
    if count > MAX_NODES:
        raise Unreadable(
            f"条目太多，最多 {MAX_NODES} 条；请分成几份再传。",
            f"There are over {MAX_NODES:,} items; split the document.",
        )


@dataclass(slots=True)
class Piece:
    """`own` are the stretches of text that are its alone; `start` its marker's place."""

    kind: str
    rank: int
    marker: str
    number: int
    start: int
    body: int
    end: int
    own: list[Span] = field(default_factory=list)
    children: list["Piece"] = field(default_factory=list)
    row: Row | None = None
    title: str | None = None
    noted: bool = False  # it carries a note on who is responsible
    noted_children: int = 0


def without(spans: list[Span], pieces: list[Piece]) -> list[Span]:
    """The spans less the pieces' extents; both in order."""
    found, at = [], 0
    for first, end in spans:
        start = first
        while at < len(pieces) and pieces[at].end <= start:
            at += 1
        here = at
        while here < len(pieces) and pieces[here].start < end:
            if pieces[here].start > start:
                found.append((start, pieces[here].start))
            start = max(start, pieces[here].end)
            here += 1
        if start < end:
            found.append((start, end))
    return found
