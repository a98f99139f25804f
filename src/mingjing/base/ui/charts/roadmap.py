"""The roadmap: a row per measure, marks where something falls due, today a line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.html import format_html
from django.utils.safestring import SafeString

from mingjing.base.ui.charts import svg


@dataclass(frozen=True)
class Mark:
    on: date
    state: str
    title: str


@dataclass(frozen=True)
class Row:
    """`start`/`end`: the span in which it is worked on; None leaves the side open."""

    name: str
    marks: tuple[Mark, ...] = ()
    start: date | None = None
    end: date | None = None
    url: str = ""
    heading: bool = False


_HEAD, _LINE = 30, 30


def roadmap(
    rows: Sequence[Row],
    on: date,
    start: date,
    end: date,
    *,
    label: str,
    width: int = 1120,
) -> SafeString:
    axis = _Axis(start, end, left=min(width * 0.32, 300), right=width - 12)
    height = _HEAD + _LINE * len(rows) + 8
    parts = _months(axis, height)
    for place, row in enumerate(rows):
        parts += _row(row, axis, _HEAD + place * _LINE)
    if start <= on <= end:
        x = axis.x(on)
        parts.append(svg.line((x, _HEAD - 8, x, height), "now"))
    return svg.picture(width, height, label, parts)


@dataclass(frozen=True)
class _Axis:
    start: date
    end: date
    left: float
    right: float

    def x(self, day: date) -> float:
        """Days outside the picture lie on its edge."""
        day = min(max(day, self.start), self.end)
        whole = max((self.end - self.start).days, 1)
        return self.left + (self.right - self.left) * (day - self.start).days / whole


def _months(axis: _Axis, height: float) -> list[SafeString]:
    """A line at each first of a month; its name only where there is room for it."""
    parts, free = [], axis.left
    day = axis.start.replace(day=1)
    while day <= axis.end:
        if day >= axis.start:
            x = axis.x(day)
            parts.append(svg.line((x, _HEAD - 4, x, height), "ax"))
            name = f"{day.year}-{day.month:02}"
            if x >= free and x + svg.width_of(name) <= axis.right + 12:
                parts.append(svg.text(x, _HEAD - 12, name))
                free = x + svg.width_of(name) + 8
        day = (day + timedelta(days=32)).replace(day=1)
    return parts


def _row(row: Row, axis: _Axis, top: float) -> list[SafeString]:
    middle = top + _LINE / 2
    name = svg.text(
        0, middle + 4, svg.fit(row.name, axis.left - 12), "k b" if row.heading else "k"
    )
    if row.url:
        name = format_html('<a href="{}">{}</a>', row.url, name)
    parts = [svg.line((0, top + _LINE, axis.right, top + _LINE), "ax"), name]
    if row.start or row.end:
        left, right = axis.x(row.start or axis.start), axis.x(row.end or axis.end)
        if right > left:
            parts.append(svg.rect((left, middle - 4, right - left, 8), "f-pale"))
    parts += [
        format_html(
            "<g><title>{} {}</title>{}</g>",
            mark.on.isoformat(),
            mark.title,
            svg.mark(axis.x(mark.on), middle, mark.state),
        )
        for mark in row.marks
        if axis.start <= mark.on <= axis.end
    ]
    return parts
