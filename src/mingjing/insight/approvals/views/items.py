"""The catalogue, and one item for the centre's manager and its unit."""

from operator import attrgetter
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import SafeString
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mingjing.base.people.requests import SignedInRequest
from mingjing.base.ui.charts import Week, weeks
from mingjing.base.ui.templatetags.mj import cndate
from mingjing.insight.approvals import actions, forms, queries, rules
from mingjing.insight.approvals.models import Item, Part
from mingjing.insight.approvals.states.hours import HOURS_A_DAY

_PHONE, _PHONE_WEEKS = 400, 13
SORTS = {
    "cases": "figures.cases",
    "half": "figures.half",
    "most": "figures.most",
    "same": "figures.same_day",
    "steps": "figures.steps_mean",
    "hands": "figures.handovers_mean",
}


@require_GET
def item_list(request: SignedInRequest) -> HttpResponse:
    if not rules.may_see(request.user):
        raise PermissionDenied
    logs = queries.newest_logs()
    log = queries.log_of(logs, request.GET.get("log", ""))
    rows = queries.catalogue(request.user, log) if log else []
    context = {
        "logs": logs,
        "log": log,
        "rows": _sorted(rows, request.GET.get("sort", "")),
        "late": sum(_late(row) for row in rows),
        "cases": sum(row.figures.cases for row in rows),
        "open": sum(row.figures.open for row in rows),
        "may_write": rules.may_write(request.user),
    }
    return render(request, "approvals/list.html", context)


def _late(row: queries.Row) -> int:
    return row.figures.legal.late if row.figures.legal else 0


def _sorted(rows: list[queries.Row], wish: str) -> list[queries.Row]:
    """By what the address says; else the most late, then the most cases."""
    key = wish.removeprefix("-")
    if key not in SORTS:
        return sorted(rows, key=lambda row: (-_late(row), -row.figures.cases))
    value = attrgetter(SORTS[key])
    known = [row for row in rows if value(row) is not None]
    unknown = [row for row in rows if value(row) is None]
    return [*sorted(known, key=value, reverse=wish.startswith("-")), *unknown]


@require_GET
def item(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(Item.objects.visible_to(request.user), pk=pk)
    logs = queries.logs_with(shown)
    log = queries.log_of(logs, request.GET.get("log", ""))
    terms = queries.terms_of([shown]).get(shown.pk)
    context: dict[str, Any] = {
        "item": shown,
        "logs": logs,
        "log": log,
        "terms": terms,
        "history": shown.terms.select_related("set_by"),
        "hours_a_day": HOURS_A_DAY,
        "may_write": rules.may_write(request.user),
        "may_propose": rules.may_answer_for(request.user, shown),
    }
    if log:
        part = Part.objects.select_related("log", "item").get(log=log, item=shown)
        context["figures"] = queries.figures_of(part, terms)
        context["best"] = queries.superlatives(part)
        context["rated"] = queries.rated(shown)
        context["pace"] = pace = queries.pace_of(part, terms)
        context["pictures"] = [_weekly(pace, width) for width in (760, 340)]
    return render(request, "approvals/item.html", context)


@require_http_methods(["GET", "POST"])
def terms(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(Item.objects.visible_to(request.user), pk=pk)
    if not rules.may_write(request.user):
        raise PermissionDenied
    before = queries.terms_of([shown]).get(shown.pk)
    posted = request.POST if request.method == "POST" else None
    form = forms.TermsForm(posted, shown, before, localdate(now()))
    if posted is not None and form.is_valid() and _set(request, shown, form):
        messages.success(request, _("办理要求已更新。"))
        return redirect("approvals:item", pk)
    context = {
        "item": shown,
        "form": form,
        "seen": before.number if before else 0,
        "steps": queries.step_names(shown),
    }
    status = 400 if form.errors else 200
    return render(request, "approvals/terms.html", context, status=status)


def _set(request: SignedInRequest, shown: Item, form: forms.TermsForm) -> bool:
    """Whether it was done; if not, the form says why."""
    seen = request.POST.get("seen", "")
    number = int(seen) if seen.isdecimal() else 0
    draft = actions.Draft(number=number, **form.cleaned_data)
    try:
        actions.set_terms(shown, draft, by=request.user, now=now())
    except actions.AlreadyChanged as changed:
        form.add_error(None, str(changed))
        return False
    return True


def _weekly(pace: queries.Pace, width: int) -> SafeString:
    """Each month's first week carries its name; a phone shows the last weeks only."""
    rows = pace.weeks if width > _PHONE else pace.weeks[-_PHONE_WEEKS:]
    seen: set[int] = set()
    shown = []
    for row in rows:
        new = row.monday.month not in seen
        seen.add(row.monday.month)
        name = cndate(row.monday, "month") if new else ""
        shown.append(Week(name, row.came, row.done, row.open))
    told = {"n": rows[-1].open if rows else 0}
    label = _("每周来多少、办完多少；现在积压 %(n)s 件") % told
    names = (_("来的"), _("办完的"), _("积压"))
    return weeks(shown, names, label=label, width=width)
