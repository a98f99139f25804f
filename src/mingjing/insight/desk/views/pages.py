"""Pages that only read; each starts from what this person's hat may see."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from mingjing.base.people.queries import standing_of
from mingjing.base.people.requests import SignedInRequest
from mingjing.base.people.states import Role
from mingjing.base.ui.charts import bars, week_strip, weekdays
from mingjing.cycle.duties.models import Due
from mingjing.cycle.duties.queries import dues_by_day
from mingjing.insight.desk import forms, pictures, queries, rules
from mingjing.insight.desk.models import SavedView
from mingjing_law.calendar import default_calendar

PAGE_SIZE = 50
BOARD_WEEKS, CALENDAR_WEEKS, WEEKS_BEHIND = 6, 16, 4
_ON_BOARD = frozenset({Role.OFFICE, Role.DISCIPLINE, Role.AUDITOR, Role.INSPECTOR})


def _english() -> bool:
    return (get_language() or "").startswith("en")


@require_GET
def home(request: SignedInRequest) -> HttpResponse:
    """Each hat to its own page."""
    roles = standing_of(request.user).roles
    if not roles - {Role.ADMIN}:
        return redirect("people:persons" if roles else "people:units")
    if roles & {Role.LEADER, Role.SECRETARY}:
        return redirect("desk:secretary")
    if roles & _ON_BOARD:
        return redirect("desk:board")
    return redirect("desk:week")


@require_GET
def week(request: SignedInRequest) -> HttpResponse:
    on, calendar, person = localdate(now()), default_calendar(), request.user
    first, last = queries.week_of(on)
    owed = queries.owed_by(person)
    days = dues_by_day(owed, first=first, last=last, on=on)
    shown = pictures.week_days(days, first=first, on=on, calendar=calendar)
    context = {
        "on": on,
        "english": _english(),
        "week": queries.week_for(person, on=on, calendar=calendar),
        "strip": week_strip(shown, label=_("本周七天")),
        "rests": pictures.unusual_days(shown),
        "owed_count": owed.count(),
        "later": queries.later_than(person, last, on=on, calendar=calendar),
        "checks": list(queries.to_check_by(person)[:20]),
        "offers": list(queries.offers_to(person)[:20]),
        "findings": list(queries.findings_to_answer(person)[:20]),
        **_burden(request, on),
    }
    return render(request, "desk/week.html", context)


def _burden(request: SignedInRequest, on: date) -> dict[str, Any]:
    """The unit of the first post that is held; per unit, never per person."""
    held = request.user.appointments.current().select_related("post__unit").first()
    if held is None:
        return {}
    unit = held.post.unit
    shown = queries.burden_bars(unit, on=on)
    words = "，".join(f"{bar.name} {bar.value}" for bar in shown)
    label = _("每月分钟：%(months)s；上限 %(limit)s") % {
        "months": words,
        "limit": unit.burden_limit_minutes,
    }
    picture = bars(shown, label=label, limit=unit.burden_limit_minutes, width=280)
    return {"unit": unit, "burden": picture, "this_month": shown[2]}


@require_GET
def board(request: SignedInRequest) -> HttpResponse:
    on, person = localdate(now()), request.user
    form = forms.BoardFilter(person, forms.as_asked(request.GET))
    said, seen = form.said(), queries.scope(person)
    rows = queries.found(seen, said, person=person, on=on)
    page = Paginator(rows.values_list("pk", flat=True), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    chosen = pictures.chips(form, request.GET)
    lines = queries.lines(page.object_list, on=on, calendar=default_calendar())
    context = {
        "on": on,
        "english": _english(),
        "form": form,
        "page": page,
        "lines": lines,
        "may_tick": rules.may_settle_many(person) and any(x.tickable for x in lines),
        "chips": chosen,
        "figures": queries.figures(seen, on=on),
        **_own_views(request, form, keepable=bool(chosen or said.sort)),
        **({} if chosen or page.number > 1 else _overview(request, seen, on)),
    }
    return render(request, "desk/board.html", context)


def _own_views(
    request: SignedInRequest, form: forms.BoardFilter, *, keepable: bool
) -> dict[str, object]:
    views, asked = list(SavedView.objects.filter(person=request.user)), form.kept()
    known = any(view.query == asked for view in views)
    return {"views": views, "asked": asked, "keepable": keepable and not known}


def _overview(
    request: SignedInRequest, seen: QuerySet[Due], on: date
) -> dict[str, object]:
    """The two pictures of the board; a filtered list stands alone."""
    roads = queries.roads(request.user, seen, on=on, most=8)
    first = queries.week_of(on)[0]
    return {
        "overview": True,
        "picture": pictures.roadmap(roads, on=on, width=640),
        "narrow": pictures.roadmap(roads, on=on, width=340),
        "weekdays": weekdays(),
        "weeks": _weeks(seen, first=first, count=BOARD_WEEKS, on=on),
    }


def _weeks(
    seen: QuerySet[Due], *, first: date, count: int, on: date
) -> list[list[pictures.Cell]]:
    last = first + timedelta(days=7 * count - 1)
    return pictures.calendar_weeks(
        dues_by_day(seen, first=first, last=last, on=on),
        first=first,
        weeks=count,
        on=on,
        calendar=default_calendar(),
    )


@require_GET
def secretary(request: SignedInRequest) -> HttpResponse:
    if not standing_of(request.user).roles & {
        Role.SECRETARY,
        Role.LEADER,
        Role.OFFICE,
    }:
        raise PermissionDenied
    on, seen = localdate(now()), queries.scope(request.user)
    kind = request.GET.get("kind", "")
    only = kind if kind in queries.KINDS else ""
    calendar = default_calendar()
    piles = queries.piles_for(request.user, on=on, calendar=calendar, only=only)
    context = {
        "on": on,
        "piles": [pile for pile in piles if pile.count],
        "quiet": [pile for pile in piles if not pile.count],
        "count": sum(pile.count for pile in piles),
        "only": only,
        "figures": queries.figures(seen, on=on),
    }
    return render(request, "desk/secretary.html", context)


@require_GET
def roadmap(request: SignedInRequest) -> HttpResponse:
    on = localdate(now())
    roads = queries.roads(request.user, queries.scope(request.user), on=on)
    context = {
        "on": on,
        "roads": roads,
        "picture": pictures.roadmap(roads, on=on, width=1100),
        "narrow": pictures.roadmap(roads, on=on, width=340),
    }
    return render(request, "desk/roadmap.html", context)


@require_GET
def calendar(request: SignedInRequest) -> HttpResponse:
    on = localdate(now())
    first, count = (
        queries.week_of(on)[0] - timedelta(weeks=WEEKS_BEHIND),
        CALENDAR_WEEKS,
    )
    year = request.GET.get("year", "")
    if year.isdecimal() and 2000 <= int(year) <= 2100:
        first = queries.week_of(date(int(year), 1, 1))[0]
        count = -(-((date(int(year), 12, 31) - first).days + 1) // 7)
    weeks = _weeks(queries.scope(request.user), first=first, count=count, on=on)
    days = [cell for row in weeks for cell in row]
    context = {
        "on": on,
        "weekdays": weekdays(),
        "weeks": weeks,
        "first": days[0].day,
        "last": days[-1].day,
        "total": sum(cell.count for cell in days),
        "late": sum(cell.late for cell in days),
        "years": [on.year - 1, on.year, on.year + 1],
        "year": year,
    }
    return render(request, "desk/calendar.html", context)
