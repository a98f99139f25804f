"""A dotted chart: each event a mark at its time and in the line of its case.

After Song and van der Aalst 2007, "Supporting process mining by showing events at a
glance".
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

import numpy as np
from numpy.typing import NDArray

from mingjing_analytics.process.drawing.axis import round_steps, rules
from mingjing_analytics.process.drawing.chart_words import DotWords
from mingjing_analytics.process.drawing.ink import SMALL, number, picture, tag, text
from mingjing_analytics.process.drawing.lettering import clean, width, wrapped
from mingjing_analytics.process.drawing.notes import notes
from mingjing_analytics.process.table import NO_TIME, EventTable

MARKS = 5000  # more are binned
_WORDS = DotWords()
_DAY = 86_400_000_000
_MARGIN, _TOP = 10.0, 8.0
_RADIUS, _SMALL = 3.0, 1.7  # px of a mark, of one of many
_LINE = 12.0  # px of a case at most
_EPOCH = date(1970, 1, 1)

_Shape = Callable[[str, str, float], str]  # x, y, radius to a path
Reals = NDArray[np.float64]
Integers = NDArray[np.int64]


def _disc(x: str, y: str, r: float) -> str:
    one, two = number(r), number(2 * r)
    return f"M{x} {y}m-{one} 0a{one} {one} 0 1 0 {two} 0a{one} {one} 0 1 0-{two} 0"


def _polygon(*corners: tuple[float, float]) -> _Shape:
    """Corners as steps from the one before, in radii from the middle."""

    def draw(x: str, y: str, r: float) -> str:
        (a, b), *rest = corners
        lines = "".join(f"l{number(c * r)} {number(d * r)}" for c, d in rest)
        return f"M{x} {y}m{number(a * r)} {number(b * r)}{lines}z"

    return draw


def _strokes(*ends: tuple[float, float]) -> _Shape:
    """Strokes through the middle, each from an end to its opposite."""

    def draw(x: str, y: str, r: float) -> str:
        return "".join(
            f"M{x} {y}m{number(a * r)} {number(b * r)}l{number(-2 * a * r)} "
            f"{number(-2 * b * r)}"
            for a, b in ends
        )

    return draw


# Full and open shapes and strokes: six that stay apart in grey and when small.
_SHAPES: tuple[_Shape, ...] = (
    _disc,
    _polygon((-1, -1), (2, 0), (0, 2), (-2, 0)),
    _polygon((0, -1.2), (1.2, 2.1), (-2.4, 0)),
    _polygon((0, -1.3), (1.3, 1.3), (-1.3, 1.3), (-1.3, -1.3)),
    _strokes((-1.2, 0), (0, -1.2)),
    _strokes((-0.9, -0.9), (0.9, -0.9)),
)
_OPEN = (False, True, False, True, True, True)
_POINT = _polygon((-0.4, -0.4), (0.8, 0), (0, 0.8), (-0.8, 0))


def dotted_chart(
    table: EventTable,
    words: DotWords = _WORDS,
    *,
    room: float = 720.0,
    high: float = 420.0,
    offset: int = 8 * 3600,
    key: str = "dots",
) -> str:
    """An SVG element ``room`` px wide: time across, cases down by their begin.

    The six most frequent activities have shapes, the others are points. Where there are
    more than MARKS events, those of one shape that fall into one cell are one mark, and
    the chart says so. ``high`` px for the cases at most; ``offset`` of local days from
    UTC in seconds.
    """
    rows = np.flatnonzero(table.time != NO_TIME)
    if not len(rows):
        said, bottom = notes([words.nothing], (_MARGIN, 0, room))
        return picture(key, (room, bottom + 8), words.title, words.nothing, said)
    place, cases = _places(table, rows)
    high = min(high, cases * _LINE)
    axis = _Axis.over(table.time[rows], _MARGIN + 6, room - _MARGIN - 6, offset)
    kinds, named = _kinds(table, rows, words)
    down = _TOP + (place + 0.5) * high / cases
    x, y, kind = _cells(axis.x(table.time[rows]), down, kinds)
    parts = rules(axis.days(words), _TOP, _TOP + high, axis.right)
    radius = _RADIUS if len(x) == len(rows) else _SMALL
    for one in range(len(_SHAPES), -1, -1):
        parts.append(_path(x[kind == one], y[kind == one], one, radius))
    told = words.shown.format(events=words.count(len(rows)), cases=words.count(cases))
    if len(x) < len(rows):
        told += " " + words.binned.format(marks=words.count(len(x)))
    box = (_MARGIN, _TOP + high + 22, room - 2 * _MARGIN)
    written, bottom = notes([words.axis, told], box)
    legend, bottom = _legend(named, room, bottom)
    size = (room, bottom + 10)
    return picture(key, size, words.title, told, [*parts, *written, *legend])


@dataclass(frozen=True)
class _Axis:
    """Moments µs UTC from ``begin`` on between two x in px; days are local."""

    begin: int
    end: int
    left: float
    right: float
    offset: int

    @classmethod
    def over(cls, time: Integers, left: float, right: float, offset: int) -> Self:
        return cls(int(time.min()), int(time.max()), left, right, offset)

    def x(self, time: Integers) -> Reals:
        share: Reals = (time - self.begin) / max(self.end - self.begin, 1)
        return share * (self.right - self.left) + self.left

    def days(self, words: DotWords) -> list[tuple[float, str]]:
        """Midnights at round distances from the first on."""
        shift = self.offset * 1_000_000
        first = -(-(self.begin + shift) // _DAY)
        whole = max((self.end - self.begin) / _DAY, 1.0)
        steps = {int(one) for one in round_steps(whole, self.right - self.left)}
        ticks = []
        for day in (first + step for step in sorted(steps)):
            moment = day * _DAY - shift
            if self.begin <= moment <= self.end:
                x = float(self.x(np.array([moment]))[0])
                ticks.append((x, words.day(_EPOCH + timedelta(days=day))))
        return ticks


def _places(table: EventTable, rows: Integers) -> tuple[Reals, int]:
    """The line of each event's case, cases by their first time; and how many cases."""
    codes, group = np.unique(table.case[rows], return_inverse=True)
    first = np.full(len(codes), np.iinfo(np.int64).max)
    np.minimum.at(first, group, table.time[rows])
    place = np.empty(len(codes))
    place[np.lexsort((np.arange(len(codes)), first))] = np.arange(len(codes))
    return place[group], len(codes)


