"""The one event table that every measure works on: columns of codes, sorted once.

Terms as in IEEE 1849 (XES): a log holds cases (traces), a case holds events, an event
has an activity and a time.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

NO_TIME = np.iinfo(np.int64).min  # an event whose time is missing or unreadable

Codes = NDArray[np.int32]
Times = NDArray[np.int64]


@dataclass(frozen=True)
class Dictionary:
    """A column of texts as codes: ``texts[codes[i]]`` is the text of row i, -1 is none."""

    codes: Codes  # shape (rows,)
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Issue:
    """Something of the file that was not taken as it stood, and where."""

    kind: str  # a fixed word, as "no-time"
    place: str  # line, row or case, as a person finds it in the file
    text: str  # one English sentence
    count: int = 1  # how many more of the same kind this stands for


@dataclass(frozen=True)
class Columns:
    """What a reader delivers, in the order of the file.

    All arrays have one length. ``time`` is µs since 1970-01-01 UTC, NO_TIME for none;
    ``start`` is the time the work began where the log has it. ``cases`` keeps the cases
    in the order of their first appearance, cases without events included.
    """

    case: Dictionary
    activity: Dictionary
    time: Times
    resource: Dictionary | None = None
    start: Times | None = None
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True)
class EventTable:
    """Events sorted by case (first appearance), time and file order.

    ``offsets`` has one entry more than there are cases: the events of case c are
    [offsets[c], offsets[c + 1]). Events without a time stand last in their case, in
    file order, and count in no duration.
    """

    case: Codes  # shape (events,), non-decreasing
    activity: Codes
    time: Times
    resource: Codes  # -1: none
    offsets: NDArray[np.int64]  # shape (cases + 1,)
    case_names: tuple[str, ...]
    activity_names: tuple[str, ...]
    resource_names: tuple[str, ...]
    issues: tuple[Issue, ...] = ()
    row: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))

    @property
    def cases(self) -> int:
        return len(self.case_names)

    @property
    def events(self) -> int:
        return len(self.case)


def sort(columns: Columns) -> EventTable:
    """Bring the rows of a reader into the order of the table.

    Ties in time keep the order of the file. O(n log n) only within cases.
    """
    known = columns.time != NO_TIME
    # Missing times go last in their case: the largest key there is.
    key = np.where(known, columns.time, np.iinfo(np.int64).max)
    order = np.lexsort((key, columns.case.codes))
    case = columns.case.codes[order]
    counts = np.bincount(case, minlength=len(columns.case.texts))
    offsets = np.zeros(len(columns.case.texts) + 1, np.int64)
    np.cumsum(counts, out=offsets[1:])
    resource = columns.resource or Dictionary(np.full(len(case), -1, np.int32), ())
    return EventTable(
        case=case,
        activity=columns.activity.codes[order],
        time=columns.time[order],
        resource=resource.codes[order],
        offsets=offsets,
        case_names=columns.case.texts,
        activity_names=columns.activity.texts,
        resource_names=resource.texts,
        issues=columns.issues,
        row=order,
    )
