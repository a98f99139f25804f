"""A suggestion comes in without a name, and is answered with one."""

import hashlib
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from mingjing.base.people.models import Person
from mingjing.base.people.queries import standing_of
from mingjing.base.record.actions import record
from mingjing.insight.approvals.models import Item
from mingjing.insight.reforms import rules
from mingjing.insight.reforms.events import SuggestionAnswered, SuggestionReceived
from mingjing.insight.reforms.models import Suggestion
from mingjing.insight.reforms.states import ANSWER_WITHIN
from mingjing_law.calendar import default_calendar


class AlreadyAnswered(Exception):
    """Somebody answered it meanwhile."""

    def __init__(self) -> None:
        super().__init__(_("这条建议刚刚有人答复过。"))


def receive_suggestion(
    item: Item, *, step: str, text: str, receipt: str, by: None, now: datetime
) -> Suggestion:
    """Keep a suggestion. The same receipt twice is the same suggestion, kept once.

    ``by`` is nobody, whoever is signed in: who suggests is never known.
    """
    digest = hashlib.sha256(receipt.encode()).hexdigest()
    known = Suggestion.objects.filter(receipt_sha256=digest).first()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            return _received(item, step, text, digest, by=by, now=now)
    except IntegrityError:  # the second click was as fast as the first
        return Suggestion.objects.get(receipt_sha256=digest)


def _received(
    item: Item, step: str, text: str, digest: str, *, by: None, now: datetime
) -> Suggestion:
    suggestion = Suggestion.objects.create(
        item=item,
        step=step,
        text=text,
        receipt_sha256=digest,
        asked_at=now,
        answer_due_on=_answer_due(localdate(now)),
    )
    event = SuggestionReceived(
        suggestion=suggestion.pk,
        item=item.pk,
        step=step,
        answer_due_on=suggestion.answer_due_on,
        text=text,
    )
    subject = f"suggestion:{suggestion.pk}"
    record(event, by=by, now=now, subject=subject, role="public")
    return suggestion


def _answer_due(asked_on: date) -> date:
    return default_calendar().nth_working_day(asked_on, ANSWER_WITHIN)


@transaction.atomic
def answer_suggestion(
    suggestion: Suggestion, *, verdict: str, answer: str, by: Person, now: datetime
) -> None:
    """Say what becomes of it, for everybody to read. Raises AlreadyAnswered."""
    if not rules.may_answer(by, suggestion):
        if suggestion.verdict:
            raise AlreadyAnswered
        raise PermissionDenied
    here = Suggestion.objects.filter(pk=suggestion.pk, verdict="")
    if not here.update(verdict=verdict, answer=answer, answered_at=now, answered_by=by):
        raise AlreadyAnswered
    event = SuggestionAnswered(
        suggestion=suggestion.pk,
        verdict=verdict,
        late=localdate(now) > suggestion.answer_due_on,
        answer=answer,
    )
    subject = f"suggestion:{suggestion.pk}"
    record(event, by=by, now=now, subject=subject, role=standing_of(by).role)
