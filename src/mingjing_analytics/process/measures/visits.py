"""How often somebody had to come, and who had to begin again.

最多跑一次: at most one trip. A trip is a day on which the log has an event of the case at
which the applicant was there. Beginning again: a case that ended without a decision, and
another of the same applicant for the same item soon after. A clock that is met by
sending people away and taking them in anew looks like that; so does a change of mind.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mingjing_analytics.process.clock import rows_of
from mingjing_analytics.process.measures.cases import bounds
from mingjing_analytics.process.table import NO_TIME, EventTable

# What a column of trips says where the applicant was not there.
NOT_THERE = frozenset({"", "0", "no", "false", "online", "n"})
NOT_THERE |= frozenset({"否", "无", "不到场", "未到场", "网上", "线上", "不跑"})
_DAY = 86_400_000_000  # µs


@dataclass(frozen=True)
class Trips:
    """``of_case`` trips of each case, shape (cases,); ``days`` are local ones."""

    of_case: NDArray[np.int64]

    @property
    def at_most_one(self) -> float | None:
        """The share of cases with one trip or none; None without a case."""
        return float((self.of_case <= 1).mean()) if len(self.of_case) else None


def trips(table: EventTable, *, offset: int = 8 * 3600) -> Trips | None:
    """Count the days on which each applicant came; None if the log does not say.

    ``offset`` is the local time's distance from UTC in seconds. Events without a time
    count as one trip together.
    """
    column = table.roles.get("trip")
    if column is None:
        return None
    there = [text.strip().lower() not in NOT_THERE for text in column.texts]
    rows = np.flatnonzero(np.array([*there, False])[column.codes])
    day = np.where(
        table.time[rows] == NO_TIME,
        np.int64(-1 << 40),
        (table.time[rows] + offset * 1_000_000) // _DAY,
    )
    pairs = np.unique(np.stack([table.case[rows].astype(np.int64), day]), axis=1)
    return Trips(np.bincount(pairs[0], minlength=table.cases))


@dataclass(frozen=True)
class Again:
    """Places of cases: what ended without a decision, and what came after it."""

    first: NDArray[np.int64]
    second: NDArray[np.int64]


def begun_again(
    table: EventTable, closing: tuple[str, ...], *, within: int = 30 * _DAY
) -> Again | None:
    """Cases without a closing step, and the next of the same applicant and item.

    The next one begins after the first one's last event and no more than ``within``
    µs later. None if the log has no applicants.
    """
    applicant = table.roles.get("applicant")
    if applicant is None:
        return None
    closed = np.zeros(table.cases, bool)
    for step in closing:
        closed[table.case[rows_of(table, step)]] = True
    first, last = bounds(table)
    who, what = _of_case(table, "applicant"), _of_case(table, "item")
    known = np.flatnonzero((who >= 0) & (first != NO_TIME))
    order = known[np.lexsort((first[known], what[known], who[known]))]
    one, two = order[:-1], order[1:]
    same = (who[one] == who[two]) & (what[one] == what[two]) & ~closed[one]
    gap = first[two] - last[one]
    same &= (gap >= 0) & (gap <= within)
    return Again(one[same], two[same])


def _of_case(table: EventTable, role: str) -> NDArray[np.int64]:
    """The code of the first event of each case that has one; -1 for none."""
    found = np.full(table.cases, -1, np.int64)
    column = table.roles.get(role)
    if column is not None:
        said = np.flatnonzero(column.codes >= 0)[::-1]
        found[table.case[said]] = column.codes[said]
    return found
