"""The meter on the county's page and on each unit's own, and the anonymous button."""

import json
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mingjing.base.people.requests import SignedInRequest
from mingjing.base.ui.charts import Bar, bars
from mingjing.cycle.duties.models import Duty
from mingjing.cycle.duties.queries import month_of, months_from
from mingjing.insight.burden import actions, forms, queries, rules
from mingjing.insight.burden.states import Reason

PAGE_SIZE = 50
# Which requests this browser has pressed about. Kept there alone: a session would tie
# the press to a person in our own database.
PRESSED, KEPT_FOR = "burden", 40 * 24 * 3600
SORTS = {
    "requests": lambda meter: -meter.requests,
    "minutes": lambda meter: -meter.minutes,
    "share": lambda meter: -meter.share,
}


def _month(request: HttpRequest, on: date) -> date:
    form = forms.Month(request.GET)
    chosen = form.cleaned_data["month"] if form.is_valid() else None
    return chosen or month_of(on)


def _months(on: date) -> list[date]:
    """Half a year back to three months ahead, the newest first."""
    start = on.year * 12 + on.month - 1 - 6
    return months_from(date(start // 12, start % 12 + 1, 1), 10)[::-1]


@require_GET
def county(request: SignedInRequest) -> HttpResponse:
    if not rules.may_see_county(request.user):
        raise PermissionDenied
    on = localdate(now())
    month = _month(request, on)
    meters = queries.meters(queries.visible_units(request.user), month)
    sort = request.GET.get("sort", "share")
    rows = sorted(meters, key=SORTS.get(sort, SORTS["share"]))
    context = {
        "month": month,
        "months": _months(on),
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "requests": sum(meter.requests for meter in meters),
        "minutes": sum(meter.minutes for meter in meters),
        "over": sum(meter.over for meter in meters),
        "voices": queries.voices(month),
        "shown_from": rules.SHOWN_FROM,
    }
    return render(request, "burden/county.html", context)


@require_GET
def unit(request: SignedInRequest, pk: int) -> HttpResponse:
    units = queries.visible_units(request.user)
    shown = get_object_or_404(units, pk=pk)
    on = localdate(now())
    month = _month(request, on)
    dues = queries.asked_of([pk], month).select_related("duty").order_by("due_on", "pk")
    page = Paginator(dues, PAGE_SIZE).get_page(request.GET.get("page"))
    asked = {d.duty_id for d in page if rules.may_press(request.user, d.duty)}
    context = {
        "unit": shown,
        "month": month,
        "months": _months(on),
        "meter": queries.meters([shown], month)[0],
        "picture": _picture(shown, on),
        "page": page,
        "asked": asked,
        "approved": queries.approved_over_budget(units.filter(pk=pk)),
        "overlaps": queries.dressed(queries.overlaps(units.filter(pk=pk))),
    }
    return render(request, "burden/unit.html", context)


def _picture(shown: Any, on: date) -> Any:
    year = queries.year_of(shown, on=on)
    values = [
        Bar(
            _("%(month)s月") % {"month": month.month},
            minutes,
            current=n == year.this,
            late=minutes > shown.burden_limit_minutes,
        )
        for n, (month, minutes) in enumerate(
            zip(year.months, year.minutes, strict=True)
        )
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
