"""The life of the rule: offered, accepted or objected, in force, changed, ended."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from mingjing.base.people.models import Person, Unit
from mingjing.cycle.duties import rules
from mingjing.cycle.duties.actions.moves import (
    AlreadyMoved,
    Refused,
    _demand,
    _move_duty,
    _subject_of,
    tell,
)
from mingjing.cycle.duties.actions.opening import follow_edit, open_dues_of, start_duty
from mingjing.cycle.duties.actions.settling import void_owed
from mingjing.cycle.duties.events import (
    DutyAccepted,
    DutyEdited,
    DutyEnded,
    DutyObjected,
    DutyOffered,
)
from mingjing.cycle.duties.models import Duty, DutyVersion
from mingjing.cycle.duties.queries.burden import WEIGHING, peak_with
from mingjing.cycle.duties.states import DUTY_MOVES, DutyState

EDITABLE = (
    "title",
    "post",
    "checker_post",
    "clock",
    "proof",
    "basis",
    "minutes",
    "side",
    "starts_on",
    "ends_on",
)
# What, when, how proved, and before whom: who agreed to one did not agree to another.
# Its own holder, the basis, the side and the estimate are not asked again.
MATERIAL = frozenset(
    {"title", "proof", "clock", "starts_on", "ends_on", "checker_post"}
)


@transaction.atomic
def offer_duty(
    duty: Duty, *, over_budget_reason: str = "", by: Person, now: datetime
) -> None:
    _demand(rules.may_offer, by, duty, "offer")
    # One offer at a time to a unit: two small ones must not pass its cap together.
    unit = Unit.objects.select_for_update().get(pk=duty.unit_id)
    peak = peak_with([duty], on=localdate(now))[unit.pk]
    over = peak > unit.burden_limit_minutes
    if over:
        _approve_burden(duty, unit, peak, over_budget_reason, by=by)
    _move_duty(
        duty,
        "offer",
        offered_by=by,
        objection="",
        over_budget_reason=over_budget_reason if over else "",
        over_budget_by=by if over else None,
    )
    event = DutyOffered(
        duty=duty.pk,
        unit=unit.pk,
        peak_minutes=peak,
        limit_minutes=unit.burden_limit_minutes,
        over_budget_reason=over_budget_reason if over else "",
    )
    tell(event, about=duty, by=by, now=now)


def _approve_burden(
    duty: Duty, unit: Unit, peak: int, reason: str, *, by: Person
) -> None:
    figures = {
        "unit": unit.short_name,
        "peak": peak,
        "limit": unit.burden_limit_minutes,
    }
    if not reason.strip():
        raise Refused(
            _(
                "%(unit)s最忙的一个月将达到%(peak)s分钟，超过上限%(limit)s分钟。"
                "请减轻别的责任，或由起草人以外的一位写明理由后下达。"
            )
            % figures
        )
    if not rules.may_approve_burden(by, duty):
        raise Refused(_("超过负担上限的责任，要由起草人以外的一位写明理由后下达。"))


@dataclass
class OfferReport:
    offered: list[Duty] = field(default_factory=list)
    refused: list[tuple[Duty, str]] = field(default_factory=list)


def offer_duties(
    duties: Iterable[Duty], *, over_budget_reason: str = "", by: Person, now: datetime
) -> OfferReport:
    """Each on its own: one that is refused does not hold back the others."""
    report = OfferReport()
    for duty in duties:
        try:
            offer_duty(duty, over_budget_reason=over_budget_reason, by=by, now=now)
        except (Refused, AlreadyMoved) as refusal:
            report.refused.append((duty, str(refusal)))
        else:
            report.offered.append(duty)
    return report


@transaction.atomic
def accept_duty(duty: Duty, *, by: Person, now: datetime) -> None:
    """Accepted; and in force in the same act when its first day has come.

    What recurs is owed from the day of acceptance: no period is late before anybody
    had said yes. What falls due once is owed whenever it was accepted.
    """
    _demand(rules.may_answer_offer, by, duty, "accept")
    on = localdate(now)
    yesterday = on - timedelta(days=1)
    until = max(duty.opened_until or yesterday, yesterday)
    _move_duty(duty, "accept", opened_until=until)
    tell(DutyAccepted(duty=duty.pk), about=duty, by=by, now=now)
    if duty.starts_on <= on:
        start_duty(duty, by=by, now=now)
        open_dues_of(duty, on=on, by=by, now=now)


@transaction.atomic
def object_to_duty(duty: Duty, *, reason: str, by: Person, now: datetime) -> None:
    _demand(rules.may_answer_offer, by, duty, "object")
    _move_duty(duty, "object", objection=reason)
    tell(DutyObjected(duty=duty.pk, reason=reason), about=duty, by=by, now=now)


@transaction.atomic
def end_duty(duty: Duty, *, reason: str, by: Person, now: datetime) -> None:
    """Ends the rule and voids what is still owed; what is claimed is still checked."""
    _demand(rules.may_end, by, duty, "end")
    _move_duty(duty, "end", end_reason=reason)
    voided = void_owed(duty.dues.all(), reason=reason, by=by, now=now)
    event = DutyEnded(duty=duty.pk, voided_dues=voided, reason=reason)
    tell(event, about=duty, by=by, now=now)


@dataclass(frozen=True, kw_only=True)
class DutyEdit:
    """New values by name (of EDITABLE), and the version that the editor had read."""

    changes: dict[str, Any]
    reason: str
    effective_on: date
    version: int


@transaction.atomic
def edit_duty(duty: Duty, edit: DutyEdit, *, by: Person, now: datetime) -> bool:
    """Change the rule, keep the version; True when something was changed.

    A material change (MATERIAL) of an accepted duty offers it again. What is owed
    already, from ``effective_on``, follows the new rule at once: the unit answers for
    the rule, and a due has only ever one clock. Dues due before that day keep theirs.
    """
    if not rules.may_edit(by, duty):
        raise PermissionDenied
    fields = _differences(duty, edit.changes)
    if not fields:
        return False
    old_peak = _peak(duty, now)
    _write_edit(duty, edit, by=by)
    _refuse_heavier(duty, old_peak, now)
    again = bool(fields.keys() & MATERIAL) and (
        duty.state in DUTY_MOVES["reoffer"].sources
    )
    if again:
        _move_duty(duty, "reoffer", offered_by=by)
    DutyVersion.objects.create(
        duty=duty,
        number=duty.version,
        fields=fields,
        reason=edit.reason,
        effective_on=edit.effective_on,
        by=by,
    )
    event = DutyEdited(
        duty=duty.pk,
        number=duty.version,
        fields=tuple(sorted(fields)),
        effective_on=edit.effective_on,
        offered_again=again,
        reason=edit.reason,
    )
    tell(event, about=duty, by=by, now=now)
    follow_edit(duty, set(fields), since=edit.effective_on, by=by, now=now)
    return True


def _differences(duty: Duty, changes: dict[str, Any]) -> dict[str, list[Any]]:
    return {
        name: [_shown(getattr(duty, name)), _shown(changes[name])]
        for name in EDITABLE
        if name in changes and getattr(duty, name) != changes[name]
    }


def _shown(value: Any) -> Any:
    """As the version keeps it: readable later, even when the post has another name."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, models.Model) else value


