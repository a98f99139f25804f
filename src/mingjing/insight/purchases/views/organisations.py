"""Organisations: what each bought, bid for and won, and whom it met. Counts, no score."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mingjing.base.people.requests import SignedInRequest
from mingjing.insight.purchases import queries
from mingjing.insight.purchases.requests import measured_or_404

PAGE_SIZE = 50
_MOST_MET = 20
_SORTS = ("bought", "bid", "won")


@require_GET
def organisation_list(request: SignedInRequest) -> HttpResponse:
    made, survey = measured_or_404(request)
    words = request.GET.get("q", "").strip()
    sort = request.GET.get("sort", "bid")
    sort = sort if sort in _SORTS else "bid"
    found = [
        one
        for one in survey.organisations.values()
        if words in one.name or words == one.id
    ]
    found.sort(key=lambda one: (-getattr(one, sort), one.name, one.id))
    context = {
        "measurement": made,
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "words": words,
        "sort": sort,
    }
    return render(request, "purchases/organisations.html", context)


@require_GET
def organisation(request: SignedInRequest) -> HttpResponse:
    made, survey = measured_or_404(request)
    shown = survey.organisations.get(request.GET.get("id", ""))
    if shown is None:
        raise Http404
    naming, others, purchases = queries.flags_about(survey, shown.id)
    context = {
        "measurement": made,
        "organisation": shown,
        "naming": queries.shown_flags(survey, naming),
        "others": queries.shown_flags(survey, others[:PAGE_SIZE]),
        "others_count": len(others),
        "met": queries.around(survey, shown.id)[:_MOST_MET],
        "page": Paginator(purchases, PAGE_SIZE).get_page(request.GET.get("page")),
    }
    return render(request, "purchases/organisation.html", context)
