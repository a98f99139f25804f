"""Variants: cases that went through the same activities in the same order."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from mingjing_analytics.process.table import Codes, EventTable

_HASH = NDArray[np.uint64]


@dataclass(frozen=True)
class Variants:
    """Variants, most frequent first, equal ones in the order of their first case."""

    of_case: NDArray[np.int64]  # shape (cases,): the variant of each case
    counts: NDArray[np.int64]  # shape (variants,): cases of each
    activity: Codes  # the activities of all variants, one after the other
    offsets: NDArray[np.int64]  # shape (variants + 1,)

    def trace(self, variant: int) -> list[int]:
        """Activity codes of a variant in their order."""
        part = self.activity[self.offsets[variant] : self.offsets[variant + 1]]
        codes: list[int] = part.tolist()
        return codes


def variants(table: EventTable) -> Variants:
    """Group the cases of a table by their sequence of activities.

    Cases are grouped by a 64-bit number of their sequence and then compared event by
    event with the first of the group, so a clash of numbers changes no count.
    """
    if not table.cases:
        none = np.zeros(0, np.int64)
        return Variants(none, none, table.activity[:0], np.zeros(1, np.int64))
    for seed in range(64):
        number = _numbers(table, seed)
        _, first, of_case = np.unique(number, return_index=True, return_inverse=True)
        of_case = of_case.reshape(-1)
        if _same(table, first[of_case]):
            return _ordered(table, first, of_case)
    raise AssertionError("64 independent numbers clash")  # pragma: no cover


def _mixed(value: _HASH) -> _HASH:
    """splitmix64 (Steele, Lea and Flood 2014), in place."""
    value ^= value >> np.uint64(30)
    value *= np.uint64(0xBF58476D1CE4E5B9)
    value ^= value >> np.uint64(27)
    value *= np.uint64(0x94D049BB133111EB)
    value ^= value >> np.uint64(31)
    return value


def _numbers(table: EventTable, seed: int) -> _HASH:
    """One number a case: the sum of a random number for each (place, activity)."""
    offsets = table.offsets
    total = np.zeros(table.cases, np.uint64)
    for begin, end in _blocks(offsets):
        low, high = int(offsets[begin]), int(offsets[end])
        if low == high:
            continue
        lengths = np.diff(offsets[begin : end + 1])
        place = np.arange(low, high) - np.repeat(offsets[begin:end], lengths)
        number = (place << 20).view(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        number += table.activity[low:high].astype(np.uint64)
        number += np.uint64(seed + 1) << np.uint64(40)
        number = _mixed(number)
        full = np.flatnonzero(lengths)
        starts = offsets[begin:end][full] - low
        total[begin + full] = np.add.reduceat(number, starts)
    return total


def _blocks(offsets: NDArray[np.int64], rows: int = 1 << 16) -> list[tuple[int, int]]:
    """Ranges of whole cases with about ``rows`` events: what a cache holds."""
    cases = len(offsets) - 1
    cuts = np.searchsorted(offsets, np.arange(0, int(offsets[-1]) + 1, rows))
    edges = np.unique(np.concatenate([[0], cuts.clip(0, cases), [cases]])).tolist()
    return list(pairwise(edges))


def _same(table: EventTable, model: NDArray[np.int64]) -> bool:
    """Whether each case has the very activities of its model."""
    offsets = table.offsets
    lengths = np.diff(offsets)
    if bool(np.any(lengths != lengths[model])):
        return False
    shift = offsets[model] - offsets[:-1]
    for begin, end in _blocks(offsets):
        low, high = int(offsets[begin]), int(offsets[end])
        rows = np.arange(low, high) + np.repeat(shift[begin:end], lengths[begin:end])
        if bool(np.any(table.activity[rows] != table.activity[low:high])):
            return False
    return True


def _ordered(
    table: EventTable, first: NDArray[np.int64], of_case: NDArray[np.int64]
) -> Variants:
    counts = np.bincount(of_case, minlength=len(first))
    order = np.lexsort((first, -counts))
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    model = first[order]
    lengths = table.offsets[model + 1] - table.offsets[model]
    offsets = np.zeros(len(model) + 1, np.int64)
    np.cumsum(lengths, out=offsets[1:])
    rows = np.arange(int(offsets[-1])) + np.repeat(
        table.offsets[model] - offsets[:-1], lengths
    )
    return Variants(place[of_case], counts[order], table.activity[rows], offsets)
