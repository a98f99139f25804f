"""Opening a finding, adding a second source to it, telling the unit, taking it back."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models.functions import Length
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from mingjing.base.people.models import Person, Post, Unit
from mingjing.cycle.duties.actions import AlreadyMoved, Refused
from mingjing.cycle.duties.models import Duty
from mingjing.cycle.findings import rules
from mingjing.cycle.findings.actions.moves import demand, move, subject_of, tell
from mingjing.cycle.findings.events import (
    FindingOpened,
    FindingSelfReported,
    FindingSourceAdded,
    FindingWithdrawn,
)
from mingjing.cycle.findings.models import Finding, FindingSource
from mingjing.cycle.findings.states import OPEN, FindingState, SourceKind
from mingjing.cycle.inspection.models import Inspection
from mingjing.cycle.plan.models import Measure

_CODE_TRIES = 20
EDITABLE = (
    "title",
    "post",
    "category",
    "severity",
    "facts",
    "law",
    "fact",
    "found_on",
    "duty",
    "measure",
)


@dataclass(frozen=True, kw_only=True)
class FindingDraft:
    """What a finding says."""

    title: str
    post: Post
    category: str
    severity: str
    facts: str
    law: str
    found_on: date
    fact: str = ""
    duty: Duty | None = None
    measure: Measure | None = None
    relapse_of: Finding | None = None


@dataclass(frozen=True, kw_only=True)
class SourceNote:
    """Where it was found: the document's number, never the document itself."""

    kind: SourceKind
    pointer: str
    said_on: date
    inspection: Inspection | None = None


@transaction.atomic
def open_finding(
    draft: FindingDraft, source: SourceNote, *, by: Person, now: datetime
) -> Finding:
    """A draft: its writer and the office see it, the unit does not."""
    _may_bring(source, by, draft.post.unit, draft.category, draft.found_on)
    finding = _insert(draft, by=by, now=now, state=FindingState.DRAFT)
    event = FindingOpened(
        finding=finding.pk,
        code=finding.code,
        unit=finding.unit_id,
        post=finding.post_id,
        category=finding.category,
        severity=finding.severity,
        found_on=finding.found_on,
        relapse_of=finding.relapse_of_id,
        facts=finding.facts,
    )
    tell(event, finding, by=by, now=now)
    _add_source(finding, source, by=by, now=now)
    return finding


@transaction.atomic
def report_own(
    draft: FindingDraft, *, pointer: str, by: Person, now: datetime
) -> Finding:
    """A unit says itself what it found: nothing to notify, and nothing to object to."""
    if not rules.may_report_for(by, draft.post.unit_id):
        raise PermissionDenied
    told = {
        "self_reported": True,
        "notified_by": by,
        "notified_at": now,
    }
    finding = _insert(draft, by=by, now=now, state=FindingState.ACCEPTED, **told)
    event = FindingSelfReported(
        finding=finding.pk,
        code=finding.code,
        unit=finding.unit_id,
        category=finding.category,
        severity=finding.severity,
        found_on=finding.found_on,
        facts=finding.facts,
    )
    tell(event, finding, by=by, now=now)
    note = SourceNote(
        kind=SourceKind.SELF_CHECK, pointer=pointer, said_on=localdate(now)
    )
    _add_source(finding, note, by=by, now=now)
    return finding


def _may_bring(
    source: SourceNote, by: Person, unit: Unit, category: str, found_on: date
) -> None:
    """By hat; or, from an inspection, by its team and within its locked scope."""
    if source.kind != SourceKind.INSPECTION:
        if source.kind not in rules.kinds_open_to(by) or source.inspection:
            raise PermissionDenied
        return
    if source.inspection is None:
        raise Refused(_("来自检查的问题，要选是哪一次检查；没有编码的检查不能记录。"))
    if not rules.may_record(by, source.inspection, unit):
        raise PermissionDenied
    refusal = rules.inspection_refusal(source.inspection, unit, category, found_on)
    if refusal:
        raise Refused(refusal)


def _insert(
    draft: FindingDraft, *, by: Person, now: datetime, state: FindingState, **more: Any
) -> Finding:
    _refuse(draft, on=localdate(now))
    # Two writers may read the same last code: the unique key lets one through.
    for _try in range(_CODE_TRIES):
        try:
            with transaction.atomic():
                return Finding.objects.create(
                    **vars(draft),
                    code=_next_code(localdate(now).year),
                    unit_id=draft.post.unit_id,
                    state=state.value,
                    opened_by=by,
                    opened_at=now,
                    **more,
                )
        except IntegrityError:
            continue
    raise Refused(_("现在登记的人太多，请稍后再试。"))


