"""Proving and checking. A claim never reaches its checker without its proof."""

from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db import transaction
from django.utils.timezone import localdate

from mingjing.base.files.actions import store_file
from mingjing.base.files.models import StoredFile
from mingjing.base.people.models import Person
from mingjing.base.people.queries import standing_of
from mingjing.base.record.actions import record
from mingjing.base.record.events import Event
from mingjing.cycle.duties import actions as duties
from mingjing.cycle.duties.models import Due
from mingjing.cycle.evidence import rules
from mingjing.cycle.evidence.events import (
    EvidenceAccepted,
    EvidenceAttached,
    EvidenceReturned,
    EvidenceWithdrawn,
)
from mingjing.cycle.evidence.models import Evidence, Use
from mingjing.cycle.evidence.queries import same_pointer
from mingjing.cycle.evidence.states import MOVES, EvidenceKind, EvidenceState

# 机关文件材料归档范围和文书档案保管期限规定: 30 or 10 years or for ever belong to the
# archive; here a pointer is kept through the round it proves and the one that reviews it.
KEEP_YEARS = 5


class AlreadyMoved(Exception):
    """Somebody moved the evidence meanwhile."""


def prove_dues(
    dues: Sequence[Due],
    *,
    pointer: str = "",
    upload: "File[bytes] | None" = None,
    kind: EvidenceKind | None = None,
    title: str = "",
    dated_on: date | None = None,
    note: str = "",
    by: Person,
    now: datetime,
) -> Evidence:
    """Attach one evidence to the dues and claim them all, or none.

    The unit's evidence under the same pointer is used again. A file is taken only
    without a pointer. Raises Refused for a file, AlreadyMoved when somebody else was
    faster with one of the dues.
    """
    if not rules.may_prove(by, dues):
        raise PermissionDenied
    pointer = rules.tidy(pointer)
    stored = store_file(upload, by=by, now=now) if upload and not pointer else None
    with transaction.atomic():
        evidence = _attach(dues[0], pointer, stored, kind, title, dated_on, by, now)
        for due in dues:
            Use.objects.get_or_create(
                evidence=evidence, due=due, defaults={"added_by": by, "added_at": now}
            )
            duties.claim_due(due, note=note, by=by, now=now)
        _tell(
            EvidenceAttached(
                evidence=evidence.pk,
                dues=tuple(due.pk for due in dues),
                form=evidence.kind,
                pointer=evidence.pointer or evidence.title,
            ),
            evidence,
            by,
            now,
        )
    return evidence


def _attach(  # noqa: PLR0913 -- the columns of one row
    due: Due,
    pointer: str,
    stored: StoredFile | None,
    kind: EvidenceKind | None,
    title: str,
    dated_on: date | None,
    by: Person,
    now: datetime,
) -> Evidence:
    if pointer and (known := same_pointer(due.unit, pointer)):
        if known.state == EvidenceState.RETURNED:
            # Offered anew, it waits for a new look.
            Evidence.objects.filter(pk=known.pk).update(state=EvidenceState.ATTACHED)
        return known
    on = localdate(now)
    return Evidence.objects.create(
        unit=due.unit,
        kind=EvidenceKind.FILE if stored else kind or rules.kind_of(pointer),
        pointer=pointer,
        title=title or (stored.name if stored else ""),
        dated_on=dated_on,
        file=stored,
        keep_until=on.replace(year=on.year + KEEP_YEARS, day=min(on.day, 28)),
        attached_by=by,
        attached_at=now,
    )


@transaction.atomic
def check_due(
    due: Due, *, accept: bool, note: str = "", by: Person, now: datetime
) -> None:
    """Verify or return the claim, and with it what was offered as its proof."""
    if not rules.may_check(by, due):
        # A claim that somebody else judged a moment ago is no lack of right.
        due.refresh_from_db()
        if due.state != "claimed":
            raise duties.AlreadyMoved(due)
        raise PermissionDenied
    if accept:
        duties.verify_due(due, note=note, by=by, now=now)
    else:
        duties.return_due(due, note=note, by=by, now=now)
    sources, target = MOVES["accept" if accept else "return"]
    for evidence in Evidence.objects.filter(uses__due=due):
        moved = Evidence.objects.filter(pk=evidence.pk, state__in=sources)
        if moved.update(state=target):
            event = EvidenceAccepted if accept else EvidenceReturned
            _tell(event(evidence=evidence.pk, due=due.pk), evidence, by, now)


@transaction.atomic
def withdraw_evidence(
    evidence: Evidence, *, reason: str, by: Person, now: datetime
) -> None:
    if not rules.may_withdraw(by, evidence):
        raise PermissionDenied
    sources, target = MOVES["withdraw"]
    here = Evidence.objects.filter(pk=evidence.pk, state__in=sources)
    if not here.update(state=target):
        raise AlreadyMoved
    _tell(EvidenceWithdrawn(evidence=evidence.pk, reason=reason), evidence, by, now)


def _tell(event: Event, evidence: Evidence, by: Person, now: datetime) -> None:
    record(
        event,
        by=by,
        now=now,
        subject=f"evidence:{evidence.pk}",
        role=standing_of(by).role,
    )
