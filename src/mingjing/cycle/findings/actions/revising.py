"""What a decided appeal does to a finding. The appeals room calls; nobody else may."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from mingjing.base.people.models import Person
from mingjing.cycle.duties import actions as duties
from mingjing.cycle.duties import rules as duty_rules
from mingjing.cycle.duties.actions import AlreadyMoved, Refused
from mingjing.cycle.duties.actions.settling import void_owed
from mingjing.cycle.findings import rules
from mingjing.cycle.findings.actions.answering import _vary
from mingjing.cycle.findings.actions.moves import demand, move, subject_of, tell
from mingjing.cycle.findings.events import (
    ContestEnded,
    FindingContested,
    FindingRevoked,
    FindingVaried,
    RelapseUndone,
)
from mingjing.cycle.findings.models import Amendment, Finding
from mingjing.cycle.findings.queries.clocks import watch_deadline
from mingjing.cycle.findings.states import STANDING, FindingState, Severity


@transaction.atomic
def contest_finding(
    finding: Finding, *, appeal: int, by: Person, now: datetime
) -> None:
    """An appeal is open: the finding says so at its own place."""
    if not rules.may_contest(by, finding):
        if finding.contested_on:
            raise AlreadyMoved(subject_of(finding))
        raise PermissionDenied
    _mark(finding, localdate(now))
    tell(FindingContested(finding=finding.pk, appeal=appeal), finding, by=by, now=now)


@transaction.atomic
def end_contest(finding: Finding, *, appeal: int, by: Person, now: datetime) -> None:
    """The appeal is withdrawn, refused or decided; its own room asked whether it may."""
    _mark(finding, None)
    tell(ContestEnded(finding=finding.pk, appeal=appeal), finding, by=by, now=now)


def _mark(finding: Finding, on: object) -> None:
    here = Finding.objects.filter(pk=finding.pk, contested_on=finding.contested_on)
    if not here.filter(state__in=[*STANDING, FindingState.WITHDRAWN]).update(
        contested_on=on
    ):
        raise AlreadyMoved(subject_of(finding))
    finding.contested_on = on  # type: ignore[assignment]


@transaction.atomic
def vary_finding(
    finding: Finding, changes: dict[str, Any], *, reason: str, by: Person, now: datetime
) -> None:
    """Another severity, category, law or text; what stood before stays beside it."""
    if not rules.may_revise(by, finding):
        raise PermissionDenied
    varied = _vary(finding, changes)
    if not varied:
        raise Refused(_("变更要写明改什么：分类、程度、依据或者文字至少改一处。"))
    if _is_heavier(varied):
        raise Refused(_("申诉不能使认定加重。"))
    new: dict[str, object] = {name: pair[1] for name, pair in varied.items()}
    if "severity" in new and finding.signed_off_at and finding.watch_until:
        signed = localdate(finding.signed_off_at)
        new["watch_until"] = watch_deadline(str(new["severity"]), signed).due_on
    here = Finding.objects.filter(
        pk=finding.pk, state=finding.state, contested_on=finding.contested_on
    )
    if not here.update(**new):
        raise AlreadyMoved(subject_of(finding))
    for name, value in new.items():
        setattr(finding, name, value)
    Amendment.objects.create(
        finding=finding, fields=varied, cause="appeal", reason=reason, by=by, at=now
    )
    event = FindingVaried(
        finding=finding.pk, fields=tuple(sorted(varied)), reason=reason
    )
    tell(event, finding, by=by, now=now)


def _is_heavier(varied: dict[str, list[str]]) -> bool:
    """Nobody fares worse for having asked (政务处分法 第五十八条 in its spirit)."""
    order = list(Severity)
    before, after = varied.get("severity", [order[0], order[0]])
    return order.index(Severity(after)) > order.index(Severity(before))


@transaction.atomic
def revoke_finding(finding: Finding, *, reason: str, by: Person, now: datetime) -> None:
    """It did not stand: taken back, its cure with it, and a relapse that it said."""
    demand(rules.may_revise, by, finding, "revoke")
    move(finding, "revoke", withdrawn_by=by, withdrawn_at=now, withdrawn_reason=reason)
    tell(FindingRevoked(finding=finding.pk, reason=reason), finding, by=by, now=now)
    _end_cure(finding, reason, by=by, now=now)
    before = finding.relapse_of
    if before and not before.relapses.filter(state__in=STANDING).exists():
        move(before, "restore")
        event = RelapseUndone(finding=before.pk, relapse=finding.pk)
        tell(event, before, by=by, now=now)


def _end_cure(finding: Finding, reason: str, *, by: Person, now: datetime) -> None:
    """Nothing more is owed. Only the office may end the rule itself; others void it."""
    cure = rules.cure_of(finding)
    if cure is None or cure.duty is None:
        return
    duty = cure.duty
    if duty_rules.may_end(by, duty):
        duties.end_duty(duty, reason=reason[:500], by=by, now=now)
    else:
        void_owed(duty.dues.all(), reason=reason[:500], by=by, now=now)
