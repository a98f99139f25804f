"""Every number of the report, as a question that returns rows. Gaps come first.

A number is the length of its list of rows and nothing else: there is no second way to
count that could differ. Shares are shown as one number beside another, never alone.
Minutes are the exception: each row keeps its own beside it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mingjing.cycle.appeals.states import AppealState
from mingjing.cycle.duties.models import Due, Duty, SupportCall
from mingjing.cycle.duties.states import OWED, AskState, DueState, DutyState
from mingjing.cycle.sessions.states import SessionState
from mingjing.insight.reports.queries.figures import questions as asks
from mingjing.insight.reports.queries.figures.burden import BURDEN
from mingjing.insight.reports.queries.figures.inspection import INSPECTION
from mingjing.insight.reports.queries.figures.shape import (
    Figure,
    Kept,
    Section,
    Span,
)

SECTIONS: tuple[Section, ...] = (
    Section(
        _("差距"),
        (
            Figure("late", _("逾期还没有做的"), "due", asks.owed_late, bad=True),
            Figure(
                "cure_late", _("整改逾期的问题"), "finding",
                lambda span: asks.finding_status(span, "cure_late"), bad=True,
            ),
            Figure("relapsed", _("销号之后又发生的问题"), "finding", asks.relapsed, bad=True),
            Figure(
                "calls_late", _("超过期限没有答复的支持请求"), "call",
                lambda span: SupportCall.objects.filter(
                    answered_at=None, withdrawn_at=None, answer_due_on__lt=span.on
                ),
                bad=True,
            ),
            Figure("unchecked", _("报出两周以上没有核验的"), "due", asks.waiting_for_check),
            Figure(
                "objected", _("单位有异议、还没有答复的责任"), "duty",
                lambda span: Duty.objects.filter(state=DutyState.OBJECTED),  # noqa: ARG005
            ),
            Figure(
                "offered", _("下达了还没有认领的责任"), "duty",
                lambda span: Duty.objects.filter(state=DutyState.OFFERED),  # noqa: ARG005
            ),
            Figure(
                "minuted", _("有纪要、还没有下达的会议"), "session",
                lambda span: asks.sessions(span).filter(
                    state__in=[SessionState.HELD, SessionState.MINUTED]
                ),
            ),
        ),
    ),
    Section(
        _("还不知道的"),
        (
            Figure(
                "silent", _("施行中、本期没有任何核验结果的举措"), "measure",
                asks.measures_without_result, of="measures",
            ),
            Figure(
                "empty", _("没有认领任何责任的单位"), "unit", asks.without_duties, of="units",
            ),
            Figure(
                "provisional", _("期限还是暂定的（明年放假安排未公布）"), "due",
                lambda span: Due.objects.filter(  # noqa: ARG005
                    provisional=True, state__in=OWED
                ),
            ),
            Figure(
                "no_reply", _("到期没有答复的问题"), "finding",
                lambda span: asks.finding_status(span, "no_reply"),
            ),
        ),
    ),
    Section(
        _("到期与完成"),
        (
            Figure("due", _("本期到期"), "due", asks.due),
            Figure(
                "on_time", _("按期做到、已核验"), "due",
                lambda span: asks.verified(span, late=False), of="due",
            ),
            Figure(
                "after", _("晚于期限做到、已核验"), "late_due",
                lambda span: asks.verified(span, late=True), of="due",
            ),
            Figure(
                "claimed", _("已报出、待核验"), "due",
                lambda span: asks.due(span).filter(state=DueState.CLAIMED), of="due",
            ),
            Figure(
                "owed", _("还没有报出"), "due",
                lambda span: asks.due(span).filter(state__in=OWED), of="due",
            ),
            Figure(
                "granted", _("同意的延期"), "extension",
                lambda span: asks.extensions(span, AskState.GRANTED),
            ),
            Figure(
                "refused", _("不同意的延期"), "extension",
                lambda span: asks.extensions(span, AskState.REFUSED),
            ),
        ),
    ),
    Section(
        _("问题与整改"),
        (
            Figure("confirmed", _("本期确认的问题"), "finding", asks.confirmed),
            Figure(
                "own", _("其中单位自查发现"), "finding",
                lambda span: asks.confirmed(span).filter(self_reported=True), of="confirmed",
            ),
            Figure("signed_off", _("本期销号"), "finding", asks.signed_off),
            Figure("appeals", _("本期申诉"), "appeal", asks.appeals),
            Figure(
                "corrected", _("申诉后变更或撤销"), "appeal",
                lambda span: asks.appeals(span).filter(
                    state__in=[AppealState.VARIED, AppealState.REVOKED]
                ),
                of="appeals",
            ),
        ),
    ),
    Section(
        _("会议与支持"),
        (
            Figure("sessions", _("召开的会议"), "session", asks.sessions),
            Figure(
                "issued", _("决定已经下达的"), "session",
                lambda span: asks.sessions(span).filter(state=SessionState.ISSUED), of="sessions",
            ),
            Figure("calls", _("单位请求上级支持"), "call", asks.calls),
            Figure(
                "answered", _("已经答复"), "call",
                lambda span: asks.calls(span).filter(answered_at__isnull=False), of="calls",
            ),
        ),
    ),
    INSPECTION,
    BURDEN,
    Section(
        _("范围"),
        (
            Figure("measures", _("施行中的举措"), "measure", asks.measures),
            Figure("units", _("列入的单位"), "unit", asks.units),
        ),
    ),
)  # fmt: skip
FIGURES = {figure.key: figure for section in SECTIONS for figure in section.figures}


def counted(span: Span) -> list[dict[str, Any]]:
    """Each number with the keys of its rows, as a report keeps it."""
    return [frozen for section in SECTIONS for frozen in kept_of(section, span)]


def kept_of(section: Section, span: Span) -> list[dict[str, Any]]:
    kept = section.keep(span)
    return [_frozen(each, kept.get(each.key), span) for each in section.figures]


def _frozen(figure: Figure, kept: Kept | None, span: Span) -> dict[str, Any]:
    frozen: dict[str, Any] = {"key": figure.key, "kind": figure.kind}
    if figure.rows:
        keys = figure.rows(span).order_by("pk").values_list("pk", flat=True)
        return frozen | {"ids": list(keys)}
    if kept is None:
        raise KeyError(figure.key)
    frozen["ids"] = list(kept.ids)
    if kept.values is not None:
        frozen["values"] = list(kept.values)
    return frozen if kept.counted else frozen | {"said": kept.said}


@dataclass(frozen=True)
class Shown:
    """A number as a page says it: of so many rows, as part of so many others."""

    figure: Figure
    count: int
    number: int | None  # None: not known
    of: int | None

    @property
    def percent(self) -> int | None:
        return round(100 * self.count / self.of) if self.of else None

    @property
    def tone(self) -> str:
        return "late" if self.figure.bad and self.number else ""


def shown(
    frozen: Iterable[dict[str, Any]],
) -> list[tuple[str | Promise, list[Shown]]]:
    """Section by section; a number that the report did not keep is left out."""
    kept = {each["key"]: each for each in frozen}
    counts = {key: len(each["ids"]) for key, each in kept.items()}
    sections = [
        (
            section.title,
            [
                Shown(
                    figure,
                    counts[figure.key],
                    kept[figure.key].get("said", counts[figure.key]),
                    counts.get(figure.of),
                )
                for figure in section.figures
                if figure.key in kept and not (figure.quiet and not counts[figure.key])
            ],
        )
        for section in SECTIONS
    ]
    return [(title, figures) for title, figures in sections if figures]
