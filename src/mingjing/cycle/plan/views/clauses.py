import re

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mingjing.base.people.requests import SignedInRequest
from mingjing.cycle.plan import actions, forms, queries, rules
from mingjing.cycle.plan.models import Clause, Source
from mingjing.cycle.plan.views._answers import clashes, renew
from mingjing_documents.deadlines import deadline_in
from mingjing_documents.notes import units_in


def _load(request: SignedInRequest, pk: int) -> Clause:
    seen = Source.objects.visible_to(request.user).filter(reviewed_at__isnull=True)
    clause = get_object_or_404(
        Clause.objects.filter(source__in=seen).select_related("source", "earlier"),
        pk=pk,
    )
    if not rules.may_review(request.user, clause.source):
        raise PermissionDenied
    return clause


def _stands(clause: Clause) -> dict[str, str]:
    return {
        "title": clause.title,
        "text": clause.text,
        "lead_units": "、".join(clause.lead_units),
        "responsible_units": "、".join(clause.responsible_units),
        "deadline": clause.deadline.get("text", ""),
    }


@require_http_methods(["GET", "POST"])
def edit_clause(request: SignedInRequest, pk: int) -> HttpResponse:
    clause = _load(request, pk)
    first = {"version": clause.version, **_stands(clause)}
    form = forms.EditClause(request.POST or None, initial=first)
    stale = None
    if form.is_valid():
        try:
            _save(request, clause, form)
        except actions.AlreadyMoved:
            clause = _load(request, pk)
            stale = clashes(form, _stands(clause))
            renew(form, clause.version)
        else:
            return _back(clause)
    context = {
        "clause": clause,
        "form": form,
        "stale": stale,
        "sentences": queries.sentences(clause.text),
        "original": clause.source.text[clause.start : clause.end],
    }
    status = 200 if stale is None else 409
    return render(request, "plan/edit_clause.html", context, status=status)


def _save(request: SignedInRequest, clause: Clause, form: forms.EditClause) -> None:
    said = form.cleaned_data
    changes: dict[str, object] = {
        "title": said["title"],
        "text": said["text"],
        "lead_units": units_in(said["lead_units"]),
        "responsible_units": units_in(said["responsible_units"]),
    }
    if said["deadline"] != clause.deadline.get("text", ""):
        changes["deadline"] = deadline_in(
            said["deadline"], year=_year_of(clause.source), noted=True
        ).to_json()
    actions.edit_clause(
        clause, changes, version=said["version"], by=request.user, now=now()
    )


def _year_of(source: Source) -> int | None:
    """The document's own year, for a day without one; unknown stays unknown."""
    found = re.search(r"20\d\d", f"{source.doc_number} {source.title}")
    return int(found[0]) if found else None


@require_POST
def merge_clause(request: SignedInRequest, pk: int) -> HttpResponse:
    clause = _load(request, pk)
    form = forms.Version(request.POST)
    try:
        if form.is_valid():
            version = form.cleaned_data["version"]
            actions.merge_clause(clause, version=version, by=request.user, now=now())
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
