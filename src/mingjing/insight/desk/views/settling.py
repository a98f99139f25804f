"""Many dues at once: what will happen, the one reason, and what came of each."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_GET, require_http_methods

from mingjing.base.people.requests import SignedInRequest
from mingjing.cycle.duties.views._answers import posted
from mingjing.insight.desk import actions, forms, queries, rules
from mingjing.insight.desk.states import MOST_AT_ONCE, Settling


def _said(request: SignedInRequest, data: QueryDict) -> tuple[Settling, list[int]]:
    """The act and the dues ticked; an act that there is not is no page."""
    if not rules.may_settle_many(request.user):
        raise PermissionDenied
    if "act" not in data:
        return Settling.WAIVE, []
    if data["act"] not in list(Settling):
        raise Http404
    return Settling(data["act"]), forms.ticked(data)


def _page(request: SignedInRequest, data: QueryDict, act: Settling) -> dict[str, Any]:
    """The way back leads to the board as it was, and nowhere else."""
    asked = forms.as_asked(QueryDict(data.get("asked", "")))
    view = forms.BoardFilter(request.user, asked).kept()
    back = f"{reverse('desk:board')}?{view}#rows"
    return {"act": act, "waives": act == Settling.WAIVE, "asked": view, "back": back}


def _not_so_many(
    request: SignedInRequest, page: dict[str, Any], pks: list[int]
) -> HttpResponse:
    context = {**page, "count": len(pks), "most": MOST_AT_ONCE}
    return render(request, "desk/not_so_many.html", context)


@require_http_methods(["GET", "POST"])
def settle(request: SignedInRequest) -> HttpResponse:
    data = request.POST if request.method == "POST" else request.GET
    act, pks = _said(request, data)
    form, page = forms.Settle(posted(request)), _page(request, data, act)
    if not 0 < len(pks) <= MOST_AT_ONCE:
        return _not_so_many(request, page, pks)
    found = queries.chosen(request.user, pks, act)
    if not found.able and not found.others:
        raise Http404
    if form.is_valid():
        words = form.cleaned_data["reason"]
        actions.settle_dues(
            found.able, act=act, reason=words, by=request.user, now=now()
        )
        told = QueryDict(mutable=True)
        told.update({"act": act, "asked": page["asked"]})
        told.setlist("due", [str(pk) for pk in pks])
        return redirect(f"{reverse('desk:settled')}?{told.urlencode()}")
    context = {**page, "form": form, "found": found, "count": len(found.able)}
    return render(request, "desk/settle.html", context)


@require_GET
def settled(request: SignedInRequest) -> HttpResponse:
    act, pks = _said(request, request.GET)
    page = _page(request, request.GET, act)
    if not 0 < len(pks) <= MOST_AT_ONCE:
        return _not_so_many(request, page, pks)
    found = queries.settled(request.user, pks, act)
    if not (found.done or found.others or found.left):
        raise Http404
    context = {**page, "found": found, "count": len(found.done)}
    return render(request, "desk/settled.html", context)
