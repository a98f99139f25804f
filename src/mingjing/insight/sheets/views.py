"""Out as a file, in again, and what it would change before anything changes."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from mingjing.base.people.requests import SignedInRequest
from mingjing.cycle.duties.models import Duty
from mingjing.cycle.duties.queries import duties_with_next_due
from mingjing.insight.sheets import actions, forms, rules
from mingjing.insight.sheets.actions import Claim, Draft, Edit
from mingjing.insight.sheets.models import Sheet
from mingjing.insight.sheets.states import SheetState

EARLIER = 10


@require_http_methods(["GET", "POST"])
def home(request: SignedInRequest) -> HttpResponse:
    """Download, upload, and what one sent before."""
    if not rules.may_use(request.user):
        raise PermissionDenied
    posted = request.method == "POST"
    form = forms.UploadForm(*(request.POST, request.FILES) if posted else ())
    if posted and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            reading = forms.read(upload, request.user)
        except forms.NotOurSheet as refusal:
            form.add_error("file", str(refusal))
        else:
            return _receive(request, upload, reading)
    context = {
        "form": form,
        "earlier": Sheet.objects.visible_to(request.user)[:EARLIER],
        "may_edit": rules.may_edit_list(request.user),
    }
    return render(
        request, "sheets/home.html", context, status=400 if form.errors else 200
    )


def _receive(
    request: SignedInRequest, upload: Any, reading: forms.Reading
) -> HttpResponse:
    arrival = actions.Arrival(
        sha256=reading.digest,
        name=upload.name[:200],
        rows=reading.as_json,
        same_rows=reading.same_count,
        unread_heads=reading.unread_heads,
    )
    sheet, fresh = actions.receive_sheet(arrival, by=request.user, now=now())
    if not fresh:
        messages.info(request, _("这份文件上次已经传过，接着核对。"))
    elif not reading.rows:
        messages.info(request, _("这份表和系统里一样，没有要改的。"))
    return redirect("sheets:sheet", sheet.pk)


@require_GET
def download(request: SignedInRequest) -> HttpResponse:
    """All that the person sees; with ``?unit=`` one unit's."""
    if not rules.may_use(request.user):
        raise PermissionDenied
    seen = Duty.objects.visible_to(request.user).order_by(
        "unit__rank", "unit_id", "code"
    )
    if (unit := request.GET.get("unit", "")).isdecimal():
        seen = seen.filter(unit=int(unit))
    on = localdate(now())
    data = forms.workbook_of(duties_with_next_due(seen), request.user)
    name = f'attachment; filename="mingjing-duties-{on}.xlsx"'
    return HttpResponse(
        data, content_type=forms.XLSX, headers={"Content-Disposition": name}
    )


@require_http_methods(["GET", "POST"])
def sheet(request: SignedInRequest, pk: int) -> HttpResponse:
    """The rows that would change, to be ticked; a tick does it."""
    seen = get_object_or_404(Sheet.objects.visible_to(request.user), pk=pk)
    posted = request.POST if request.method == "POST" else None
    if posted is not None and not rules.may_apply(request.user, seen):
        messages.info(request, _("这份文件已经办完或放弃。"))
        return redirect("sheets:sheet", pk)
    found = forms.review(seen, request.user, _chosen_by(request))
    on = localdate(now())
    form = forms.ApplyForm(posted, edits=found.edits, on=on)
    if posted is not None:
        picked = _picked(request, found, form)
        if picked is not None:
            outcome = actions.apply_sheet(seen, picked, by=request.user, now=now())
            _say(request, outcome)
            return redirect("sheets:sheet", pk)
    return _page(request, seen, found, form, on)


def _chosen_by(request: HttpRequest) -> Any:
    """Of a conflict the list's value stays unless somebody takes the file's."""
    return lambda row, name: request.POST.get(f"use-{row}-{name}") == "sheet"


def _picked(
    request: SignedInRequest, found: forms.Review, form: forms.ApplyForm
) -> actions.Chosen | None:
    """What was ticked, or None when a ticked row or the reason must be mended first."""
    ticked = set(request.POST.getlist("take"))
    items = [item for item in found.items if item.id in ticked]
    for item in items:
        seen = request.POST.get(f"version-{item.id}", "")
        if item.duty and seen != str(item.duty.version):
            item.errors.append(_("这项责任刚刚被别人改过。请看现在的内容，再选一次。"))
    if not any(item.kind == "edit" for item in items):
        form.fields.clear()  # drafts and proofs need no reason
    if any(item.faulty for item in items) or not form.is_valid():
        return None
    return _acts(items, found.already, form.cleaned_data)


def _acts(
    items: list[forms.Item], already: list[str], asked: dict[str, Any]
) -> actions.Chosen:
    edits = [Edit(i.id, i.duty, i.changes, i.duty.version) for i in items if i.duty]
    return actions.Chosen(
        edits=[edit for edit in edits if edit.changes],
        drafts=[Draft(i.id, i.draft) for i in items if i.draft],
        claims=[Claim(i.id, i.due, i.pointer, i.note) for i in items if i.due],
        # Where every conflict keeps what stands, nothing is left to do.
        already=[*already, *(edit.id for edit in edits if not edit.changes)],
        reason=asked.get("reason", ""),
        effective_on=asked.get("effective_on"),
    )


def _page(
    request: SignedInRequest,
    seen: Sheet,
    found: forms.Review,
    form: forms.ApplyForm,
    on: date,
) -> HttpResponse:
    posted = request.method == "POST"
    ticked = set(request.POST.getlist("take")) if posted else None
    items = [
        (i, not i.faulty if ticked is None else i.id in ticked) for i in found.items
    ]
    context = {
        "sheet": seen,
        "open": seen.state == SheetState.RECEIVED,
        "items": items,
        "already_count": len(found.already),
        "later_count": found.later_count,
        "faulty_count": sum(item.faulty for item in found.items),
        "conflict_count": sum(item.conflict for item in found.items),
        "form": form,
        "on": on,
    }
    return render(request, "sheets/sheet.html", context, status=422 if posted else 200)


def _say(request: HttpRequest, outcome: actions.Outcome) -> None:
    count = len(outcome.done)
    words = ngettext("已办 %(count)s 行：修改 %(edited)s，起草 %(drafted)s，申报 %(proven)s。",
                     "已办 %(count)s 行：修改 %(edited)s，起草 %(drafted)s，申报 %(proven)s。", count)  # fmt: skip
    numbers = {
        "count": count,
        "edited": len(outcome.edited),
        "drafted": len(outcome.drafted),
        "proven": len(outcome.proven),
    }
    messages.success(request, words % numbers)
    if outcome.refused:
        refused = _("有 %(count)s 行没有办成，原因写在行里。")
        messages.warning(request, refused % {"count": len(outcome.refused)})


@require_POST
def set_aside(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = get_object_or_404(Sheet.objects.visible_to(request.user), pk=pk)
    try:
        actions.set_aside(seen, by=request.user, now=now())
    except actions.AlreadyMoved as moved:
        messages.info(request, str(moved))
    else:
        messages.success(request, _("已放弃，责任清单没有变。"))
    return redirect("sheets:home")