def _refuse(draft: FindingDraft, *, on: date) -> None:
    if draft.found_on > on:
        raise Refused(_("发现日期不能晚于今天。"))
    if rules.numbers_of_persons(f"{draft.title} {draft.facts}"):
        raise Refused(_("事实里有身份证号、手机号或卡号，请删去。"))
    before = draft.relapse_of
    if before and not _is_relapse(before, draft):
        raise Refused(_("只有销号以后、回看期内又发现的同一单位的问题，才是复发。"))


def _is_relapse(before: Finding, draft: FindingDraft) -> bool:
    return (
        before.state == FindingState.SIGNED_OFF
        and before.unit_id == draft.post.unit_id
        and before.signed_off_at is not None
        and before.watch_until is not None
        and localdate(before.signed_off_at) <= draft.found_on <= before.watch_until
    )


def _next_code(year: int) -> str:
    head = f"WT-{year}-"
    last = (
        Finding.objects.filter(code__startswith=head)
        .order_by(Length("code").desc(), "-code")
        .first()
    )
    return f"{head}{int(last.code.rpartition('-')[2]) + 1 if last else 1:04d}"


# --- a second source


@transaction.atomic
def add_source(
    finding: Finding, source: SourceNote, *, by: Person, now: datetime
) -> FindingSource:
    """The same fault, found again elsewhere: one finding, one remedy (MISSION row 71)."""
    own = source.kind == SourceKind.SELF_CHECK and rules.may_report_for(
        by, finding.unit_id
    )
    if not own:
        _may_bring(source, by, finding.unit, finding.category, source.said_on)
    if finding.state not in (FindingState.DRAFT, *OPEN):
        raise AlreadyMoved(subject_of(finding))
    if own and finding.notified_at is None:
        raise PermissionDenied  # a unit does not learn of a draft
    return _add_source(finding, source, by=by, now=now)


def _add_source(
    finding: Finding, source: SourceNote, *, by: Person, now: datetime
) -> FindingSource:
    row, fresh = FindingSource.objects.get_or_create(
        finding=finding,
        kind=source.kind.value,
        pointer=source.pointer,
        defaults={
            "said_on": source.said_on,
            "inspection": source.inspection,
            "added_by": by,
            "added_at": now,
        },
    )
    if not fresh:
        raise Refused(_("这个来源已经登记在%(code)s。") % {"code": finding.code})
    event = FindingSourceAdded(
        finding=finding.pk,
        source=row.pk,
        form=row.kind,
        said_on=row.said_on,
        inspection=row.inspection_id,
        pointer=row.pointer,
    )
    tell(event, finding, by=by, now=now)
    return row


@transaction.atomic
def merge_finding(
    finding: Finding, into: Finding, *, by: Person, now: datetime
) -> None:
    """Two rows of the same fault become one; the other keeps both sources."""
    demand(rules.may_merge, by, finding, "withdraw")
    if into.pk == finding.pk or into.unit_id != finding.unit_id:
        raise Refused(_("只能并入同一单位的另一个问题。"))
    if into.state not in (FindingState.DRAFT, *OPEN):
        raise Refused(_("要并入的问题已经了结，请作为复发登记。"))
    reason = _("与%(code)s是同一问题，已并入。") % {"code": into.code}
    move(
        finding,
        "withdraw",
        withdrawn_by=by,
        withdrawn_at=now,
        withdrawn_reason=reason,
        merged_into=into,
    )
    tell(
        FindingWithdrawn(finding=finding.pk, merged_into=into.pk, reason=reason),
        finding,
        by=by,
        now=now,
    )
    for row in finding.sources.select_related("added_by"):
        _carry_over(row, into, by=by, now=now)


def _carry_over(
    row: FindingSource, into: Finding, *, by: Person, now: datetime
) -> None:
    # Still brought by whoever brought it: they may not confirm the one it joins either.
    copy, fresh = FindingSource.objects.get_or_create(
        finding=into,
        kind=row.kind,
        pointer=row.pointer,
        defaults={
            "said_on": row.said_on,
            "inspection": row.inspection,
            "added_by": row.added_by,
            "added_at": now,
        },
    )
    if fresh:
        event = FindingSourceAdded(
            finding=into.pk,
            source=copy.pk,
            form=copy.kind,
            said_on=copy.said_on,
            inspection=copy.inspection_id,
            pointer=copy.pointer,
        )
        tell(event, into, by=by, now=now)
