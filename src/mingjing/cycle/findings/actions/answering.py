"""The unit's reply, and the confirmation by somebody else."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from mingjing.base.people.models import Person
from mingjing.cycle.duties.actions import AlreadyMoved, Refused
from mingjing.cycle.findings import rules
from mingjing.cycle.findings.actions.moves import demand, move, subject_of, tell
from mingjing.cycle.findings.events import (
    FindingAccepted,
    FindingConfirmed,
    FindingObjected,
    FindingRelapsed,
)
from mingjing.cycle.findings.models import Amendment, Finding, Objection, Reply
from mingjing.cycle.findings.states import FindingState, Point

# What an objection or an appeal may change; who it is about may not.
VARIABLE = ("title", "category", "severity", "facts", "law")


@transaction.atomic
def reply_to_finding(
    finding: Finding,
    *,
    accepts: bool,
    words: str = "",
    objections: dict[Point, str] | None = None,
    by: Person,
    now: datetime,
) -> Reply:
    """Once, late or not. An objection names its points; each will be answered."""
    verb = "accept" if accepts else "object"
    demand(rules.may_reply, by, finding, verb)
    points = (
        {} if accepts else {p: w for p, w in (objections or {}).items() if w.strip()}
    )
    if not accepts and not points:
        raise Refused(_("有异议的，请至少写明一点：哪里不对，应当怎样。"))
    was_late = (
        finding.reply_due_on is not None and localdate(now) > finding.reply_due_on
    )
    move(finding, verb)
    try:
        with transaction.atomic():
            reply = Reply.objects.create(
                finding=finding,
                accepts=accepts,
                words=words,
                by=by,
                at=now,
                was_late=was_late,
            )
    except IntegrityError as second:
        raise AlreadyMoved(subject_of(finding)) from second
    Objection.objects.bulk_create(
        Objection(reply=reply, point=point.value, words=said)
        for point, said in points.items()
    )
    tell(_replied(finding, reply, points), finding, by=by, now=now)
    return reply


def _replied(
    finding: Finding, reply: Reply, points: dict[Point, str]
) -> FindingAccepted | FindingObjected:
    if reply.accepts:
        return FindingAccepted(
            finding=finding.pk, was_late=reply.was_late, words=reply.words
        )
    said = [reply.words, *(f"{point}: {words}" for point, words in points.items())]
    return FindingObjected(
        finding=finding.pk,
        points=tuple(point.value for point in points),
        was_late=reply.was_late,
        words="\n".join(said),
    )


@transaction.atomic
def confirm_finding(
    finding: Finding,
    *,
    note: str,
    answers: dict[str, str] | None = None,
    changes: dict[str, Any] | None = None,
    by: Person,
    now: datetime,
) -> None:
    """Established, by somebody else. Silence is no consent: the term must have passed.

    ``answers`` by point, one for each objection; ``changes`` follow an objection.
    """
    demand(rules.may_confirm, by, finding, "confirm")
    reply = Reply.objects.filter(finding=finding).first()
    if finding.state == FindingState.NOTIFIED:
        if reply:  # it came in after this page was read
            raise AlreadyMoved(subject_of(finding))
        _demand_term_passed(finding, now)
    answered = _answer(reply, answers or {}) if reply else ()
    before = finding.state
    varied = _vary(finding, changes or {}) if before == FindingState.OBJECTED else {}
    move(
        finding,
        "confirm",
        confirmed_by=by,
        confirmed_at=now,
        confirm_note=note,
        **{name: pair[1] for name, pair in varied.items()},
    )
    if varied:
        Amendment.objects.create(
            finding=finding, fields=varied, cause="reply", reason=note, by=by, at=now
        )
    tell(_confirmed(finding, reply, answered, varied), finding, by=by, now=now)
    if finding.relapse_of:
        _relapse(finding.relapse_of, finding, by=by, now=now)


def _confirmed(
    finding: Finding,
    reply: Reply | None,
    answered: tuple[str, ...],
    varied: dict[str, list[str]],
) -> FindingConfirmed:
    return FindingConfirmed(
        finding=finding.pk,
        without_reply=reply is None and not finding.self_reported,
        answered_points=answered,
        varied_fields=tuple(sorted(varied)),
        note=finding.confirm_note,
    )


def _demand_term_passed(finding: Finding, now: datetime) -> None:
    due_on = finding.reply_due_on
    if due_on is None or localdate(now) <= due_on:
        raise Refused(
            _("单位的答复期限到%(day)s为止，之前不能确认；不答复不等于认可。")
            % {"day": due_on}
        )


def _answer(reply: Reply, answers: dict[str, str]) -> tuple[str, ...]:
    points = []
    for objection in reply.objections.all():
        answer = answers.get(objection.point, "").strip()
        if not answer:
            raise Refused(
                _(
                    "“%(point)s”的异议还没有答复。每一点异议都要写明采纳或者不采纳的理由。"
                )
                % {"point": objection.get_point_display()}
            )
        Objection.objects.filter(pk=objection.pk).update(answer=answer)
        points.append(objection.point)
    return tuple(points)


def _vary(finding: Finding, changes: dict[str, Any]) -> dict[str, list[str]]:
    """Before and after of what really changes; kept in the row that the page shows."""
    return {
        name: [getattr(finding, name), changes[name]]
        for name in VARIABLE
        if changes.get(name) and changes[name] != getattr(finding, name)
    }


def _relapse(before: Finding, again: Finding, *, by: Person, now: datetime) -> None:
    """The earlier one came back: said only once the new one is established."""
    if before.state != FindingState.SIGNED_OFF:
        return  # it came back before, or did not stand on appeal
    move(before, "relapse")
    event = FindingRelapsed(finding=before.pk, relapse=again.pk)
    tell(event, before, by=by, now=now)
