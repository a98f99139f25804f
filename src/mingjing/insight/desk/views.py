from datetime import date, timedelta

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from mingjing.base.people.queries import standing_of
from mingjing.base.people.requests import SignedInRequest
from mingjing.base.people.states import Role
from mingjing.cycle.duties.models import Due
from mingjing.cycle.duties.queries import (
    Burden,
    burden_of_unit,
    counts_by_status,
    dues_by_day,
)
from mingjing.cycle.duties.states import OWED
from mingjing.insight.desk import forms, pictures, queries
from mingjing_law.calendar import default_calendar


@require_GET
def home(request: SignedInRequest) -> HttpResponse:
    """Each hat to its own page."""
    roles = standing_of(request.user).roles
    if roles & {Role.OFFICE, Role.DISCIPLINE, Role.AUDITOR}:
        return redirect("desk:board")
    if roles & {Role.LEADER, Role.SECRETARY}:
        return redirect("desk:secretary")
    if roles <= {Role.ADMIN}:
        return redirect("people:persons" if roles else "people:units")
    return redirect("desk:week")


def _cards(rows: QuerySet[Due], on: date) -> list[queries.Card]:
    english = (get_language() or "").startswith("en")
    return queries.cards(rows, on=on, calendar=default_calendar(), english=english)


@require_GET
def week(request: SignedInRequest) -> HttpResponse:
    on, calendar = localdate(), default_calendar()
    first, last = queries.week_of(on)
    mine = queries.owed_by(request.user)
    cards = _cards(mine.filter(due_on__lte=last), on)
    days = dues_by_day(mine, first=first, last=last, on=on)
    context = {
        "on": on,
        "cards": cards,
        "minutes": sum(card.due.duty.minutes for card in cards),
        "late": sum(card.due.due_on < on for card in cards),
        "strip": pictures.calendar_weeks(
            days, first=first, weeks=1, on=on, calendar=calendar
        )[0],
        "later": _cards(mine.filter(due_on__gt=last)[:12], on),
        "checks": queries.to_check_by(request.user).select_related("duty", "unit")[:8],
        "offers": queries.offers_to(request.user)[:8],
        "burden": _burden(request, on),
    }
    return render(request, "desk/week.html", context)


def _burden(request: SignedInRequest, on: date) -> Burden | None:
    held = request.user.appointments.current().select_related("post__unit").first()
    return burden_of_unit(held.post.unit, on) if held else None


@require_GET
def board(request: SignedInRequest) -> HttpResponse:
    on = localdate()
    form = forms.BoardFilter(request.GET or {"status": "owed"})
    said = _said(request, form)
    seen = Due.objects.visible_to(request.user)
    rows = queries.filtered(seen, said, on=on).select_related(
        "duty", "unit", "post", "checker_post__unit"
    )
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    context = {
        "on": on,
        "form": form,
        "page": page,
        "chosen": bool(set(request.GET) - {"page", "sort"}),
        "counts": counts_by_status(seen, on=on),
        **_pictures(request, seen, on),
    }
    return render(request, "desk/board.html", context)


def _pictures(
    request: SignedInRequest, seen: QuerySet[Due], on: date
) -> dict[str, object]:
    first, last = queries.week_of(on)
    week = seen.filter(state__in=OWED, due_on__range=(first, last))
    days = dues_by_day(seen, first=first, last=first + timedelta(weeks=6), on=on)
    roads = queries.roads(request.user, on=on, most=8)
    return {
        "this_week": week.count(),
        "picture": pictures.roadmap(roads, on=on, width=640),
        "weeks": pictures.calendar_weeks(
            days, first=first, weeks=6, on=on, calendar=default_calendar()
        ),
    }


def _said(request: SignedInRequest, form: forms.BoardFilter) -> dict[str, str]:
    form.is_valid()
    names = [n for n in form.fields if n not in form.errors]
    said = {name: request.GET.get(name, "") for name in [*names, "measure", "sort"]}
    # Without a question the board shows what is owed, the latest first.
    return said if request.GET else {"status": "owed"}


@require_GET
def secretary(request: SignedInRequest) -> HttpResponse:
    on = localdate()
    standing = standing_of(request.user)
    seen = Due.objects.visible_to(request.user)
    if not standing.sees_county:
        seen = seen.filter(unit__in=standing.units)
    context = {
        "on": on,
        "decisions": queries.decisions_for(request.user, on=on),
        "counts": counts_by_status(seen, on=on),
        "units": queries.late_units(seen, on=on),
        "picture": pictures.roadmap(
            queries.roads(request.user, on=on, most=6), on=on, width=640
        ),
    }
    return render(request, "desk/secretary.html", context)


@require_GET
def roadmap(request: SignedInRequest) -> HttpResponse:
    on = localdate()
    roads = queries.roads(request.user, on=on)
    context = {
        "on": on,
        "roads": roads,
        "picture": pictures.roadmap(roads, on=on, width=1100),
    }
    return render(request, "desk/roadmap.html", context)


@require_GET
def calendar(request: SignedInRequest) -> HttpResponse:
    on = localdate()
    first = queries.week_of(on)[0] - timedelta(weeks=4)
    weeks = queries.WEEKS_SHOWN + 4
    seen = Due.objects.visible_to(request.user)
    days = dues_by_day(seen, first=first, last=first + timedelta(weeks=weeks), on=on)
    shown = pictures.calendar_weeks(
        days, first=first, weeks=weeks, on=on, calendar=default_calendar()
    )
    return render(request, "desk/calendar.html", {"on": on, "weeks": shown})
