"""The order of the vertices within each rank: the one with few crossings.

Sweeps by barycentre and by median with exchanges of neighbours between, and the best
order of all kept (Gansner, Koutsofios, North and Vo 1993, section 3).
"""

from bisect import bisect_right, insort
from collections.abc import Sequence
from dataclasses import dataclass

_SWEEPS = 24
_PATIENCE = 8  # sweeps without a better order
_EXCHANGES = 3  # passes over all ranks after a sweep


@dataclass(frozen=True)
class Segments:
    """Edges between neighbouring ranks; ``up`` and ``down`` by vertex, shape (vertices,).

    Every vertex of ``layers`` stands in one layer; a segment joins layer r and r + 1.
    """

    layers: list[list[int]]
    up: list[list[int]]
    down: list[list[int]]


def crossings(graph: Segments) -> int:
    """How many pairs of segments cross when each vertex is a point."""
    place = _places(graph.layers)
    return sum(_between(upper, graph.down, place) for upper in graph.layers)


def ordered(graph: Segments) -> Segments:
    """The same graph, each layer in the best order that was found.

    Deterministic: ties keep the order of the layers as they came in.
    """
    best, least = graph, crossings(graph)
    for mirrored in (False, True):
        layers = [layer[::-1] if mirrored else list(layer) for layer in graph.layers]
        found, count = _swept(Segments(layers, graph.up, graph.down))
        if count < least:
            best, least = found, count
    return best


def _swept(graph: Segments) -> tuple[Segments, int]:
    layers = [list(layer) for layer in graph.layers]
    best, least, stale = [list(layer) for layer in layers], crossings(graph), 0
    for sweep in range(_SWEEPS):
        if not least or stale == _PATIENCE:
            break
        down = sweep % 2 == 0
        _sweep(
            layers, graph.up if down else graph.down, down=down, middle=sweep % 4 > 1
        )
        _exchanged(layers, graph)
        count = crossings(Segments(layers, graph.up, graph.down))
        stale += 1
        if count < least:
            best, least, stale = [list(layer) for layer in layers], count, 0
    return Segments(best, graph.up, graph.down), least


def _places(layers: Sequence[Sequence[int]]) -> dict[int, int]:
    return {vertex: at for layer in layers for at, vertex in enumerate(layer)}


def _between(upper: list[int], down: list[list[int]], place: dict[int, int]) -> int:
    passed: list[int] = []
    count = 0
    for vertex in upper:
        ends = [place[low] for low in down[vertex]]
        for end in ends:
            count += len(passed) - bisect_right(passed, end)
        for end in ends:
            insort(passed, end)
    return count


def _sweep(
    layers: list[list[int]], near: list[list[int]], *, down: bool, middle: bool
) -> None:
    """Order each layer by where the neighbours of its vertices stand; others stay."""
    place = _places(layers)
    for at in range(1, len(layers)) if down else range(len(layers) - 2, -1, -1):
        layer = layers[at]
        free = [vertex for vertex in layer if near[vertex]]
        wish = {}
        for vertex in free:
            ends = sorted(place[one] for one in near[vertex])
            half = len(ends) // 2
            if middle:
                wish[vertex] = (ends[half] + ends[~half]) / 2
            else:
                wish[vertex] = sum(ends) / len(ends)
        moved = iter(sorted(free, key=wish.__getitem__))
        layers[at] = [next(moved) if near[vertex] else vertex for vertex in layer]
        for spot, vertex in enumerate(layers[at]):
            place[vertex] = spot


def _exchanged(layers: list[list[int]], graph: Segments) -> None:
    """Exchange neighbours while that takes crossings away."""
    place = _places(layers)
    for _ in range(_EXCHANGES):
        better = False
        for layer in layers:
            for at in range(len(layer) - 1):
                one, two = layer[at], layer[at + 1]
                gain = _gain(graph.up[one], graph.up[two], place)
                gain += _gain(graph.down[one], graph.down[two], place)
                if gain > 0:
                    layer[at], layer[at + 1] = two, one
                    place[one], place[two] = at + 1, at
                    better = True
        if not better:
            return


def _gain(one: list[int], two: list[int], place: dict[int, int]) -> int:
    """Crossings fewer when the vertices with these neighbours change places."""
    gain = 0
    for left in one:
        spot = place[left]
        for right in two:
            other = place[right]
            gain += (spot > other) - (spot < other)
    return gain
