"""The cure: written, agreed, made a duty; signed off by one without a part in it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from mingjing.base.people.models import Person, Post
from mingjing.cycle.duties import actions as duties
from mingjing.cycle.duties.actions import AlreadyMoved, Refused
from mingjing.cycle.duties.models import Duty
from mingjing.cycle.findings import rules
from mingjing.cycle.findings.actions.moves import demand, move, subject_of, tell
from mingjing.cycle.findings.events import (
    CureReturned,
    CureStarted,
    CureWritten,
    FindingSignedOff,
)
from mingjing.cycle.findings.models import Cure, Finding
from mingjing.cycle.findings.queries.clocks import watch_deadline

_MINUTES = 30  # what proving a cure takes, until the unit says otherwise


@dataclass(frozen=True, kw_only=True)
class CureText:
    what: str
    until_on: date
    proof: str
    root_cause: str
    rule_change: str = ""
    no_change_reason: str = ""


@transaction.atomic
def write_cure(finding: Finding, text: CureText, *, by: Person, now: datetime) -> Cure:
    """By the unit; or by the office, which then needs another to agree."""
    if not rules.may_write_cure(by, finding):
        if finding.cures.filter(returned_by=None).exists():
            raise AlreadyMoved(subject_of(finding))
        raise PermissionDenied
    if text.until_on < localdate(now):
        raise Refused(_("完成时限不能早于今天。"))
    if not (text.rule_change.strip() or text.no_change_reason.strip()):
        raise Refused(_("写明制度怎样改；不改的，写明为什么不用改。"))
    try:
        with transaction.atomic():
            cure = Cure.objects.create(
                finding=finding, **vars(text), written_by=by, written_at=now
            )
    except IntegrityError as second:  # one_living_cure
        raise AlreadyMoved(subject_of(finding)) from second
    event = CureWritten(
        finding=finding.pk,
        cure=cure.pk,
        until_on=cure.until_on,
        changes_rule=bool(cure.rule_change),
        words=f"{cure.what}\n{cure.root_cause}",
    )
    tell(event, finding, by=by, now=now)
    return cure


def _waiting(finding: Finding, by: Person) -> Cure:
    waiting = finding.cures.select_for_update().filter(returned_by=None, duty=None)
    cure = waiting.first()
    if not rules.may_start_cure(by, finding):
        if cure is None and rules.may_agree_to_cures(by):
            raise AlreadyMoved(subject_of(finding))
        raise PermissionDenied
    if cure is None:
        raise AlreadyMoved(subject_of(finding))
    return cure


@transaction.atomic
def return_cure(finding: Finding, *, note: str, by: Person, now: datetime) -> None:
    """Back to whoever wrote it, with what is missing."""
    cure = _waiting(finding, by)
    if not note.strip():
        raise Refused(_("退回要写明缺什么、怎么补。"))
    _give_back(finding, cure, note, by=by, now=now)


def _give_back(
    finding: Finding, cure: Cure, note: str, *, by: Person, now: datetime
) -> None:
    here = Cure.objects.filter(pk=cure.pk, returned_by=None)
    if not here.update(returned_by=by, returned_note=note):
        raise AlreadyMoved(subject_of(finding))
    event = CureReturned(finding=finding.pk, cure=cure.pk, note=note)
    tell(event, finding, by=by, now=now)


@dataclass(frozen=True)
class CureStart:
    """``held``: why the duty is drafted but not yet offered; empty when it is."""

    duty: Duty
    held: str


@transaction.atomic
def start_cure(
    finding: Finding, *, checker_post: Post, by: Person, now: datetime
) -> CureStart:
    """The cure becomes a duty like any other: offered, accepted, claimed, verified."""
    cure = _waiting(finding, by)
    on = localdate(now)
    if cure.until_on < on:
        raise Refused(_("完成时限已经过去，请退回重写。"))
    if checker_post.unit_id == finding.unit_id:
        raise Refused(_("复查岗位要在被查单位以外。"))
    move(finding, "start_cure")
    duty = duties.draft_duty(
        _duty_of(finding, cure, checker_post, on=on), by=by, now=now
    )
    Cure.objects.filter(pk=cure.pk).update(duty=duty)
    event = CureStarted(
        finding=finding.pk, cure=cure.pk, duty=duty.pk, until_on=cure.until_on
    )
    tell(event, finding, by=by, now=now)
    try:
        with transaction.atomic():
            duties.offer_duty(duty, by=by, now=now)
    except Refused as over_budget:
        # Promise 11: the drafter cannot pass the cap alone; another offers it with a reason.
        return CureStart(duty, str(over_budget))
    return CureStart(duty, "")


def _duty_of(
    finding: Finding, cure: Cure, checker_post: Post, *, on: date
) -> duties.DutyDraft:
    origin = f"finding:{finding.pk}"
    if Duty.objects.filter(origin=origin).exists():
        origin = f"{origin}/cure:{cure.pk}"
    return duties.DutyDraft(
        title=cure.what,
        post=finding.post,
        checker_post=checker_post,
        clock={"kind": "once", "due_on": cure.until_on.isoformat()},
        proof=cure.proof,
        basis=_("%(code)s整改：%(title)s")
        % {"code": finding.code, "title": finding.title},
        starts_on=on,
        ends_on=cure.until_on,
        measure=finding.measure,
        fact=finding.fact,
        minutes=_MINUTES,
        origin=origin,
    )


@transaction.atomic
def redo_cure(finding: Finding, *, note: str, by: Person, now: datetime) -> None:
    """Its duty ended without being done: the finding waits for another cure."""
    demand(rules.may_redo_cure, by, finding, "redo_cure")
    cure = finding.cures.select_for_update().get(returned_by=None)
    move(finding, "redo_cure")
    _give_back(finding, cure, note, by=by, now=now)


@transaction.atomic
def sign_off(finding: Finding, *, note: str, by: Person, now: datetime) -> None:
    """销号. The watch begins; whether it is over is a question of the day."""
    demand(rules.may_sign_off, by, finding, "sign_off")
    watch = watch_deadline(finding.severity, localdate(now))
    move(
        finding,
        "sign_off",
        signed_off_by=by,
        signed_off_at=now,
        sign_off_note=note,
        watch_until=watch.due_on,
    )
    event = FindingSignedOff(finding=finding.pk, watch_until=watch.due_on, note=note)
    tell(event, finding, by=by, now=now)
