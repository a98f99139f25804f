"""Compiling a half-year, and taking it: two people, and nothing overwritten."""

from datetime import datetime
from hashlib import sha256

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from mingjing.base.people.models import Person
from mingjing.base.people.queries import standing_of
from mingjing.base.record.actions import record
from mingjing.insight.reports import queries, rules
from mingjing.insight.reports.events import ReportCompiled, ReportIssued
from mingjing.insight.reports.models import Report
from mingjing.insight.reports.states import MOVES
from mingjing_ledger.canonical import canonical


class AlreadyMoved(Exception):
    """Somebody compiled or issued it meanwhile."""

    def __init__(self) -> None:
        super().__init__(_("这份报告刚刚有了变化，请看现在的状态。"))


def compile_report(period: str, *, by: Person, now: datetime) -> Report:
    """Count everything anew as of now. Raises ValueError for what is no half-year."""
    if not rules.may_compile(by):
        raise PermissionDenied
    span = queries.span_of(period, on=localdate(now))
    with transaction.atomic():
        figures = queries.counted(span)
        digest = sha256(canonical({"period": period, "figures": figures})).hexdigest()
        number = Report.objects.filter(period=period).count() + 1
        try:
            with transaction.atomic():
                report = Report.objects.create(
                    period=period,
                    number=number,
                    starts_on=span.starts_on,
                    ends_on=span.until,
                    as_of=span.on,
                    figures=figures,
                    data_hash=digest,
                    compiled_by=by,
                    compiled_at=now,
                )
        except IntegrityError as second:  # one_report_a_number
            raise AlreadyMoved from second
        event = ReportCompiled(
            report=report.pk, period=period, number=number, data_hash=digest
        )
        record(event, by=by, now=now, subject=f"report:{report.pk}", role=_role(by))
    return report


@transaction.atomic
def issue_report(report: Report, *, by: Person, now: datetime) -> None:
    if not rules.may_issue(by, report):
        raise PermissionDenied
    move = MOVES["issue"]
    moved = Report.objects.filter(pk=report.pk, state__in=move.sources).update(
        state=move.target, issued_by=by, issued_at=now
    )
    if not moved:
        raise AlreadyMoved
    event = ReportIssued(report=report.pk, data_hash=report.data_hash)
    record(event, by=by, now=now, subject=f"report:{report.pk}", role=_role(by))


def _role(by: Person) -> str:
    return standing_of(by).role
