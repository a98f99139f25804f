"""Every write to appeals. Who and when come by name."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models.functions import Length
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from mingjing.base.people.models import Person
from mingjing.cycle.appeals import rules
from mingjing.cycle.appeals.actions.moves import demand, move, subject_of, tell
from mingjing.cycle.appeals.actions.outcomes import EFFECTS, Ruling
from mingjing.cycle.appeals.events import (
    AppealAccepted,
    AppealDecided,
    AppealFiled,
    AppealRefused,
    AppealWithdrawn,
    DeciderChanged,
)
from mingjing.cycle.appeals.models import Appeal
from mingjing.cycle.appeals.queries import decide_deadline, file_deadline
from mingjing.cycle.appeals.states import Outcome
from mingjing.cycle.duties.actions import AlreadyMoved, Refused
from mingjing_law.clocks import Deadline

__all__ = [
    "AlreadyMoved",
    "Refused",
    "accept_appeal",
    "assign_decider",
    "decide_appeal",
    "file_appeal",
    "refuse_appeal",
    "withdraw_appeal",
]
_CODE_TRIES = 20


@transaction.atomic
def file_appeal(
    kind: str,
    row: Any,
    *,
    ground: str,
    late_reason: str = "",
    by: Person,
    now: datetime,
) -> Appeal:
    """Once per act. Late is said and asked for a reason; the office weighs the reason."""
    subject, on = rules.SUBJECTS[kind], localdate(now)
    if Appeal.objects.filter(act=subject.act(row)).exists():
        _say_filed(kind, row, by)
    if not rules.may_file(by, subject, row, on=on):
        raise PermissionDenied
    noticed_on = subject.noticed_on(row, on) or on
    window = file_deadline(noticed_on)
    was_late = _is_late(window, late_reason, on)
    appeal = _insert(
        year=on.year,
        kind=kind,
        subject=row.pk,
        act=subject.act(row),
        title=subject.title(row)[:200],
        unit_id=row.unit_id,
        ground=ground,
        late_reason=late_reason if was_late else "",
        filed_by=by,
        filed_at=now,
        noticed_on=noticed_on,
        was_late=was_late,
        **_clocks(window, on),
    )
    EFFECTS[kind].opened(row, appeal.pk, by, now)
    tell(_filed(appeal), appeal, by=by, now=now)
    return appeal


def _is_late(window: Deadline, late_reason: str, on: date) -> bool:
    if on <= window.due_on:
        return False
    if not late_reason.strip():
        raise Refused(
            _(
                "申诉期限到%(day)s为止，已经超过。有正当理由的，写明理由，由领导小组办公室决定是否受理。"
            )
            % {"day": window.due_on}
        )
    return True


def _clocks(window: Deadline, on: date) -> dict[str, Any]:
    clock = decide_deadline(on)
    return {
        "file_due_on": window.due_on,
        "file_explanation_zh": window.explanation_zh,
        "file_explanation_en": window.explanation_en,
        "decide_due_on": clock.due_on,
        "decide_provisional": clock.provisional,
        "decide_explanation_zh": clock.explanation_zh,
        "decide_explanation_en": clock.explanation_en,
    }


def _say_filed(kind: str, row: Any, by: Person) -> None:
    """For those who might have filed it: one was filed already."""
    subject = rules.SUBJECTS[kind]
    known = Appeal.objects.get(act=subject.act(row))
    if known.unit_id == row.unit_id and subject.visible(by).filter(pk=row.pk).exists():
        raise AlreadyMoved(subject_of(known))
    raise PermissionDenied


def _insert(*, year: int, **fields: Any) -> Appeal:
    for _try in range(_CODE_TRIES):
        try:
            with transaction.atomic():
                return Appeal.objects.create(code=_next_code(year), **fields)
        except IntegrityError:
            known = Appeal.objects.filter(act=fields["act"]).first()
            if known:  # somebody of the unit was faster
                raise AlreadyMoved(subject_of(known)) from None
    raise Refused(_("现在登记的人太多，请稍后再试。"))


def _next_code(year: int) -> str:
    head = f"SS-{year}-"
    known = Appeal.objects.filter(code__startswith=head)
    last = known.order_by(Length("code").desc(), "-code").first()
    return f"{head}{int(last.code.rpartition('-')[2]) + 1 if last else 1:04d}"


def _filed(appeal: Appeal) -> AppealFiled:
    return AppealFiled(
        appeal=appeal.pk,
        code=appeal.code,
        form=appeal.kind,
        about=appeal.subject,
        unit=appeal.unit_id,
        file_due_on=appeal.file_due_on,
        was_late=appeal.was_late,
        decide_due_on=appeal.decide_due_on,
        ground=appeal.ground,
    )


@transaction.atomic
def accept_appeal(
    appeal: Appeal, *, decider: Person, by: Person, now: datetime
) -> None:
    """Taken in, and given to somebody who had no part; nobody names themselves."""
    demand(rules.may_accept, by, appeal, "accept")
    _check_decider(appeal, decider, by)
    move(appeal, "accept", accepted_by=by, accepted_at=now, decider=decider)
    event = AppealAccepted(appeal=appeal.pk, decider=str(decider.pk))
    tell(event, appeal, by=by, now=now)


def _check_decider(appeal: Appeal, decider: Person, by: Person) -> None:
    if decider.pk == by.pk:
        raise Refused(_("不能指定自己作决定，请指定另一位。"))
    if not rules.may_be_decider(decider, appeal):
        raise Refused(
            _("%(who)s参与过这件事，或者是申诉单位的人，应当回避。请另选一位。")
            % {"who": decider.name}
        )


@transaction.atomic
def assign_decider(
    appeal: Appeal, *, decider: Person, reason: str, by: Person, now: datetime
) -> None:
    """Another decider, with the reason why; the clock goes on."""
    demand(rules.may_assign, by, appeal, "assign")
    _check_decider(appeal, decider, by)
    if not reason.strip():
        raise Refused(_("更换要写明理由。"))
    move(appeal, "assign", decider=decider)
    event = DeciderChanged(appeal=appeal.pk, decider=str(decider.pk), reason=reason)
    tell(event, appeal, by=by, now=now)


@transaction.atomic
def refuse_appeal(appeal: Appeal, *, reason: str, by: Person, now: datetime) -> None:
    """Out of time, and the reason given for it is not good enough."""
    demand(rules.may_refuse, by, appeal, "refuse")
    if not reason.strip():
        raise Refused(_("不予受理要写明理由。"))
    move(appeal, "refuse", reasons=reason, ended_by=by, ended_at=now)
    _close(appeal, by=by, now=now)
    tell(AppealRefused(appeal=appeal.pk, reason=reason), appeal, by=by, now=now)


@transaction.atomic
def withdraw_appeal(appeal: Appeal, *, by: Person, now: datetime) -> None:
    """The unit takes it back; the same act is not appealed again."""
    demand(rules.may_withdraw, by, appeal, "withdraw")
    move(appeal, "withdraw", ended_by=by, ended_at=now)
    _close(appeal, by=by, now=now)
    tell(AppealWithdrawn(appeal=appeal.pk), appeal, by=by, now=now)


def _close(appeal: Appeal, *, by: Person, now: datetime) -> None:
    EFFECTS[appeal.kind].closed(rules.subject_row(appeal), appeal.pk, by, now)


@transaction.atomic
def decide_appeal(
    appeal: Appeal,
    *,
    outcome: Outcome,
    reasons: str,
    changes: dict[str, Any] | None = None,
    by: Person,
    now: datetime,
) -> None:
    """Upheld, varied or revoked, with reasons; and carried out in the same moment."""
    demand(rules.may_decide, by, appeal, outcome.value)
    if outcome not in rules.SUBJECTS[appeal.kind].outcomes:
        raise Refused(_("这一类申诉只能维持或者撤销。"))
    if not reasons.strip():
        raise Refused(_("决定要写明理由。"))
    move(appeal, outcome.value, reasons=reasons, ended_by=by, ended_at=now)
    row = rules.subject_row(appeal)
    ruling = Ruling(
        appeal=appeal.pk, outcome=outcome, reasons=reasons, changes=changes or {}
    )
    EFFECTS[appeal.kind].ruled(row, ruling, by, now)
    _close(appeal, by=by, now=now)
    event = AppealDecided(
        appeal=appeal.pk,
        outcome=outcome.value,
        was_late=localdate(now) > appeal.decide_due_on,
        reasons=reasons,
    )
    tell(event, appeal, by=by, now=now)
