"""A process map measured and laid out: what stands where, before any ink."""

from collections.abc import Callable
from dataclasses import dataclass

from mingjing_analytics.process.drawing.figures import END, START, Edge, FlowMap, Node
from mingjing_analytics.process.drawing.ink import SMALL
from mingjing_analytics.process.drawing.layered.grid import Box, Link
from mingjing_analytics.process.drawing.layered.layout import Layout, laid_out
from mingjing_analytics.process.drawing.layered.ports import CORNER
from mingjing_analytics.process.drawing.lettering import clean, width, wrapped
from mingjing_analytics.process.drawing.words import MapWords

NAME = 14.0  # px, of the name of a step
NAME_LEADING, LEADING = 18.0, 15.0
DISC = 9.0  # px, radius of start and end
ASIDE = 5.0  # px between a line and its label
THIN, THICK = 1.25, 7.0  # px of a line
LOOP = 22.0  # px that a loop stands out at the side
_LINES = {8: 3, 6: 4, 4: 5}  # lines of a name by the Chinese characters in one
_BOLD = 1.05  # bold letters are as much wider
_PAD, _LEAST = 14.0, 76.0
_LINE, _MANY = 9.0, 10  # px of half a box for each line at it, up to so many

Lines = tuple[str, ...]
Rectangle = tuple[float, float, float, float]  # left, top, width, height in px


@dataclass(frozen=True)
class Placed:
    """A step on the sheet: its box and the lines in it."""

    name: Lines
    numbers: Lines
    box: Rectangle


@dataclass(frozen=True)
class Drawn:
    """An edge with the width of its line in px and what is written at it."""

    edge: Edge
    stroke: float
    text: Lines


@dataclass(frozen=True)
class Sheet:
    """Everything placed. ``edges`` are those of ``layout.lines``, in one order.

    ``loops`` lead from a node to itself and stand at its right side; ``loop_labels``
    are their boxes. ``ends`` are the middles of start and end, None on an empty sheet.
    """

    nodes: tuple[Placed, ...]
    edges: tuple[Drawn, ...]
    loops: tuple[Drawn, ...]
    loop_labels: tuple[Rectangle, ...]
    ends: tuple[tuple[float, float], tuple[float, float]] | None
    layout: Layout


@dataclass(frozen=True)
class Writing:
    """What is written at nodes and at edges; the first line of an edge is in bold."""

    words: MapWords
    node: Callable[[Node], Lines]
    edge: Callable[[Edge], Lines]


def sheet(flow: FlowMap, writing: Writing, room: float | None = None) -> Sheet:
    """Place a map; names break earlier where it would be wider than ``room`` px."""
    found = _sheet(flow, writing, 8)
    for em in (6, 4):
        if room is None or found.layout.width <= room:
            break
        narrower = _sheet(flow, writing, em)
        if narrower.layout.width < found.layout.width:
            found = narrower
    return found


def _sheet(flow: FlowMap, writing: Writing, em: int) -> Sheet:
    if not flow.nodes:
        return Sheet((), (), (), (), None, laid_out((), (), 0, 0))
    drawn = _drawn(flow, writing)
    loops = [one for one in drawn if one.edge.source == one.edge.target]
    edges = [one for one in drawn if one.edge.source != one.edge.target]
    words = writing.words
    names = [
        tuple(wrapped(clean(node.name) or words.nameless, em, _LINES[em]))
        for node in flow.nodes
    ]
    numbers = [writing.node(node) for node in flow.nodes]
    asides = {one.edge.source: _label_size(one.text) for one in loops}
    boxes = [
        _box(names[at], numbers[at], _degree(flow, at), asides.get(at))
        for at in range(len(flow.nodes))
    ]
    boxes += [
        Box(DISC, DISC + 7 + width(word, SMALL), 2 * DISC, 0.0)
        for word in (words.start, words.end)
    ]
    start, end = len(flow.nodes), len(flow.nodes) + 1
    layout = laid_out(boxes, _links(edges, start, end), start, end)
    nodes = tuple(
        Placed(names[at], numbers[at], _placed(boxes[at], layout.middles[at]))
        for at in range(len(flow.nodes))
    )
    return Sheet(
        nodes=nodes,
        edges=tuple(edges),
        loops=tuple(loops),
        loop_labels=tuple(
            _loop_label(nodes[one.edge.source].box, asides[one.edge.source])
            for one in loops
        ),
        ends=(layout.middles[start], layout.middles[end]),
        layout=layout,
    )


def _drawn(flow: FlowMap, writing: Writing) -> list[Drawn]:
    """Edges, the width of the line in proportion to the last table's count."""
    most = max((edge.figures[-1].count for edge in flow.edges), default=0) or 1
    return [
        Drawn(
            edge,
            THIN + (THICK - THIN) * edge.figures[-1].count / most,
            writing.edge(edge),
        )
        for edge in flow.edges
    ]


def _degree(flow: FlowMap, at: int) -> int:
    straight = [edge for edge in flow.edges if edge.source != edge.target]
    above = sum(edge.target == at and not edge.back for edge in straight)
    above += sum(edge.source == at and edge.back for edge in straight)
    every = sum(at in {edge.source, edge.target} for edge in straight)
    return max(above, every - above)


def _links(edges: list[Drawn], start: int, end: int) -> list[Link]:
    spot = {START: start, END: end}
    return [
        Link(
            source=spot.get(one.edge.source, one.edge.source),
            target=spot.get(one.edge.target, one.edge.target),
            weight=sum(figure.count for figure in one.edge.figures),
            stroke=one.stroke,
            label=_label_size(one.text),
            back=one.edge.back,
        )
        for one in edges
    ]


def _label_size(lines: Lines) -> tuple[float, float]:
    wide = max(width(lines[0], SMALL) * _BOLD, *(width(one, SMALL) for one in lines))
    return ASIDE + wide, LEADING * len(lines)


def _box(
    name: Lines, numbers: Lines, degree: int, loop: tuple[float, float] | None
) -> Box:
    wide = max(
        _LEAST,
        2 * (CORNER + _LINE * min(degree - 1, _MANY)),
        2 * _PAD + max(width(line, NAME) * _BOLD for line in name),
        2 * _PAD + max(width(line, SMALL) for line in numbers),
    )
    high = 16 + NAME_LEADING * len(name) + LEADING * len(numbers)
    aside = 0.0
    if loop is not None:
        aside = LOOP + loop[0]
        high = max(high, loop[1])
    return Box(wide / 2, wide / 2 + aside, high, wide / 2)


def _placed(box: Box, at: tuple[float, float]) -> Rectangle:
    return (at[0] - box.half, at[1] - box.height / 2, 2 * box.half, box.height)


def _loop_label(box: Rectangle, size: tuple[float, float]) -> Rectangle:
    left, top, wide, high = box
    return (left + wide + LOOP, top + (high - size[1]) / 2, *size)
