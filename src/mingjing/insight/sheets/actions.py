"""Taking a file in, doing what was ticked, putting the rest aside.

Every row is done through the rooms' own actions, with their own rules and events, each
in its own transaction: a row that is refused does not hold back the others, and what
was done is never undone by what was not.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from mingjing.base.people.models import Person
from mingjing.base.people.queries import standing_of
from mingjing.base.record.actions import record
from mingjing.base.record.events import Event
from mingjing.cycle.duties import actions as duties
from mingjing.cycle.duties.models import Due, Duty
from mingjing.cycle.evidence import actions as evidence
from mingjing.insight.sheets import rules
from mingjing.insight.sheets.events import SheetApplied, SheetReceived, SheetSetAside
from mingjing.insight.sheets.models import Sheet
from mingjing.insight.sheets.states import MOVES, SheetState


class AlreadyMoved(Exception):
    """The file was done with or put aside meanwhile."""

    def __init__(self) -> None:
        super().__init__(_("这份文件刚刚已经办完或放弃，请看现在的状态。"))


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """What was read of a file."""

    sha256: str
    name: str
    rows: list[dict[str, Any]]
    same_rows: int
    unread_heads: list[str]


def receive_sheet(arrival: Arrival, *, by: Person, now: datetime) -> tuple[Sheet, bool]:
    """The sheet, and whether it is new: the same file still open is the same sheet."""
    if not rules.may_use(by):
        raise PermissionDenied
    state = SheetState.RECEIVED if arrival.rows else SheetState.DONE
    try:
        with transaction.atomic():
            sheet = Sheet.objects.create(
                **vars(arrival), by=by, received_at=now, state=state
            )
            event = SheetReceived(
                sheet=sheet.pk,
                sha256=arrival.sha256,
                changed_rows=len(arrival.rows),
                same_rows=arrival.same_rows,
            )
            _tell(event, sheet, by=by, now=now)
    except IntegrityError:  # one_open_sheet_of_a_file
        return Sheet.objects.get(
            by=by, sha256=arrival.sha256, state=SheetState.RECEIVED
        ), False
    return sheet, True


@dataclass(frozen=True)
class Edit:
    id: str
    duty: Duty
    changes: dict[str, Any]
    version: int  # that the page had shown


@dataclass(frozen=True)
class Draft:
    id: str
    draft: duties.DutyDraft


@dataclass(frozen=True)
class Claim:
    id: str
    due: Due
    pointer: str
    note: str


@dataclass
class Outcome:
    edited: list[str] = field(default_factory=list)
    drafted: list[str] = field(default_factory=list)
    proven: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)

    @property
    def done(self) -> set[str]:
        return {*self.edited, *self.drafted, *self.proven}


@dataclass(frozen=True, kw_only=True)
class Chosen:
    edits: Sequence[Edit] = ()
    drafts: Sequence[Draft] = ()
    claims: Sequence[Claim] = ()
    already: Sequence[str] = ()  # rows that stand so by now: they leave without an act
    reason: str = ""
    effective_on: date | None = None


def apply_sheet(sheet: Sheet, chosen: Chosen, *, by: Person, now: datetime) -> Outcome:
    """Do what was ticked, row by row; what is refused stays, with its sentence."""
    if not rules.may_apply(by, sheet):
        raise PermissionDenied
    outcome = Outcome()
    for edit in chosen.edits:
        _edit(edit, chosen, outcome, by=by, now=now)
    for draft in chosen.drafts:
        _draft(draft, outcome, by=by, now=now)
    for claims in _by_proof(chosen.claims):
        _claim(claims, outcome, by=by, now=now)
    _keep_rest(sheet, outcome, gone=outcome.done | {*chosen.already}, by=by, now=now)
    return outcome


def _edit(
    edit: Edit, chosen: Chosen, outcome: Outcome, *, by: Person, now: datetime
) -> None:
    if chosen.effective_on is None:
        raise ValueError("an edit needs the day from which it holds")
    words = duties.DutyEdit(
        changes=edit.changes,
        reason=chosen.reason,
        effective_on=chosen.effective_on,
        version=edit.version,
    )
    try:
        duties.edit_duty(edit.duty, words, by=by, now=now)
    except (duties.Refused, duties.AlreadyMoved) as refusal:
        outcome.refused[edit.id] = str(refusal)
    else:
        outcome.edited.append(edit.id)


def _draft(draft: Draft, outcome: Outcome, *, by: Person, now: datetime) -> None:
    try:
        with transaction.atomic():
            duties.draft_duty(draft.draft, by=by, now=now)
    except IntegrityError:  # a second click was faster: it stands
        outcome.drafted.append(draft.id)
    except duties.Refused as refusal:
        outcome.refused[draft.id] = str(refusal)
    else:
        outcome.drafted.append(draft.id)


def _by_proof(claims: Iterable[Claim]) -> Iterable[list[Claim]]:
    """One document for many dues is one evidence, attached once."""
    grouped: dict[tuple[int, str, str], list[Claim]] = {}
    for claim in claims:
        key = (claim.due.unit_id, claim.pointer, claim.note)
        grouped.setdefault(key, []).append(claim)
    return grouped.values()


def _claim(claims: list[Claim], outcome: Outcome, *, by: Person, now: datetime) -> None:
    first = claims[0]
    try:
        evidence.prove_dues(
            [claim.due for claim in claims],
            pointer=first.pointer,
            note=first.note,
            by=by,
            now=now,
        )
    except (duties.Refused, duties.AlreadyMoved) as refusal:
        outcome.refused |= {claim.id: str(refusal) for claim in claims}
    else:
        outcome.proven += [claim.id for claim in claims]


@transaction.atomic
def _keep_rest(
    sheet: Sheet, outcome: Outcome, *, gone: set[str], by: Person, now: datetime
) -> None:
    here = Sheet.objects.select_for_update().get(pk=sheet.pk)
    rows = [
        row
        | (
            {"refused": outcome.refused[row["id"]]}
            if row["id"] in outcome.refused
            else {}
        )
        for row in here.rows
        if row["id"] not in gone
    ]
    here.rows = rows
    here.edited += len(outcome.edited)
    here.drafted += len(outcome.drafted)
    here.proven += len(outcome.proven)
    if not rows and here.state in MOVES["finish"].sources:
        here.state = MOVES["finish"].target
    here.save(update_fields=["rows", "edited", "drafted", "proven", "state"])
    event = SheetApplied(
        sheet=sheet.pk,
        edited=len(outcome.edited),
        drafted=len(outcome.drafted),
        proven=len(outcome.proven),
        refused=len(outcome.refused),
    )
    _tell(event, sheet, by=by, now=now)


@transaction.atomic
def set_aside(sheet: Sheet, *, by: Person, now: datetime) -> None:
    """Forget the rows that are left; nothing in the list changes."""
    if not rules.may_set_aside(by, sheet):
        raise PermissionDenied
    move, left = MOVES["set_aside"], len(sheet.rows)
    here = Sheet.objects.filter(pk=sheet.pk, state__in=move.sources)
    if not here.update(state=move.target, rows=[]):
        raise AlreadyMoved
    _tell(SheetSetAside(sheet=sheet.pk, left_rows=left), sheet, by=by, now=now)


def _tell(event: Event, sheet: Sheet, *, by: Person, now: datetime) -> None:
    role = standing_of(by).role
    record(event, by=by, now=now, subject=f"sheet:{sheet.pk}", role=role)
