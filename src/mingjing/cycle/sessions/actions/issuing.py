"""The decisions become duties: all in one transaction, each never twice."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from mingjing.base.people.models import Person
from mingjing.cycle.duties import actions as duties
from mingjing.cycle.duties.models import Duty
from mingjing.cycle.sessions import rules
from mingjing.cycle.sessions.actions.moves import Refused, demand, move, tell
from mingjing.cycle.sessions.events import SessionIssued
from mingjing.cycle.sessions.models import Decision, Session
from mingjing.cycle.sessions.queries import basis_of, preview_of


@dataclass
class IssueReport:
    """What was offered, and what waits for a second person because it is too much."""

    offered: list[Duty] = field(default_factory=list)
    waiting: list[tuple[Duty, str]] = field(default_factory=list)


@transaction.atomic
def issue_decisions(session: Session, *, by: Person, now: datetime) -> IssueReport:
    """Draft and offer a duty for each decision that somebody owes.

    Over a unit's budget it stays a draft: whoever drafted it cannot approve the burden
    (promise 11), so another offers it with a reason.
    """
    demand(rules.may_issue, by, session, "issue")
    on = localdate(now)
    move(session, "issue", issued_by=by, issued_at=now)
    wrong = [each.refusal for each in preview_of(session, on=on) if each.refusal]
    if wrong:
        raise Refused(" ".join(wrong))
    report = IssueReport()
    owed = session.decisions.exclude(post=None).select_related("post", "checker_post")
    for decision in owed:
        duty = duties.draft_duty(_draft_of(session, decision, on), by=by, now=now)
        _keep(decision, duty)
        _offer(duty, report, by=by, now=now)
    minuted_on = localdate(session.minuted_at) if session.minuted_at else None
    event = SessionIssued(
        session=session.pk,
        duties=tuple(duty.pk for duty in report.offered),
        waiting=tuple(duty.pk for duty, _why in report.waiting),
        same_day=minuted_on == on,
    )
    tell(event, session, by=by, now=now)
    return report


def _draft_of(session: Session, decision: Decision, on: date) -> duties.DutyDraft:
    assert decision.post and decision.checker_post  # noqa: S101, PT018 -- the query's filter
    assert decision.clock and decision.ends_on  # noqa: S101, PT018 -- the constraint's
    return duties.DutyDraft(
        title=decision.text,
        post=decision.post,
        checker_post=decision.checker_post,
        clock=decision.clock,
        proof=decision.proof,
        basis=basis_of(session, decision),
        starts_on=on,
        ends_on=decision.ends_on,
        minutes=decision.minutes,
        origin=f"decision:{decision.pk}",
    )


def _keep(decision: Decision, duty: Duty) -> None:
    Decision.objects.filter(pk=decision.pk, duty=None).update(duty=duty)


def _offer(duty: Duty, report: IssueReport, *, by: Person, now: datetime) -> None:
    try:
        duties.offer_duty(duty, by=by, now=now)
    except duties.Refused as over:
        report.waiting.append((duty, str(over)))
    else:
        report.offered.append(duty)
