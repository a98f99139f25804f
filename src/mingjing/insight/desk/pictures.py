"""Pictures that people would rather look at than read, drawn on the server as SVG.

Readable in grey: baselines are dashed ghosts, what is late has a diamond and words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.forms import Form
from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mingjing.base.ui.charts import Day
from mingjing.cycle.duties.queries import DayCount
from mingjing.insight.desk.queries import Road
from mingjing_law.calendar import Calendar

ROW, LABEL, TOP = 26, 230, 30


@dataclass(frozen=True)
class Scale:
    first: date
    last: date
    left: int
    width: int

    def x(self, day: date) -> float:
        inside = min(max(day, self.first), self.last)
        share = (inside - self.first).days / max((self.last - self.first).days, 1)
        return round(self.left + share * self.width, 1)


def roadmap(roads: Sequence[Road], *, on: date, width: int = 900) -> SafeString:
    """Each measure's promised span as a dashed ghost, its own span, and its slip."""
    if not roads:
        return SafeString("")
    label = min(LABEL, width * 2 // 5)
    first = min(r.row.opens_on for r in roads)
    last = max([*(max(r.row.due_on, r.row.baseline_on) for r in roads), on])
    scale = Scale(first, last, label + 44, width - label - 44 - 84)
    height = TOP + ROW * len(roads) + 8
    now = scale.x(on)
    return format_html(
        '<svg class="ch" viewBox="0 0 {w} {h}" role="img" aria-label="{label}">'
        '{months}<line class="now" x1="{x}" x2="{x}" y1="18" y2="{h}"/>'
        '<text class="m" x="{x}" y="12">{today}</text>{rows}</svg>',
        w=width, h=height, x=now, months=_months(scale, height), today=_("今天"),
        label=_sentence(roads),
        rows=format_html_join("", "{}", ((_bar(r, n, scale, on, label),) for n, r in enumerate(roads))),
    )  # fmt: skip


def _sentence(roads: Sequence[Road]) -> str:
    late = sum(road.row.slip_days > 0 for road in roads)
    words = ngettext("%(n)s 项举措", "%(n)s 项举措", len(roads)) % {"n": len(roads)}
    return _("%(all)s，其中 %(late)s 项晚于基线。") % {"all": words, "late": late}


def _months(scale: Scale, height: int) -> SafeString:
    """A line at each first of a month; its name only where there is room for it."""
    day, marks, free = scale.first.replace(day=1), [], 0.0
    while day <= scale.last:
        if day >= scale.first:
            x, name = scale.x(day), ""
            if x >= free:
                name, free = _("%(month)s月") % {"month": day.month}, x + 34
            marks.append((x, height, name))
        day = (day + timedelta(days=32)).replace(day=1)
    return format_html_join(
        "",
        '<line class="ax" x1="{0}" x2="{0}" y1="28" y2="{1}"/>'
        '<text class="m" x="{0}" y="24">{2}</text>',
        marks,
    )


def _bar(road: Road, place: int, scale: Scale, on: date, label: int) -> SafeString:
    row, y = road.row, TOP + ROW * place
    start, end = scale.x(row.opens_on), scale.x(row.due_on)
    base = scale.x(row.baseline_on)
    done = min(max(scale.x(on), start), end)
    title = road.measure.title
    most = label // 13
    slip = (
        format_html(
            '<rect class="f-late" x="{}" y="{}" width="{}" height="3"/><text class="tl" x="{}" y="{}">◆ {}</text>',
            min(base, done), y + 17, max(abs(end - base), 6), end + 6, y + 15,
            _("晚 %(days)s 天") % {"days": row.slip_days},
        )
        if row.slip_days
        else ""
    )  # fmt: skip
    return format_html(
        '<a href="{url}"><title>{title}</title><text class="t" x="0" y="{ty}">{short}</text></a>'
        '<text class="e" x="{count_x}" y="{ty}">{verified}/{total}</text>'
        '<rect class="ghost" x="{start}" y="{gy}" width="{gw}" height="16"/>'
        '<rect class="f-brand" x="{start}" y="{by}" width="{dw}" height="10"/>'
        '<rect class="f-soft" x="{done}" y="{by}" width="{rw}" height="10"/>{slip}',
        url=f"{reverse('desk:board')}?status=valid&measure={road.measure.pk}", title=title, ty=y + 15,
        short=title if len(title) <= most else f"{title[: most - 1]}…",
        count_x=label + 36, verified=row.verified_count, total=row.total_count,
        start=start, gy=y + 2, gw=max(base - start, 2), by=y + 5,
        dw=max(done - start, 0), done=done, rw=max(end - done, 0), slip=slip,
    )  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """One day of the due calendar."""

    day: date
    count: int
    late: int
    depth: int  # 0 to 4: how dark
    mark: str  # 休, 班 or nothing
    today: bool
    rest: bool
    known: bool  # whether the year's holidays are published


def weekdays() -> tuple[str, ...]:
    return (_("一"), _("二"), _("三"), _("四"), _("五"), _("六"), _("日"))


def calendar_weeks(
    days: dict[date, DayCount], *, first: date, weeks: int, on: date, calendar: Calendar
) -> list[list[Cell]]:
    """Weeks from Monday to Sunday; rest days and worked weekends are marked."""
    most = max((count.total for count in days.values()), default=1)
    none = DayCount(0, 0, 0)
    return [
        [
            _cell(day, days.get(day, none), most, on, calendar)
            for day in (first + timedelta(days=7 * week + n) for n in range(7))
        ]
        for week in range(weeks)
    ]


def _cell(day: date, count: DayCount, most: int, on: date, calendar: Calendar) -> Cell:
    weekend = day.weekday() >= 5
    works = calendar.is_working_day(day)
    mark = _("班") if weekend and works else ""
    if not weekend and not works:
        mark = _("休")
    return Cell(
        day=day,
        count=count.total,
        late=count.late,
        depth=-(-4 * count.total // most) if count.total else 0,
        mark=mark,
        today=day == on,
        rest=not works,
        known=calendar.covers(day),
    )


def week_days(
    days: dict[date, DayCount], *, first: date, on: date, calendar: Calendar
) -> list[Day]:
    return [
        Day(
            cell.day,
            cell.count,
            late=cell.late,
            rest=cell.rest,
            made_up=cell.mark != "" and not cell.rest,
            today=cell.today,
        )
        for cell in calendar_weeks(
            days, first=first, weeks=1, on=on, calendar=calendar
        )[0]
    ]


def unusual_days(days: Sequence[Day]) -> str:
    """What of this week is not as every week: a worked weekend, a day off."""
    said = []
    for day in days:
        place = _("%(month)s月%(day)s日") % {"month": day.on.month, "day": day.on.day}
        if day.made_up:
            said.append(_("%(day)s调休上班。") % {"day": place})
        elif day.rest and day.on.weekday() < 5:
            said.append(_("%(day)s放假。") % {"day": place})
    return "".join(said)


@dataclass(frozen=True)
class Chip:
    label: str
    url: str


def chips(form: Form, asked: QueryDict) -> list[Chip]:
    """One chip for each filter in the address; its link takes that one out."""
    found = []
    for name, value in form.cleaned_data.items():
        if not value or name == "sort" or name not in asked:
            continue
        kept = asked.copy()
        for gone in (name, "page"):
            kept.pop(gone, None)
        field = form.fields[name]
        shown = dict(getattr(field, "choices", ())).get(value, value)
        label = {"mine": _("我经手的"), "measure": _("一项举措")}.get(name)
        url = f"?{kept.urlencode()}" if kept else "?status="
        found.append(Chip(label or f"{field.label}：{shown}", url))
    return found
