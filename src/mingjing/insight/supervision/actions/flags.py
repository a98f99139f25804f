"""What becomes of a flag: the unit is asked first; a person decides, with a reason."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from mingjing.base.people.models import Person, Post, Unit
from mingjing.base.people.states import Role
from mingjing.cycle.duties.queries import held_post
from mingjing.cycle.findings import actions as findings
from mingjing.cycle.findings.states import SourceKind
from mingjing.insight.supervision import rules
from mingjing.insight.supervision.actions.cards import judge_model
from mingjing.insight.supervision.actions.telling import AlreadyMoved, Refused, tell
from mingjing.insight.supervision.events import (
    FlagAnswered,
    FlagAsked,
    FlagDecided,
    FlagsExpired,
)
from mingjing.insight.supervision.models import Flag
from mingjing.insight.supervision.states import ANSWER_WITHIN, MOVES
from mingjing_law.calendar import default_calendar


@dataclass(frozen=True, kw_only=True)
class Confirmed:
    """What a finding says that comes from a flag."""

    title: str
    category: str
    severity: str
    facts: str
    law: str


@transaction.atomic
def ask_unit(
    flag: Flag, *, question: str, unit: Unit, by: Person, now: datetime
) -> None:
    """Put the model's question to the unit, with a clock. Raises Refused."""
    _demand("ask", flag, by)
    if held_post(unit, (Role.CONTACT, Role.SECRETARY)) is None:
        raise Refused(_("%(unit)s没有在任的专人，先任命再询问。") % {"unit": unit})
    due = default_calendar().nth_working_day(localdate(now), ANSWER_WITHIN)
    _move(flag, "ask", question=question, unit=unit, asked_at=now, answer_due_on=due)
    event = FlagAsked(
        flag=flag.pk,
        model=flag.model,
        unit=unit.pk,
        answer_due_on=due,
        question=question,
    )
    tell(event, f"flag:{flag.pk}", by=by, now=now)


@transaction.atomic
def answer_flag(flag: Flag, *, answer: str, by: Person, now: datetime) -> None:
    """What the unit says. Late answers are taken, and are late."""
    _demand("answer", flag, by)
    late = bool(flag.answer_due_on and localdate(now) > flag.answer_due_on)
    _move(flag, "answer", answer=answer, answered_at=now, answered_by=by)
    event = FlagAnswered(flag=flag.pk, late=late, answer=answer)
    tell(event, f"flag:{flag.pk}", by=by, now=now)


def dismiss_flag(flag: Flag, *, reason: str, by: Person, now: datetime) -> None:
    """Set aside before anybody is asked."""
    _decide("dismiss", flag, reason=reason, by=by, now=now)


def explain_flag(flag: Flag, *, reason: str, by: Person, now: datetime) -> None:
    """There is an innocent explanation, and somebody says which."""
    _decide("explain", flag, reason=reason, by=by, now=now)


def transfer_flag(flag: Flag, *, reason: str, by: Person, now: datetime) -> None:
    """To whoever deals with it by law; nothing more of it is kept here."""
    _decide("transfer", flag, reason=reason, by=by, now=now)


@transaction.atomic
def confirm_flag(
    flag: Flag, said: Confirmed, *, reason: str, by: Person, now: datetime
) -> None:
    """It is so: a finding is opened as a draft, with its right of reply. Raises Refused."""
    _demand("confirm", flag, by)
    draft = findings.FindingDraft(
        title=said.title,
        post=_post_of(flag.unit),
        category=said.category,
        severity=said.severity,
        facts=said.facts,
        law=said.law,
        found_on=localdate(now),
    )
    source = findings.SourceNote(
        kind=SourceKind.DISCIPLINE,
        pointer=_("数据监督疑点 %(n)d") % {"n": flag.pk},
        said_on=localdate(now),
    )
    try:
        finding = findings.open_finding(draft, source, by=by, now=now)
    except findings.Refused as error:
        raise Refused(str(error)) from error
    _settled("confirm", flag, reason=reason, by=by, now=now, finding=finding)


@transaction.atomic
def _decide(verb: str, flag: Flag, *, reason: str, by: Person, now: datetime) -> None:
    _demand(verb, flag, by)
    _settled(verb, flag, reason=reason, by=by, now=now)


def _settled(
    verb: str, flag: Flag, *, reason: str, by: Person, now: datetime, **more: object
) -> None:
    _move(flag, verb, reason=reason, decided_by=by, decided_at=now, **more)
    event = FlagDecided(
        flag=flag.pk, outcome=flag.state, finding=flag.finding_id, reason=reason
    )
    tell(event, f"flag:{flag.pk}", by=by, now=now)
    judge_model(flag.model, by=None, now=now)


def _post_of(unit: Unit) -> Post:
    post = held_post(unit, (Role.CONTACT, Role.SECRETARY))
    if post is None:
        raise Refused(_("%(unit)s没有在任的专人，先任命再决定。") % {"unit": unit})
    return post


@transaction.atomic
def expire_flags(*, by: None, now: datetime) -> int:
    """What nobody decided in 180 days is forgotten: its key, facts, words and rows go."""
    sources, _expired = MOVES["expire"]
    old = Flag.objects.filter(state__in=sources, expires_on__lt=localdate(now))
    counts: dict[str, int] = {}
    for flag in old.select_for_update():
        flag.rows.all().delete()
        blank = {"key": {}, "facts": {}, "question": "", "answer": ""}
        _move(flag, "expire", **blank)
        counts[flag.model] = counts.get(flag.model, 0) + 1
    for model, count in sorted(counts.items()):
        event = FlagsExpired(model=model, count=count)
        tell(event, f"model:{model}", by=by, now=now)
    return sum(counts.values())


def _demand(verb: str, flag: Flag, by: Person) -> None:
    if rules.may(verb, by, flag):
        return
    if flag.state not in MOVES[verb].sources:
        raise AlreadyMoved
    raise PermissionDenied


def _move(flag: Flag, verb: str, **changes: object) -> None:
    sources, target = MOVES[verb]
    here = Flag.objects.filter(pk=flag.pk, state__in=sources)
    if not here.update(state=target.value, **changes):
        raise AlreadyMoved
    flag.refresh_from_db()
