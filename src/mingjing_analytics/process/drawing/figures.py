"""What a process map shows, as figures: the one source of picture, rows and sentences.

The directly-follows graph of the cases that are drawn, and of no others, so that what
flows into a step also flows out of it. Cases are drawn by whole variants, the most
frequent first: a map that drops single edges shows paths that nobody took (van der Aalst
2019, "A practitioner's guide to process mining: limitations of the directly-follows
graph").
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mingjing_analytics.process.drawing.chosen import Chosen, chosen, pooled
from mingjing_analytics.process.drawing.layered.layers import leading_back
from mingjing_analytics.process.drawing.waits import Seconds, waits
from mingjing_analytics.process.measures.groups import quantiles
from mingjing_analytics.process.table import EventTable

START, END = -1, -2  # where every case comes from and goes to
NODES, EDGES = 60, 120  # more than these no page holds and no reader follows

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Figure:
    """How often, in how many cases, and the median seconds waited before it or None."""

    count: int
    cases: int
    wait: float | None = None


@dataclass(frozen=True)
class Node:
    """A step by its name as the log has it, with one figure for each table.

    ``known`` says for each table whether it has the step anywhere, drawn or not.
    """

    name: str
    figures: tuple[Figure, ...]
    known: tuple[bool, ...]


@dataclass(frozen=True)
class Edge:
    """From one node to the next; places in ``nodes``, or START and END.

    ``known`` as for nodes. ``back``: it leads to an earlier step, against edges more
    frequent than itself.
    """

    source: int
    target: int
    figures: tuple[Figure, ...]
    known: tuple[bool, ...]
    back: bool = False


@dataclass(frozen=True)
class Shown:
    """How much of a table the map holds. Cases without events count nowhere.

    ``whole`` is false where no case fits in full and the most frequent steps are drawn.
    """

    cases: int
    all_cases: int
    variants: int
    all_variants: int
    activities: int
    all_activities: int
    whole: bool = True


@dataclass(frozen=True)
class FlowMap:
    """Nodes and edges, the most frequent first, and what share of each table they are."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    shown: tuple[Shown, ...]
    share: float  # of the cases, as it was asked for


def flow_map(
    table: EventTable, *, share: float = 0.95, seconds: Seconds | None = None
) -> FlowMap:
    """The map of the fewest variants that hold at least this share of the cases.

    ``seconds`` waited before each event, shape (events,), nan for unknown; by default
    ``waits(table)``. Fewer cases are shown where the map would pass NODES or EDGES, and
    ``shown`` tells it. Raises ValueError for a share outside (0, 1].
    """
    return _mapped([table], [waits(table) if seconds is None else seconds], share)


def compared_map(
    first: EventTable,
    second: EventTable,
    *,
    share: float = 0.95,
    seconds: tuple[Seconds, Seconds] | None = None,
) -> FlowMap:
    """One map of two tables: the variants that either needs, the figures of both.

    As ``flow_map``; activities are the same where their names are.
    """
    tables = [first, second]
    known = [waits(one) for one in tables] if seconds is None else list(seconds)
    return _mapped(tables, known, share)


@dataclass(frozen=True)
class _Moves:
    """Every step from one event to the next, from START and to END; shape (moves,)."""

    source: Integers
    target: Integers
    case: Integers
    seconds: Seconds

    def only(self, keep: NDArray[np.bool_]) -> "_Moves":
        return _Moves(
            self.source[keep], self.target[keep], self.case[keep], self.seconds[keep]
        )


def _mapped(tables: list[EventTable], seconds: list[Seconds], share: float) -> FlowMap:
    if not 0 < share <= 1:
        raise ValueError("A share of cases lies above 0 and not above 1.")
    table = pooled(tables)
    of_table = np.repeat(np.arange(len(tables)), [one.cases for one in tables])
    drawn = chosen(table, of_table, share, NODES, EDGES)
    moves = _moves(table, np.concatenate(seconds))
    kept = moves.only(drawn.cases[moves.case])
    whole = bool(len(kept.case)) or not table.events
    if not whole:
        kept = _frequent(moves, len(table.activity_names))
    steps = kept if whole else moves.only(np.isin(moves.target, kept.target))
    codes, nodes = _nodes(table, steps, of_table, tables)
    edges = _edges(kept, moves, of_table, codes, len(tables))
    full = np.diff(table.offsets) > 0
    shown = []
    for at, one in enumerate(tables):
        own = (of_table == at) & full
        figures = [node.figures[at] for node in nodes]
        shown.append(_shown(drawn, own, figures, len(np.unique(one.activity)), whole))
    return FlowMap(nodes, edges, tuple(shown), share)


def _shown(
    drawn: Chosen,
    own: NDArray[np.bool_],
    figures: list[Figure],
    activities: int,
    whole: bool,  # noqa: FBT001
) -> Shown:
    return Shown(
        cases=int((own & drawn.cases).sum()),
        all_cases=int(own.sum()),
        variants=len(np.unique(drawn.of_case[own & drawn.cases])),
        all_variants=len(np.unique(drawn.of_case[own])),
        activities=sum(figure.count > 0 for figure in figures),
        all_activities=activities,
        whole=whole,
    )


