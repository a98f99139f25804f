"""What a change would save: a question in the address, so that it can be sent on."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from mingjing.base.people.requests import SignedInRequest
from mingjing.insight.approvals import forms, queries, rules
from mingjing.insight.approvals.models import Item, Part
from mingjing.insight.approvals.queries.words import told
from mingjing_analytics.process.reading.refusal import Unreadable


@require_GET
def forecast(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(Item.objects.visible_to(request.user), pk=pk)
    log = queries.log_of(queries.logs_with(shown), request.GET.get("log", ""))
    if log is None:
        raise Http404
    part = Part.objects.select_related("log", "item").get(log=log, item=shown)
    asked = request.GET if "step" in request.GET else None
    form = forms.ForecastForm(asked, queries.step_names(shown))
    context: dict[str, Any] = {
        "item": shown,
        "log": log,
        "form": form,
        "may_propose": rules.may_answer_for(request.user, shown),
    }
    if asked is not None and form.is_valid():
        change, step = form.cleaned_data["change"], form.cleaned_data["step"]
        try:
            context["found"] = queries.forecast_of(part, change, step)
        except Unreadable as refusal:
            context["refused"] = told(refusal)
    return render(request, "approvals/forecast.html", context)
