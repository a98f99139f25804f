"""Planned, held, minuted, cancelled. What was said stays in the minutes themselves."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from mingjing.base.people.models import Person, Post, Unit
from mingjing.cycle.sessions import rules
from mingjing.cycle.sessions.actions.moves import Refused, demand, move, tell
from mingjing.cycle.sessions.events import (
    SessionCancelled,
    SessionHeld,
    SessionMinuted,
    SessionPlanned,
    SessionReplanned,
)
from mingjing.cycle.sessions.models import AgendaItem, Decision, Session

_CODE_TRIES = 20


@dataclass(frozen=True)
class Agenda:
    """Items in order; whether the first of them is the 第一议题."""

    items: Sequence[str] = ()
    first_topic: bool = False


@dataclass(frozen=True, kw_only=True)
class SessionPlan:
    kind: str
    title: str
    unit: Unit
    chair_post: Post
    planned_on: date
    follows: Session | None = None
    agenda: Agenda = field(default_factory=Agenda)


@dataclass(frozen=True, kw_only=True)
class DecisionText:
    """With a post, checker, clock and end it will be owed; with a reason it will not."""

    text: str
    post: Post | None = None
    checker_post: Post | None = None
    clock: dict[str, Any] | None = None
    ends_on: date | None = None
    proof: str = ""
    minutes: int = 30
    no_duty_reason: str = ""


@transaction.atomic
def plan_session(plan: SessionPlan, *, by: Person, now: datetime) -> Session:
    _check_plan(plan, by)
    session = _insert(plan, by=by)
    _write_agenda(session, plan.agenda)
    event = SessionPlanned(
        session=session.pk,
        code=session.code,
        kind=session.kind,
        unit=session.unit_id,
        chair_post=session.chair_post_id,
        planned_on=session.planned_on,
        agenda=len(plan.agenda.items),
        title=session.title,
    )
    tell(event, session, by=by, now=now)
    return session


def _check_plan(plan: SessionPlan, by: Person) -> None:
    if not rules.may_plan_for(by, plan.unit.pk):
        raise PermissionDenied
    if (
        plan.follows
        and not Session.objects.visible_to(by).filter(pk=plan.follows.pk).exists()
    ):
        raise PermissionDenied


def _insert(plan: SessionPlan, *, by: Person) -> Session:
    # As with duties: two planners may read the same last code; the key lets one through.
    words = {name: value for name, value in vars(plan).items() if name != "agenda"}
    for _try in range(_CODE_TRIES):
        try:
            with transaction.atomic():
                code = _next_code(plan.planned_on.year)
                return Session.objects.create(**words, code=code, planned_by=by)
        except IntegrityError:
            continue
    raise Refused(_("现在登记的人太多，请稍后再试。"))


def _next_code(year: int) -> str:
    last = (
        Session.objects.filter(code__startswith=f"HY-{year}-").order_by("-code").first()
    )
    number = int(last.code.rpartition("-")[2]) + 1 if last else 1
    return f"HY-{year}-{number:04d}"


def _write_agenda(session: Session, agenda: Agenda) -> None:
    session.agenda.all().delete()
    AgendaItem.objects.bulk_create(
        AgendaItem(
            session=session,
            number=number,
            title=title,
            first_topic=agenda.first_topic and number == 1,
        )
        for number, title in enumerate(agenda.items, 1)
    )


@transaction.atomic
def replan_session(
    session: Session, plan: SessionPlan, *, by: Person, now: datetime
) -> None:
    demand(rules.may_replan, by, session, "replan")
    _check_plan(plan, by)
    words = {name: value for name, value in vars(plan).items() if name != "agenda"}
    move(session, "replan", **words)
    _write_agenda(session, plan.agenda)
    event = SessionReplanned(
        session=session.pk,
        number=session.version,
        planned_on=session.planned_on,
        agenda=len(plan.agenda.items),
    )
    tell(event, session, by=by, now=now)


@transaction.atomic
def hold_session(
    session: Session, *, held_on: date, agenda: Agenda, by: Person, now: datetime
) -> None:
    demand(rules.may_hold, by, session, "hold")
    if held_on > localdate(now):
        raise Refused(_("召开日期不能晚于今天。开完再来登记。"))
    move(session, "hold", held_on=held_on)
    _write_agenda(session, agenda)
    event = SessionHeld(
        session=session.pk,
        held_on=held_on,
        agenda=len(agenda.items),
        first_topic=agenda.first_topic and bool(agenda.items),
    )
    tell(event, session, by=by, now=now)


@transaction.atomic
def minute_session(
    session: Session,
    *,
    number: str,
    decisions: Sequence[DecisionText],
    by: Person,
    now: datetime,
) -> None:
    """The minutes' number and what was decided; until issued it can be corrected."""
    demand(rules.may_minute, by, session, "minute")
    number = number.strip()
    if not number:
        raise Refused(_("请写纪要文号：决定的依据就是它。"))
    same = Session.objects.filter(unit=session.unit_id, minutes_number=number)
    if same.exclude(pk=session.pk).exists():
        raise Refused(_("这个文号已经登记在本单位另一次会议下，请核对。"))
    for row, words in enumerate(decisions, 1):
        _check_decision(session, row, words, by)
    move(session, "minute", minutes_number=number, minuted_by=by, minuted_at=now)
    session.decisions.all().delete()
    Decision.objects.bulk_create(
        Decision(session=session, number=row, **vars(words))
        for row, words in enumerate(decisions, 1)
    )
    event = SessionMinuted(
        session=session.pk,
        number=session.version,
        minutes=number,
        decisions=len(decisions),
        for_information=sum(bool(d.no_duty_reason) for d in decisions),
    )
    tell(event, session, by=by, now=now)


def _check_decision(
    session: Session, row: int, words: DecisionText, by: Person
) -> None:
    said = f"{words.text} {words.proof} {words.no_duty_reason}"
    if inside := rules.stays_inside(session.kind, said):
        raise Refused(
            _(
                "第%(row)s项里有“%(word)s”：会上的批评和自我批评留在会议原件里，"
                "这里只写商定的整改措施。"
            )
            % {"row": row, "word": inside[0]}
        )
    if words.no_duty_reason:
        if words.post:
            raise Refused(
                _("第%(row)s项：立责任，或者写明不立的理由，二选一。") % {"row": row}
            )
        return
    if not (words.post and words.checker_post and words.clock and words.ends_on):
        raise Refused(
            _("第%(row)s项：写明承办岗位、核验岗位和期限；不立责任的，写明理由。")
            % {"row": row}
        )
    if words.post.pk == words.checker_post.pk:
        raise Refused(_("第%(row)s项：核验岗位不能就是承办岗位。") % {"row": row})
    if not (
        rules.may_give_to(by, session, words.post)
        and rules.may_check_for(by, session, words.checker_post)
    ):
        raise PermissionDenied


@transaction.atomic
def cancel_session(session: Session, *, reason: str, by: Person, now: datetime) -> None:
    demand(rules.may_cancel, by, session, "cancel")
    if not reason.strip():
        raise Refused(_("请写明取消原因。"))
    move(session, "cancel", cancel_reason=reason)
    tell(SessionCancelled(session=session.pk, reason=reason), session, by=by, now=now)
