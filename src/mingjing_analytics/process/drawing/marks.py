"""The marks of a process map: lines with arrows, boxes, start and end, labels, key."""

from itertools import pairwise

from mingjing_analytics.process.drawing.figures import FlowMap
from mingjing_analytics.process.drawing.ink import number, tag, text, titled
from mingjing_analytics.process.drawing.layered.layout import Line
from mingjing_analytics.process.drawing.lettering import clean
from mingjing_analytics.process.drawing.notes import notes
from mingjing_analytics.process.drawing.sheet import (
    ASIDE,
    DISC,
    LEADING,
    LOOP,
    NAME,
    NAME_LEADING,
    THICK,
    THIN,
    Lines,
    Placed,
    Rectangle,
    Sheet,
)
from mingjing_analytics.process.drawing.words import MapWords

LINE = "#6c8796"
_ARROW = 10.0
_SAMPLE = 34.0  # px of a sample in the key


def sheet_marks(drawn: Sheet, flow: FlowMap, words: MapWords) -> list[str]:
    """Everything on the sheet in the order it is painted: lines, boxes, labels."""
    parts = [
        _line(line, one.stroke, gone=not one.edge.figures[-1].count)
        for line, one in zip(drawn.layout.lines, drawn.edges, strict=True)
    ]
    for one in drawn.loops:
        box = drawn.nodes[one.edge.source].box
        parts.append(_loop(box, one.stroke, gone=not one.edge.figures[-1].count))
    for placed, node in zip(drawn.nodes, flow.nodes, strict=True):
        parts.append(_node(placed, clean(node.name) or words.nameless))
    if drawn.ends:
        parts += _ends(drawn.ends, words)
    for line, one in zip(drawn.layout.lines, drawn.edges, strict=True):
        parts += _label(line.label, one.text)
    for label, one in zip(drawn.loop_labels, drawn.loops, strict=True):
        parts += _label(label, one.text)
    return parts


def _line(line: Line, stroke: float, *, gone: bool) -> str:
    posts = line.posts
    first, last = posts[0], posts[-1]
    head = _arrow_size(stroke)[0] - 1
    start = first.top + (head if line.back else 0)
    path = [f"M{number(first.x)} {number(start)}"]
    for one, two in pairwise(posts):
        if abs(one.x - two.x) > 0.05:
            middle = number((one.bottom + two.top) / 2)
            x, y = number(two.x), number(two.top)
            bend = f"C{number(one.x)} {middle} {x} {middle} {x} {y}"
            path.append(f"V{number(one.bottom)}{bend}")
    path.append(f"V{number(last.bottom - (0 if line.back else head))}")
    shaft = _shaft("".join(path), stroke, _dashes(stroke, back=line.back, gone=gone))
    if line.back:
        return shaft + _arrow(first.x, first.top, stroke, turn=180)
    return shaft + _arrow(last.x, last.bottom, stroke)


def _dashes(stroke: float, *, back: bool, gone: bool) -> str:
    if gone:
        return "1 5"
    return f"{number(4 + stroke)} {number(3 + stroke / 2)}" if back else "none"


def _shaft(path: str, stroke: float, dashes: str) -> str:
    return tag(
        "path",
        css="dr-line",
        d=path,
        fill="none",
        stroke=LINE,
        stroke_width=stroke,
        stroke_dasharray=dashes,
    )


def _arrow_size(stroke: float) -> tuple[float, float]:
    """Length and half the width, in px."""
    return _ARROW + stroke * 0.6, 3.2 + stroke * 0.55


def _arrow(x: float, y: float, stroke: float, turn: int = 0) -> str:
    """A tip at a point, downwards; turned upwards it is open."""
    long, half = (number(one) for one in _arrow_size(stroke))
    at = f"translate({number(x)} {number(y)})" + (f" rotate({turn})" if turn else "")
    path = f"M0 0L-{half} -{long}H{half}z"
    if turn == 180:
        return tag(
            "path",
            css="dr-arrow",
            d=path,
            transform=at,
            fill="none",
            stroke=LINE,
            stroke_width=1.25,
        )
    return tag("path", css="dr-arrow", d=path, transform=at, fill=LINE)


