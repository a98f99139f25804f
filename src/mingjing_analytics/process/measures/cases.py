"""Cases as a whole: how long, and what was done again."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mingjing_analytics.process.measures.variants import Variants
from mingjing_analytics.process.table import NO_TIME, EventTable, Times

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Rework:
    """Activities done more than once in one case."""

    cases_any: int
    cases_per_activity: Counts  # shape (activities,): cases that repeat it
    self_loops: int  # an activity directly followed by itself


def bounds(table: EventTable) -> tuple[Times, Times]:
    """First and last time of each case, NO_TIME for one without; µs, shape (cases,)."""
    known = np.concatenate([[0], np.cumsum(table.time != NO_TIME)])
    begin, end = table.offsets[:-1], table.offsets[1:]
    count = known[end] - known[begin]  # known times stand first
    first = np.full(table.cases, NO_TIME)
    last = first.copy()
    timed = count > 0
    first[timed] = table.time[begin[timed]]
    last[timed] = table.time[begin[timed] + count[timed] - 1]
    return first, last


def durations(table: EventTable) -> Times:
    """µs from the first to the last time of each case that has one."""
    first, last = bounds(table)
    timed = first != NO_TIME
    took: Times = last[timed] - first[timed]
    return took


def rework(variants: Variants, activities: int) -> Rework:
    """Count repetitions over the variants, each as often as it has cases."""
    lengths = np.diff(variants.offsets)
    of_event = np.repeat(np.arange(len(lengths)), lengths)
    line = of_event * max(activities, 1) + variants.activity
    possible = len(lengths) * max(activities, 1)
    if possible <= 4 * len(line) + (1 << 20):
        again = np.flatnonzero(np.bincount(line, minlength=possible) > 1)
    else:
        pairs, times = np.unique(line, return_counts=True)
        again = pairs[times > 1]
    variant, activity = again // max(activities, 1), again % max(activities, 1)
    per_activity = np.zeros(activities, np.int64)
    np.add.at(per_activity, activity, variants.counts[variant])
    codes = variants.activity
    loop = (codes[1:] == codes[:-1]) & (of_event[1:] == of_event[:-1])
    return Rework(
        cases_any=int(variants.counts[np.unique(variant)].sum()),
        cases_per_activity=per_activity,
        self_loops=int(variants.counts[of_event[1:][loop]].sum()),
    )
