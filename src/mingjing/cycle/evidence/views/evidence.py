"""What is registered: the unit's list, one evidence, its file."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from mingjing.base.files.queries import Damaged, open_file
from mingjing.base.files.rules import safe_name
from mingjing.base.people.requests import SignedInRequest
from mingjing.cycle.duties import rules as duty_rules
from mingjing.cycle.duties.models import Due
from mingjing.cycle.duties.queries import with_status
from mingjing.cycle.evidence import actions, forms, queries, rules
from mingjing.cycle.evidence.models import Evidence

PAGE_SIZE = 50


def _load(request: SignedInRequest, pk: int) -> Evidence:
    seen = Evidence.objects.visible_to(request.user)
    return get_object_or_404(queries.with_uses(seen), pk=pk)


@require_GET
def evidence_list(request: SignedInRequest) -> HttpResponse:
    form = forms.Filter(request.GET)
    said = form.cleaned_data if form.is_valid() else {}
    rows = queries.evidence_like(
        Evidence.objects.visible_to(request.user),
        words=said.get("q", ""),
        kind=said.get("kind", ""),
        state=said.get("state", ""),
        due=said.get("due"),
    )
    due = _due_of(request, said.get("due"))
    context = {
        "form": form,
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "due": due,
        "may_withdraw": due and duty_rules.may_withdraw_claim(request.user, due),
    }
    return render(request, "evidence/list.html", context)


def _due_of(request: SignedInRequest, pk: int | None) -> Due | None:
    seen = Due.objects.visible_to(request.user).select_related("duty", "unit")
    return seen.filter(pk=pk).first() if pk else None


@require_GET
def evidence(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = _load(request, pk)
    dues = queries.dues_served(seen, request.user)
    context = {
        "evidence": seen,
        "dues": with_status(dues, on=localdate(now())),
        "years": rules.KEEP_YEARS,
        "may_withdraw": rules.may_withdraw(request.user, seen),
        "form": forms.Withdraw(),
    }
    return render(request, "evidence/evidence.html", context)


@require_POST
def withdraw_evidence(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = _load(request, pk)
    form = forms.Withdraw(request.POST)
    if not form.is_valid():
        messages.error(request, _("撤回要写明理由。"))
        return redirect("evidence:evidence", pk=pk)
    try:
        actions.withdraw_evidence(
            seen, reason=form.cleaned_data["reason"], by=request.user, now=now()
        )
    except actions.AlreadyMoved as moved:
        messages.warning(request, str(moved))
    else:
        messages.success(request, _("已撤回，理由已留痕。"))
    return redirect("evidence:evidence", pk=pk)


@require_GET
def download(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = _load(request, pk)
    if seen.file is None:
        raise Http404
    try:
        data = open_file(seen.file)
    except Damaged:
        messages.error(
            request,
            _("这份文件与登记时不一致，没有交给你。请告诉系统管理员，并附上本页网址。"),
        )
        return redirect("evidence:evidence", pk=pk)
    # Never shown inside our pages: a hostile file opens, if at all, elsewhere.
    name = safe_name(seen.title or seen.file.name, seen.file.content_type)
    header = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(
        data,
        content_type="application/octet-stream",
        headers={
            "Content-Disposition": header or "attachment",
            "X-Content-Type-Options": "nosniff",
        },
    )
