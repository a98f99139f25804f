"""Proving and checking. A claim never reaches its checker without its proof."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from mingjing.base.files.actions import store_file
from mingjing.base.files.models import StoredFile
from mingjing.base.files.rules import safe_name
from mingjing.base.people.models import Person, Unit
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
from mingjing.cycle.evidence.queries import registered
from mingjing.cycle.evidence.states import MOVES, EvidenceKind

if TYPE_CHECKING:
    from django.core.files.base import File


class AlreadyMoved(Exception):
    """Somebody moved the evidence meanwhile."""

    def __init__(self) -> None:
        super().__init__(_("这份佐证刚刚有了变化，请看现在的状态。"))


@dataclass(frozen=True)
class _Proof:
    pointer: str
    kind: EvidenceKind | None
    title: str
    dated_on: date | None
    upload: "File[bytes] | None"


def prove_dues(  # noqa: PLR0913 -- what one form asks
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

    The unit's evidence under the same pointer is used again; a file is taken only
    without a pointer. Raises files' Refused for a file, duties' AlreadyMoved when
    somebody else was faster with one of the dues, PermissionDenied for another's due.
    """
    if not rules.of_one_unit(dues):
        raise PermissionDenied
    proof = _Proof(rules.tidy(pointer), kind, title, dated_on, upload)
    with transaction.atomic():
        for due in dues:
            duties.claim_due(due, note=note, by=by, now=now)
        evidence = _attach(proof, dues[0].unit, by=by, now=now)
        for due in dues:
            _use(evidence, due, by=by, now=now)
        event = EvidenceAttached(
            evidence=evidence.pk,
            dues=tuple(due.pk for due in dues),
            form=evidence.kind,
            pointer=evidence.pointer or evidence.title,
        )
        _tell(event, evidence, by=by, now=now)
    return evidence


def _attach(proof: _Proof, unit: Unit, *, by: Person, now: datetime) -> Evidence:
    if proof.pointer:
        # Two at once with the same pointer: the second waits here and finds the first's.
        Unit.objects.select_for_update().get(pk=unit.pk)
        if known := registered(unit, proof.pointer):
            sources, target = MOVES["offer_again"]
            here = Evidence.objects.filter(pk=known.pk, state__in=sources)
            if here.update(state=target):
                known.state = target.value
            return known
    stored, title = _file_of(proof, by=by, now=now)
    kind = EvidenceKind.FILE if stored else proof.kind or rules.kind_of(proof.pointer)
    return Evidence.objects.create(
        unit=unit,
        kind=kind,
        pointer=proof.pointer,
        title=title,
        dated_on=proof.dated_on,
        file=stored,
        sensitivity="open" if kind == EvidenceKind.PAGE else "internal",
        keep_until=rules.keep_until(localdate(now)),
        attached_by=by,
        attached_at=now,
    )


def _file_of(
    proof: _Proof, *, by: Person, now: datetime
) -> tuple[StoredFile | None, str]:
    if proof.pointer or proof.upload is None:
        return None, proof.title
    stored = store_file(proof.upload, by=by, now=now)
    # Under its own name here: the same bytes may have come from elsewhere before.
    name = safe_name(proof.upload.name or "", stored.content_type)
    return stored, proof.title or name


def _use(evidence: Evidence, due: Due, *, by: Person, now: datetime) -> None:
    """Serve the due from now on, in place of what was offered before."""
    due.uses.filter(ended_at=None).exclude(evidence=evidence).update(ended_at=now)
    use, fresh = Use.objects.get_or_create(
        evidence=evidence, due=due, defaults={"added_by": by, "added_at": now}
    )
    if not fresh and use.ended_at:
        Use.objects.filter(pk=use.pk).update(ended_at=None)


@transaction.atomic
def check_due(
    due: Due, *, accept: bool, note: str = "", by: Person, now: datetime
) -> None:
    """Verify or return the claim, and with it what was offered as its proof."""
    if rules.attached_any(by, due):
        raise PermissionDenied
    judge = duties.verify_due if accept else duties.return_due
    judge(due, note=note, by=by, now=now)
    sources, target = MOVES["accept" if accept else "return"]
    said = EvidenceAccepted if accept else EvidenceReturned
    for use in due.uses.filter(ended_at=None).select_related("evidence"):
        here = Evidence.objects.filter(pk=use.evidence_id, state__in=sources)
        if here.update(state=target):
            event = said(evidence=use.evidence_id, due=due.pk)
            _tell(event, use.evidence, by=by, now=now)
    if not accept:
        due.uses.filter(ended_at=None).update(ended_at=now)


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
    evidence.uses.filter(ended_at=None).update(ended_at=now)
    event = EvidenceWithdrawn(evidence=evidence.pk, reason=reason)
    _tell(event, evidence, by=by, now=now)


def _tell(event: Event, evidence: Evidence, *, by: Person, now: datetime) -> None:
    record(
        event,
        by=by,
        now=now,
        subject=f"evidence:{evidence.pk}",
        role=standing_of(by).role,
    )
