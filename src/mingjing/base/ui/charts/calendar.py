"""The strip of one week: what falls due on each of its days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mingjing.base.ui.charts import svg
from mingjing.base.ui.glyphs import look
from mingjing.base.ui.templatetags.mj import glyph


@dataclass(frozen=True)
class Day:
    """`rest`: no working day. `made_up`: a weekend day worked for a holiday."""

    on: date
    count: int = 0
    late: int = 0
    rest: bool = False
    made_up: bool = False
    today: bool = False
    state: str = "open"


def weekdays() -> tuple[str, ...]:
    return (_("一"), _("二"), _("三"), _("四"), _("五"), _("六"), _("日"))


def week_strip(days: Sequence[Day], *, label: str) -> SafeString:
    """Seven boxes as a list: what falls due, rest days and made-up working days."""
    boxes = [_box(day, weekdays()[day.on.weekday()]) for day in days]
    return format_html(
        '<ol class="mj-week" aria-label="{}">{}</ol>', label, svg.join(boxes)
    )


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
