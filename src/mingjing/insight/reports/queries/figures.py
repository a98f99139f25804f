"""Every number of the report, as a question that returns rows. Gaps come first.

A number is the length of its list of rows and nothing else: there is no second way to
count that could differ. Shares are shown as one number beside another, never alone.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mingjing.base.people.models import Unit
from mingjing.base.people.states import UnitKind
from mingjing.cycle.appeals.models import Appeal
from mingjing.cycle.appeals.states import AppealState
from mingjing.cycle.duties.models import Due, Duty, Extension, SupportCall
from mingjing.cycle.duties.states import OWED, AskState, DueState, DutyState
from mingjing.cycle.findings.models import Finding
from mingjing.cycle.findings.queries import with_status
from mingjing.cycle.findings.states import STANDING, FindingState
from mingjing.cycle.plan.models import Measure
from mingjing.cycle.plan.states import MeasureState
from mingjing.cycle.sessions.models import Session
from mingjing.cycle.sessions.states import SessionState


class Span(NamedTuple):
    """A half-year, as far as it has come, and the day on which it is looked at.

    What happened is counted within it; what is still missing is missing on that day.
    """

    starts_on: date
    until: date
    on: date


def period_of(on: date) -> str:
    return f"{on.year}-H{1 if on.month <= 6 else 2}"


def span_of(period: str, *, on: date) -> Span:
    """Raises ValueError for what is no half-year, or one that has not begun."""
    year, half = int(period[:4]), period[4:]
    if half not in ("-H1", "-H2"):
        raise ValueError(period)
    first = date(year, 1 if half == "-H1" else 7, 1)
    last = date(year, 6, 30) if half == "-H1" else date(year, 12, 31)
    if first > on:
        raise ValueError(period)
    return Span(first, min(on, last), on)


Rows = QuerySet[Any]


@dataclass(frozen=True)
class Figure:
    key: str
    label: str | Promise
    kind: str  # what its rows are: see rows.KINDS
    rows: Callable[[Span], Rows]
    of: str = ""  # the key of the number that this one is a part of
    bad: bool = False  # red when it is not zero


@dataclass(frozen=True)
class Section:
    title: str | Promise
    figures: tuple[Figure, ...]


# --- the rows


def _due(span: Span) -> QuerySet[Due]:
    """Fell due in the half-year, up to today."""
    return Due.objects.filter(due_on__range=(span.starts_on, span.until)).exclude(
        state__in=[DueState.VOID, DueState.WAIVED]
    )


def _verified(span: Span, *, late: bool) -> QuerySet[Due]:
    """Claimed by its day, or after it; the claim counts, not when it was checked."""
    done = _due(span).filter(state=DueState.VERIFIED)
    on_time = Q(claimed_at__date__lte=F("due_on"))
    return done.exclude(on_time) if late else done.filter(on_time)


def _owed_late(span: Span) -> QuerySet[Due]:
    return Due.objects.filter(state__in=OWED, due_on__lt=span.on)


def _waiting_for_check(span: Span) -> QuerySet[Due]:
    """Longer than two weeks: whoever claimed cannot do anything about it."""
    since = span.on - timedelta(days=14)
    return Due.objects.filter(state=DueState.CLAIMED, claimed_at__date__lt=since)


def _units(span: Span) -> QuerySet[Unit]:  # noqa: ARG001 -- one shape for all
    return Unit.objects.filter(ended_on=None).exclude(kind=UnitKind.PRIVATE)


def _without_duties(span: Span) -> QuerySet[Unit]:
    held = Duty.objects.filter(
        unit=OuterRef("pk"), state__in=[DutyState.ACCEPTED, DutyState.IN_FORCE]
    )
    return _units(span).filter(~Exists(held))


def _measures(span: Span) -> QuerySet[Measure]:  # noqa: ARG001
    return Measure.objects.filter(state=MeasureState.ACTIVE, is_branch=False)


def _measures_without_result(span: Span) -> QuerySet[Measure]:
    """Nothing of them was verified in the half-year: what came of them is not known."""
    verified = _due(span).filter(state=DueState.VERIFIED, duty__measure=OuterRef("pk"))
    return _measures(span).filter(~Exists(verified))


def _extensions(span: Span, state: AskState) -> QuerySet[Extension]:
    return Extension.objects.filter(
        asked_at__date__range=(span.starts_on, span.until), state=state
    )


def _calls(span: Span) -> QuerySet[SupportCall]:
    asked = SupportCall.objects.filter(
        asked_at__date__range=(span.starts_on, span.until)
    )
    return asked.filter(withdrawn_at=None)


def _finding_status(span: Span, *statuses: str) -> QuerySet[Finding]:
    told = Finding.objects.filter(notified_at__isnull=False, merged_into=None)
    rows: Rows = with_status(told, on=span.on)
    return rows.filter(status__in=statuses)


def _confirmed(span: Span) -> QuerySet[Finding]:
    return Finding.objects.filter(
        state__in=STANDING, confirmed_at__date__range=(span.starts_on, span.until)
    )


def _relapsed(span: Span) -> QuerySet[Finding]:
    return Finding.objects.filter(
        state=FindingState.RELAPSED,
        relapses__confirmed_at__date__range=(span.starts_on, span.until),
    ).distinct()


def _appeals(span: Span) -> QuerySet[Appeal]:
    return Appeal.objects.filter(filed_at__date__range=(span.starts_on, span.until))


def _sessions(span: Span) -> QuerySet[Session]:
    return Session.objects.filter(held_on__range=(span.starts_on, span.until))


SECTIONS: tuple[Section, ...] = (
    Section(
        _("差距"),
        (
            Figure("late", _("逾期还没有做的"), "due", _owed_late, bad=True),
            Figure(
                "cure_late", _("整改逾期的问题"), "finding",
                lambda span: _finding_status(span, "cure_late"), bad=True,
            ),
            Figure("relapsed", _("销号之后又发生的问题"), "finding", _relapsed, bad=True),
            Figure(
                "calls_late", _("超过期限没有答复的支持请求"), "call",
                lambda span: SupportCall.objects.filter(
                    answered_at=None, withdrawn_at=None, answer_due_on__lt=span.on
                ),
                bad=True,
            ),
            Figure("unchecked", _("报出两周以上没有核验的"), "due", _waiting_for_check),
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
                lambda span: _sessions(span).filter(
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
                _measures_without_result, of="measures",
            ),
            Figure(
                "empty", _("没有认领任何责任的单位"), "unit", _without_duties, of="units",
            ),
            Figure(
                "provisional", _("期限还是暂定的（明年放假安排未公布）"), "due",
                lambda span: Due.objects.filter(  # noqa: ARG005
                    provisional=True, state__in=OWED
                ),
            ),
            Figure(
                "no_reply", _("到期没有答复的问题"), "finding",
                lambda span: _finding_status(span, "no_reply"),
            ),
        ),
    ),
    Section(
        _("到期与完成"),
        (
            Figure("due", _("本期到期"), "due", _due),
            Figure(
                "on_time", _("按期做到、已核验"), "due",
                lambda span: _verified(span, late=False), of="due",
            ),
            Figure(
                "after", _("晚于期限做到、已核验"), "due",
                lambda span: _verified(span, late=True), of="due",
            ),
            Figure(
                "claimed", _("已报出、待核验"), "due",
                lambda span: _due(span).filter(state=DueState.CLAIMED), of="due",
            ),
            Figure(
                "owed", _("还没有报出"), "due",
                lambda span: _due(span).filter(state__in=OWED), of="due",
            ),
            Figure(
                "granted", _("同意的延期"), "extension",
                lambda span: _extensions(span, AskState.GRANTED),
            ),
            Figure(
                "refused", _("不同意的延期"), "extension",
                lambda span: _extensions(span, AskState.REFUSED),
            ),
        ),
    ),
    Section(
        _("问题与整改"),
        (
            Figure("confirmed", _("本期确认的问题"), "finding", _confirmed),
            Figure(
                "own", _("其中单位自查发现"), "finding",
                lambda span: _confirmed(span).filter(self_reported=True), of="confirmed",
            ),
            Figure(
                "signed_off", _("本期销号"), "finding",
                lambda span: Finding.objects.filter(
                    signed_off_at__date__range=(span.starts_on, span.until)
                ),
            ),
            Figure("appeals", _("本期申诉"), "appeal", _appeals),
            Figure(
                "corrected", _("申诉后变更或撤销"), "appeal",
                lambda span: _appeals(span).filter(
                    state__in=[AppealState.VARIED, AppealState.REVOKED]
                ),
                of="appeals",
            ),
        ),
    ),
    Section(
        _("会议与支持"),
        (
            Figure("sessions", _("召开的会议"), "session", _sessions),
            Figure(
                "issued", _("决定已经下达的"), "session",
                lambda span: _sessions(span).filter(state=SessionState.ISSUED), of="sessions",
            ),
            Figure("calls", _("单位请求上级支持"), "call", _calls),
            Figure(
                "answered", _("已经答复"), "call",
                lambda span: _calls(span).filter(answered_at__isnull=False), of="calls",
            ),
        ),
    ),
    Section(
        _("范围"),
        (
            Figure("measures", _("施行中的举措"), "measure", _measures),
            Figure("units", _("列入的单位"), "unit", _units),
        ),
    ),
)  # fmt: skip
FIGURES = {figure.key: figure for section in SECTIONS for figure in section.figures}


def counted(span: Span) -> list[dict[str, Any]]:
    """Each number with the keys of its rows, as a report keeps it; one query each."""
    return [
        {
            "key": figure.key,
            "kind": figure.kind,
            "ids": list(figure.rows(span).order_by("pk").values_list("pk", flat=True)),
        }
        for figure in FIGURES.values()
    ]


@dataclass(frozen=True)
class Shown:
    figure: Figure
    count: int
    of: int | None

    @property
    def percent(self) -> int | None:
        return round(100 * self.count / self.of) if self.of else None

    @property
    def tone(self) -> str:
        return "late" if self.figure.bad and self.count else ""


def shown(
    frozen: Iterable[dict[str, Any]],
) -> list[tuple[str | Promise, list[Shown]]]:
    """Section by section; a number that the report did not keep is left out."""
    counts = {each["key"]: len(each["ids"]) for each in frozen}
    return [
        (
            section.title,
            [
                Shown(figure, counts[figure.key], counts.get(figure.of))
                for figure in section.figures
                if figure.key in counts
            ],
        )
        for section in SECTIONS
    ]
