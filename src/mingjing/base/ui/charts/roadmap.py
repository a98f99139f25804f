"""The roadmap: a row per promise, its first dates as a ghost, today a line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from mingjing.base.ui.charts import svg


@dataclass(frozen=True)
class Row:
    """`baseline`: the first end. `count` stands beside the name, `late` behind the bar."""

    name: str
    start: date
    end: date
    baseline: date
    count: str = ""
    late: str = ""
    url: str = ""


_HEAD, _LINE, _FOOT, _COUNT, _LATE = 30, 26, 8, 48, 92


def roadmap(
    rows: Sequence[Row], on: date, *, label: str, width: int = 1120
) -> SafeString:
    """What is past is dark, what is left pale; the dashed frame ends at the baseline."""
    if not rows:
        return SafeString("")
    names = min(width * 2 // 5, 300)
    axis = _Axis(
        start=min(row.start for row in rows),
        end=max([on, *(max(row.end, row.baseline) for row in rows)]),
        left=names + _COUNT,
        right=width - _LATE,
    )
    height = _HEAD + _LINE * len(rows) + _FOOT
    today = axis.x(on)
    parts = _months(axis, height)
    parts += [_row(row, on, axis, place, names) for place, row in enumerate(rows)]
    parts.append(svg.line((today, 18, today, height), "now"))
    parts.append(svg.text(today, 12, _("今天"), "m"))
    return svg.picture(width, height, label, parts)


@dataclass(frozen=True)
class _Axis:
    start: date
    end: date
    left: float
    right: float

    def x(self, day: date) -> float:
        whole = max((self.end - self.start).days, 1)
        return self.left + (self.right - self.left) * (day - self.start).days / whole


def _months(axis: _Axis, height: float) -> list[SafeString]:
    """A line at each first of a month; its name only where there is room for it."""
    parts, free = [], axis.left
    day = (axis.start.replace(day=1) + timedelta(days=32)).replace(day=1)
    while day <= axis.end:
        x = axis.x(day)
        parts.append(svg.line((x, _HEAD - 2, x, height), "ax"))
        if x >= free:
            name = str(day.year) if day.month == 1 else date_format(day, "M")
            parts.append(svg.text(x, _HEAD - 6, name, "m"))
            free = x + 40
        day = (day + timedelta(days=32)).replace(day=1)
    return parts


def _row(row: Row, on: date, axis: _Axis, place: int, room: float) -> SafeString:
    top = _HEAD + _LINE * place
    start, end, base = axis.x(row.start), axis.x(row.end), axis.x(row.baseline)
    done = min(max(axis.x(on), start), end)
    name = svg.text(0, top + 17, svg.fit(row.name, room), "k")
    if row.url:
        name = format_html('<a href="{}">{}</a>', row.url, name)
    parts = [
        format_html("<title>{}</title>", row.name),
        name,
        svg.text(room + _COUNT - 8, top + 17, row.count, "e"),
        svg.rect((start, top + 5, max(base - start, 2), 16), "ghost"),
        svg.rect((start, top + 8, done - start, 10), "f-brand"),
        svg.rect((done, top + 8, end - done, 10), "f-soft"),
    ]
    if end > base:
        parts.append(svg.rect((base, top + 21, end - base, 3), "f-late"))
    if row.late:
        at = max(end, base) + 6
        parts.append(svg.text(at, top + 17, f"◆ {row.late}", "tl"))
    return format_html("<g>{}</g>", svg.join(parts))
