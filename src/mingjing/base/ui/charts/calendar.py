"""Days: months shaded by how much falls due, and the strip of one week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mingjing.base.ui.charts import svg
from mingjing.base.ui.glyphs import look
from mingjing.base.ui.templatetags.mj import glyph


@dataclass(frozen=True)
class Day:
    """`rest`: no working day. `made_up`: a weekend day worked for a holiday.

    `count` None: not known (the year's holidays are not published), which is not zero.
    """

    on: date
    count: int | None = 0
    late: int = 0
    rest: bool = False
    made_up: bool = False
    today: bool = False
    state: str = "open"


_CELL, _GAP, _HEAD = 38, 3, 44
_STEPS = (0, 1, 3, 6)  # more than this many: the next darker step


def due_calendar(days: Sequence[Day], *, label: str, columns: int = 3) -> SafeString:
    """Months side by side, Monday first; `columns=1` is the phone's drawing."""
    months = [list(of) for _key, of in groupby(days, lambda d: (d.on.year, d.on.month))]
    wide, tall = 7 * (_CELL + _GAP) + 20, _HEAD + 6 * (_CELL + _GAP) + 14
    parts = [
        part
        for place, month in enumerate(months)
        for part in _month(month, place % columns * wide, place // columns * tall)
    ]
    rows = -(-len(months) // columns)
    across = min(columns, max(len(months), 1))
    return svg.picture(across * wide - 20, max(rows, 1) * tall, label, parts)


def _month(days: list[Day], left: float, top: float) -> list[SafeString]:
    first = days[0].on.replace(day=1)
    parts = [svg.text(left, top + 15, f"{first.year}-{first.month:02}", "k b")]
    for place, name in enumerate(_weekdays()):
        x = left + place * (_CELL + _GAP) + _CELL / 2
        parts.append(svg.text(x, top + 35, name, "m"))
    for day in days:
        week = (day.on.day - 1 + first.weekday()) // 7
        x = left + day.on.weekday() * (_CELL + _GAP)
        parts.append(_cell(day, x, top + _HEAD + week * (_CELL + _GAP)))
    return parts


def step(count: int | None) -> int:
    return sum((count or 0) > bound for bound in _STEPS)


def _cell(day: Day, x: float, y: float) -> SafeString:
    shade = step(day.count)
    idle = day.rest and not day.count
    parts = [
        svg.rect((x, y, _CELL, _CELL), "rest" if idle else f"h{shade}"),
        svg.text(x + 4, y + 13, day.on.day, "w" if shade > 2 else "d"),
    ]
    if day.count is None:
        parts.append(svg.text(x + 19, y + 31, "?", "m"))
    elif day.count:
        bold = "m w" if shade > 2 else "m b"
        parts.append(svg.text(x + 19, y + 31, day.count, bold))
    elif day.made_up or day.rest:
        word = _("班") if day.made_up else _("休")
        parts.append(svg.text(x + 19, y + 31, word, "m"))
    if day.late:
        parts.append(svg.rect((x, y + _CELL - 3, _CELL, 3), "f-late"))
    if day.today:
        parts.append(svg.rect((x, y, _CELL, _CELL), "now ghost"))
    return format_html("<g><title>{}</title>{}</g>", _said(day), svg.join(parts))


def _said(day: Day) -> str:
    words = [day.on.isoformat()]
    if day.count is None:
        words.append(_("无数据"))
    elif day.count:
        words.append(ngettext("%(n)d 件", "%(n)d 件", day.count) % {"n": day.count})
    if day.late:
        words.append(f"{look('late').word} {day.late}")
    if day.made_up:
        words.append(_("上班"))
    elif day.rest:
        words.append(_("休"))
    return " · ".join(words)


def _weekdays() -> tuple[str, ...]:
    return (_("一"), _("二"), _("三"), _("四"), _("五"), _("六"), _("日"))


def week_strip(days: Sequence[Day], *, label: str) -> SafeString:
    """Seven boxes as a list: what falls due, rest days and made-up working days."""
    boxes = [_box(day, name) for day, name in zip(days, _names(days), strict=True)]
    return format_html(
        '<ol class="mj-week" aria-label="{}">{}</ol>', label, svg.join(boxes)
    )


def _names(days: Sequence[Day]) -> list[str]:
    names = _weekdays()
    return [names[day.on.weekday()] for day in days]


def _box(day: Day, name: str) -> SafeString:
    css = "now" if day.today else "rest" if day.rest else ""
    return format_html(
        '<li class="{}"><span>{}</span><b>{}</b>{}</li>',
        css,
        name,
        day.on.day,
        _owed(day),
    )


def _owed(day: Day) -> SafeString:
    if day.count:
        state = "late" if day.late else day.state
        return format_html(
            '<span class="s s-{}">{}{}</span>',
            look(state).tone,
            glyph(state),
            ngettext("%(n)d 件", "%(n)d 件", day.count) % {"n": day.count},
        )
    if day.today:
        return format_html("{}", _("今天"))
    if day.made_up or day.rest:
        return format_html("{}", _("上班") if day.made_up else _("休"))
    return SafeString("&nbsp;")
