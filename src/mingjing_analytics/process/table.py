"""The one event table that every measure works on: columns of codes, sorted once.

Terms as in IEEE 1849 (XES): a log holds cases (traces), a case holds events, an event
has an activity and a time.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

NO_TIME = np.iinfo(np.int64).min  # an event whose time is missing or unreadable

Codes = NDArray[np.int32]
Times = NDArray[np.int64]
Order = NDArray[np.int64]
_T = TypeVar("_T", bound=np.generic)


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
    in the order of their first appearance, cases without events included. ``roles``
    are further columns by what they are for: lifecycle, department, item and so on.
    """

    case: Dictionary
    activity: Dictionary
    time: Times
    resource: Dictionary | None = None
    start: Times | None = None
    roles: Mapping[str, Dictionary] = field(default_factory=dict)
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
    start: Times | None = None
    roles: Mapping[str, Dictionary] = field(default_factory=dict)
    issues: tuple[Issue, ...] = ()
    disorder: int = 0  # cases whose file order is not that of their times

    @property
    def cases(self) -> int:
        return len(self.case_names)

    @property
    def events(self) -> int:
        return len(self.case)


def sort(columns: Columns) -> EventTable:
    """Bring the rows of a reader into the order of the table.

    Ties in time keep the order of the file. Linear where the file has each case in
    order; O(n log n) for the cases that are not.
    """
    size = len(columns.case.codes)
    cases = len(columns.case.texts)
    order = _by_case(columns.case.codes, cases)
    case = _taken(columns.case.codes, order)
    offsets = np.zeros(cases + 1, np.int64)
    np.cumsum(np.bincount(case, minlength=cases), out=offsets[1:])
    time = _taken(columns.time, order)
    disorder = _disordered(case, time)
    if len(disorder):
        order = np.arange(size) if order is None else order
        _order_cases(order, time, offsets, disorder)
        time = columns.time[order]
    resource = columns.resource or Dictionary(np.full(size, -1, np.int32), ())
    start = columns.start
    return EventTable(
        case=case,
        activity=_taken(columns.activity.codes, order),
        time=time,
        resource=_taken(resource.codes, order),
        offsets=offsets,
        case_names=columns.case.texts,
        activity_names=columns.activity.texts,
        resource_names=resource.texts,
        start=None if start is None else _taken(start, order),
        roles={
            role: Dictionary(_taken(column.codes, order), column.texts)
            for role, column in columns.roles.items()
        },
        issues=columns.issues,
        disorder=len(disorder),
    )


def _taken(column: NDArray[_T], order: Order | None) -> NDArray[_T]:
    return column if order is None else column[order]


def _by_case(case: Codes, cases: int) -> Order | None:
    """The stable order by case; None if the rows have it already."""
    if not bool(np.any(case[1:] < case[:-1])):
        return None
    # NumPy sorts 16-bit numbers stably in linear time, wider ones do not: two digits.
    order = np.argsort(case.astype(np.uint16), kind="stable")
    if cases > 1 << 16:
        high = (case >> 16).astype(np.uint16)
        order = order[np.argsort(high[order], kind="stable")]
    return order


def _disordered(case: Codes, time: Times) -> Order:
    """The cases whose times do not stand in order, missing ones last."""
    # As unsigned numbers from the smallest time on, NO_TIME becomes the largest of all.
    key = (time - 1).view(np.uint64) + np.uint64(1 << 63)
    backwards = (key[1:] < key[:-1]) & (case[1:] == case[:-1])
    return np.unique(case[1:][backwards]).astype(np.int64)


def _order_cases(order: Order, time: Times, offsets: Order, cases: Order) -> None:
    """Bring the rows of these cases into the order of their times, in place."""
    lengths = offsets[cases + 1] - offsets[cases]
    first = np.repeat(offsets[cases] - np.cumsum(lengths) + lengths, lengths)
    rows = first + np.arange(int(lengths.sum()))
    group = np.repeat(np.arange(len(cases)), lengths)
    key = np.where(time[rows] == NO_TIME, np.iinfo(np.int64).max, time[rows])
    order[rows] = order[rows][np.lexsort((key, group))]


def select(table: EventTable, keep: NDArray[np.bool_]) -> EventTable:
    """Only the cases where ``keep`` is true, shape (cases,); names stay as they are."""
    rows = keep[table.case]
    place = np.cumsum(keep, dtype=np.int32) - np.int32(1)
    offsets = np.zeros(int(keep.sum()) + 1, np.int64)
    np.cumsum(np.diff(table.offsets)[keep], out=offsets[1:])
    kept = np.flatnonzero(keep).tolist()
    return replace(
        table,
        case=place[table.case[rows]],
        activity=table.activity[rows],
        time=table.time[rows],
        resource=table.resource[rows],
        offsets=offsets,
        case_names=tuple(table.case_names[at] for at in kept),
        start=None if table.start is None else table.start[rows],
        roles={
            role: Dictionary(column.codes[rows], column.texts)
            for role, column in table.roles.items()
        },
    )
