"""Which variants a map draws: the fewest that hold the share, and that a page can hold."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from mingjing_analytics.process.measures.variants import Variants, variants
from mingjing_analytics.process.table import EventTable

_REFUSED = 200  # as many variants are found too many before the search ends

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Chosen:
    """Which cases are drawn, and the variant of each; both shape (cases,)."""

    cases: NDArray[np.bool_]
    of_case: Integers


def pooled(tables: list[EventTable]) -> EventTable:
    """The cases of several tables one after the other, activities matched by name.

    Only the columns that a map needs: case, activity, time.
    """
    if len(tables) == 1:
        return tables[0]
    names = tuple(dict.fromkeys(name for one in tables for name in one.activity_names))
    place = {name: at for at, name in enumerate(names)}
    case, activity, ends = [], [], [np.zeros(1, np.int64)]
    before = events = 0
    for one in tables:
        codes = np.array([place[name] for name in one.activity_names], np.int32)
        case.append(one.case + np.int32(before))
        activity.append(codes[one.activity] if len(codes) else one.activity)
        ends.append(one.offsets[1:] + events)
        before, events = before + one.cases, events + one.events
    return EventTable(
        case=np.concatenate(case),
        activity=np.concatenate(activity),
        time=np.concatenate([one.time for one in tables]),
        resource=np.full(events, -1, np.int32),
        offsets=np.concatenate(ends),
        case_names=("",) * before,
        activity_names=names,
        resource_names=(),
    )


def chosen(
    table: EventTable, of_table: Integers, share: float, nodes: int, edges: int
) -> Chosen:
    """The cases of the variants that any of the pooled tables needs for its share.

    A variant that would bring the drawing above so many nodes or edges is passed over.
    """
    grouped = variants(table)
    full = np.diff(table.offsets) > 0
    drawing = _Drawing(grouped, nodes, edges)
    for at in range(int(of_table.max(initial=-1)) + 1):
        own = full & (of_table == at)
        count = np.bincount(grouped.of_case[own], minlength=len(grouped.counts))
        drawing.take(count, share)
    keep = np.zeros(len(grouped.counts), bool)
    keep[sorted(drawing.taken)] = True
    return Chosen(keep[grouped.of_case] & full, grouped.of_case)


class _Drawing:
    """The variants taken so far, with the nodes and edges they make."""

    def __init__(self, grouped: Variants, nodes: int, edges: int) -> None:
        self.taken: set[int] = set()
        self._grouped = grouped
        self._most = nodes, edges
        self._steps: set[int] = set()
        self._pairs: set[tuple[int, int]] = set()

    def take(self, count: Integers, share: float) -> None:
        order = np.lexsort((np.arange(len(count)), -count))
        wanted = share * int(count.sum()) - 1e-9
        held = refused = 0
        for variant in order.tolist():
            if held >= wanted or refused == _REFUSED or not count[variant]:
                return
            if self._fits(variant):
                held += int(count[variant])
            else:
                refused += 1

    def _fits(self, variant: int) -> bool:
        if variant in self.taken:
            return True
        nodes, edges = self._most
        begin, end = self._grouped.offsets[variant : variant + 2]
        part = self._grouped.activity[begin:end]
        if end - begin > nodes and len(np.unique(part)) > nodes:
            return False
        trace = [-1, *part.tolist(), -2]
        steps, pairs = self._steps.union(trace), self._pairs.union(pairwise(trace))
        if len(steps) > nodes + 2 or len(pairs) > edges:
            return False
        self.taken.add(variant)
        self._steps, self._pairs = steps, pairs
        return True
