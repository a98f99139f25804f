"""One question with what it rests on, one purchase with its bids, putting a question up."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods

from mingjing.base.people.models import Unit
from mingjing.base.people.requests import SignedInRequest
from mingjing.insight.purchases import actions, forms, queries, rules
from mingjing.insight.purchases.models import Measurement
from mingjing.insight.purchases.requests import measured_or_404
from mingjing_analytics.procurement.sound.survey import Survey

_MOST_RECORDS = 200


@require_GET
def flag(request: SignedInRequest, identity: str) -> HttpResponse:
    made, survey, shown = _flag(request, identity)
    english = (get_language() or "").startswith("en")
    one = shown.indicator
    context = {
        "measurement": made,
        "shown": shown,
        "title": one.en if english else one.zh,
        "question": one.question_en if english else one.question_zh,
        "measure": one.measure_en if english else one.measure_zh,
        "innocent": one.innocent_en if english else one.innocent_zh,
        "records": queries.records_of(survey, shown.raised, _MOST_RECORDS),
        "purchases": [
            survey.purchases[ocid] for ocid in shown.raised.ocids[:_MOST_RECORDS]
        ],
        "may_put_up": rules.may_put_up(request.user),
    }
    return render(request, "purchases/flag.html", context)


@require_http_methods(["GET", "POST"])
def ask(request: SignedInRequest, identity: str) -> HttpResponse:
    made, survey, shown = _flag(request, identity)
    if not rules.may_put_up(request.user):
        raise PermissionDenied
    posted = request.POST if request.method == "POST" else None
    form = forms.AskForm(posted, initial={"unit": _unit(made, survey, shown)})
    if posted is not None and form.is_valid():
        unit = form.cleaned_data["unit"]
        try:
            put = actions.put_up(
                shown.raised, made, unit=unit, by=request.user, now=now()
            )
        except actions.Refused as error:
            form.add_error(None, str(error))
        else:
            return redirect("supervision:flag", put.pk)
    context = {"shown": shown, "form": form}
    status = 400 if form.errors else 200
    return render(request, "purchases/ask.html", context, status=status)


def _unit(made: Measurement, survey: Survey, shown: queries.Shown) -> Unit | None:
    """The buyer, where the platform knows a unit of its name; else whose file it is."""
    for ocid in shown.raised.ocids:
        owner = survey.organisations.get(survey.purchases[ocid].owner or "")
        if owner is not None:
            found = Unit.objects.filter(name=owner.name, ended_on__isnull=True).first()
            if found is not None:
                return found
    first = made.sources.select_related("unit").first()
    return first.unit if first is not None else None


@require_GET
def purchase(request: SignedInRequest) -> HttpResponse:
    made, survey = measured_or_404(request)
    shown = survey.purchases.get(request.GET.get("id", ""))
    if shown is None:
        raise Http404
    about = [one for one in survey.flags if shown.ocid in one.ocids]
    context = {
        "measurement": made,
        "purchase": shown,
        "buyer": survey.organisations.get(shown.owner or ""),
        "offers": queries.offers_of(survey, shown),
        "steps": queries.steps_of(shown),
        "flags": queries.shown_flags(survey, about),
    }
    return render(request, "purchases/purchase.html", context)


def _flag(
    request: SignedInRequest, identity: str
) -> tuple[Measurement, Survey, queries.Shown]:
    made, survey = measured_or_404(request)
    shown = queries.shown_flag(survey, identity)
    if shown is None:
        raise Http404
    return made, survey, shown
