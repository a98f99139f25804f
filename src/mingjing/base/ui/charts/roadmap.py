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


_HEAD, _FOOT, _COUNT, _LATE = 30, 8, 48, 92
_NARROW = 500  # below, a name stands above its bar instead of beside it


def roadmap(
    rows: Sequence[Row], on: date, *, label: str, width: int = 1120
) -> SafeString:
    """What is past is dark, what is left pale; the dashed frame ends at the baseline."""
    if not rows:
        return SafeString("")
    narrow = width < _NARROW
    names = min(width * 2 // 5, 300)
    axis = _Axis(
        start=min(row.start for row in rows),
        end=max([on, *(max(row.end, row.baseline) for row in rows)]),
        left=0 if narrow else names + _COUNT,
        right=width if narrow else width - _LATE,
    )
    line = 46 if narrow else 26
    height = _HEAD + line * len(rows) + _FOOT
    today = axis.x(on)
    parts = _months(axis, height)
    parts.append(svg.line((today, 15, today, height), "now"))
    parts.append(svg.text(today, 11, _("今天"), "m"))
    for place, row in enumerate(rows):
        top = _HEAD + line * place
        if narrow:
            parts += _above(row, top, width) + _bars(row, on, axis, top + 20)
        else:
            parts += _beside(row, axis, top, names) + _bars(row, on, axis, top)
    links = any(row.url for row in rows)
    return svg.picture(width, height, label, parts, links=links)


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
            parts.append(svg.text(x + 3, _HEAD - 4, name))
            free = x + 40
        day = (day + timedelta(days=32)).replace(day=1)
    return parts


def _name(row: Row, top: float, room: float) -> SafeString:
    name = format_html(
        "<g><title>{}</title>{}</g>",
        row.name,
        svg.text(0, top + 17, svg.fit(row.name, room), "k"),
    )
    return format_html('<a href="{}">{}</a>', row.url, name) if row.url else name


def _above(row: Row, top: float, width: float) -> list[SafeString]:
    late = f"◆ {row.late}  " if row.late else ""
    said = svg.width_of(f"{late}{row.count}") + 12
    parts = [_name(row, top, width - said)]
    if late:
        at = width - svg.width_of(row.count) - 8
        parts.append(svg.text(at, top + 17, f"◆ {row.late}", "tl e"))
    return [*parts, svg.text(width, top + 17, row.count, "e")]


def _beside(row: Row, axis: _Axis, top: float, room: float) -> list[SafeString]:
    parts = [
        _name(row, top, room),
        svg.text(room + _COUNT - 8, top + 17, row.count, "e"),
    ]
    if row.late:
        at = axis.x(max(row.end, row.baseline)) + 6
        parts.append(svg.text(at, top + 17, f"◆ {row.late}", "tl"))
    return parts


def _bars(row: Row, on: date, axis: _Axis, top: float) -> list[SafeString]:
    start, end, base = axis.x(row.start), axis.x(row.end), axis.x(row.baseline)
    done = min(max(axis.x(on), start), end)
    parts = [
        svg.rect((start, top + 5, max(base - start, 2), 16), "ghost"),
        svg.rect((start, top + 8, done - start, 10), "f-brand"),
        svg.rect((done, top + 8, end - done, 10), "f-soft"),
    ]
    if end > base:
        parts.append(svg.rect((base, top + 21, end - base, 3), "f-late"))
    return parts
