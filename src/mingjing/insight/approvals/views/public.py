"""True times for everybody, without an account: and how they were counted."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from mingjing.insight.approvals import queries
from mingjing.insight.approvals.models import Item, Part


@login_not_required
@require_GET
def times(request: HttpRequest) -> HttpResponse:
    log = queries.log_of(queries.newest_logs(), "")
    parts = Part.objects.none()
    if log:
        parts = Part.objects.filter(log=log).select_related("item__unit", "log")
    wish = request.GET.get("q", "").strip()
    if wish:
        parts = parts.filter(item__name__icontains=wish)
    known = queries.terms_of(part.item for part in parts)
    rows = [
        queries.Row(
            part.item,
            known.get(part.item_id),
            queries.figures_of(part, known.get(part.item_id)),
        )
        for part in parts.order_by("item__name")
    ]
    context = {"rows": rows, "log": log, "q": wish}
    return render(request, "approvals/times.html", context)


@login_not_required
@require_GET
def time(request: HttpRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(Item, pk=pk)
    log = queries.log_of(queries.logs_with(shown), "")
    if log is None:
        raise Http404
    part = Part.objects.select_related("log", "item").get(log=log, item=shown)
    terms = queries.terms_of([shown]).get(shown.pk)
    context = {
        "item": shown,
        "log": log,
        "terms": terms,
        "figures": queries.figures_of(part, terms),
        "rated": queries.rated(shown),
    }
    return render(request, "approvals/time.html", context)
