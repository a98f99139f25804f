"""The weeks of a log as a series: how long cases took that came in each week.

Cases are put to the week in which they came, not to that in which they were done: who
came last and is done already was quick, and would make any reform look good. Open cases
count for as long as they have waited (Kaplan and Meier).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mingjing_analytics.process.measures.cases import bounds
from mingjing_analytics.process.measures.load import week_of
from mingjing_analytics.process.measures.survival import time_until
from mingjing_analytics.process.table import NO_TIME, EventTable
from mingjing_analytics.process.worktime import WorkCalendar

LEAST_CASES = 3  # of a week; with fewer a median is the story of one case
_LEAST = 60_000_000  # µs: what took no working time took a minute

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Series:
    """All of shape (weeks,), weeks without gaps.

    ``week`` counts Mondays since 1970-01-05; ``hours`` is the median working time,
    nan where too few came or less than half of them are done.
    """

    week: NDArray[np.int64]
    cases: NDArray[np.int64]
    hours: Floats


def weekly(
    table: EventTable, closed: NDArray[np.bool_], calendar: WorkCalendar
) -> Series:
    """Median working hours from the first event to the last, by week of coming.

    ``closed`` has one flag a case. Cases without a time are left out.
    """
    first, last = bounds(table)
    rows = np.flatnonzero(first != NO_TIME)
    if not len(rows):
        nothing = np.zeros(0, np.int64)
        return Series(nothing, nothing, nothing.astype(np.float64))
    until = int(table.time.max())
    ended = np.where(closed[rows], last[rows], until)
    hours = np.maximum(calendar.between(first[rows], ended), _LEAST) / 3.6e9
    week = week_of(first[rows], calendar.offset)
    begin = int(week.min())
    size = int(week.max()) - begin + 1
    order = np.argsort(week, kind="stable")
    edges = np.searchsorted(week[order], np.arange(size + 1) + begin)
    middle = np.full(size, np.nan)
    for at in range(size):
        own = order[edges[at] : edges[at + 1]]
        if len(own) >= LEAST_CASES:
            half = time_until(hours[own], closed[rows][own], 0.5)
            middle[at] = np.nan if half is None else half
    return Series(np.arange(size) + begin, np.diff(edges), middle)
