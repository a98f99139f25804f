"""Working time between two moments: office hours on working days, make-up days included.

The calendar comes in as one flag a day, so whoever calls decides which notices of the
State Council it holds; a case that reaches past its last day is marked, not guessed.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from mingjing_analytics.process.table import Times

_SECOND = 1_000_000  # µs
_DAY = 86_400 * _SECOND
_BLOCK = 1 << 14  # rows at a time: what fits the processor's cache
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class WorkCalendar:
    """Which days are worked, and in which hours.

    ``working`` has one flag a day from ``first`` on. ``shifts`` are seconds of the local
    day, (start, end), ascending and apart. ``offset`` is the local time's distance from
    UTC in seconds, one for the whole calendar (China has had one since 1992). Raises
    ValueError when shifts overlap or leave the day.
    """

    first: date
    working: NDArray[np.bool_]
    shifts: tuple[tuple[int, int], ...]
    offset: int = 8 * 3600

    def __post_init__(self) -> None:
        edges = [edge for shift in self.shifts for edge in shift]
        inside = not edges or (edges[0] >= 0 and edges[-1] <= 86_400)
        if not inside or any(a >= b for a, b in pairwise(edges)):
            raise ValueError("Shifts follow each other within one day.")
        if not len(self.working):
            raise ValueError("A calendar has at least one day.")

    @cached_property
    def _worked_before(self) -> NDArray[np.int64]:
        """Working µs from the first day to the beginning of each day."""
        day = sum(end - start for start, end in self.shifts) * _SECOND
        total = np.zeros(len(self.working) + 1, np.int64)
        np.cumsum(self.working * np.int64(day), out=total[1:])
        return total

    def covers(self, start: Times, end: Times) -> NDArray[np.bool_]:
        """Whether both moments lie in days of the calendar, shape as given."""
        begins = (self.first - _EPOCH).days * _DAY - self.offset * _SECOND
        ends = begins + len(self.working) * _DAY
        return (start >= begins) & (end >= begins) & (start < ends) & (end < ends)

    def between(self, start: Times, end: Times) -> Times:
        """Working µs from ``start`` to ``end``, both µs UTC, shape (n,).

        Negative when ``end`` is before ``start``. Moments outside the calendar count as
        its edge: ask `covers` which rows that touches.
        """
        found = np.empty(len(start), np.int64)
        for at in range(0, len(start), _BLOCK):
            rows = slice(at, at + _BLOCK)
            found[rows] = self._until(end[rows]) - self._until(start[rows])
        return found

    def days_between(self, start: Times, end: Times) -> NDArray[np.int64]:
        """Working days after the day of ``start`` up to and with that of ``end``.

        The day something happens does not count (民法典第二百零一条), so what is done on
        the same day took none. Both µs UTC, shape (n,); see `covers`.
        """
        until = np.concatenate([[0], np.cumsum(self.working)])
        found: NDArray[np.int64] = (
            until[self.days_since_first(end) + 1]
            - until[self.days_since_first(start) + 1]
        )
        return found

    def same_day(self, start: Times, end: Times) -> NDArray[np.bool_]:
        """Whether both moments lie on one local day, shape (n,)."""
        same: NDArray[np.bool_] = self._local(start) // _DAY == self._local(end) // _DAY
        return same

    def _local(self, moment: Times) -> Times:
        return moment + self.offset * _SECOND

    def days_since_first(self, moment: Times) -> NDArray[np.int64]:
        """The local day of each moment, 0 for the first; outside it is the edge's."""
        since = self._local(moment) // _DAY - (self.first - _EPOCH).days
        return np.clip(since, 0, len(self.working) - 1)

    def _until(self, moment: Times) -> Times:
        begins = (self.first - _EPOCH).days * _DAY - self.offset * _SECOND
        local = np.clip(moment - begins, 0, len(self.working) * _DAY)
        day = local // _DAY
        local -= day * _DAY
        today = np.zeros(len(local), np.int64)
        for start, end in self.shifts:
            today += np.clip(local - start * _SECOND, 0, (end - start) * _SECOND)
        today *= self._flags[day]
        today += self._worked_before[day]
        return today

    @cached_property
    def _flags(self) -> NDArray[np.int64]:
        # The moment after the last day has its place too.
        return np.append(self.working, [False]).astype(np.int64)