def _write_edit(duty: Duty, edit: DutyEdit, *, by: Person) -> None:
    post = edit.changes.get("post", duty.post)
    checker = edit.changes.get("checker_post", duty.checker_post)
    if post.pk == checker.pk or post.unit_id != duty.unit_id:
        raise Refused(_("承办岗位要在本单位，核验岗位要是另一个岗位。"))
    changes = {name: edit.changes[name] for name in EDITABLE if name in edit.changes}
    if duty.state not in WEIGHING:
        # Who last wrote a draft is its drafter: nobody approves what they made heavier.
        changes |= {"drafted_by": by, "over_budget_by": None, "over_budget_reason": ""}
    here = Duty.objects.filter(pk=duty.pk, version=edit.version)
    if not here.exclude(state=DutyState.ENDED).update(
        **changes, version=edit.version + 1
    ):
        raise AlreadyMoved(_subject_of(duty))
    duty.refresh_from_db()


def _peak(duty: Duty, now: datetime) -> int:
    return peak_with([duty], on=localdate(now))[duty.unit_id]


def _refuse_heavier(duty: Duty, old_peak: int, now: datetime) -> None:
    """An edit is no back door past the cap; a lighter one is always welcome."""
    new_peak = _peak(duty, now)
    limit = duty.unit.burden_limit_minutes
    if new_peak > old_peak and new_peak > limit and duty.state in WEIGHING:
        raise Refused(
            _(
                "这样修改后，%(unit)s最忙的一个月将超过上限%(limit)s分钟。请先减轻别的责任。"
            )
            % {"unit": duty.unit.short_name, "limit": limit}
        )
