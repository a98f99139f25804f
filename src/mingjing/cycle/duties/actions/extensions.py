"""More time: asked by those who owe, decided by somebody else, up to a ceiling."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from mingjing.base.people.models import Person
from mingjing.cycle.duties import rules
from mingjing.cycle.duties.actions.moves import (
    AlreadyMoved,
    Refused,
    _demand,
    _move_extension,
    _subject_of,
    tell,
)
from mingjing.cycle.duties.actions.opening import note_move
from mingjing.cycle.duties.events import (
    ExtensionAsked,
    ExtensionGranted,
    ExtensionRefused,
    ExtensionWithdrawn,
)
from mingjing.cycle.duties.models import Due, Extension
from mingjing.cycle.duties.queries.clocks import ceiling_of
from mingjing.cycle.duties.states import OWED, AskState


@transaction.atomic
def ask_extension(
    due: Due, *, until: date, reason: str, by: Person, now: datetime
) -> Extension:
    """A wish, which stops no clock: the due stays owed on its day until it is granted.

    Late ones may ask too; the baseline stays, so the lateness stays visible.
    """
    _demand(rules.may_ask_extension, by, due, "claim")
    on = localdate(now)
    _refuse_beyond_ceiling(due, until, on)
    try:
        with transaction.atomic():
            extension = Extension.objects.create(
                due=due,
                asked_until=until,
                reason=reason,
                asked_by=by,
                asked_at=now,
                was_due_on=due.due_on,
            )
    except IntegrityError as second:  # one_open_extension
        raise AlreadyMoved(_subject_of(due)) from second
    event = ExtensionAsked(
        due=due.pk,
        extension=extension.pk,
        from_on=due.due_on,
        asked_until=until,
        already_late=due.due_on < on,
        reason=reason,
    )
    tell(event, about=due, by=by, now=now)
    return extension


def _refuse_beyond_ceiling(due: Due, until: date, on: date) -> None:
    refusal = rules.extension_refusal(
        due,
        until,
        on=on,
        granted_count=due.extensions.filter(state=AskState.GRANTED).count(),
        ceiling=ceiling_of(due),
    )
    if refusal:
        raise Refused(refusal)


@transaction.atomic
def decide_extension(
    extension: Extension, *, grant: bool, note: str = "", by: Person, now: datetime
) -> None:
    """Grant or refuse. A refusal says why; a grant asks the ceiling once more."""
    verb = "grant" if grant else "refuse"
    _demand(rules.may_decide_extension, by, extension, verb)
    if not grant and not note.strip():
        raise Refused(_("不同意延期要写明理由，以及可以怎么办。"))
    _move_extension(extension, verb, decided_by=by, decided_at=now, decision_note=note)
    due = Due.objects.select_for_update().get(pk=extension.due_id)
    if grant:
        _grant(extension, due, note, by=by, now=now)
        return
    event = ExtensionRefused(due=due.pk, extension=extension.pk, note=note)
    tell(event, about=due, by=by, now=now)


def _grant(
    extension: Extension, due: Due, note: str, *, by: Person, now: datetime
) -> None:
    if due.state not in OWED:
        raise AlreadyMoved(_subject_of(due))  # claimed meanwhile: nothing to extend
    # Not against today: an answer that came late must not lose the unit its wish.
    asked_on = localdate(extension.asked_at)
    granted = due.extensions.filter(state=AskState.GRANTED).exclude(pk=extension.pk)
    refusal = rules.extension_refusal(
        due,
        extension.asked_until,
        on=asked_on,
        granted_count=granted.count(),
        ceiling=ceiling_of(due),
    )
    if refusal:
        raise Refused(refusal)
    before = due.due_on
    due.due_on = extension.asked_until
    zh, en = _sentences(due, before, on=localdate(now))
    due.explanation_zh += zh
    due.explanation_en += en
    due.save(update_fields=["due_on", "explanation_zh", "explanation_en"])
    event = ExtensionGranted(
        due=due.pk, extension=extension.pk, until=due.due_on, note=note
    )
    tell(event, about=due, by=by, now=now)
    note_move(due, before, due.calendar_version, "extension", by=by, now=now)


def _sentences(due: Due, before: date, *, on: date) -> tuple[str, str]:
    days = f"from {before} to {due.due_on}; the baseline stays {due.baseline_on}"
    return (
        f"{on}同意延期，由{before}延至{due.due_on}；基线仍为{due.baseline_on}。",
        f" Extended on {on} {days}.",
    )


@transaction.atomic
def withdraw_extension(extension: Extension, *, by: Person, now: datetime) -> None:
    _demand(rules.may_withdraw_extension, by, extension, "withdraw")
    _move_extension(extension, "withdraw")
    event = ExtensionWithdrawn(due=extension.due_id, extension=extension.pk)
    tell(event, about=extension.due, by=by, now=now)
