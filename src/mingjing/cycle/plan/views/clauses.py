import re

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mingjing.base.people.requests import SignedInRequest
from mingjing.cycle.plan import actions, forms
from mingjing.cycle.plan.models import Clause, Source
from mingjing_documents.deadlines import deadline_in
from mingjing_documents.notes import units_in


def _load(request: SignedInRequest, pk: int) -> Clause:
    seen = Source.objects.visible_to(request.user).filter(reviewed_at__isnull=True)
    rows = Clause.objects.filter(source__in=seen).select_related("source")
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "POST"])
def edit_clause(request: SignedInRequest, pk: int) -> HttpResponse:
    clause = _load(request, pk)
    first = {
        "version": clause.version,
        "title": clause.title,
        "text": clause.text,
        "lead_units": "、".join(clause.lead_units),
        "responsible_units": "、".join(clause.responsible_units),
        "deadline": clause.deadline.get("text", ""),
    }
    form = forms.EditClause(request.POST or None, initial=first)
    stale = False
    if form.is_valid():
        try:
            _save(request, clause, form)
        except actions.AlreadyMoved:
            stale = True
        else:
            return _back(clause)
    context = {
        "clause": clause,
        "form": form,
        "stale": stale,
        "original": clause.source.text[clause.start : clause.end],
        "sentences": _sentences(clause.text),
    }
    return render(
        request, "plan/edit_clause.html", context, status=409 if stale else 200
    )


def _sentences(text: str) -> list[tuple[int, str]]:
    """Where a second clause may begin: after 。 or ；"""
    starts = [m.end() for m in re.finditer("[。；]", text) if text[m.end() :].strip()]
    return [(at, re.split("[。；]", text[at:].strip())[0][:60]) for at in starts]


def _save(request: SignedInRequest, clause: Clause, form: forms.EditClause) -> None:
    said = form.cleaned_data
    found = re.search(r"(\d{4})", clause.source.doc_number or clause.source.title)
    year = int(found[1]) if found else None
    deadline = deadline_in(said["deadline"], year=year, noted=True)
    changes = {
        "title": said["title"],
        "text": said["text"],
        "lead_units": units_in(said["lead_units"]),
        "responsible_units": units_in(said["responsible_units"]),
    }
    if said["deadline"] != clause.deadline.get("text", ""):
        changes["deadline"] = deadline.to_json()
    actions.edit_clause(
        clause, changes, version=said["version"], by=request.user, now=now()
    )


@require_POST
def merge_clause(request: SignedInRequest, pk: int) -> HttpResponse:
    clause = _load(request, pk)
    form = forms.Version(request.POST)
    try:
        if form.is_valid():
            actions.merge_clause(
                clause, version=form.cleaned_data["version"], by=request.user, now=now()
            )
    except actions.AlreadyMoved:
        messages.info(request, _("这一条刚被别人改过，或者前面没有可以并入的条款。"))
    return _back(clause)


@require_POST
def split_clause(request: SignedInRequest, pk: int) -> HttpResponse:
    clause = _load(request, pk)
    form = forms.SplitClause(request.POST)
    try:
        if form.is_valid():
            actions.split_clause(
                clause, **form.cleaned_data, by=request.user, now=now()
            )
    except actions.AlreadyMoved:
        messages.info(request, _("这一条刚被别人改过，请再看一眼。"))
    return _back(clause)


def _back(clause: Clause) -> HttpResponse:
    answer = redirect("plan:review", pk=clause.source_id)
    answer["Location"] += f"#c{clause.pk}"
    return answer
