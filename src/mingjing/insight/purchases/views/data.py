"""Files of purchases: handing in, their issues, taking back; the limits of the law."""

import csv
import io

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from mingjing.base.people.requests import SignedInRequest
from mingjing.insight.purchases import actions, forms, queries, rules
from mingjing.insight.purchases.models import Source
from mingjing.insight.purchases.requests import demand
from mingjing_analytics.procurement.importing.issues import defused
from mingjing_analytics.procurement.importing.kinds import known
from mingjing_analytics.procurement.importing.templates import template as workbook

PAGE_SIZE = 50
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def source_list(request: SignedInRequest) -> HttpResponse:
    demand(request)
    rows = Source.objects.select_related("unit")
    context = {
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "kinds": known().kinds.items(),
        "may_write": rules.may_write(request.user),
    }
    return render(request, "purchases/data.html", context)


@require_GET
def source(request: SignedInRequest, pk: int) -> HttpResponse:
    demand(request)
    shown = get_object_or_404(Source.objects.select_related("unit"), pk=pk)
    context = {
        "source": shown,
        "may_withdraw": rules.may_withdraw(request.user, shown),
    }
    return render(request, "purchases/source.html", context)


@require_http_methods(["GET", "POST"])
def receive(request: SignedInRequest) -> HttpResponse:
    if not rules.may_write(request.user):
        raise PermissionDenied
    posted = request.method == "POST"
    form = forms.SourceForm(*((request.POST, request.FILES) if posted else ()))
    if posted and form.is_valid():
        given = dict(form.cleaned_data)
        uploads = given.pop("ledgers")
        try:
            note = actions.SourceNote(**given)
            made = actions.receive_purchases(uploads, note, by=request.user, now=now())
        except actions.Refused as error:
            form.add_error("ledgers", str(error))
        else:
            told = ngettext(
                "收下了 %(n)d 个采购项目。", "收下了 %(n)d 个采购项目。", made.purchases
            )
            messages.success(request, told % {"n": made.purchases})
            return redirect("purchases:source", made.pk)
    status = 400 if form.errors else 200
    return render(request, "purchases/receive.html", {"form": form}, status=status)


@require_GET
def issues(request: SignedInRequest, pk: int) -> HttpResponse:
    demand(request)
    shown = get_object_or_404(Source, pk=pk)
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow([_("行"), _("栏目"), _("值"), _("说明")])
    for one in shown.issues:
        cells = (one["line"], one["path"], one["value"], one["sentence"])
        rows.writerow([defused(str(cell)) for cell in cells])
    answer = HttpResponse(out.getvalue().encode("utf-8-sig"), content_type="text/csv")
    answer["Content-Disposition"] = f'attachment; filename="issues-{pk}.csv"'
    return answer


@require_http_methods(["GET", "POST"])
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(Source, pk=pk)
    if not rules.may_write(request.user):
        raise PermissionDenied
    posted = request.POST if request.method == "POST" else None
    form = forms.ReasonForm(posted)
    if posted is not None and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            actions.withdraw_source(shown, reason=reason, by=request.user, now=now())
        except actions.AlreadyMoved as error:
            messages.error(request, str(error))
        return redirect("purchases:source", shown.pk)
    context = {"source": shown, "form": form}
    status = 400 if form.errors else 200
    return render(request, "purchases/withdraw.html", context, status=status)


@require_GET
def template(request: SignedInRequest, kind: str) -> HttpResponse:
    """A workbook to fill in, with one line as an example."""
    demand(request)
    if kind not in known().kinds:
        raise Http404
    answer = HttpResponse(workbook(kind), content_type=_SHEET)
    answer["Content-Disposition"] = f'attachment; filename="{kind}.xlsx"'
    return answer


@require_http_methods(["GET", "POST"])
def limits(request: SignedInRequest) -> HttpResponse:
    demand(request)
    posted = request.POST if request.method == "POST" else None
    if posted is not None and not rules.may_write(request.user):
        raise PermissionDenied
    form = forms.LimitForm(posted)
    if posted is not None and form.is_valid():
        try:
            actions.set_limit(**form.cleaned_data, by=request.user, now=now())
        except actions.Refused as error:
            form.add_error("since", str(error))
        else:
            messages.success(request, _("已保存，下一次测算按它。"))
            return redirect("purchases:limits")
    context = {
        "limits": list(queries.asking().choices.limits),
        "form": form if rules.may_write(request.user) else None,
    }
    status = 400 if form.errors else 200
    return render(request, "purchases/limits.html", context, status=status)
