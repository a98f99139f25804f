"""Taking a measure out of the plan: alone before it is in force, by two afterwards."""

from datetime import datetime

from django.db import transaction

from mingjing.base.people.models import Person
from mingjing.cycle.plan import rules
from mingjing.cycle.plan.actions.moves import AlreadyMoved, ask, move, tell
from mingjing.cycle.plan.events import (
    MeasureDropAsked,
    MeasureDropped,
    MeasureDropTakenBack,
)
from mingjing.cycle.plan.models import Measure
from mingjing.cycle.plan.states import MOVES


@transaction.atomic
def drop_measure(measure: Measure, *, reason: str, by: Person, now: datetime) -> None:
    """Only what nobody has relied on yet."""
    move(measure, "drop", by=by)
    event = MeasureDropped(measure=measure.pk, reason=reason)
    tell(event, about=f"measure:{measure.pk}", by=by, now=now)


@transaction.atomic
def ask_to_drop(measure: Measure, *, reason: str, by: Person, now: datetime) -> None:
    ask(rules.may_write(by))
    sources, _target = MOVES["confirm_drop"]
    here = Measure.objects.filter(
        pk=measure.pk, state__in=sources, drop_asked_by__isnull=True
    )
    if not here.update(drop_asked_by=by, drop_reason=reason):
        raise AlreadyMoved
    event = MeasureDropAsked(measure=measure.pk, reason=reason)
    tell(event, about=f"measure:{measure.pk}", by=by, now=now)


@transaction.atomic
def confirm_drop(measure: Measure, *, by: Person, now: datetime) -> None:
    """What was asked on the page that the person saw, and nothing asked since."""
    ask(rules.may_confirm_drop(by, measure))
    sources, target = MOVES["confirm_drop"]
    here = Measure.objects.filter(
        pk=measure.pk,
        state__in=sources,
        drop_asked_by=measure.drop_asked_by_id,
        drop_reason=measure.drop_reason,
    )
    if not here.update(state=target, dropped_by=by):
        raise AlreadyMoved
    event = MeasureDropped(measure=measure.pk, reason=measure.drop_reason)
    tell(event, about=f"measure:{measure.pk}", by=by, now=now)


@transaction.atomic
def take_back_drop(measure: Measure, *, by: Person, now: datetime) -> None:
    ask(rules.may_take_back_drop(by, measure))
    sources, _target = MOVES["confirm_drop"]
    here = Measure.objects.filter(
        pk=measure.pk, state__in=sources, drop_asked_by=measure.drop_asked_by_id
    )
    if not here.update(drop_asked_by=None, drop_reason=""):
        raise AlreadyMoved
    event = MeasureDropTakenBack(measure=measure.pk)
    tell(event, about=f"measure:{measure.pk}", by=by, now=now)
