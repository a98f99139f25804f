"""A call upward: what the unit cannot settle, with a clock on the superior's answer."""

import copy
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from mingjing.base.people.models import Person
from mingjing.cycle.duties import rules
from mingjing.cycle.duties.actions.moves import (
    AlreadyMoved,
    Refused,
    _demand,
    _subject_of,
    tell,
)
from mingjing.cycle.duties.events import (
    SupportAnswered,
    SupportCalled,
    SupportCallWithdrawn,
)
from mingjing.cycle.duties.models import Due, SupportCall
from mingjing.cycle.duties.queries.clocks import answer_deadline
from mingjing.cycle.duties.queries.lists import superior_post_of


@transaction.atomic
def call_for_support(
    due: Due, *, question: str, by: Person, now: datetime
) -> SupportCall:
    """The due's own clock goes on; whether it should move is an extension's matter."""
    _demand(rules.may_call_for_support, by, due, "claim")
    to_post = superior_post_of(due.unit)
    if to_post is None or to_post.pk == due.post_id:
        raise Refused(_("上级岗位现在没有人任职，请先联系领导小组办公室补上。"))
    clock = answer_deadline(localdate(now))
    try:
        with transaction.atomic():
            call = SupportCall.objects.create(
                due=due,
                question=question,
                asked_by=by,
                asked_at=now,
                to_post=to_post,
                answer_due_on=clock.due_on,
                explanation_zh=clock.explanation_zh,
                explanation_en=clock.explanation_en,
            )
    except IntegrityError as second:  # one_open_support_call
        raise AlreadyMoved(_subject_of(due)) from second
    event = SupportCalled(
        due=due.pk,
        call=call.pk,
        to_post=to_post.pk,
        answer_due_on=clock.due_on,
        question=question,
    )
    tell(event, about=due, by=by, now=now)
    return call


@transaction.atomic
def answer_support(
    call: SupportCall, *, answer: str, by: Person, now: datetime
) -> None:
    _demand_open(rules.may_answer_support, by, call)
    _settle(call, answer=answer, answered_by=by, answered_at=now)
    event = SupportAnswered(
        due=call.due_id,
        call=call.pk,
        # The superior's lateness is the superior's, not the unit's.
        was_late=localdate(now) > call.answer_due_on,
        answer=answer,
    )
    tell(event, about=call.due, by=by, now=now)


@transaction.atomic
def withdraw_support_call(call: SupportCall, *, by: Person, now: datetime) -> None:
    _demand_open(rules.may_withdraw_support, by, call)
    _settle(call, withdrawn_at=now)
    event = SupportCallWithdrawn(due=call.due_id, call=call.pk)
    tell(event, about=call.due, by=by, now=now)


def _demand_open(rule: rules.CallRule, by: Person, call: SupportCall) -> None:
    if rule(by, call):
        return
    earlier = copy.copy(call)
    earlier.answered_at = earlier.withdrawn_at = None
    if rule(by, earlier):
        raise AlreadyMoved(_subject_of(call.due))
    raise PermissionDenied


def _settle(call: SupportCall, **changes: object) -> None:
    here = SupportCall.objects.filter(
        pk=call.pk, answered_at__isnull=True, withdrawn_at__isnull=True
    )
    if not here.update(**changes):
        raise AlreadyMoved(_subject_of(call.due))
    for name, value in changes.items():
        setattr(call, name, value)
