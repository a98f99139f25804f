"""One unit's facts for 述职述责述廉: a page to print, its rows, and the Word file."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate, now
from django.utils.translation import override
from django.views.decorators.http import require_GET

from mingjing.base.people.models import Unit
from mingjing.base.people.requests import SignedInRequest
from mingjing.insight.reports import queries, rules
from mingjing.insight.reports.views.reports import PAGE_SIZE, WORD, lines_of


@require_GET
def facts_list(request: SignedInRequest) -> HttpResponse:
    """Of whom facts can be read; whoever has one unit only is there at once."""
    if not rules.may_read_facts(request.user):
        raise PermissionDenied
    units = queries.units_of(rules.units_with_facts(request.user))
    if not rules.sees_all_facts(request.user) and units.count() == 1:
        return facts(request, units.get().pk)
    q = request.GET.get("q", "")[:100]
    found = units.filter(Q(name__icontains=q) | Q(short_name__icontains=q))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "q": q, "purpose": queries.PURPOSE}
    return render(request, "reports/facts_list.html", context)


def _load(request: SignedInRequest, pk: int) -> Unit:
    allowed = rules.units_with_facts(request.user)
    return get_object_or_404(queries.units_of(allowed), pk=pk)


def _span(request: SignedInRequest) -> tuple[str, queries.Span]:
    """What is no half-year, or one to come, shows the current one."""
    on = localdate(now())
    period = request.GET.get("period", "")
    try:
        return period, queries.span_of(period, on=on)
    except ValueError:
        period = queries.period_of(on)
        return period, queries.span_of(period, on=on)


@require_GET
def facts(request: SignedInRequest, pk: int) -> HttpResponse:
    unit = _load(request, pk)
    period, span = _span(request)
    on = span.on
    halves = [f"{year}-H{half}" for year in (on.year, on.year - 1) for half in (2, 1)]
    past = [half for half in halves if half <= queries.period_of(on)]
    context = {
        "unit": unit,
        "period": period,
        "periods": past if period in past else [*past, period],
        "span": span,
        "sections": queries.facts_of(unit, span),
        "purpose": queries.PURPOSE,
        "several": rules.sees_all_facts(request.user),
    }
    return render(request, "reports/facts.html", context)


@require_GET
def facts_rows(request: SignedInRequest, pk: int, key: str) -> HttpResponse:
    unit = _load(request, pk)
    figure = queries.FACT_FIGURES.get(key)
    if figure is None:
        raise Http404
    period, span = _span(request)
    rows = queries.rows_of(figure, unit, span).order_by("pk")
    ids = rows.values_list("pk", flat=True)
    page = Paginator(ids, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "unit": unit,
        "period": period,
        "span": span,
        "figure": figure,
        "number": page.paginator.count,
        "page": page,
        **lines_of(queries.lines(figure.kind, [(pk, None) for pk in page])),
    }
    return render(request, "reports/facts_rows.html", context)


@require_GET
def facts_word(request: SignedInRequest, pk: int) -> HttpResponse:
    """To be read out and filed: always Chinese, as official documents are."""
    unit = _load(request, pk)
    period, span = _span(request)
    with override("zh-hans"):
        data = queries.facts_as_word(unit, span)
    name = f"mingjing-facts-{unit.pk}-{period}.docx"
    return HttpResponse(
        data,
        content_type=WORD,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