def _node(placed: Placed, name: str) -> str:
    left, top, wide, high = placed.box
    body = tag(
        "rect",
        css="dr-box",
        x=left,
        y=top,
        width=wide,
        height=high,
        rx=4,
        fill="#8fa7b3",
        fill_opacity="0.1",
        stroke="#3d5562",
        stroke_width=1.25,
    )
    lines = len(placed.name) * NAME_LEADING + len(placed.numbers) * LEADING
    y = top + (high - lines) / 2 + 14
    middle = left + wide / 2
    for line in placed.name:
        body += text(middle, y, line, "dr-name", font_size=NAME, font_weight=600, text_anchor="middle")  # fmt: skip
        y += NAME_LEADING
    for at, line in enumerate(placed.numbers):
        body += text(middle, y - 2 + at * LEADING, line, "dr-count", text_anchor="middle")  # fmt: skip
    return titled(body, name)


def _ends(
    ends: tuple[tuple[float, float], tuple[float, float]], words: MapWords
) -> list[str]:
    """The start is a full disc, the end a disc in a ring."""
    (x, y), (end_x, end_y) = ends
    ring = tag(
        "circle",
        css="dr-end",
        cx=end_x,
        cy=end_y,
        r=DISC - 1,
        fill="none",
        stroke="currentColor",
        stroke_width=2,
    )
    return [
        tag("circle", css="dr-start", cx=x, cy=y, r=DISC),
        text(x + DISC + 7, y + 4, words.start, "dr-note"),
        ring,
        tag("circle", css="dr-end", cx=end_x, cy=end_y, r=DISC - 4.5),
        text(end_x + DISC + 7, end_y + 4, words.end, "dr-note"),
    ]


def _label(box: Rectangle, lines: Lines) -> list[str]:
    """How often in bold, what else below it."""
    left, y = box[0] + ASIDE, box[1] + 11.5
    first = text(left, y, lines[0], "dr-count", font_weight=600)
    return [
        first,
        *(
            text(left, y + at * LEADING, line, "dr-wait", fill_opacity="0.8")
            for at, line in enumerate(lines[1:], 1)
        ),
    ]


def _loop(box: Rectangle, stroke: float, *, gone: bool) -> str:
    """Out at the upper right of a box and back in at the lower."""
    left, top, wide, high = box
    side, middle = left + wide, top + high / 2
    out = number(side + (LOOP - stroke / 2) * 4 / 3 - 4)
    back = number(side + _arrow_size(stroke)[0] - 1)
    up, down = number(middle - 9), number(middle + 9)
    path = f"M{number(side)} {up}C{out} {up} {out} {down} {back} {down}"
    shaft = _shaft(path, stroke, _dashes(stroke, back=False, gone=gone))
    return shaft + _arrow(side, middle + 9, stroke, turn=90)


def key_of(
    drawn: Sheet, words: MapWords, box: tuple[float, float, float]
) -> tuple[list[str], float]:
    """How to read the drawing, a sample before each sentence; left, top, room in px."""
    left, y, room = box
    every = (*drawn.edges, *drawn.loops)
    rows = [(_wedge, words.key_width)]
    if any(one.edge.back for one in every):
        rows.append((_sample_back, words.key_back))
    if not all(one.edge.figures[-1].count for one in every):
        rows.append((_sample_gone, words.key_gone))
    parts: list[str] = []
    for sample, sentence in rows:
        parts.append(sample(left, y + 9.5))
        lines, y = notes([sentence], (left + _SAMPLE + 8, y, room - _SAMPLE - 8))
        parts += lines
    lines, y = notes([words.key_number], (left, y, room))
    return [*parts, *lines], y


def _wedge(x: float, y: float) -> str:
    path = f"M{number(x)} {number(y)}l{number(_SAMPLE)} {number(THICK / 2)}v-{number(THICK)}z"  # fmt: skip
    return tag("path", css="dr-arrow", d=path, fill=LINE)


def _sample_back(x: float, y: float) -> str:
    path = f"M{number(x)} {number(y)}h{number(_SAMPLE - 10)}"
    head = f"M{number(x + _SAMPLE)} {number(y)}l-10 -4v8z"
    return _shaft(path, THIN, _dashes(THIN, back=True, gone=False)) + tag(
        "path", css="dr-arrow", d=head, fill="none", stroke=LINE, stroke_width=THIN
    )


def _sample_gone(x: float, y: float) -> str:
    path = f"M{number(x)} {number(y)}h{number(_SAMPLE)}"
    return _shaft(path, THIN, _dashes(THIN, back=False, gone=True))
