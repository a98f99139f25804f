"""Reforms: the list, one with its effect, proposing, deciding, taking back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import SafeString
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from mingjing.base.people.requests import SignedInRequest
from mingjing.base.ui.charts import levels
from mingjing.base.ui.templatetags.mj import cndate
from mingjing.insight.approvals.models import Item
from mingjing.insight.approvals.queries import step_names
from mingjing.insight.reforms import actions, forms, queries, rules
from mingjing.insight.reforms.models import KINDS, Reform, Suggestion
from mingjing.insight.reforms.states import ReformState

PAGE_SIZE = 50
_PHONE = 400


@require_GET
def reform_list(request: SignedInRequest) -> HttpResponse:
    if not rules.may_see(request.user):
        raise PermissionDenied
    rows = queries.reforms_for(request.user)
    wish = request.GET.get("item", "")
    if wish.isdecimal():
        rows = rows.filter(item=int(wish))
    kind = request.GET.get("kind", "")
    if kind:
        rows = rows.filter(kind=kind)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "kind": kind,
        "kinds": KINDS,
        "to_decide": queries.to_decide(request.user),
        "waiting": queries.waiting_for(request.user, localdate(now())),
        "today": localdate(now()),
    }
    return render(request, "reforms/list.html", context)


@require_GET
def reform(request: SignedInRequest, pk: int) -> HttpResponse:
    if not rules.may_see(request.user):
        raise PermissionDenied
    shown = get_object_or_404(queries.reforms_for(request.user), pk=pk)
    effect = queries.effect_of(shown) if shown.state == ReformState.APPROVED else None
    context = {
        "reform": shown,
        "effect": effect,
        "pictures": [_levels(effect, width) for width in (760, 340)] if effect else [],
        "today": localdate(now()),
        "may_decide": rules.may_decide(request.user, shown),
        "may_withdraw": rules.may_withdraw(request.user, shown),
        "may_stop": rules.may_stop(request.user, shown),
    }
    return render(request, "reforms/reform.html", context)


def _levels(shown: queries.Shown, width: int) -> SafeString:
    """Each week's median; a phone shows names of every other month."""
    names, last = [], 0
    for row in shown.weeks:
        new = row.monday.month != last and (width > _PHONE or row.monday.month % 2)
        last = row.monday.month
        names.append(cndate(row.monday, "month") if new else "")
    return levels(
        [row.hours for row in shown.weeks],
        names,
        shown.since,
        label=_("每周来的件，一半用了多少办公小时"),
        words=_("改革"),
        unit=_("小时"),
        width=width,
    )


@require_http_methods(["GET", "POST"])
def propose(request: SignedInRequest, pk: int) -> HttpResponse:
    item = get_object_or_404(Item.objects.visible_to(request.user), pk=pk)
    if not rules.may_propose(request.user, item):
        raise PermissionDenied
    heard = _suggestion_of(request, item)
    posted = request.POST if request.method == "POST" else None
    initial = {"step": heard.step if heard else "", "starts_on": localdate(now())}
    form = forms.ReformForm(posted, initial=initial)
    if posted is not None and form.is_valid():
        draft = actions.ReformDraft(suggestion=heard, **form.cleaned_data)
        made = actions.propose_reform(item, draft, by=request.user, now=now())
        messages.success(request, _("已提出，等另一个人决定。"))
        return redirect("reforms:reform", made.pk)
    context = {
        "item": item,
        "form": form,
        "heard": heard,
        "steps": step_names(item),
    }
    status = 400 if form.errors else 200
    return render(request, "reforms/propose.html", context, status=status)


def _suggestion_of(request: SignedInRequest, item: Item) -> Suggestion | None:
    """The suggestion that a reform follows, if the address names one of the item."""
    wish = request.GET.get("suggestion", "")
    if not wish.isdecimal():
        return None
    return queries.suggestions_for(request.user).filter(pk=int(wish), item=item).first()


@require_http_methods(["GET", "POST"])
def decide(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(queries.reforms_for(request.user), pk=pk)
    posted = request.POST if request.method == "POST" else None
    if posted is None and not rules.may_decide(request.user, shown):
        raise PermissionDenied
    form = forms.DecideForm(posted)
    if posted is not None and form.is_valid():
        answer = _decided(request, shown, form)
        if answer:
            return answer
    context = {"reform": shown, "form": form}
    status = 400 if form.errors else 200
    return render(request, "reforms/decide.html", context, status=status)


def _decided(
    request: SignedInRequest, shown: Reform, form: forms.DecideForm
) -> HttpResponse | None:
    """Where to go on; None if the form says why not."""
    reason = form.cleaned_data["reason"]
    agree = form.cleaned_data["agree"] == "yes"
    decided = actions.approve_reform if agree else actions.refuse_reform
    try:
        decided(shown, reason=reason, by=request.user, now=now())
    except actions.AlreadyMoved as moved:
        messages.info(request, str(moved))
    except actions.Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    else:
        said = (
            _("已同意，90 天后核验成效的责任已下达。") if agree else _("已记为不同意。")
        )
        messages.success(request, said)
    return redirect("reforms:reform", shown.pk)


@require_POST
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(queries.reforms_for(request.user), pk=pk)
    try:
        actions.withdraw_reform(shown, by=request.user, now=now())
    except actions.AlreadyMoved as moved:
        messages.info(request, str(moved))
    else:
        messages.success(request, _("已撤回。"))
    return redirect("reforms:reform", pk)


@require_http_methods(["GET", "POST"])
def stop(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(queries.reforms_for(request.user), pk=pk)
    posted = request.POST if request.method == "POST" else None
    if posted is None and not rules.may_stop(request.user, shown):
        raise PermissionDenied
    form = forms.StopForm(posted)
    if posted is not None and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            actions.stop_reform(shown, reason=reason, by=request.user, now=now())
        except actions.AlreadyMoved as moved:
            messages.info(request, str(moved))
        else:
            messages.success(request, _("已停止，原来的环节恢复。"))
        return redirect("reforms:reform", pk)
    context = {"reform": shown, "form": form}
    status = 400 if form.errors else 200
    return render(request, "reforms/stop.html", context, status=status)
