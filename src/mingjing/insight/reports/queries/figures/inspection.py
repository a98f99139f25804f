"""Visits of the programme: planned, made, refused and why, drawn, and on whom."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from datetime import date

from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from mingjing.cycle.inspection.models import Visit
from mingjing.cycle.inspection.queries import visits_received
from mingjing.cycle.inspection.states import InspectionState, RefusalKind, VisitState
from mingjing.cycle.inspection.states.topics import caps
from mingjing.cycle.inspection.states.words import REFUSAL_KINDS
from mingjing.insight.reports.queries.figures.questions import refusals, units
from mingjing.insight.reports.queries.figures.shape import (
    Figure,
    Kept,
    Rows,
    Section,
    Span,
)


def _planned(span: Span) -> Rows:
    """Of approved inspections whose window has opened in the half-year."""
    return Visit.objects.filter(
        inspection__code__isnull=False,
        inspection__opens_on__range=(span.starts_on, span.until),
    ).exclude(inspection__state=InspectionState.DROPPED)


def _missed(span: Span) -> Rows:
    past = Q(state=VisitState.PLANNED, inspection__closes_on__lt=span.on)
    return _planned(span).filter(past | Q(state=VisitState.NOT_MADE))


def _refused_as(kind: RefusalKind) -> Callable[[Span], Rows]:
    return lambda span: refusals(span).filter(kind=kind)


def _kept(span: Span) -> Mapping[str, Kept]:
    """How often each unit was visited: in the half-year, and in the year for its cap."""
    kinds = dict(units(span).order_by("rank", "pk").values_list("pk", "kind"))
    since = date(span.starts_on.year, 1, 1)
    came = visits_received(kinds, since, span.until)
    lately = came.filter(arrived_on__gte=span.starts_on)
    year = Counter(came.values_list("unit_id", flat=True))
    half = Counter(lately.values_list("unit_id", flat=True))
    by_count: dict[str, list[int]] = defaultdict(list)
    for pk in kinds:
        by_count[("unvisited", "once", "often")[min(half[pk], 2)]].append(pk)
    above = [pk for pk, kind in kinds.items() if year[pk] > caps().of(kind)]
    return {
        **{
            key: Kept(by_count[key], [half[pk] for pk in by_count[key]])
            for key in ("unvisited", "once", "often")
        },
        "over_cap": Kept(above, [year[pk] for pk in above]),
    }


INSPECTION = Section(
    _("督导检查"),
    (
        Figure("over_cap", _("今年到访超过次数上限的单位"), "unit_visits", of="units", bad=True),
        Figure("missed", _("列入计划、过了日期没有去的"), "visit", _missed, of="planned"),
        Figure("planned", _("计划内、已到入户日期的到访"), "visit", _planned),
        Figure(
            "made", _("已经到访"), "visit",
            lambda span: _planned(span).filter(state=VisitState.ARRIVED), of="planned",
        ),
        Figure(
            "drawn", _("由抽签确定的"), "visit",
            lambda span: _planned(span).filter(drawn=True), of="planned",
        ),
        Figure("turned_away", _("单位拒绝的上门"), "refusal", refusals),
        *(
            Figure(
                f"away_{code}", format_lazy(_("拒绝原因：{why}"), why=word), "refusal", _refused_as(RefusalKind(code)),
                of="turned_away", quiet=True,
            )
            for code, word in REFUSAL_KINDS
        ),
        Figure("unvisited", _("本期没有到访的单位"), "unit_visits", of="units"),
        Figure("once", _("本期到访一次的单位"), "unit_visits", of="units"),
        Figure("often", _("本期到访两次以上的单位"), "unit_visits", of="units"),
    ),
    keep=_kept,
)  # fmt: skip