def _kinds(
    table: EventTable, rows: Integers, words: DotWords
) -> tuple[Integers, list[tuple[int, str]]]:
    """The shape of each event, len(_SHAPES) for a point; and what each one means."""
    count = np.bincount(table.activity[rows], minlength=len(table.activity_names))
    often = np.lexsort((np.arange(len(count)), -count))[: len(_SHAPES)]
    often = often[count[often] > 0]
    shape = np.full(len(count), len(_SHAPES))
    shape[often] = np.arange(len(often))
    named = [clean(table.activity_names[at]) or words.nameless for at in often]
    if int((count > 0).sum()) > len(named):
        return shape[table.activity[rows]], [
            *enumerate(named),
            (len(_SHAPES), words.others),
        ]
    return shape[table.activity[rows]], list(enumerate(named))


def _cells(x: Reals, y: Reals, shape: Integers) -> tuple[Reals, Reals, Integers]:
    """One mark for each cell and shape; cells grow until there are at most MARKS."""
    cell = 2.0
    while len(x) > MARKS:
        line = np.stack([shape, np.floor(x / cell), np.floor(y / cell)], axis=1)
        _, first = np.unique(line, axis=0, return_index=True)
        if len(first) <= MARKS:
            first.sort()
            middle = (np.floor(one[first] / cell) * cell + cell / 2 for one in (x, y))
            across, down = middle
            return across, down, shape[first]
        cell *= 1.5
    return x, y, shape


def _path(x: Reals, y: Reals, kind: int, radius: float) -> str:
    draw = _SHAPES[kind] if kind < len(_SHAPES) else _POINT
    marks = "".join(
        draw(number(a), number(b), radius)
        for a, b in zip(x.tolist(), y.tolist(), strict=True)
    )
    return _marks(marks, kind)


def _marks(path: str, kind: int) -> str:
    if kind < len(_SHAPES) and _OPEN[kind]:
        return tag("path", css=f"dr-dot dr-dot-{kind}", d=path, fill="none", stroke="#2f4a58", stroke_width=1.1)  # fmt: skip
    return tag("path", css=f"dr-dot dr-dot-{kind}", d=path, fill="#5f7f91")


def _legend(
    named: list[tuple[int, str]], room: float, y: float
) -> tuple[list[str], float]:
    parts = []
    x, y = _MARGIN, y + 20
    for kind, name in named:
        short = wrapped(name, 16, 1)[0]
        wide = 14 + width(short, SMALL) + 18
        if x > _MARGIN and x + wide > room - _MARGIN:
            x, y = _MARGIN, y + 18
        draw = _SHAPES[kind] if kind < len(_SHAPES) else _POINT
        parts.append(_marks(draw(number(x + 4), number(y - 4), _RADIUS), kind))
        parts.append(text(x + 14, y, short, "dr-note"))
        x += wide
    return parts, y
