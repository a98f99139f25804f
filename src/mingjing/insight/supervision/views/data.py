"""Data sets: which there are, how full they are, handing one in, taking one back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from mingjing.base.people.requests import SignedInRequest
from mingjing.insight.supervision import actions, forms, queries, rules
from mingjing.insight.supervision.models import DataSet
from mingjing_analytics.supervision.tables import dictionary

PAGE_SIZE = 50


@require_GET
def data_list(request: SignedInRequest) -> HttpResponse:
    if not rules.may_see(request.user):
        raise PermissionDenied
    rows = DataSet.objects.select_related("unit")
    table = request.GET.get("table", "")
    if table:
        rows = rows.filter(table=table)
    context = {
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "tables": queries.tables_wanted(),
        "table": table,
        "may_write": rules.may_write(request.user),
    }
    return render(request, "supervision/data.html", context)


@require_GET
def data_set(request: SignedInRequest, pk: int) -> HttpResponse:
    if not rules.may_see(request.user):
        raise PermissionDenied
    shown = get_object_or_404(DataSet.objects.select_related("unit", "file"), pk=pk)
    context = {
        "data": shown,
        "covered": queries.coverage_of(shown),
        "may_withdraw": rules.may_withdraw(request.user, shown),
    }
    return render(request, "supervision/data_set.html", context)


@require_http_methods(["GET", "POST"])
def receive(request: SignedInRequest) -> HttpResponse:
    if not rules.may_write(request.user):
        raise PermissionDenied
    posted = request.method == "POST"
    wish = {"table": request.GET.get("table", "")}
    form = (
        forms.DataForm(request.POST, request.FILES)
        if posted
        else forms.DataForm(initial=wish)
    )
    if posted and form.is_valid():
        given = dict(form.cleaned_data)
        upload = given.pop("file")
        try:
            note = actions.DataNote(**given)
            made = actions.receive_data_set(upload, note, by=request.user, now=now())
        except actions.Refused as error:
            form.add_error("file", str(error))
        else:
            told = ngettext("收下了 %(n)d 行。", "收下了 %(n)d 行。", made.rows)
            messages.success(request, told % {"n": made.rows})
            return redirect("supervision:data-set", made.pk)
    status = 400 if form.errors else 200
    return render(request, "supervision/receive.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(DataSet, pk=pk)
    if not rules.may_write(request.user):
        raise PermissionDenied
    posted = request.POST if request.method == "POST" else None
    form = forms.ReasonForm(posted)
    if posted is not None and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            actions.withdraw_data_set(shown, reason=reason, by=request.user, now=now())
        except actions.AlreadyMoved as error:
            messages.error(request, str(error))
        return redirect("supervision:data-set", shown.pk)
    context = {"data": shown, "form": form}
    status = 400 if form.errors else 200
    return render(request, "supervision/withdraw.html", context, status=status)


@require_GET
def template(request: SignedInRequest, table: str) -> HttpResponse:
    """An empty workbook with the columns of a table, titled as such ledgers are."""
    known = dictionary().tables.get(table)
    if known is None or known.given:
        raise Http404
    if not rules.may_see(request.user):
        raise PermissionDenied
    answer = HttpResponse(
        queries.empty_workbook(known),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    answer["Content-Disposition"] = f'attachment; filename="{table}.xlsx"'
    return answer
