"""What the desk's pictures show; the drawing is base/ui's."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.forms import Form
from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mingjing.base.ui import charts
from mingjing.base.ui.charts import Day, Row
from mingjing.cycle.duties.queries import DayCount
from mingjing.insight.desk.queries import Road
from mingjing_law.calendar import Calendar


def roadmap(roads: Sequence[Road], *, on: date, width: int) -> SafeString:
    """Each measure's promised span, its own span, and its slip."""
    board = reverse("desk:board")
    rows = [
        Row(
            road.measure.title,
            road.row.opens_on,
            road.row.due_on,
            road.row.baseline_on,
            count=f"{road.row.verified_count}/{road.row.total_count}",
            late=_("晚 %(days)s 天") % {"days": road.row.slip_days}
            if road.row.slip_days
            else "",
            url=f"{board}?status=valid&measure={road.measure.pk}",
        )
        for road in roads
    ]
    return charts.roadmap(rows, on, label=_sentence(roads), width=width)


def _sentence(roads: Sequence[Road]) -> str:
    late = sum(road.row.slip_days > 0 for road in roads)
    words = ngettext("%(n)s 项举措", "%(n)s 项举措", len(roads)) % {"n": len(roads)}
    return _("%(all)s，其中 %(late)s 项晚于基线。") % {"all": words, "late": late}


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

    @property
    def iso(self) -> str:
        return self.day.isoformat()


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
        depth=_depth(count.total, most),
        mark=mark,
        today=day == on,
        rest=not works,
        known=calendar.covers(day),
    )


def _depth(count: int, most: int) -> int:
    """0 to 4, by order of magnitude: one crowded day does not blanch all others."""
    if count < 2 or most < 2:
        return min(count, 1)
    return 1 + round(3 * math.log(count) / math.log(most))


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
