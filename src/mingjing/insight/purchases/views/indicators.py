"""What was looked at, what each indicator asks, and what its thresholds decide."""

from decimal import Decimal

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from mingjing.base.people.requests import SignedInRequest
from mingjing.insight.purchases import actions, forms, queries, rules
from mingjing.insight.purchases.requests import (
    demand,
    indicator_or_404,
)
from mingjing.insight.supervision import actions as supervision
from mingjing.insight.supervision.models import Card
from mingjing.insight.supervision.queries import PURCHASES
from mingjing_analytics.procurement.sound.indicator import Indicator

PAGE_SIZE = 50
_PHASES = ("planning", "tender", "award", "contract", "implementation")


@require_GET
def front(request: SignedInRequest) -> HttpResponse:
    demand(request)
    made = queries.last_measurement()
    phase = request.GET.get("phase", "")
    survey = queries.survey_of(made) if made else None
    lines = queries.lines_of(survey) if survey else []
    context = {
        "measurement": made,
        "open": queries.open_flags(request.user),
        "survey": survey,
        "lines": [one for one in lines if phase in ("", one.indicator.phase)],
        "phase": phase,
        "phases": _PHASES,
        "may_write": rules.may_write(request.user),
    }
    return render(request, "purchases/front.html", context)


@require_POST
def measure(request: SignedInRequest) -> HttpResponse:
    demand(request)
    try:
        made = actions.measure_all(by=request.user, now=now())
    except actions.Refused as error:
        messages.error(request, str(error))
        return redirect("purchases:list")
    told = ngettext(
        "测算完了：%(n)d 个疑点，新增 %(new)d，消除 %(gone)d。",
        "测算完了：%(n)d 个疑点，新增 %(new)d，消除 %(gone)d。",
        made.flags,
    )
    messages.success(
        request, told % {"n": made.flags, "new": made.new, "gone": made.gone}
    )
    return redirect("purchases:list")


@require_GET
def indicator(request: SignedInRequest, code: str) -> HttpResponse:
    shown = indicator_or_404(code)
    demand(request)
    made = queries.last_measurement()
    context = _in_words(shown) | {
        "indicator": shown,
        "measurement": made,
        "may_write": rules.may_write(request.user),
        "may_judge": rules.may_put_up(request.user),
    }
    if made is not None:
        survey = queries.survey_of(made)
        flags = [one for one in survey.flags if one.code == code]
        flags.sort(key=lambda one: abs(one.value), reverse="down" in request.GET)
        page = Paginator(flags, PAGE_SIZE).get_page(request.GET.get("page"))
        lines = queries.lines_of(survey)
        context |= {
            "line": next(one for one in lines if one.indicator.code == code),
            "page": page,
            "flags": queries.shown_flags(survey, page.object_list),
            "reasons": queries.reasons(survey.indicators[code]),
            "moved": queries.moved(shown, survey.indicators[code]),
        }
    return render(request, "purchases/indicator.html", context)


def _in_words(shown: Indicator) -> dict[str, object]:
    english = (get_language() or "").startswith("en")
    return {
        "title": shown.en if english else shown.zh,
        "question": shown.question_en if english else shown.question_zh,
        "measure": shown.measure_en if english else shown.measure_zh,
        "innocent": shown.innocent_en if english else shown.innocent_zh,
    }


@require_http_methods(["GET", "POST"])
def thresholds(request: SignedInRequest, code: str) -> HttpResponse:
    shown = indicator_or_404(code)
    if not rules.may_write(request.user):
        raise PermissionDenied
    posted = request.POST if request.method == "POST" else None
    form = forms.ThresholdForm(posted, shown, _numbers(shown))
    if posted is not None and form.is_valid():
        try:
            actions.set_threshold(
                shown,
                form.numbers(),
                reason=form.cleaned_data["reason"],
                by=request.user,
                now=now(),
            )
        except actions.Refused as error:
            form.add_error(None, str(error))
        else:
            return redirect("purchases:indicator", code)
    context = _in_words(shown) | {"indicator": shown, "form": form}
    status = 400 if form.errors else 200
    return render(request, "purchases/thresholds.html", context, status=status)


def _numbers(shown: Indicator) -> dict[str, Decimal]:
    chosen = queries.asking().numbers.get(shown.code, {})
    return {one.name: chosen.get(one.name, one.default) for one in shown.parameters}


@require_http_methods(["GET", "POST"])
def resume(request: SignedInRequest, code: str) -> HttpResponse:
    shown = indicator_or_404(code)
    if not rules.may_put_up(request.user):
        raise PermissionDenied
    posted = request.POST if request.method == "POST" else None
    form = forms.ReasonForm(posted)
    if posted is not None and form.is_valid():
        model = f"{PURCHASES}{code}"
        card = Card.objects.filter(model=model).first() or Card(model=model)
        reason = form.cleaned_data["reason"]
        try:
            supervision.resume_model(card, reason=reason, by=request.user, now=now())
        except actions.AlreadyMoved as error:
            messages.error(request, str(error))
        return redirect("purchases:indicator", code)
    context = _in_words(shown) | {"indicator": shown, "form": form}
    status = 400 if form.errors else 200
    return render(request, "purchases/resume.html", context, status=status)
