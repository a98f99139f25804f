"""The directly-follows graph: which activity follows which, how often, how soon."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mingjing_analytics.process.table import NO_TIME, Codes, EventTable

Counts = NDArray[np.int64]
Seconds = NDArray[np.float64]
_DENSE = 1 << 22  # as many possible pairs are counted without sorting
_FEW = 4096  # as many pairs are looked at one by one


@dataclass(frozen=True)
class Pairs:
    """Pairs of codes and their counts, the most frequent first. All shape (pairs,)."""

    first: Counts
    second: Counts
    count: Counts


@dataclass(frozen=True)
class TimedPairs:
    """Pairs and the seconds from one event to the next where both have a time."""

    first: Counts
    second: Counts
    mean: Seconds
    median: Seconds
    least: Seconds
    most: Seconds


def directly_follows(table: EventTable) -> Pairs:
    """Count each activity directly followed by each other, over all cases."""
    return _followed(table, table.activity, len(table.activity_names))


def starts_and_ends(table: EventTable) -> tuple[Counts, Counts]:
    """How many cases start and end with each activity, both shape (activities,)."""
    size = len(table.activity_names)
    full = np.diff(table.offsets) > 0
    first = table.activity[table.offsets[:-1][full]]
    last = table.activity[table.offsets[1:][full] - 1]
    return np.bincount(first, minlength=size), np.bincount(last, minlength=size)


def handovers(table: EventTable) -> Pairs:
    """Who worked on a case directly after whom, the same person included.

    The hand-over of work of van der Aalst, Reijers and Song, "Discovering Social
    Networks from Event Logs" (2005), with β = 0. Events without a resource hand over
    to nobody.
    """
    return _followed(table, table.resource, len(table.resource_names))


def _followed(table: EventTable, codes: Codes, size: int) -> Pairs:
    """Pairs of codes in events that follow each other, -1 left out."""
    inner = _inner(table.offsets)
    if not len(inner):
        return _pairs(np.zeros(0, np.int64), 1)
    inner &= (codes[:-1] >= 0) & (codes[1:] >= 0)
    return _pairs(codes[:-1][inner] * np.int64(size) + codes[1:][inner], size)


def timed_directly_follows(table: EventTable) -> TimedPairs:
    """Seconds between directly following events: mean, median, least and most.

    The sums are of whole µs; only the result is a float.
    """
    size = len(table.activity_names)
    inner = _inner(table.offsets)
    time = table.time
    if len(inner):
        inner &= time[1:] != NO_TIME  # missing times stand last in a case
    between = time[1:][inner] - time[:-1][inner]
    first = table.activity[:-1][inner].astype(np.int64)
    line = first * max(size, 1) + table.activity[1:][inner]
    between, begins, keys = _by_pair(line, between)
    counts = np.diff(begins, append=len(between))
    if len(keys) <= _FEW:
        median, least, most = _of_few(between, begins, counts)
    else:
        median, least, most = _of_many(between, begins, counts)
    return TimedPairs(
        first=keys // max(size, 1),
        second=keys % max(size, 1),
        mean=_sums(between, begins) / counts / 1e6,
        median=median / 1e6,
        least=least / 1e6,
        most=most / 1e6,
    )


def _by_pair(line: Counts, between: Counts) -> tuple[Counts, Counts, Counts]:
    """Times brought together by pair, where each pair begins, and the pairs."""
    if not len(line):
        return between, line, line
    # NumPy sorts 16-bit numbers stably in linear time: one or two digits.
    order = np.argsort(line.astype(np.uint16), kind="stable")
    top = int(line.max())
    if top >= 1 << 16 and top < 1 << 32:
        order = order[np.argsort((line >> 16).astype(np.uint16)[order], kind="stable")]
    elif top >= 1 << 32:
        order = np.argsort(line, kind="stable")
    line = line[order]
    begins = np.flatnonzero(np.diff(line, prepend=line[:1] - 1))
    return between[order], begins, line[begins]


def _of_few(between: Counts, begins: Counts, counts: Counts) -> tuple[Seconds, ...]:
    """Median, least and most of each group, each partitioned on its own."""
    median = np.empty(len(begins))
    for at, (begin, count) in enumerate(zip(begins, counts, strict=True)):
        low, high = (count - 1) // 2, count // 2
        part = np.partition(between[begin : begin + count], [low, high])
        median[at] = (part[low] + part[high]) / 2
    if not len(begins):
        return median, median, median
    least = np.minimum.reduceat(between, begins).astype(np.float64)
    return median, least, np.maximum.reduceat(between, begins).astype(np.float64)


def _of_many(between: Counts, begins: Counts, counts: Counts) -> tuple[Seconds, ...]:
    """The same by one sort of all."""
    group = np.repeat(np.arange(len(begins)), counts)
    between = between[np.lexsort((between, group))]
    middle = between[begins + (counts - 1) // 2] + between[begins + counts // 2]
    exact = between.astype(np.float64)
    return middle / 2.0, exact[begins], exact[begins + counts - 1]


def _sums(values: Counts, begins: Counts) -> Seconds:
    """Sums of µs from each begin to the next, in two parts that cannot overflow."""
    if not len(begins):
        return np.zeros(0)
    high = np.add.reduceat(values >> 20, begins)
    low = np.add.reduceat(values & 0xFFFFF, begins)
    return high * float(1 << 20) + low


def _inner(offsets: NDArray[np.int64]) -> NDArray[np.bool_]:
    """For each place but the last: whether the next belongs to the same case."""
    inner = np.ones(max(int(offsets[-1]) - 1, 0), bool)
    cuts = offsets[1:-1]
    inner[cuts[(cuts > 0) & (cuts < int(offsets[-1]))] - 1] = False
    return inner


def _pairs(line: Counts, size: int) -> Pairs:
    if size * size <= _DENSE:
        table = np.bincount(line, minlength=size * size)
        keys = np.flatnonzero(table)
        counts = table[keys]
    else:
        keys, counts = np.unique(line, return_counts=True)
    order = np.lexsort((keys, -counts))
    keys = keys[order]
    return Pairs(keys // max(size, 1), keys % max(size, 1), counts[order])
