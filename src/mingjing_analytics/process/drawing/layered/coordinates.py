"""Where each vertex stands across: straight lines first, the heaviest straightest.

Vertices are bound into blocks that stand on one vertical, as by Brandes and Köpf 2001,
"Fast and simple horizontal coordinate assignment", but one binding for all: of two
segments that cross or share an end, long edges and then heavy ones keep theirs. Blocks
are packed from the left and from the right, and from the middle of both each goes where
its edges pull it as far as its neighbours let it (the priority method of Sugiyama).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from mingjing_analytics.process.drawing.layered.crossings import Segments

GAP = 13.0  # px between neighbours of a rank
_PULLS = 24
_STRAIGHT = (1, 2, 8)  # by the dummies a segment joins, as graphviz weighs them


@dataclass(frozen=True)
class Extent:
    """What a vertex needs left and right of its line, in px; ``bend`` if it is a dummy."""

    left: float
    right: float
    bend: bool


@dataclass(frozen=True)
class _Blocks:
    of: list[int]  # the block of each vertex
    before: list[list[tuple[int, float]]]  # blocks left of each, and the least distance
    after: list[list[tuple[int, float]]]
    order: list[int]  # a block comes after all those left of it
    pulls: list[list[tuple[int, float]]]  # blocks joined by an edge, and its weight


Weights = dict[tuple[int, int], float]


def across(graph: Segments, extents: Sequence[Extent], weights: Weights) -> list[float]:
    """The x of each vertex in px, the leftmost extent at 0.

    ``weights`` are by (upper, lower) vertex. Between two vertices of a layer at least
    ``GAP`` px stay free, so nothing within the extents overlaps.
    """
    blocks = _blocks(graph, extents, weights)
    size = len(blocks.before)
    left, right = [0.0] * size, [0.0] * size
    for block in blocks.order:
        for other, distance in blocks.before[block]:
            left[block] = max(left[block], left[other] + distance)
    widest = max(left, default=0.0)
    for block in reversed(blocks.order):
        right[block] = widest
        for other, distance in blocks.after[block]:
            right[block] = min(right[block], right[other] - distance)
    spot = [(one + two) / 2 for one, two in zip(left, right, strict=True)]
    for turn in range(_PULLS):
        _pull(blocks, spot, forward=turn % 2 == 0)
    x = [spot[block] for block in blocks.of]
    edge = min(
        (at - extent.left for at, extent in zip(x, extents, strict=True)), default=0.0
    )
    return [at - edge for at in x]


def _pull(blocks: _Blocks, spot: list[float], *, forward: bool) -> None:
    """Each block to the weighted median of those it is joined with, or as near."""
    for block in blocks.order if forward else reversed(blocks.order):
        pulls = blocks.pulls[block]
        if not pulls:
            continue
        low = max((spot[b] + d for b, d in blocks.before[block]), default=-1e9)
        high = min((spot[b] - d for b, d in blocks.after[block]), default=1e9)
        ends = sorted((spot[other], weight) for other, weight in pulls)
        half = sum(weight for _, weight in ends) / 2
        wish, held = ends[-1][0], 0.0
        for end, weight in ends:
            held += weight
            if held >= half:
                wish = end
                break
        spot[block] = min(max(wish, low), max(high, low))


def _blocks(graph: Segments, extents: Sequence[Extent], weights: Weights) -> _Blocks:
    size = len(extents)
    of = _bound(graph, extents, weights)
    count = max(of, default=-1) + 1
    distance: list[dict[int, float]] = [{} for _ in range(count)]
    for layer in graph.layers:
        for one, two in pairwise(layer):
            near = extents[one].right + GAP + extents[two].left
            known = distance[of[one]].get(of[two], 0.0)
            distance[of[one]][of[two]] = max(known, near)
    before: list[list[tuple[int, float]]] = [[] for _ in range(count)]
    for one, nexts in enumerate(distance):
        for two, near in nexts.items():
            before[two].append((one, near))
    pulls: list[list[tuple[int, float]]] = [[] for _ in range(count)]
    for upper in range(size):
        for lower in graph.down[upper]:
            one, two = of[upper], of[lower]
            if one != two:
                weight = weights[upper, lower]
                pulls[one].append((two, weight))
                pulls[two].append((one, weight))
    after = [list(nexts.items()) for nexts in distance]
    return _Blocks(of, before, after, _from_left(before, after), pulls)


def _from_left(
    before: list[list[tuple[int, float]]], after: list[list[tuple[int, float]]]
) -> list[int]:
    waiting = [len(one) for one in before]
    order = [block for block, count in enumerate(waiting) if not count]
    for block in order:
        for other, _ in after[block]:
            waiting[other] -= 1
            if not waiting[other]:
                order.append(other)
    return order


def _bound(graph: Segments, extents: Sequence[Extent], weights: Weights) -> list[int]:
    """The block of each vertex, numbered from 0 in the order of the layers."""
    place = {v: at for layer in graph.layers for at, v in enumerate(layer)}
    root = list(range(len(extents)))
    for layer in graph.layers:
        segments = [(one, two) for one in layer for two in graph.down[one]]
        segments.sort(
            key=lambda s: (
                -weights[s] * _STRAIGHT[extents[s[0]].bend + extents[s[1]].bend],
                place[s[0]],
                place[s[1]],
            )
        )
        taken: list[tuple[int, int]] = []
        for one, two in segments:
            a, b = place[one], place[two]
            if all((a - c) * (b - d) > 0 for c, d in taken):
                taken.append((a, b))
                root[two] = root[one]
    number: dict[int, int] = {}
    return [number.setdefault(root[v], len(number)) for v in range(len(root))]
