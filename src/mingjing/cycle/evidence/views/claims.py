"""Proving a due, checking it, taking the claim back."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from mingjing.base.files.rules import Refused
from mingjing.base.people.requests import SignedInRequest
from mingjing.cycle.duties import actions as duties
from mingjing.cycle.duties.models import Due
from mingjing.cycle.duties.queries import with_status
from mingjing.cycle.duties.states import OWED, DueState
from mingjing.cycle.evidence import actions, forms, queries, rules
from mingjing.cycle.evidence.models import Evidence
from mingjing.cycle.evidence.states import EvidenceKind


def _load(request: SignedInRequest, pk: int) -> Due:
    seen = Due.objects.visible_to(request.user).select_related(
        "duty", "unit", "post", "checker_post__unit", "claimed_by", "checked_by"
    )
    due: Due = get_object_or_404(with_status(seen, on=localdate(now())), pk=pk)
    return due


def _explained(due: Due) -> str:
    english = (get_language() or "").startswith("en")
    return due.explanation_en if english else due.explanation_zh


@dataclass(frozen=True)
class _Found:
    """What the site makes of a pointer, before anything is written."""

    pointer: str
    known: Evidence | None


@require_http_methods(["GET", "POST"])
def prove_due(request: SignedInRequest, pk: int) -> HttpResponse:
    due = _load(request, pk)
    if request.method == "POST":
        form = forms.ProveDue(due, request.user, request.POST, request.FILES)
        if not form.is_valid():
            return _proving(request, due, form, status=422)
        if form.confirmed:
            return _prove(request, due, form)
    if not rules.may_prove(request.user, [due]):
        if due.state in OWED:
            raise PermissionDenied
        messages.info(request, _("这一项现在不用交佐证，请看现在的状态。"))
        return _back(request, pk)
    if request.method == "POST":
        return _look(request, due, form.cleaned_data)
    return _proving(request, due, forms.ProveDue(due, request.user))


def _look(request: SignedInRequest, due: Due, said: dict[str, Any]) -> HttpResponse:
    pointer = said["pointer"]
    known = queries.registered(due.unit, pointer)
    kind = known.kind if known else rules.kind_of(pointer)
    said = {**said, "looked": pointer, "kind": kind}
    form = forms.ProveDue(due, request.user, initial=said)
    return _proving(request, due, form, found=_Found(pointer, known))


def _prove(request: SignedInRequest, due: Due, form: forms.ProveDue) -> HttpResponse:
    said = form.cleaned_data
    try:
        actions.prove_dues(
            [due, *said["also"]],
            pointer=said["pointer"],
            upload=said["upload"],
            kind=EvidenceKind(said["kind"]) if said["kind"] else None,
            title=said["title"],
            note=said["note"],
            by=request.user,
            now=now(),
        )
    except Refused as refused:
        form.add_error("upload", str(refused))
        return _proving(request, _load(request, due.pk), form, status=422)
    except duties.AlreadyMoved as moved:
        form.add_error(None, str(moved))
        return _proving(request, _load(request, due.pk), form, status=409)
    messages.success(
        request, _("已提交，等对方核验。到时没有核，算核验人的，不算你的。")
    )
    return _back(request, due.pk)


def _back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who proved it in the midst of a list goes on in that list; else to the due."""
    if request.htmx:
        here = request.htmx.current_url_abs_path  # None for another site's page
        return HttpResponseClientRedirect(here or reverse("duties:due", args=[pk]))
    return redirect("duties:due", pk=pk)


def _proving(
    request: SignedInRequest,
    due: Due,
    form: forms.ProveDue,
    *,
    found: _Found | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "due": due,
        "form": form,
        "found": found,
        "explanation": _explained(due),
        "also": form.fields["also"].queryset,  # type: ignore[attr-defined]
    }
    return render(request, "evidence/prove_due.html", context, status=status)


@require_http_methods(["GET", "POST"])
def check_due(request: SignedInRequest, pk: int) -> HttpResponse:
    due = _load(request, pk)
    if request.method == "POST":
        form = forms.CheckDue(request.POST)
        return _check(request, due, form)
    if not rules.may_check(request.user, due):
        if due.state == DueState.CLAIMED:
            raise PermissionDenied
        return redirect("duties:due", pk=pk)
    return _checking(request, due, forms.CheckDue())


def _claim_of(due: Due) -> str:
    return due.claimed_at.isoformat() if due.claimed_at else ""


def _check(request: SignedInRequest, due: Due, form: forms.CheckDue) -> HttpResponse:
    if not form.is_valid():
        return _checking(request, due, form, status=422)
    said = form.cleaned_data
    accept = said["verdict"] == "accept"
    if said["claim"] != _claim_of(due):
        # Taken back and handed in anew while this page was open.
        form.add_error(None, str(duties.AlreadyMoved(f"due:{due.pk}")))
        return _checking(request, due, form, status=409)
    try:
        actions.check_due(
            due, accept=accept, note=said["note"], by=request.user, now=now()
        )
    except duties.Refused as refused:
        form.add_error("note", str(refused))
        return _checking(request, _load(request, due.pk), form, status=422)
    except duties.AlreadyMoved as moved:
        form.add_error(None, str(moved))
        return _checking(request, _load(request, due.pk), form, status=409)
    messages.success(
        request, _("已核验。") if accept else _("已退回，对方会看到你写的意见。")
    )
    return redirect("duties:due", pk=due.pk)


def _checking(
    request: SignedInRequest, due: Due, form: forms.CheckDue, *, status: int = 200
) -> HttpResponse:
    context = {
        "due": due,
        "form": form,
        # The next click judges what this page shows.
        "claim": _claim_of(due),
        "proofs": queries.proofs_of(due),
        "explanation": _explained(due),
        "may_check": rules.may_check(request.user, due),
    }
    return render(request, "evidence/check_due.html", context, status=status)


@require_POST
def withdraw_claim(request: SignedInRequest, pk: int) -> HttpResponse:
    due = _load(request, pk)
    try:
        duties.withdraw_claim(due, by=request.user, now=now())
    except duties.AlreadyMoved as moved:
        messages.warning(request, str(moved))
    else:
        messages.success(request, _("已撤回申报，可以重新提交。期限照常计算。"))
    return redirect("duties:due", pk=pk)
