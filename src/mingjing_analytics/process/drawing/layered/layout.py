"""A layered layout: boxes on ranks from top to bottom, edges as lines between them.

Ranks of boxes and ranks of labels take turns, so every edge has a place for its label;
a longer edge passes the other ranks at dummies of its own (Sugiyama, Tagawa and Toda
1981). Within a rank every box, label and line keeps its own stretch, and lines pass a
rank straight down: nothing that is written can lie under a line or another label.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from mingjing_analytics.process.drawing.layered.coordinates import across
from mingjing_analytics.process.drawing.layered.crossings import (
    Segments,
    crossings,
    ordered,
)
from mingjing_analytics.process.drawing.layered.grid import Box, Grid, Link, gridded
from mingjing_analytics.process.drawing.layered.ports import End, ports

_BEND = 10.0  # px of height for a bend at least
_STEEP = 0.16  # px of height a px across
_BENDS = 46.0  # px of height for a bend at most
_STRAIGHT = 0.05  # px across that nobody sees

Ports = dict[tuple[int, int], float]  # (box, neighbour): x where the line ends


@dataclass(frozen=True)
class Post:
    """A straight piece of a line, down at x from top to bottom."""

    x: float
    top: float
    bottom: float


@dataclass(frozen=True)
class Line:
    """An edge as straight pieces from the upper box to the lower; px.

    ``back``: it runs upwards, from the last piece to the first. ``label`` is left, top,
    width, height.
    """

    posts: tuple[Post, ...]
    label: tuple[float, float, float, float]
    back: bool


@dataclass(frozen=True)
class Layout:
    """Middles of the boxes as (x, y), the lines in the order of the links; px."""

    middles: tuple[tuple[float, float], ...]
    lines: tuple[Line, ...]
    width: float
    height: float
    crossings: int


def laid_out(
    boxes: Sequence[Box], links: Sequence[Link], top: int, bottom: int
) -> Layout:
    """Lay boxes and links out, the box ``top`` first and ``bottom`` last.

    Deterministic in the order given; O(links · ranks) dummies. Raises nothing: any
    multigraph without loops has a layout, if its links tell which of them lead back.
    """
    if not boxes:
        return Layout((), (), 0.0, 0.0, 0)
    grid = gridded(boxes, links, top, bottom)
    graph = ordered(Segments(grid.layers, grid.up, grid.down))
    x = across(graph, grid.extents, grid.weights)
    touch = _ports(graph, grid, boxes, x)
    bands = _bands(graph, grid, x, touch)
    drawn = _Drawn(grid, boxes, bands, x, touch)
    return Layout(
        tuple((x[v], _middle(bands[grid.rank[v]])) for v in range(len(boxes))),
        tuple(_line(drawn, at, link) for at, link in enumerate(links)),
        max(at + e.right for at, e in zip(x, grid.extents, strict=True)),
        bands[-1][1],
        crossings(graph),
    )


@dataclass(frozen=True)
class _Drawn:
    grid: Grid
    boxes: Sequence[Box]
    bands: list[tuple[float, float]]  # top and bottom of each rank
    x: list[float]
    ports: Ports


def _ports(graph: Segments, grid: Grid, boxes: Sequence[Box], x: list[float]) -> Ports:
    place = {v: at for layer in graph.layers for at, v in enumerate(layer)}
    found: Ports = {}
    for box, sized in enumerate(boxes):
        below = [((box, one), one) for one in grid.down[box]]
        above = [((one, box), one) for one in grid.up[box]]
        for near in (below, above):
            near.sort(key=lambda pair: place[pair[1]])
            ends = [End(x[one], grid.weights[segment]) for segment, one in near]
            spots = ports(x[box], sized.half, ends)
            for (_, one), spot in zip(near, spots, strict=True):
                found[box, one] = spot
    return found


def _bands(
    graph: Segments, grid: Grid, x: list[float], touch: Ports
) -> list[tuple[float, float]]:
    """Top and bottom of each rank; the further lines go across, the more room for it."""
    bands, y = [], 0.0
    for layer in graph.layers:
        height = max((grid.height[v] for v in layer), default=0.0)
        bands.append((y, y + height))
        far = max(
            (
                abs(touch.get((v, low), x[v]) - touch.get((low, v), x[low]))
                for v in layer
                for low in grid.down[v]
            ),
            default=0.0,
        )
        y += height + (min(_BEND + _STEEP * far, _BENDS) if far > _STRAIGHT else 0.0)
    return bands


def _middle(band: tuple[float, float]) -> float:
    return (band[0] + band[1]) / 2


def _line(drawn: _Drawn, at: int, link: Link) -> Line:
    grid, bands, x = drawn.grid, drawn.bands, drawn.x
    first, *bends, last = grid.chains[at]
    band = bands[grid.rank[first]]
    top = _middle(band) + drawn.boxes[first].height / 2
    posts = [Post(drawn.ports[first, bends[0]], top, band[1])]
    posts += [Post(x[bend], *bands[grid.rank[bend]]) for bend in bends]
    band = bands[grid.rank[last]]
    bottom = _middle(band) - drawn.boxes[last].height / 2
    posts.append(Post(drawn.ports[last, bends[-1]], band[0], bottom))
    label = grid.labels[at]
    wide, high = link.label
    left = x[label] + link.stroke / 2
    above = _middle(bands[grid.rank[label]]) - high / 2
    return Line(tuple(posts), (left, above, wide, high), link.back)
