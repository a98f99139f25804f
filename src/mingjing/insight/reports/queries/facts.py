"""Facts about one unit in a half-year, for its 述职述责述廉: counts that open, no score.

The questions are those of the county's report, asked of one unit. Shares and sums of
unlike things are left out on purpose: they would be read as a score. Rows name posts at
most; reasons and notes are people's words and stay on the pages they were written on.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from mingjing.base.people.models import Unit
from mingjing.cycle.appeals.states import OPEN, AppealState
from mingjing.cycle.duties.models import Duty
from mingjing.cycle.duties.states import OWED, AskState, DueState, DutyState
from mingjing.cycle.findings.models import Finding
from mingjing.insight.reports.queries.figures import questions as asks
from mingjing.insight.reports.queries.figures.shape import (
    Figure,
    Rows,
    Section,
    Span,
)

PURPOSE = _(
    "本清单供单位领导班子述职述责述廉时核对事实之用，只列平台记录的单位事实；不打分、不排名，不由此得出任何分数，也不写到个人。"
)
_UNIT_OF = {"extension": "due__unit", "call": "due__unit"}


def units_of(allowed: frozenset[int] | None) -> QuerySet[Unit]:
    """Living units whose facts may be read; ``None``: all."""
    units = Unit.objects.filter(ended_on=None).order_by("rank", "pk")
    return units if allowed is None else units.filter(pk__in=allowed)


def _duties(span: Span) -> Rows:
    """Those that ran at any time of the half-year and stand today."""
    return Duty.objects.filter(
        state__in=[DutyState.ACCEPTED, DutyState.IN_FORCE],
        starts_on__lte=span.until,
        ends_on__gte=span.starts_on,
    )


def _told(span: Span) -> Rows:
    return Finding.objects.filter(
        notified_at__date__range=(span.starts_on, span.until), merged_into=None
    )


def _ended_as(*states: AppealState) -> Any:
    return lambda span: asks.appeals(span).filter(state__in=states)


FACTS: tuple[Section, ...] = (
    Section(
        _("责任"),
        (
            Figure("duties", _("在办的责任"), "duty", _duties),
            Figure("due", _("本期到期"), "due", asks.due),
            Figure(
                "on_time", _("按期做到、已核验"), "due",
                lambda span: asks.verified(span, late=False), of="due",
            ),
            Figure(
                "after", _("晚于期限做到、已核验"), "late_due",
                lambda span: asks.verified(span, late=True), of="due", named=True,
            ),
            Figure(
                "claimed", _("已报出、待核验"), "due",
                lambda span: asks.due(span).filter(state=DueState.CLAIMED), of="due",
            ),
            Figure(
                "owed", _("还没有报出"), "due",
                lambda span: asks.due(span).filter(state__in=OWED), of="due", named=True,
            ),
        ),
    ),
    Section(
        _("延期"),
        (
            Figure(
                "granted", _("同意的延期"), "extension",
                lambda span: asks.extensions(span, AskState.GRANTED),
            ),
            Figure(
                "refused", _("不同意的延期"), "extension",
                lambda span: asks.extensions(span, AskState.REFUSED),
            ),
            Figure(
                "undecided", _("还没有决定的延期"), "extension",
                lambda span: asks.extensions(span, AskState.ASKED),
            ),
        ),
    ),
    Section(
        _("问题与整改"),
        (
            Figure("told", _("本期告知的问题"), "finding", _told),
            Figure("confirmed", _("本期确认的问题"), "finding", asks.confirmed, named=True),
            Figure(
                "own", _("其中单位自查发现"), "finding",
                lambda span: asks.confirmed(span).filter(self_reported=True), of="confirmed",
            ),
            Figure("signed_off", _("本期销号"), "finding", asks.signed_off),
            Figure(
                "cure_late", _("整改逾期的问题"), "finding",
                lambda span: asks.finding_status(span, "cure_late"), named=True,
            ),
            Figure("relapsed", _("销号之后又发生的问题"), "finding", asks.relapsed, named=True),
        ),
    ),
    Section(
        _("申诉"),
        (
            Figure("appeals", _("本期申诉"), "appeal", asks.appeals),
            Figure("upheld", _("维持原认定"), "appeal", _ended_as(AppealState.UPHELD), of="appeals"),
            Figure(
                "corrected", _("申诉后变更或撤销"), "appeal",
                _ended_as(AppealState.VARIED, AppealState.REVOKED), of="appeals",
            ),
            Figure("undecided_appeals", _("还在办理"), "appeal", _ended_as(*OPEN), of="appeals"),
            Figure(
                "dropped", _("不予受理或撤回"), "appeal",
                _ended_as(AppealState.REFUSED, AppealState.WITHDRAWN), of="appeals",
            ),
        ),
    ),
    Section(
        _("督导检查"),
        (
            Figure("visits", _("到访的检查"), "visit", asks.visits),
            Figure("turned_away", _("单位拒绝的上门"), "refusal", asks.refusals),
        ),
    ),
    Section(
        _("请求支持"),
        (
            Figure("calls", _("单位请求上级支持"), "call", asks.calls),
            Figure(
                "unanswered", _("上级还没有答复"), "call",
                lambda span: asks.calls(span).filter(answered_at=None), of="calls", named=True,
            ),
        ),
    ),
)  # fmt: skip
FACT_FIGURES = {figure.key: figure for section in FACTS for figure in section.figures}


@dataclass(frozen=True)
class Fact:
    figure: Figure
    count: int
    of: int | None
    note: str = ""


def rows_of(figure: Figure, unit: Unit, span: Span) -> Rows:
    if figure.rows is None:
        raise KeyError(figure.key)
    return figure.rows(span).filter(**{_UNIT_OF.get(figure.kind, "unit"): unit})


def facts_of(unit: Unit, span: Span) -> list[tuple[str | Promise, list[Fact]]]:
    """Two queries: every count in one, and by how much what came late was late."""
    counts = _counts(unit, span)
    late = {"after": _lateness(unit, span)} if counts["after"] else {}
    return [
        (
            section.title,
            [
                Fact(
                    figure,
                    counts[figure.key],
                    counts.get(figure.of),
                    late.get(figure.key, ""),
                )
                for figure in section.figures
            ],
        )
        for section in FACTS
    ]


def _counts(unit: Unit, span: Span) -> dict[str, int]:
    columns = {
        f"n_{key}": _count(rows_of(figure, unit, span), figure.kind)
        for key, figure in FACT_FIGURES.items()
    }
    row: Any = Unit.objects.filter(pk=unit.pk).values(**columns).get()
    return {key: row[f"n_{key}"] for key in FACT_FIGURES}


def _count(rows: Rows, kind: str) -> Coalesce:
    """Grouped by the one unit there is, so that the count is one value of a query."""
    grouped = rows.order_by().values(_UNIT_OF.get(kind, "unit"))
    counted = grouped.annotate(n=Count("pk", distinct=True)).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _lateness(unit: Unit, span: Span) -> str:
    rows = rows_of(FACT_FIGURES["after"], unit, span)
    claims = rows.filter(claimed_at__isnull=False).values_list("claimed_at", "due_on")
    most = max(((localdate(at) - due_on).days for at, due_on in claims), default=0)
    return ngettext("最长晚 %(n)d 天", "最长晚 %(n)d 天", most) % {"n": most}
