"""The rows behind the numbers, as questions of a half-year."""

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from mingjing.base.people.models import Unit
from mingjing.base.people.states import UnitKind
from mingjing.cycle.appeals.models import Appeal
from mingjing.cycle.duties.models import Due, Duty, Extension, SupportCall
from mingjing.cycle.duties.states import OWED, AskState, DueState, DutyState
from mingjing.cycle.findings.models import Finding
from mingjing.cycle.findings.queries import with_status
from mingjing.cycle.findings.states import STANDING, FindingState
from mingjing.cycle.inspection.models import Refusal, Visit
from mingjing.cycle.inspection.states import VisitState
from mingjing.cycle.plan.models import Measure
from mingjing.cycle.plan.states import MeasureState
from mingjing.cycle.sessions.models import Session
from mingjing.insight.reports.queries.figures.shape import Rows, Span


def due(span: Span) -> QuerySet[Due]:
    """Fell due in the half-year, up to today."""
    return Due.objects.filter(due_on__range=(span.starts_on, span.until)).exclude(
        state__in=[DueState.VOID, DueState.WAIVED]
    )


def verified(span: Span, *, late: bool) -> QuerySet[Due]:
    """Claimed by its day, or after it; the claim counts, not when it was checked."""
    done = due(span).filter(state=DueState.VERIFIED)
    on_time = Q(claimed_at__date__lte=F("due_on"))
    return done.exclude(on_time) if late else done.filter(on_time)


def owed_late(span: Span) -> QuerySet[Due]:
    return Due.objects.filter(state__in=OWED, due_on__lt=span.on)


def waiting_for_check(span: Span) -> QuerySet[Due]:
    """Longer than two weeks: whoever claimed cannot do anything about it."""
    since = span.on - timedelta(days=14)
    return Due.objects.filter(state=DueState.CLAIMED, claimed_at__date__lt=since)


def units(span: Span) -> QuerySet[Unit]:  # noqa: ARG001 -- one shape for all
    return Unit.objects.filter(ended_on=None).exclude(kind=UnitKind.PRIVATE)


def without_duties(span: Span) -> QuerySet[Unit]:
    held = Duty.objects.filter(
        unit=OuterRef("pk"), state__in=[DutyState.ACCEPTED, DutyState.IN_FORCE]
    )
    return units(span).filter(~Exists(held))


def measures(span: Span) -> QuerySet[Measure]:  # noqa: ARG001
    return Measure.objects.filter(state=MeasureState.ACTIVE, is_branch=False)


def measures_without_result(span: Span) -> QuerySet[Measure]:
    """Nothing of them was verified in the half-year: what came of them is not known."""
    verified = due(span).filter(state=DueState.VERIFIED, duty__measure=OuterRef("pk"))
    return measures(span).filter(~Exists(verified))


def extensions(span: Span, state: AskState) -> QuerySet[Extension]:
    return Extension.objects.filter(
        asked_at__date__range=(span.starts_on, span.until), state=state
    )


def calls(span: Span) -> QuerySet[SupportCall]:
    asked = SupportCall.objects.filter(
        asked_at__date__range=(span.starts_on, span.until)
    )
    return asked.filter(withdrawn_at=None)


def finding_status(span: Span, *statuses: str) -> QuerySet[Finding]:
    told = Finding.objects.filter(notified_at__isnull=False, merged_into=None)
    rows: Rows = with_status(told, on=span.on)
    return rows.filter(status__in=statuses)


def confirmed(span: Span) -> QuerySet[Finding]:
    return Finding.objects.filter(
        state__in=STANDING, confirmed_at__date__range=(span.starts_on, span.until)
    )


def relapsed(span: Span) -> QuerySet[Finding]:
    return Finding.objects.filter(
        state=FindingState.RELAPSED,
        relapses__confirmed_at__date__range=(span.starts_on, span.until),
    ).distinct()


def appeals(span: Span) -> QuerySet[Appeal]:
    return Appeal.objects.filter(filed_at__date__range=(span.starts_on, span.until))


def sessions(span: Span) -> QuerySet[Session]:
    return Session.objects.filter(held_on__range=(span.starts_on, span.until))


def signed_off(span: Span) -> QuerySet[Finding]:
    return Finding.objects.filter(
        signed_off_at__date__range=(span.starts_on, span.until)
    )


def visits(span: Span) -> QuerySet[Visit]:
    """That came to a door, of whatever programme."""
    return Visit.objects.filter(
        state=VisitState.ARRIVED, arrived_on__range=(span.starts_on, span.until)
    )


def refusals(span: Span) -> QuerySet[Refusal]:
    return Refusal.objects.filter(refused_on__range=(span.starts_on, span.until))
