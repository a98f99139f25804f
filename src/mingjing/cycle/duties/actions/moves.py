"""The one way in which anything here changes its state."""

import copy
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from mingjing.base.people.models import Person
from mingjing.base.people.queries import standing_of
from mingjing.base.record.actions import record
from mingjing.base.record.events import Event
from mingjing.cycle.duties.models import Due, Duty, Extension, SupportCall
from mingjing.cycle.duties.queries.history import last_act
from mingjing.cycle.duties.states import (
    ASK_MOVES,
    DUE_MOVES,
    DUTY_MOVES,
    AskState,
    Move,
)

_MOVES: dict[type, Mapping[str, Any]] = {
    Duty: DUTY_MOVES,
    Due: DUE_MOVES,
    Extension: ASK_MOVES,
}


class AlreadyMoved(Exception):
    """Somebody else was first. Its words name them, so that a page can say so."""

    def __init__(self, subject: str) -> None:
        act = last_act(subject)
        if act is None or not act.who:
            words = _("这一项刚刚有了变化，请看现在的状态。你的输入还在。")
        else:
            words = _("这一项%(when)s已由%(who)s处理。你的输入还在。") % {
                "when": f"{localtime(act.at):%m-%d %H:%M}",
                "who": act.who,
            }
        super().__init__(words)


class Refused(Exception):
    """A rule forbids it; its words say which, and what to do instead."""


_Row = TypeVar("_Row", Duty, Due, Extension)


def _demand(
    rule: Callable[[Person, _Row], bool], by: Person, row: _Row, verb: str
) -> None:
    """Ask the rule; tell "you may not" from "you may, but somebody was first".

    The second is for those who might have done it: a second click gets AlreadyMoved.
    """
    if rule(by, row):
        return
    sources = _MOVES[type(row)][verb].sources
    if row.state not in sources:
        earlier = copy.copy(row)
        earlier.state = sources[0].value
        if rule(by, earlier):
            raise AlreadyMoved(_subject_of(row))
    raise PermissionDenied


def _subject_of(row: Duty | Due | Extension) -> str:
    if isinstance(row, Extension):
        return _subject_of(row.due)
    return f"{row._meta.model_name}:{row.pk}"


def tell(event: Event, *, about: Duty | Due, by: Person | None, now: datetime) -> None:
    role = standing_of(by).role if by else ""
    record(event, by=by, now=now, subject=_subject_of(about), role=role)


def _move_duty(duty: Duty, verb: str, **changes: object) -> None:
    # An edit in between changes the number: nobody accepts words they did not read.
    here = Duty.objects.filter(pk=duty.pk, version=duty.version)
    _move(duty, here, DUTY_MOVES[verb], _subject_of(duty), changes)


def _move_due(due: Due, verb: str, **changes: object) -> None:
    """Compare and set in one statement: of two people who click, one is told."""
    here = Due.objects.filter(pk=due.pk)
    if verb in ("verify", "return", "withdraw"):
        # A claim that was withdrawn and made again by another is not the one judged.
        here = here.filter(claimed_by=due.claimed_by_id, claimed_at=due.claimed_at)
    if verb in ("verify", "return"):
        # Nor may a judge whom an edit has just replaced slip through.
        here = here.filter(checker_post=due.checker_post_id, post=due.post_id)
    _move(due, here, DUE_MOVES[verb], _subject_of(due), changes)


def _move_extension(extension: Extension, verb: str, **changes: object) -> None:
    here = Extension.objects.filter(pk=extension.pk)
    _move(extension, here, ASK_MOVES[verb], _subject_of(extension), changes)


def _move(
    row: models.Model,
    here: models.QuerySet[models.Model],
    move: Move,  # type: ignore[type-arg]
    subject: str,
    changes: dict[str, object],
) -> None:
    if not here.filter(state__in=move.sources).update(state=move.target, **changes):
        raise AlreadyMoved(subject)
    for name, value in {"state": move.target.value, **changes}.items():
        setattr(row, name, value)


def _close_asks(due: Due, *, now: datetime) -> None:
    """Nothing is left to decide on a due that is over."""
    due.extensions.filter(state=AskState.ASKED).update(state=AskState.WITHDRAWN)
    SupportCall.objects.filter(
        due=due, answered_at__isnull=True, withdrawn_at__isnull=True
    ).update(withdrawn_at=now)
