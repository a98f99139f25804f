"""Handing in a log, confirming its columns, seeing what was read."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from mingjing.base.people.requests import SignedInRequest
from mingjing.insight.approvals import actions, forms, rules
from mingjing.insight.approvals.models import Item, Log
from mingjing.insight.approvals.queries.words import told
from mingjing.insight.approvals.states import LogState
from mingjing_analytics.process.reading.refusal import Unreadable

PAGE_SIZE = 50


@require_GET
def log_list(request: SignedInRequest) -> HttpResponse:
    if not rules.may_see(request.user):
        raise PermissionDenied
    logs = Log.objects.exclude(state=LogState.DROPPED).select_related("received_by")
    if not rules.may_write(request.user):
        logs = logs.filter(state=LogState.READ)
    page = Paginator(logs, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "may_write": rules.may_write(request.user)}
    return render(request, "approvals/logs.html", context)


@require_http_methods(["GET", "POST"])
def receive(request: SignedInRequest) -> HttpResponse:
    if not rules.may_write(request.user):
        raise PermissionDenied
    posted = request.method == "POST"
    form = forms.ReceiveForm(*(request.POST, request.FILES) if posted else ())
    if posted and form.is_valid():
        try:
            log = actions.receive_log(
                form.cleaned_data["file"], by=request.user, now=now()
            )
        except actions.Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("approvals:log", log.pk)
    status = 400 if form.errors else 200
    return render(request, "approvals/receive.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
def log(request: SignedInRequest, pk: int) -> HttpResponse:
    """Pending: its columns. Read: what was found in it."""
    if not rules.may_see(request.user):
        raise PermissionDenied
    shown = get_object_or_404(Log.objects.exclude(state=LogState.DROPPED), pk=pk)
    if shown.state == LogState.READ:
        seen = Item.objects.visible_to(request.user)
        parts = shown.parts.filter(item__in=seen).select_related("item")
        return render(request, "approvals/log.html", {"log": shown, "parts": parts})
    if not rules.may_write(request.user):
        raise PermissionDenied
    return _columns(request, shown)


def _columns(request: SignedInRequest, shown: Log) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    try:
        form = forms.ColumnsForm(posted, shown)
    except (Unreadable, OSError) as error:
        # It was a table by its first bytes only.
        actions.drop_log(shown, by=request.user, now=now())
        why = told(error) if isinstance(error, Unreadable) else str(error)
        messages.error(
            request, _("“%(name)s”读不了：%(why)s") % {"name": shown, "why": why}
        )
        return redirect("approvals:receive")
    if posted is not None and form.is_valid():
        answer = _read(request, shown, form)
        if answer:
            return answer
    context = {"log": shown, "form": form}
    status = 400 if form.errors else 200
    return render(request, "approvals/columns.html", context, status=status)


def _read(
    request: SignedInRequest, shown: Log, form: forms.ColumnsForm
) -> HttpResponse | None:
    """Where to go on; None if the form says what to mend."""
    reading = actions.Reading(form.mapping(), form.cleaned_data["item_name"])
    try:
        actions.read_received(shown, reading, by=request.user, now=now())
    except actions.Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    except actions.AlreadyMoved as moved:
        messages.info(request, str(moved))
        return redirect("approvals:logs")
    messages.success(request, _("日志已读入。"))
    return redirect("approvals:log", shown.pk)


@require_POST
def drop(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(Log, pk=pk)
    try:
        actions.drop_log(shown, by=request.user, now=now())
    except actions.AlreadyMoved as moved:
        messages.info(request, str(moved))
    else:
        messages.success(request, _("已放弃，文件没有留下。"))
    return redirect("approvals:logs")
