"""The directly-follows graph: which activity follows which, how often, how soon."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mingjing_analytics.process.measures.variants import Variants
from mingjing_analytics.process.table import NO_TIME, Codes, EventTable

Counts = NDArray[np.int64]
Seconds = NDArray[np.float64]
_DENSE = 1 << 22  # as many possible pairs are counted without sorting


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


def directly_follows(variants: Variants, activities: int) -> Pairs:
    """Count each activity directly followed by each other, over all cases.

    Sums over the variants, which is the same and much less to count.
    """
    weight = np.repeat(variants.counts, np.diff(variants.offsets))
    inner = _inner(variants.offsets)
    line = variants.activity[:-1].astype(np.int64) * activities + variants.activity[1:]
    return _pairs(line[inner], activities, weight[:-1][inner])


def starts_and_ends(variants: Variants, activities: int) -> tuple[Counts, Counts]:
    """How many cases start and end with each activity, both shape (activities,)."""
    full = np.diff(variants.offsets) > 0
    counts = variants.counts[full]
    first = variants.activity[variants.offsets[:-1][full]]
    last = variants.activity[variants.offsets[1:][full] - 1]
    return (
        _weighted(first, counts, activities),
        _weighted(last, counts, activities),
    )


def handovers(table: EventTable) -> Pairs:
    """Who worked on a case directly after whom, the same person included.

    The hand-over of work of van der Aalst, Reijers and Song, "Discovering Social
    Networks from Event Logs" (2005), with β = 0. Events without a resource hand over
    to nobody.
    """
    inner = _inner(table.offsets)
    if not len(inner):
        return _pairs(np.zeros(0, np.int64), 1, None)
    resource = table.resource
    inner &= (resource[:-1] >= 0) & (resource[1:] >= 0)
    size = len(table.resource_names)
    line = resource[:-1][inner] * np.int64(size) + resource[1:][inner]
    return _pairs(line, size, None)


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
    line = (
        table.activity[:-1][inner] * np.int64(max(size, 1)) + table.activity[1:][inner]
    )
    between, counts, keys = _by_pair(line, between)
    ends = np.cumsum(counts)
    begins = ends - counts
    middle = (between[begins + (counts - 1) // 2] + between[begins + counts // 2]) / 2
    return TimedPairs(
        first=keys // max(size, 1),
        second=keys % max(size, 1),
        mean=_sums(between, begins) / counts / 1e6,
        median=middle / 1e6,
        least=between[begins] / 1e6,
        most=between[ends - 1] / 1e6,
    )


def _sums(values: Counts, begins: Counts) -> Seconds:
    """Sums of µs from each begin to the next, in two parts that cannot overflow."""
    if not len(begins):
        return np.zeros(0)
    high = np.add.reduceat(values >> 20, begins)
    low = np.add.reduceat(values & 0xFFFFF, begins)
    return high * float(1 << 20) + low


def _by_pair(line: Counts, between: Counts) -> tuple[Counts, Counts, Counts]:
    """Times sorted within each pair, how many each has, and the pairs."""
    if not len(line):
        return between, line, line
    stretch = int(between.max()) + 1
    if (int(line.max()) + 1) < 2**62 // stretch:
        both = line * stretch  # one number sorts several times faster than two
        both += between
        both.sort()
        line = both // stretch
        between = both - line * stretch
    else:
        order = np.lexsort((between, line))
        line, between = line[order], between[order]
    begins = np.flatnonzero(np.diff(line, prepend=line[:1] - 1))
    return between, np.diff(begins, append=len(line)), line[begins]


def _inner(offsets: NDArray[np.int64]) -> NDArray[np.bool_]:
    """For each place but the last: whether the next belongs to the same case."""
    inner = np.ones(max(int(offsets[-1]) - 1, 0), bool)
    cuts = offsets[1:-1]
    inner[cuts[(cuts > 0) & (cuts < int(offsets[-1]))] - 1] = False
    return inner


def _weighted(codes: Codes, weight: Counts, size: int) -> Counts:
    total = np.zeros(size, np.int64)
    np.add.at(total, codes, weight)
    return total


def _pairs(line: Counts, size: int, weight: Counts | None) -> Pairs:
    if size * size <= _DENSE:
        table = np.zeros(size * size, np.int64)
        if weight is None:
            table += np.bincount(line, minlength=size * size)
        else:
            np.add.at(table, line, weight)
        keys = np.flatnonzero(table)
        counts = table[keys]
    else:
        keys, place = np.unique(line, return_inverse=True)
        counts = np.zeros(len(keys), np.int64)
        np.add.at(counts, place.reshape(-1), 1 if weight is None else weight)
    order = np.lexsort((keys, -counts))
    keys = keys[order]
    return Pairs(keys // max(size, 1), keys % max(size, 1), counts[order])
