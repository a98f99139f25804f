"""The reports, one report, and the rows behind each of its numbers."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mingjing.base.people.queries import standing_of
from mingjing.base.people.requests import SignedInRequest
from mingjing.insight.reports import actions, queries, rules
from mingjing.insight.reports.models import Report

PAGE_SIZE = 50
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _load(request: SignedInRequest, pk: int) -> Report:
    seen = Report.objects.visible_to(request.user)
    report: Report = get_object_or_404(
        seen.select_related("compiled_by", "issued_by"), pk=pk
    )
    return report


@require_http_methods(["GET", "POST"])
def report_list(request: SignedInRequest) -> HttpResponse:
    if not standing_of(request.user).sees_county:
        raise PermissionDenied
    made, error = _compile(request) if request.method == "POST" else (None, "")
    if made:
        messages.success(request, _("汇总好了。请另一个人看过后定稿。"))
        return redirect("reports:report", made.pk)
    on = localdate(now())
    halves = [f"{year}-H{half}" for year in (on.year, on.year - 1) for half in (2, 1)]
    seen = Report.objects.visible_to(request.user).defer("figures")
    rows = seen.select_related("compiled_by", "issued_by")
    context = {
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "periods": [half for half in halves if half <= queries.period_of(on)],
        "may_compile": rules.may_compile(request.user),
        "error": error,
    }
    return render(request, "reports/list.html", context, status=422 if error else 200)


def _compile(request: SignedInRequest) -> tuple[Report | None, str]:
    """The report, or the sentence that says why there is none."""
    period = request.POST.get("period", "")
    try:
        return actions.compile_report(period, by=request.user, now=now()), ""
    except ValueError:
        said = _("没有这个半年，或者它还没有开始：%(period)s")
        return None, said % {"period": period}
    except actions.AlreadyMoved as moved:
        return None, str(moved)


@require_GET
def report(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _load(request, pk)
    context = {
        "report": found,
        "sections": queries.shown(found.figures),
        "may_issue": rules.may_issue(request.user, found),
        "newer": Report.objects.filter(period=found.period, number__gt=found.number)
        .defer("figures")
        .first(),
    }
    return render(request, "reports/report.html", context)


@require_POST
def issue_report(request: SignedInRequest, pk: int) -> HttpResponse:
    try:
        actions.issue_report(_load(request, pk), by=request.user, now=now())
    except actions.AlreadyMoved as moved:
        messages.error(request, str(moved))
    else:
        messages.success(request, _("已定稿。数字和它们背后的事项不再变动。"))
    return redirect("reports:report", pk)


@require_GET
def rows(request: SignedInRequest, pk: int, key: str) -> HttpResponse:
    found = _load(request, pk)
    kept = next((each for each in found.figures if each["key"] == key), None)
    if kept is None:
        raise Http404
    page = Paginator(queries.pairs_of(kept), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    context = {
        "report": found,
        "figure": queries.FIGURES.get(key),
        "frozen": "values" in kept,
        "number": kept.get("said", len(kept["ids"])),
        "page": page,
        **lines_of(queries.lines(kept["kind"], list(page.object_list))),
    }
    return render(request, "reports/rows.html", context)


def lines_of(lines: list[queries.Line]) -> dict[str, Any]:
    """With a column of days only where one of them has one."""
    return {"lines": lines, "dated": any(line.day for line in lines)}


@require_GET
def word(request: SignedInRequest, pk: int) -> HttpResponse:
    """For the meeting's paper: always Chinese, as official documents are."""
    found = _load(request, pk)
    with override("zh-hans"):
        data = queries.as_word(found)
    name = f"mingjing-{found.period}-{found.number}.docx"
    return HttpResponse(
        data,
        content_type=WORD,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
