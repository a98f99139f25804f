"""Before and when the unit is told: edited, notified, taken back; its term recounted."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from mingjing.base.people.models import Person
from mingjing.cycle.duties.actions import Refused
from mingjing.cycle.findings import rules
from mingjing.cycle.findings.actions.moves import demand, move, tell
from mingjing.cycle.findings.actions.opening import EDITABLE, FindingDraft, _refuse
from mingjing.cycle.findings.events import (
    FindingEdited,
    FindingNotified,
    FindingWithdrawn,
    ReplyDayMoved,
)
from mingjing.cycle.findings.models import Finding
from mingjing.cycle.findings.queries.clocks import reply_deadline
from mingjing.cycle.findings.states import FindingState
from mingjing_law.calendar import Calendar, default_calendar


@transaction.atomic
def edit_finding(
    finding: Finding, changes: dict[str, Any], *, by: Person, now: datetime
) -> bool:
    demand(rules.may_edit, by, finding, "edit")
    new = {
        name: changes[name]
        for name in EDITABLE
        if name in changes and getattr(finding, name) != changes[name]
    }
    if not new:
        return False
    if "post" in new:
        new["unit_id"] = new["post"].unit_id
    said = {name: new.get(name, getattr(finding, name)) for name in EDITABLE}
    _refuse(FindingDraft(**said, relapse_of=finding.relapse_of), on=localdate(now))
    _stay_in_scope(finding, said)
    move(finding, "edit", **new)
    event = FindingEdited(finding=finding.pk, fields=tuple(sorted(new)))
    tell(event, finding, by=by, now=now)
    return True


def _stay_in_scope(finding: Finding, said: dict[str, Any]) -> None:
    """No edit carries a finding out of the inspection under which it was opened."""
    for source in finding.sources.exclude(inspection=None).select_related("inspection"):
        inspection = source.inspection
        refusal = inspection and rules.inspection_refusal(
            inspection, said["post"].unit, said["category"], said["found_on"]
        )
        if refusal:
            raise Refused(refusal)


@transaction.atomic
def notify_finding(finding: Finding, *, by: Person, now: datetime) -> None:
    """Told to the unit; from now on its clock runs and it can answer."""
    demand(rules.may_notify, by, finding, "notify")
    kinds = finding.sources.values_list("kind", flat=True)
    clock = reply_deadline(kinds, localdate(now))
    move(
        finding,
        "notify",
        notified_by=by,
        notified_at=now,
        reply_due_on=clock.due_on,
        reply_provisional=clock.provisional,
        reply_explanation_zh=clock.explanation_zh,
        reply_explanation_en=clock.explanation_en,
        calendar_version=clock.calendar_version,
    )
    event = FindingNotified(
        finding=finding.pk,
        reply_due_on=clock.due_on,
        calendar=clock.calendar_version,
        provisional=clock.provisional,
    )
    tell(event, finding, by=by, now=now)


@transaction.atomic
def withdraw_finding(
    finding: Finding, *, reason: str, by: Person, now: datetime
) -> None:
    """Taken back before it was established; the reason stands where the claim stood."""
    demand(rules.may_withdraw, by, finding, "withdraw")
    if not reason.strip():
        raise Refused(_("撤销要写明理由。"))
    move(
        finding,
        "withdraw",
        withdrawn_by=by,
        withdrawn_at=now,
        withdrawn_reason=reason,
    )
    event = FindingWithdrawn(finding=finding.pk, merged_into=None, reason=reason)
    tell(event, finding, by=by, now=now)


def recount_reply_days(
    *, now: datetime, calendar: Calendar | None = None, by: Person | None = None
) -> int:
    """Count open terms again that another holiday calendar was counted with (promise 3)."""
    calendar = calendar or default_calendar()
    stale = Finding.objects.filter(state=FindingState.NOTIFIED).exclude(
        calendar_version=calendar.version
    )
    moved = 0
    for pk in list(stale.values_list("pk", flat=True)):
        with transaction.atomic():
            finding = stale.select_for_update().filter(pk=pk).first()
            if finding and _recount(finding, calendar, by=by, now=now):
                moved += 1
    return moved


def _recount(
    finding: Finding, calendar: Calendar, *, by: Person | None, now: datetime
) -> bool:
    kinds = finding.sources.filter(added_at__lte=finding.notified_at)
    told_on = localdate(finding.notified_at)
    clock = reply_deadline(kinds.values_list("kind", flat=True), told_on, calendar)
    before = finding.reply_due_on
    Finding.objects.filter(pk=finding.pk, state=FindingState.NOTIFIED).update(
        reply_due_on=clock.due_on,
        reply_provisional=clock.provisional,
        reply_explanation_zh=clock.explanation_zh,
        reply_explanation_en=clock.explanation_en,
        calendar_version=clock.calendar_version,
    )
    if before is None or before == clock.due_on:
        return False
    event = ReplyDayMoved(
        finding=finding.pk,
        from_on=before,
        to_on=clock.due_on,
        calendar=clock.calendar_version,
    )
    tell(event, finding, by=by, now=now)
    return True
