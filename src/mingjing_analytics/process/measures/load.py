"""What came, what was done and what lay there, week by week; and when work bunches.

Work that is done in heaps on the last days of a month, or stamped by the dozen within a
minute, was not done when the log says; its times say little about waiting.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mingjing_analytics.process.measures.cases import bounds
from mingjing_analytics.process.table import NO_TIME, EventTable
from mingjing_analytics.process.worktime import WorkCalendar

_DAY = 86_400_000_000  # µs
_WEEK = 7
_MONDAY = 4  # 1970-01-05, in days since 1970-01-01

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Weeks:
    """All of shape (weeks,); ``monday`` in days since 1970-01-01, local.

    ``open`` is how many lay there at the week's end.
    """

    monday: Counts
    came: Counts
    done: Counts
    open: Counts


def weeks(
    table: EventTable, closed: NDArray[np.bool_], *, offset: int = 8 * 3600
) -> Weeks:
    """Cases by the week in which they came and, where closed, were done.

    ``closed`` has one flag a case. Cases without a time are left out.
    """
    first, last = bounds(table)
    timed = first != NO_TIME
    came = week_of(first[timed], offset)
    done = week_of(last[timed & closed], offset)
    if not len(came):
        nothing = np.zeros(0, np.int64)
        return Weeks(nothing, nothing, nothing, nothing)
    begin = int(came.min())
    size = int(max(came.max(), done.max(initial=begin))) - begin + 1
    arrived = np.bincount(came - begin, minlength=size)
    finished = np.bincount(done - begin, minlength=size)
    monday = (np.arange(size) + begin) * _WEEK + _MONDAY
    return Weeks(monday, arrived, finished, np.cumsum(arrived - finished))


def week_of(moments: NDArray[np.int64], offset: int) -> Counts:
    """Weeks since that of 1970-01-05, a Monday; µs UTC in, ``offset`` s of local time."""
    found: Counts = ((moments + offset * 1_000_000) // _DAY - _MONDAY) // _WEEK
    return found


@dataclass(frozen=True)
class Rush:
    """Decisions on the last working days of months, and how many would be expected.

    ``ratio`` is 1 where work is spread evenly; None without a decision.
    """

    decisions: int
    last_days: int
    expected: float

    @property
    def ratio(self) -> float | None:
        return self.last_days / self.expected if self.expected else None


def month_end_rush(
    table: EventTable, rows: Counts, calendar: WorkCalendar, *, days: int = 3
) -> Rush:
    """How many of these events lie on the last ``days`` working days of their month.

    Only months that the log covers from end to end, and events on working days.
    """
    moments = table.time[rows]
    moments = moments[moments != NO_TIME]
    moments = moments[calendar.covers(moments, moments)]
    day = calendar.days_since_first(moments)
    worked = np.flatnonzero(calendar.working)
    day = day[np.isin(day, worked)]
    if not len(day):
        return Rush(0, 0, 0.0)
    start = np.datetime64(calendar.first, "D")
    month = (start + worked).astype("datetime64[M]").astype(np.int64)
    known = (start + day).astype("datetime64[M]").astype(np.int64)
    whole = np.unique(known)[1:-1]
    late = np.zeros(len(calendar.working), bool)
    share = np.zeros(0)
    for one in whole.tolist():
        own = worked[month == one]
        late[own[-days:]] = True
        count = int((known == one).sum())
        share = np.append(share, count * min(days, len(own)) / len(own))
    inside = np.isin(known, whole)
    return Rush(int(inside.sum()), int(late[day[inside]].sum()), float(share.sum()))


def stamped_together(
    table: EventTable, *, least: int = 5, within: int = 60_000_000
) -> Counts:
    """Rows that one person ended in one step with ``least`` or more within so many µs.

    Ascending. Each row is within ``within`` of the one before it in its heap.
    """
    known = np.flatnonzero((table.time != NO_TIME) & (table.resource >= 0))
    order = known[
        np.lexsort((table.time[known], table.activity[known], table.resource[known]))
    ]
    if not len(order):
        return order.astype(np.int64)
    new = np.ones(len(order), bool)
    new[1:] = (
        (np.diff(table.resource[order]) != 0)
        | (np.diff(table.activity[order]) != 0)
        | (np.diff(table.time[order]) > within)
    )
    heap = np.cumsum(new) - 1
    large = np.bincount(heap)[heap] >= least
    return np.sort(order[large]).astype(np.int64)
