"""Setting a model's parameters, suspending it when it is wrong, letting it work again."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from mingjing.base.people.models import Person
from mingjing.insight.supervision import rules
from mingjing.insight.supervision.actions.telling import (
    AlreadyMoved,
    Refused,
    tell,
)
from mingjing.insight.supervision.events import ModelResumed, ModelSet, ModelSuspended
from mingjing.insight.supervision.models import Card
from mingjing.insight.supervision.queries import in_words, precision_of
from mingjing.insight.supervision.states import LEAST_PRECISION, OUTCOMES_BEFORE_JUDGED
from mingjing_analytics.supervision import refusal
from mingjing_analytics.supervision.model import Model


@transaction.atomic
def set_values(
    model: Model,
    values: dict[str, int | str],
    *,
    reason: str,
    by: Person,
    now: datetime,
) -> None:
    """Parameters for the runs to come, each within its range. Raises Refused."""
    if not rules.may_write(by):
        raise PermissionDenied
    try:
        model.flags(model.values(values))
    except refusal.Refused as error:
        raise Refused(in_words(error)) from error
    card, _new = Card.objects.select_for_update().get_or_create(model=model.id)
    if card.values == values:
        return
    card.values, card.reason = values, reason
    card.save(update_fields=["values", "reason"])
    event = ModelSet(model=model.id, values=str(values), reason=reason)
    tell(event, f"model:{model.id}", by=by, now=now)


def judge_model(model_id: str, *, by: None, now: datetime) -> None:
    """After each outcome: a model that is mostly wrong asks nobody any more."""
    card = Card.objects.filter(model=model_id).first()
    decided, true = precision_of(model_id, card)
    if decided < OUTCOMES_BEFORE_JUDGED or true >= LEAST_PRECISION * decided:
        return
    card, _new = Card.objects.select_for_update().get_or_create(model=model_id)
    if card.suspended_at:
        return
    card.suspended_at = now
    card.save(update_fields=["suspended_at"])
    event = ModelSuspended(model=model_id, outcomes=decided, true=true)
    tell(event, f"model:{model_id}", by=by, now=now)


@transaction.atomic
def resume_model(card: Card, *, reason: str, by: Person, now: datetime) -> None:
    """It was reworked: it may ask again, and its precision is counted from now."""
    if not rules.may_judge(by):
        raise PermissionDenied
    here = Card.objects.filter(pk=card.pk, suspended_at__isnull=False)
    if not here.update(suspended_at=None, counts_from=now, reason=reason):
        raise AlreadyMoved
    tell(
        ModelResumed(model=card.model, reason=reason),
        f"model:{card.model}",
        by=by,
        now=now,
    )
