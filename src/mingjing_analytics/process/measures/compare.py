"""Two logs side by side: two periods, two windows, two places."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mingjing_analytics.process.measures.cases import durations
from mingjing_analytics.process.measures.flow import (
    directly_follows,
    timed_directly_follows,
)
from mingjing_analytics.process.measures.variants import Variants, variants
from mingjing_analytics.process.table import EventTable, select

_DRAWS = 4_000
_SECOND = 1_000_000  # µs

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Change:
    """A quantile of case duration in both logs, seconds, and by what share it changed.

    ``low`` and ``high`` are the 95 % interval of ``change``; all None without cases.
    """

    first_s: float | None
    second_s: float | None
    change: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Beside:
    """One activity or pair in both logs: per case, and the median seconds before it."""

    name: tuple[str, ...]
    first: float
    second: float
    first_s: float | None = None
    second_s: float | None = None


@dataclass(frozen=True)
class Way:
    """A variant and its share of the cases in both logs."""

    trace: tuple[str, ...]
    first: float
    second: float


@dataclass(frozen=True)
class Comparison:
    """What two logs say of the same process; rows stand by how much they differ."""

    cases: tuple[int, int]
    half: Change
    most: Change
    activities: tuple[Beside, ...]
    pairs: tuple[Beside, ...]
    ways: tuple[Way, ...]


def compare(first: EventTable, second: EventTable, *, seed: int) -> Comparison:
    """Put two logs side by side, activities matched by their names.

    It describes and does not explain: cases may differ in kind, and only a comparison
    over time with others beside it (`reform`) says whether a change made the difference.
    """
    spread = (_sorted_seconds(first), _sorted_seconds(second))
    chance = np.random.default_rng(seed)
    return Comparison(
        (first.cases, second.cases),
        _change(spread, 0.5, chance),
        _change(spread, 0.9, chance),
        _activities(first, second),
        _pairs(first, second),
        _ways(first, second),
    )


def split(table: EventTable, moment: int) -> tuple[EventTable, EventTable]:
    """The cases whose first event lies before a moment, µs UTC, and the others."""
    begins = np.full(table.cases, np.iinfo(np.int64).min)
    full = np.diff(table.offsets) > 0
    begins[full] = table.time[table.offsets[:-1][full]]
    return select(table, full & (begins < moment)), select(
        table, full & (begins >= moment)
    )


def _sorted_seconds(table: EventTable) -> Floats:
    return np.sort(durations(table) / _SECOND)


def _change(
    spread: tuple[Floats, Floats], share: float, chance: np.random.Generator
) -> Change:
    one, two = (float(np.quantile(s, share)) if len(s) else None for s in spread)
    if one is None or two is None or one <= 0:
        return Change(one, two, None, None, None)
    drawn = [_redrawn(values, share, chance) for values in spread]
    usable = drawn[0] > 0
    ratio = drawn[1][usable] / drawn[0][usable] - 1
    low, high = (float(v) for v in np.quantile(ratio, [0.025, 0.975]))
    return Change(one, two, two / one - 1, low, high)


def _redrawn(values: Floats, share: float, chance: np.random.Generator) -> Floats:
    """The quantile as other samples would give it, without drawing them.

    The place of a bootstrap quantile among the sorted values follows a beta
    distribution (Hutson 1999, fractional order statistics). Shape (draws,).
    """
    size = len(values)
    place = chance.beta(share * (size + 1), (1 - share) * (size + 1), _DRAWS)
    found: Floats = np.interp(place * (size + 1) - 1, np.arange(size), values)
    return found


def _activities(first: EventTable, second: EventTable) -> tuple[Beside, ...]:
    count: dict[str, list[float]] = {}
    for side, table in enumerate((first, second)):
        found = np.bincount(table.activity, minlength=len(table.activity_names))
        for name, number in zip(table.activity_names, found.tolist(), strict=True):
            if number:
                count.setdefault(name, [0.0, 0.0])[side] = number / table.cases
    rows = [Beside((name,), one, two) for name, (one, two) in count.items()]
    return tuple(sorted(rows, key=lambda row: (-abs(row.second - row.first), row.name)))


def _pairs(first: EventTable, second: EventTable) -> tuple[Beside, ...]:
    count: dict[tuple[str, ...], list[float]] = {}
    seconds: dict[tuple[str, ...], list[float | None]] = {}
    for side, table in enumerate((first, second)):
        names, pairs = table.activity_names, directly_follows(table)
        for a, b, number in zip(pairs.first, pairs.second, pairs.count, strict=True):
            both = count.setdefault((names[a], names[b]), [0.0, 0.0])
            both[side] = int(number) / table.cases
        timed = timed_directly_follows(table)
        for a, b, median in zip(timed.first, timed.second, timed.median, strict=True):
            seconds.setdefault((names[a], names[b]), [None, None])[side] = float(median)
    rows = [
        Beside(name, *both, *seconds.get(name, [None, None]))
        for name, both in count.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-abs(row.second - row.first), row.name)))


def _ways(first: EventTable, second: EventTable) -> tuple[Way, ...]:
    shares: dict[tuple[str, ...], list[float]] = {}
    for side, table in enumerate((first, second)):
        found: Variants = variants(table)
        for at, cases in enumerate(found.counts.tolist()):
            trace = tuple(table.activity_names[code] for code in found.trace(at))
            shares.setdefault(trace, [0.0, 0.0])[side] = cases / table.cases
    rows = [Way(trace, one, two) for trace, (one, two) in shares.items()]
    return tuple(
        sorted(rows, key=lambda row: (-abs(row.second - row.first), row.trace))
    )
