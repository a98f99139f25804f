"""The meter on the county's page and on each unit's own, and the anonymous button."""

import json
from datetime import date
from operator import attrgetter
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mingjing.base.people.models import Unit
from mingjing.base.people.requests import SignedInRequest
from mingjing.base.ui.charts import Bar, bars
from mingjing.cycle.duties.models import Duty
from mingjing.cycle.duties.queries import month_of
from mingjing.insight.burden import actions, forms, queries, rules
from mingjing.insight.burden.states import REPLY, VISIT, Reason

PAGE_SIZE = 50
ESTIMATES = {"reply": REPLY, "visit": VISIT}
SUMS = ("requests", "replies", "visits", "fields", "minutes")
# Which requests this browser has pressed about. Kept there alone: a session would tie
# the press to a person in our own database.
PRESSED, KEPT_FOR = "burden", 40 * 24 * 3600
SORTS = {"requests", "replies", "visits", "fields", "minutes", "limit", "share"}


@require_GET
def county(request: SignedInRequest) -> HttpResponse:
    if not rules.may_see_county(request.user):
        raise PermissionDenied
    form = forms.County(request.GET, on=localdate(now()))
    units = queries.visible_units(request.user)
    if form.chosen("kind"):
        units = units.filter(kind=form.chosen("kind"))
    every = queries.meters(units, form.shown)
    over = [meter for meter in every if meter.over]
    meters = _sorted(over if form.chosen("over") else every, form.chosen("sort") or "")
    context = {
        "form": form,
        "month": form.shown,
        "page": Paginator(meters, PAGE_SIZE).get_page(request.GET.get("page")),
        "sums": {key: sum(getattr(each, key) for each in meters) for key in SUMS},
        "over": len(over),
        "estimates": ESTIMATES,
        "voices": queries.voices(form.shown),
        "shown_from": rules.SHOWN_FROM,
    }
    return render(request, "burden/county.html", context)


def _sorted(meters: list[queries.Meter], wish: str) -> list[queries.Meter]:
    """By what the address says; else the fullest budget first."""
    key = wish.removeprefix("-")
    down = wish.startswith("-") or key not in SORTS
    key = key if key in SORTS else "share"
    return sorted(meters, key=attrgetter(key), reverse=down)


@require_GET
def unit(request: SignedInRequest, pk: int) -> HttpResponse:
    units = queries.visible_units(request.user)
    shown = get_object_or_404(units, pk=pk)
    on = localdate(now())
    form = forms.Month(request.GET, on=on)
    year, meter = queries.year_of(shown, on=on, chosen=form.shown)
    context = {
        "unit": shown,
        "form": form,
        "month": form.shown,
        "meter": meter,
        "year": year,
        "picture": _picture(shown, year),
        "estimates": ESTIMATES,
        **_rows(request, pk, form.shown),
        **_beside(request, units.filter(pk=pk)),
    }
    return render(request, "burden/unit.html", context)


def _rows(request: SignedInRequest, pk: int, month: date) -> dict[str, Any]:
    """What the meter of the month counted."""
    rows = queries.asked_of([pk], month, queries.last_day_of(month))
    dues = rows.dues.select_related("duty").order_by("due_on", "pk")
    page = Paginator(dues, PAGE_SIZE).get_page(request.GET.get("page"))
    return {
        "page": page,
        "asked": {d.duty_id for d in page if rules.may_press(request.user, d.duty)},
        "replies": rows.replies.select_related("reply").order_by("reply_due_on", "pk"),
        "visits": rows.visits.select_related("inspection__run_by").order_by(
            "arrived_on"
        ),
    }


def _beside(request: SignedInRequest, only: QuerySet[Unit]) -> dict[str, Any]:
    """What the month does not change."""
    return {
        "approved": queries.approved_over_budget(only),
        "overlaps": queries.dressed(queries.overlaps(only)),
        "sees_county": rules.may_see_county(request.user),
    }


def _picture(shown: Unit, year: list[queries.Month]) -> Any:
    values = [
        Bar(
            _("%(month)s月") % {"month": each.first.month},
            each.minutes,
            current=each.current,
            late=each.minutes > shown.burden_limit_minutes,
        )
        for each in year
    ]
    words = "，".join(f"{bar.name} {bar.value}" for bar in values)
    label = _("每月分钟：%(months)s；上限 %(limit)s") % {
        "months": words,
        "limit": shown.burden_limit_minutes,
    }
    return bars(values, label=label, limit=shown.burden_limit_minutes, width=640)


@require_GET
def overlaps(request: SignedInRequest) -> HttpResponse:
    found = queries.overlaps(queries.visible_units(request.user))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": queries.dressed(page.object_list),
        "count": len(found),
    }
    return render(request, "burden/overlaps.html", context)


@require_http_methods(["GET", "POST"])
def press(request: SignedInRequest, pk: int) -> HttpResponse:
    duty = get_object_or_404(Duty.objects.visible_to(request.user), pk=pk)
    if not rules.may_press(request.user, duty):
        raise PermissionDenied
    form = forms.PressForm(request.POST if request.method == "POST" else None)
    about = f"{queries.about_of(duty)} {month_of(localdate(now()))}"
    pressed = _pressed(request)
    if not form.is_valid():
        context = {"duty": duty, "form": form, "again": about in pressed}
        return render(request, "burden/press.html", context)
    answer = redirect("burden:unit", duty.unit_id)
    if about in pressed:
        messages.info(request, _("这个月已经反映过，不再重复计数。"))
        return answer
    reason = Reason(form.cleaned_data["reason"])
    actions.name_burden(duty, reason=reason, by=request.user, now=now())
    messages.success(request, _("已计入，没有记下是谁。"))
    _remember(answer, [*pressed, about])
    return answer


def _pressed(request: HttpRequest) -> list[str]:
    kept: list[str] = json.loads(request.get_signed_cookie(PRESSED, "") or "[]")
    return kept


def _remember(answer: HttpResponse, pressed: list[str]) -> None:
    answer.set_signed_cookie(
        PRESSED,
        json.dumps(pressed[-40:]),
        max_age=KEPT_FOR,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
