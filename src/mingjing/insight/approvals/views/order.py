"""Order of service in an item's queues; hints only for who looks into them."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from mingjing.base.people.requests import SignedInRequest
from mingjing.insight.approvals import queries, rules
from mingjing.insight.approvals.models import Item, Part

_PAIRS_SHOWN_FROM = 10  # with fewer served an index is the story of a few people


@require_GET
def order(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(Item.objects.visible_to(request.user), pk=pk)
    logs = queries.logs_with(shown)
    log = queries.log_of(logs, request.GET.get("log", ""))
    if log is None:
        raise Http404
    part = Part.objects.select_related("log", "item").get(log=log, item=shown)
    found = queries.order_of(part)
    context = {
        "item": shown,
        "logs": logs,
        "log": log,
        "found": found,
        "queues": [q for q in found.queues if q.served >= _PAIRS_SHOWN_FROM],
        "hints": [*found.clerks.hints, *found.applicants.hints],
        "asked": [found.clerks.treatment, found.applicants.treatment],
        "may_look_into": rules.may_look_into(request.user),
    }
    return render(request, "approvals/order.html", context)
