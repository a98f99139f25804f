"""Pictures of an item; what is drawn stands in the address."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from mingjing.base.people.requests import SignedInRequest
from mingjing.insight.approvals import queries
from mingjing.insight.approvals.models import Item, Part

_WORDS = {
    "map": _("流程图"),
    "halves": _("前后对比"),
    "strips": _("时间条"),
    "dots": _("散点图"),
}


@require_GET
def drawings(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(Item.objects.visible_to(request.user), pk=pk)
    logs = queries.logs_with(shown)
    log = queries.log_of(logs, request.GET.get("log", ""))
    if log is None:
        raise Http404
    part = Part.objects.select_related("log", "item").get(log=log, item=shown)
    wish = request.GET.get("kind", "")
    kind = next((each for each in queries.KINDS if each == wish), queries.KINDS[0])
    share = next((s for s in queries.SHARES if str(s) == request.GET.get("share")), 80)
    context = {
        "item": shown,
        "logs": logs,
        "log": log,
        "kind": kind,
        "kinds": _WORDS.items(),
        "share": share,
        "shares": queries.SHARES,
        "drawing": queries.drawing_of(part, kind, share),
    }
    return render(request, "approvals/drawings.html", context)
