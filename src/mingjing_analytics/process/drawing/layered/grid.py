"""Boxes and links as vertices on ranks: dummies, places for labels, a first order."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from mingjing_analytics.process.drawing.layered.coordinates import GAP, Extent
from mingjing_analytics.process.drawing.layered.layers import ranks

STUB = 13.0  # px of straight line between a box and the first bend: room for the arrow
_FREQUENT = 14  # how much more the most frequent edge is to be short than the rarest


@dataclass(frozen=True)
class Box:
    """What stands on a rank: its extents from the line of its middle, in px.

    Lines end within ``half`` of the middle.
    """

    left: float
    right: float
    height: float
    half: float


@dataclass(frozen=True)
class Link:
    """An edge between two boxes, as places in the sequence of boxes, never the same.

    The label stands right of the line; ``label`` is its width and height in px. The
    links that do not lead ``back`` form no cycle.
    """

    source: int
    target: int
    weight: int
    stroke: float
    label: tuple[float, float]
    back: bool = False


@dataclass
class Grid:
    """Vertices: first the boxes, then the dummies; ``chains`` by link, top to bottom."""

    rank: list[int]
    height: list[float]
    extents: list[Extent]
    layers: list[list[int]] = field(default_factory=list)
    up: list[list[int]] = field(default_factory=list)
    down: list[list[int]] = field(default_factory=list)
    chains: list[list[int]] = field(default_factory=list)
    labels: list[int] = field(default_factory=list)
    weights: dict[tuple[int, int], float] = field(default_factory=dict)


def _down(link: Link) -> tuple[int, int]:
    """The upper and the lower box."""
    if link.back:
        return link.target, link.source
    return link.source, link.target


def _ranks(size: int, links: Sequence[Link], ends: tuple[int, int]) -> list[int]:
    """Ranks of the boxes; what nothing leads to hangs at the top, and the end below."""
    most = max((link.weight for link in links), default=1)
    arcs, fed, feeding = [], [False] * size, [False] * size
    for link in links:
        tail, head = _down(link)
        # A frequent edge is to be short; every edge counts, or rare ones grow long.
        arcs.append((tail, head, 2 + _FREQUENT * link.weight // max(most, 1)))
        feeding[tail] = fed[head] = True
    top, bottom = ends
    for box in range(size):
        if not fed[box] and box != top:
            arcs.append((top, box, 0))
        if not feeding[box] and box != bottom:
            arcs.append((box, bottom, 0))
    return ranks(size, list(dict.fromkeys(arcs)))


def gridded(boxes: Sequence[Box], links: Sequence[Link], top: int, bottom: int) -> Grid:
    """Boxes on even ranks, ``top`` first and ``bottom`` last; links as dummies between."""
    rank = _ranks(len(boxes), links, (top, bottom))
    grid = Grid(
        [2 * one for one in rank],
        [box.height + 2 * STUB for box in boxes],
        [Extent(box.left, box.right, bend=False) for box in boxes],
    )
    spans = []
    for link in links:
        ends = _down(link)
        spans.append((ends, grid.rank[ends[0]], grid.rank[ends[1]]))
    where = _label_ranks(spans, links, max(grid.rank) + 1)
    grid.chains = [[] for _ in links]
    grid.labels = [0 for _ in links]
    for at, ((upper, lower), first, last) in enumerate(spans):
        chain = [upper]
        for level in range(first + 1, last):
            chain.append(len(grid.rank))
            half = links[at].stroke / 2
            wide, high = links[at].label if level == where[at] else (0.0, 0.0)
            if level == where[at]:
                grid.labels[at] = len(grid.rank)
            grid.rank.append(level)
            grid.height.append(high)
            grid.extents.append(Extent(half, half + wide, bend=True))
        grid.chains[at] = [*chain, lower]
    _joined(grid, links)
    return grid


def _label_ranks(
    spans: list[tuple[tuple[int, int], int, int]], links: Sequence[Link], size: int
) -> list[int]:
    """For each link the rank of its label: of those it passes, the emptiest so far."""
    load = [0.0] * size
    where = [0] * len(spans)
    for at in sorted(range(len(spans)), key=lambda at: spans[at][2] - spans[at][1]):
        _, first, last = spans[at]
        where[at] = min(range(first + 1, last, 2), key=load.__getitem__)
        load[where[at]] += links[at].label[0] + GAP
    return where


def _joined(grid: Grid, links: Sequence[Link]) -> None:
    """Segments and the first order of the layers: along the heaviest edges, depth first."""
    size = len(grid.rank)
    grid.up, grid.down = [[] for _ in range(size)], [[] for _ in range(size)]
    for at in sorted(range(len(links)), key=lambda at: -links[at].weight):
        chain = grid.chains[at]
        for upper, lower in pairwise(chain):
            grid.down[upper].append(lower)
            grid.up[lower].append(upper)
            grid.weights[upper, lower] = float(links[at].weight)
    grid.layers = [[] for _ in range(max(grid.rank) + 1)]
    seen = [False] * size
    for first in sorted(range(size), key=lambda v: (bool(grid.up[v]), v)):
        stack = [first]
        while stack:
            vertex = stack.pop()
            if not seen[vertex]:
                seen[vertex] = True
                grid.layers[grid.rank[vertex]].append(vertex)
                stack += reversed(grid.down[vertex])
