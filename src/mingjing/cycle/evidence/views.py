from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mingjing.base.files.queries import Damaged, open_file
from mingjing.base.files.rules import Refused
from mingjing.base.people.requests import SignedInRequest
from mingjing.cycle.duties.actions import AlreadyMoved
from mingjing.cycle.duties.actions import Refused as DutyRefused
from mingjing.cycle.duties.models import Due
from mingjing.cycle.duties.queries import with_status
from mingjing.cycle.evidence import actions, forms, queries, rules
from mingjing.cycle.evidence.models import Evidence
from mingjing.cycle.evidence.states import EvidenceKind


@require_GET
def evidence_list(request: SignedInRequest) -> HttpResponse:
    rows = queries.with_uses(Evidence.objects.visible_to(request.user))
    if words := request.GET.get("q", "").strip():
        rows = rows.filter(pointer__icontains=words) | rows.filter(
            title__icontains=words
        )
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    return render(request, "evidence/list.html", {"page": page})


@require_GET
def evidence(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = get_object_or_404(Evidence.objects.visible_to(request.user), pk=pk)
    dues = Due.objects.visible_to(request.user).filter(uses__evidence=seen)
    context = {
        "evidence": seen,
        "dues": with_status(dues, on=localdate()).select_related("duty", "unit"),
        "may_withdraw": rules.may_withdraw(request.user, seen),
        "form": forms.Withdraw(),
    }
    return render(request, "evidence/evidence.html", context)


@require_http_methods(["POST"])
def withdraw_evidence(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = get_object_or_404(Evidence.objects.visible_to(request.user), pk=pk)
    form = forms.Withdraw(request.POST)
    if form.is_valid():
        try:
            actions.withdraw_evidence(
                seen, reason=form.cleaned_data["reason"], by=request.user, now=now()
            )
        except actions.AlreadyMoved:
            messages.info(request, _("这份佐证刚刚已由别人处理。"))
    return redirect("evidence:evidence", pk=pk)


@require_GET
def download(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = get_object_or_404(
        Evidence.objects.visible_to(request.user).select_related("file"), pk=pk
    )
    if seen.file is None:
        raise Http404
    try:
        data = open_file(seen.file)
    except Damaged as error:
        raise Http404 from error
    # Never shown inside our pages: a hostile file opens, if at all, elsewhere.
    header = content_disposition_header(as_attachment=True, filename=seen.file.name)
    return HttpResponse(
        data,
        content_type="application/octet-stream",
        headers={"Content-Disposition": header or "attachment"},
    )


@require_http_methods(["GET", "POST"])
def prove_due(request: SignedInRequest, pk: int) -> HttpResponse:
    due = get_object_or_404(
        Due.objects.visible_to(request.user).select_related("duty", "unit"), pk=pk
    )
    form = forms.ProveDue(request.POST or None, request.FILES or None)
    also = queries.could_also_serve(due)
    form.fields["also"].queryset = Due.objects.filter(pk__in=[d.pk for d in also])  # type: ignore[attr-defined]
    status = 200
    if form.is_valid():
        status, answer = _prove(request, due, form)
        if answer is not None:
            return answer
    elif not rules.may_prove(request.user, [due]):
        return redirect("duties:due", pk=pk)
    context = {"due": due, "form": form, "also": also}
    return render(request, "evidence/prove_due.html", context, status=status)


def _prove(
    request: SignedInRequest, due: Due, form: forms.ProveDue
) -> tuple[int, HttpResponse | None]:
    said = form.cleaned_data
    try:
        actions.prove_dues(
            [due, *said["also"].select_related("unit")],
            pointer=said["pointer"],
            upload=said["upload"],
            title=said["title"],
            note=said["note"],
            by=request.user,
            now=now(),
        )
    except (Refused, DutyRefused) as error:
        form.add_error("upload", str(error))
        return 200, None
    except (AlreadyMoved, PermissionDenied):
        if rules.may_prove(request.user, [Due.objects.get(pk=due.pk)]):
            raise
        form.add_error(None, _("这件事刚刚已有人提交，您的输入还在下面。"))
        return 409, None
    messages.success(
        request, _("已提交，等对方核验。到时没有核，算核验人的，不算您的。")
    )
    return 302, redirect("duties:due", pk=due.pk)


@require_http_methods(["GET", "POST"])
def check_due(request: SignedInRequest, pk: int) -> HttpResponse:
    due = get_object_or_404(
        Due.objects.visible_to(request.user).select_related(
            "duty", "unit", "claimed_by"
        ),
        pk=pk,
    )
    form = forms.CheckDue(request.POST or None)
    if form.is_valid():
        if (answer := _check(request, due, form)) is not None:
            return answer
    elif not rules.may_check(request.user, due):
        return redirect("duties:due", pk=pk)
    context = {
        "due": due,
        "form": form,
        "evidence": queries.proofs_of([due]).get(due.pk, []),
        "page_kind": EvidenceKind.PAGE,
    }
    return render(
        request,
        "evidence/check_due.html",
        context,
        status=409 if form.non_field_errors() else 200,
    )


def _check(
    request: SignedInRequest, due: Due, form: forms.CheckDue
) -> HttpResponse | None:
    accept = request.POST.get("verdict") == "accept"
    try:
        actions.check_due(
            due,
            accept=accept,
            note=form.cleaned_data["note"],
            by=request.user,
            now=now(),
        )
    except DutyRefused as error:
        form.add_error("note", str(error))
        return None
    except AlreadyMoved:
        form.add_error(None, _("这件事刚刚已有人核验，您写的意见还在下面。"))
        return None
    messages.success(
        request, _("已核验。") if accept else _("已退回，对方会看到您写的意见。")
    )
    return redirect("duties:due", pk=due.pk)
