"""Proposing, deciding, taking back and stopping a reform."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from mingjing.base.people.models import Person, Post
from mingjing.base.people.queries import standing_of
from mingjing.base.people.states import Role
from mingjing.base.record.actions import record
from mingjing.base.record.events import Event
from mingjing.cycle.duties import actions as duties
from mingjing.cycle.duties.models import Duty
from mingjing.cycle.duties.queries import held_post, office_post
from mingjing.cycle.duties.states import DutyState
from mingjing.insight.approvals.models import Item
from mingjing.insight.reforms import rules
from mingjing.insight.reforms.events import (
    ReformApproved,
    ReformProposed,
    ReformRefused,
    ReformStopped,
    ReformWithdrawn,
)
from mingjing.insight.reforms.models import Reform, Suggestion
from mingjing.insight.reforms.states import CHECK_TAKES_DAYS, MOVES, ReformState

_CHECK_MINUTES = 30
Refused = duties.Refused


class AlreadyMoved(Exception):
    """Somebody decided, withdrew or stopped it meanwhile."""

    def __init__(self) -> None:
        super().__init__(_("这项改革刚刚有人处理过，请看现在的状态。"))


@dataclass(frozen=True, kw_only=True)
class ReformDraft:
    """A reform as somebody wants it."""

    kind: str
    step: str
    what: str
    basis: str
    risk: str
    claim_percent: int | None
    starts_on: date
    suggestion: Suggestion | None = None


@transaction.atomic
def propose_reform(
    item: Item, draft: ReformDraft, *, by: Person, now: datetime
) -> Reform:
    """Ask for a decision. The same words twice from one person are one proposal."""
    if not rules.may_propose(by, item):
        raise PermissionDenied
    Item.objects.select_for_update().get(pk=item.pk)  # the second click waits here
    same = Reform.objects.filter(
        item=item, proposed_by=by, state=ReformState.PROPOSED.value, **vars(draft)
    ).first()
    if same is not None:
        return same
    reform = Reform.objects.create(
        item=item, proposed_by=by, proposed_at=now, **vars(draft)
    )
    event = ReformProposed(
        reform=reform.pk,
        item=item.pk,
        what=reform.kind,
        step=reform.step,
        claim_percent=reform.claim_percent,
        starts_on=reform.starts_on,
    )
    _tell(event, reform, by=by, now=now)
    return reform


@transaction.atomic
def approve_reform(reform: Reform, *, reason: str, by: Person, now: datetime) -> Duty:
    """Agree, and give its unit the duty to check the effect. Raises Refused."""
    _demand(rules.may_decide(by, reform), reform, "approve")
    # The row is taken first: of two who agree at once one draws up the duty.
    _take(reform, "approve", now)
    on = localdate(now)
    check_on = max(reform.measured_from, on + timedelta(days=CHECK_TAKES_DAYS))
    duty = duties.draft_duty(_check_of(reform, on, check_on), by=by, now=now)
    _move(reform, "approve", reason=reason, duty=duty, decided_by=by, decided_at=now)
    duties.offer_duty(duty, by=by, now=now)
    event = ReformApproved(
        reform=reform.pk, duty=duty.pk, check_on=check_on, reason=reason
    )
    _tell(event, reform, by=by, now=now)
    return duty


def _check_of(reform: Reform, on: date, check_on: date) -> duties.DutyDraft:
    """Its unit checks the effect on the data, and the centre checks the check."""
    post = _owner(reform.item)
    checker = _checker(post)
    return duties.DutyDraft(
        title=_("核验改革成效：%(reform)s") % {"reform": reform},
        post=post,
        checker_post=checker,
        clock={"kind": "once", "due_on": check_on.isoformat()},
        proof=_("改革页面上的成效数据，加一句结论：有没有见效，接下来怎么办"),
        basis=reform.basis,
        starts_on=on,
        ends_on=check_on,
        minutes=_CHECK_MINUTES,
        origin=f"reform:{reform.pk}",
    )


def _owner(item: Item) -> Post:
    if item.unit is None:
        raise Refused(_("这个事项还没有责任单位，先在办理要求里写明。"))
    post = held_post(item.unit, (Role.CONTACT, Role.SECRETARY, Role.CENTRE))
    if post is None:
        raise Refused(_("%(unit)s没有在任的专人，先任命再决定。") % {"unit": item.unit})
    return post


def _checker(owner: Post) -> Post:
    """The service centre, whose data show it; else the office."""
    centre = (
        Post.objects.filter(role=Role.CENTRE, appointments__ended_on__isnull=True)
        .filter(appointments__isnull=False)
        .exclude(unit=owner.unit)
        .order_by("id")
        .first()
    )
    checker = centre or office_post()
    if checker is None or checker.pk == owner.pk:
        raise Refused(_("没有能核验的岗位，请先任命。"))
    return checker


@transaction.atomic
def refuse_reform(reform: Reform, *, reason: str, by: Person, now: datetime) -> None:
    _demand(rules.may_decide(by, reform), reform, "refuse")
    _move(reform, "refuse", reason=reason, decided_by=by, decided_at=now)
    _tell(ReformRefused(reform=reform.pk, reason=reason), reform, by=by, now=now)


@transaction.atomic
def withdraw_reform(reform: Reform, *, by: Person, now: datetime) -> None:
    _demand(rules.may_withdraw(by, reform), reform, "withdraw")
    _move(reform, "withdraw")
    _tell(ReformWithdrawn(reform=reform.pk), reform, by=by, now=now)


@transaction.atomic
def stop_reform(reform: Reform, *, reason: str, by: Person, now: datetime) -> None:
    """Undo it: the step is back, and nobody has to check an effect any more."""
    _demand(rules.may_stop(by, reform), reform, "stop")
    _move(reform, "stop", reason=reason)
    duty = reform.duty
    if duty is not None and duty.state != DutyState.ENDED:
        duties.end_duty(duty, reason=reason, by=by, now=now)
    _tell(ReformStopped(reform=reform.pk, reason=reason), reform, by=by, now=now)


def _demand(allowed: bool, reform: Reform, verb: str) -> None:  # noqa: FBT001
    if allowed:
        return
    if reform.state not in MOVES[verb].sources:
        raise AlreadyMoved
    raise PermissionDenied


def _take(reform: Reform, verb: str, now: datetime) -> None:
    here = Reform.objects.filter(pk=reform.pk, state__in=MOVES[verb].sources)
    if not here.update(decided_at=now):
        raise AlreadyMoved


def _move(reform: Reform, verb: str, **changes: object) -> None:
    sources, target = MOVES[verb]
    here = Reform.objects.filter(pk=reform.pk, state__in=sources)
    if not here.update(state=target, **changes):
        raise AlreadyMoved
    reform.refresh_from_db()


def _tell(event: Event, reform: Reform, *, by: Person, now: datetime) -> None:
    subject, role = f"reform:{reform.pk}", standing_of(by).role
    record(event, by=by, now=now, subject=subject, role=role)
