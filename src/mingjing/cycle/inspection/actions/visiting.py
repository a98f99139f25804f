"""Told, admitted by code, or refused at the unit's door."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from mingjing.base.people.models import Person, Unit
from mingjing.cycle.inspection import rules
from mingjing.cycle.inspection.actions.moves import (
    Refused,
    demand,
    move,
    tell,
)
from mingjing.cycle.inspection.events import (
    InspectionNotified,
    VisitAdmitted,
    VisitRefused,
)
from mingjing.cycle.inspection.models import Inspection, Member, Refusal, Visit
from mingjing.cycle.inspection.queries import by_code
from mingjing.cycle.inspection.states import InspectionState, RefusalKind
from mingjing.cycle.inspection.states.codes import tidy_code


@transaction.atomic
def notify_units(inspection: Inspection, *, by: Person, now: datetime) -> None:
    demand(rules.may_notify, by, inspection, "notify")
    move(inspection, "notify", notified_at=now, notified_by=by)
    units = inspection.visits.order_by("pk").values_list("unit_id", flat=True)
    event = InspectionNotified(inspection=inspection.pk, units=tuple(units))
    tell(event, inspection, by=by, now=now)


@dataclass(frozen=True)
class CodeAnswer:
    """What the site says to a code shown at a door."""

    inspection: Inspection | None
    refusal: Refusal | None = None

    @property
    def stands(self) -> bool:
        return self.refusal is None


@dataclass(frozen=True, kw_only=True)
class RefusalNote:
    kind: RefusalKind
    shown_code: str = ""
    who_came: str = ""
    words: str = ""


@transaction.atomic
def ask_by_code(unit: Unit, typed: str, *, by: Person, now: datetime) -> CodeAnswer:
    """Look a code up for a unit. One that does not stand is refused and recorded."""
    if not rules.may_refuse(by, unit.pk):
        raise PermissionDenied
    code = tidy_code(typed)[:40]
    found = by_code(code)
    kind = rules.code_refusal(found, unit, localdate(now))
    if kind is None:
        return CodeAnswer(found)
    note = RefusalNote(kind=kind, shown_code=code)
    return CodeAnswer(found, _refuse(unit, found, note, by=by, now=now))


def _refuse(
    unit: Unit,
    inspection: Inspection | None,
    note: RefusalNote,
    *,
    by: Person,
    now: datetime,
) -> Refusal:
    refusal = Refusal.objects.create(
        unit=unit,
        inspection=inspection,
        refused_on=localdate(now),
        refused_by=by,
        refused_at=now,
        **{**vars(note), "kind": note.kind.value},
    )
    event = VisitRefused(
        refusal=refusal.pk,
        unit=unit.pk,
        inspection=inspection.pk if inspection else None,
        kind=refusal.kind,
        shown_code=refusal.shown_code,
        words=refusal.words,
    )
    tell(event, refusal, by=by, now=now)
    return refusal


@transaction.atomic
def refuse_visit(
    unit: Unit,
    note: RefusalNote,
    *,
    by: Person,
    now: datetime,
) -> Refusal:
    """The unit says no, and why. Nothing is held against it for that.

    A refusal takes no visit out of the programme: the right team may still come.
    """
    if not rules.may_refuse(by, unit.pk):
        raise PermissionDenied
    code = tidy_code(note.shown_code)[:40]
    found = by_code(code) if code else None
    kept = RefusalNote(**{**vars(note), "shown_code": code})
    return _refuse(unit, found, kept, by=by, now=now)


@transaction.atomic
def admit_visit(
    visit: Visit, *, came: Sequence[Member], by: Person, now: datetime
) -> None:
    """The unit has checked the code and who stands at its door."""
    inspection = visit.inspection
    demand(rules.may_admit, by, visit, "arrive")
    on = localdate(now)
    kind = rules.code_refusal(inspection, visit.unit, on)
    if kind is not None:
        raise Refused(rules.refusal_words(kind, inspection))
    if not came or any(each.inspection_id != inspection.pk for each in came):
        raise Refused(_("请勾选来的人。名单上没有的人，可以拒绝。"))
    _refuse_own(visit, came)
    # One that is over, dropped or concluded meanwhile admits nobody.
    here = Inspection.objects.select_for_update().get(pk=inspection.pk)
    if here.state != InspectionState.ON_SITE:
        move(here, "arrive")
    move(visit, "arrive", arrived_on=on, admitted_by=by)
    visit.came.set(came)
    event = VisitAdmitted(
        inspection=inspection.pk,
        visit=visit.pk,
        unit=visit.unit_id,
        code=inspection.code or "",
        arrived_on=on,
        came=len(came),
    )
    tell(event, visit, by=by, now=now)


def _refuse_own(visit: Visit, came: Sequence[Member]) -> None:
    """Posts change between approval and visit: asked again at the door."""
    held = rules.posts_in([each.person_id for each in came], [visit.unit])
    if held:
        raise Refused(
            _("%(who)s现在本单位任职，不能参加对本单位的检查。")
            % {"who": "、".join(dict.fromkeys(row.person.name for row in held))}
        )