def _moves(table: EventTable, seconds: Seconds) -> _Moves:
    activity, case = table.activity.astype(np.int64), table.case.astype(np.int64)
    first = np.diff(case, prepend=-1) != 0
    last = np.diff(case, append=table.cases) != 0
    source = np.where(
        first, START, np.concatenate([[START], activity[:-1]])[: len(case)]
    )
    ends = np.full(int(last.sum()), END)
    return _Moves(
        np.concatenate([source, activity[last]]),
        np.concatenate([activity, ends]),
        np.concatenate([case, case[last]]),
        np.concatenate([np.where(first, np.nan, seconds), np.full(len(ends), np.nan)]),
    )


def _frequent(moves: _Moves, size: int) -> _Moves:
    """Moves between the most frequent activities, along the most frequent pairs."""
    count = np.bincount(moves.target[moves.target >= 0], minlength=size)
    keep = np.zeros(size + 2, bool)
    keep[np.lexsort((np.arange(size), -count))[:NODES]] = True
    keep[[START, END]] = True
    moves = moves.only(keep[moves.source] & keep[moves.target])
    _, pair, times = np.unique(
        _key(moves, size), return_inverse=True, return_counts=True
    )
    often = np.zeros(len(times), bool)
    often[np.lexsort((np.arange(len(times)), -times))[:EDGES]] = True
    return moves.only(often[pair])


def _key(moves: _Moves, size: int) -> Integers:
    return (moves.source + 2) * np.int64(size + 2) + moves.target + 2


def _counted(
    group: Integers, size: int, moves: _Moves, of_table: Integers, tables: int
) -> list[tuple[Figure, ...]]:
    """The figures of each group of moves, one for each table."""
    found: list[list[Figure]] = [[] for _ in range(size)]
    for at in range(tables):
        own = of_table[moves.case] == at
        count = np.bincount(group[own], minlength=size)
        line = np.unique(group[own] * np.int64(len(of_table)) + moves.case[own])
        cases = np.bincount(line // max(len(of_table), 1), minlength=size)
        timed = own & ~np.isnan(moves.seconds)
        wait = quantiles(group[timed], moves.seconds[timed], size, [0.5])[0]
        for place in range(size):
            median = None if np.isnan(wait[place]) else float(wait[place])
            found[place].append(Figure(int(count[place]), int(cases[place]), median))
    return [tuple(figures) for figures in found]


def _nodes(
    pool: EventTable, moves: _Moves, of_table: Integers, tables: list[EventTable]
) -> tuple[Integers, tuple[Node, ...]]:
    """Activity codes and nodes, the most frequent first, then by code."""
    steps = moves.only(moves.target >= 0)
    codes, group = np.unique(steps.target, return_inverse=True)
    figures = _counted(group, len(codes), steps, of_table, len(tables))
    names = [pool.activity_names[code] for code in codes]
    had = [
        {one.activity_names[code] for code in np.unique(one.activity)} for one in tables
    ]
    nodes = [
        Node(name, figure, tuple(name in one for one in had))
        for name, figure in zip(names, figures, strict=True)
    ]
    order = sorted(range(len(nodes)), key=lambda at: -_often(nodes[at]))
    return codes[order], tuple(nodes[at] for at in order)


def _often(one: Node | Edge) -> int:
    return sum(figure.count for figure in one.figures)


def _edges(
    moves: _Moves, every: _Moves, of_table: Integers, codes: Integers, tables: int
) -> tuple[Edge, ...]:
    size = int(every.target.max(initial=0)) + 1
    keys, group = np.unique(_key(moves, size), return_inverse=True)
    figures = _counted(group, len(keys), moves, of_table, tables)
    known = [
        np.isin(keys, _key(every.only(of_table[every.case] == at), size))
        for at in range(tables)
    ]
    place = {int(code): at for at, code in enumerate(codes)} | {START: START, END: END}
    edges = [
        Edge(
            place[int(key) // (size + 2) - 2],
            place[int(key) % (size + 2) - 2],
            figures[at],
            tuple(bool(one[at]) for one in known),
        )
        for at, key in enumerate(keys)
    ]
    edges.sort(key=lambda edge: (-_often(edge), edge.source, edge.target))
    return _turned(edges, len(codes))


def _turned(edges: list[Edge], size: int) -> tuple[Edge, ...]:
    """The same edges, told which of them lead back."""
    arcs = [
        (edge.source % (size + 2), edge.target % (size + 2), _often(edge))
        for edge in edges
        if edge.source != edge.target
    ]
    back = iter(leading_back(size + 2, arcs))
    return tuple(
        replace(edge, back=edge.source != edge.target and next(back)) for edge in edges
    )
