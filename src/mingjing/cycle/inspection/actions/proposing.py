"""Proposing, editing and dropping an inspection while its programme is a draft."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from mingjing.base.people.models import Person, Unit
from mingjing.cycle.inspection import rules
from mingjing.cycle.inspection.actions.moves import (
    AlreadyMoved,
    Refused,
    lock_programme,
    move,
    subject_of,
    tell,
)
from mingjing.cycle.inspection.events import (
    InspectionDropped,
    InspectionDropProposed,
    InspectionEdited,
    InspectionProposed,
)
from mingjing.cycle.inspection.models import Inspection, Member, Programme, Visit
from mingjing.cycle.inspection.states import DrawState, InspectionState
from mingjing.cycle.inspection.states.topics import topics

_ROWS = ("units", "team", "leader")


@dataclass(frozen=True, kw_only=True)
class InspectionDraft:
    """What 第十五条 asks of a plan: content, objects, scope; and who goes, and when."""

    matter: str
    kind: str
    basis: str
    goal: str
    run_by: Unit
    scope: list[str]
    period_from: date
    period_to: date
    opens_on: date
    closes_on: date
    leader: Person
    team: Sequence[Person] = ()
    units: Sequence[Unit] = ()  # empty: to be drawn
    designation: str = ""
    comprehensive: bool = False

    @property
    def words(self) -> dict[str, object]:
        return {k: v for k, v in vars(self).items() if k not in _ROWS}

    @property
    def persons(self) -> list[Person]:
        others = [person for person in self.team if person.pk != self.leader.pk]
        return [self.leader, *others]


@transaction.atomic
def propose_inspection(
    programme: Programme, draft: InspectionDraft, *, by: Person, now: datetime
) -> Inspection:
    locked = lock_programme(programme.pk)
    if not rules.may_propose(by, locked):
        raise PermissionDenied
    _check(draft, locked)
    inspection = Inspection.objects.create(
        programme=locked, proposed_by=by, **draft.words
    )
    _write_rows(inspection, draft)
    event = InspectionProposed(
        inspection=inspection.pk,
        programme=locked.pk,
        kind=inspection.kind,
        run_by=inspection.run_by_id,
        scope=tuple(draft.scope),
        units=tuple(unit.pk for unit in draft.units),
        opens_on=draft.opens_on,
        closes_on=draft.closes_on,
        matter=draft.matter,
    )
    tell(event, inspection, by=by, now=now)
    return inspection


def _check(draft: InspectionDraft, programme: Programme) -> None:
    unknown = [code for code in draft.scope if code not in topics()]
    if unknown or not draft.scope:
        raise Refused(_("请从清单里选检查范围。"))
    if draft.closes_on < draft.opens_on:
        raise Refused(_("入户截止不能早于入户开始。"))
    if draft.period_to < draft.period_from:
        raise Refused(_("检查时段的截止不能早于开始。"))
    if draft.opens_on.year != programme.year:
        raise Refused(_("入户日期要在%(year)s年内。") % {"year": programme.year})
    if words := rules.conflict_words(draft.persons, draft.units):
        raise Refused(words)


def _write_rows(inspection: Inspection, draft: InspectionDraft) -> None:
    inspection.members.all().delete()
    Member.objects.bulk_create(
        Member(inspection=inspection, person=person, leads=person.pk == draft.leader.pk)
        for person in draft.persons
    )
    inspection.visits.exclude(unit__in=draft.units).delete()
    known = set(inspection.visits.values_list("unit_id", flat=True))
    Visit.objects.bulk_create(
        Visit(inspection=inspection, unit=unit)
        for unit in draft.units
        if unit.pk not in known
    )


@transaction.atomic
def edit_inspection(
    inspection: Inspection, draft: InspectionDraft, *, by: Person, now: datetime
) -> None:
    locked = lock_programme(inspection.programme_id)
    here = Inspection.objects.select_for_update().get(pk=inspection.pk)
    here.programme = locked
    if not rules.may_edit(by, here):
        raise PermissionDenied
    _check(draft, locked)
    _keep_draw(here, draft)
    changed = Inspection.objects.filter(
        pk=here.pk, version=inspection.version, state=InspectionState.PROPOSED
    ).update(version=inspection.version + 1, **draft.words)
    if not changed:
        raise AlreadyMoved(subject_of(inspection))
    _write_rows(here, draft)
    event = InspectionEdited(
        inspection=here.pk,
        number=inspection.version + 1,
        scope=tuple(draft.scope),
        units=tuple(unit.pk for unit in draft.units),
        opens_on=draft.opens_on,
        closes_on=draft.closes_on,
    )
    tell(event, here, by=by, now=now)


def _keep_draw(inspection: Inspection, draft: InspectionDraft) -> None:
    """What is being drawn, or was, is not chosen by hand afterwards."""
    if not inspection.draws.exclude(state=DrawState.ABANDONED).exists():
        return
    standing = set(inspection.visits.values_list("unit_id", flat=True))
    if standing != {unit.pk for unit in draft.units}:
        raise Refused(_("督查对象由抽取决定，不能改。要改先作废抽取，并写明理由。"))


@transaction.atomic
def drop_inspection(
    inspection: Inspection, *, reason: str, by: Person, now: datetime
) -> None:
    """A proposal goes at once; an approved one with the next version's approval."""
    # Read under the lock: nothing leaves a programme that was just submitted.
    inspection.programme = lock_programme(inspection.programme_id)
    if not rules.may_drop(by, inspection):
        raise PermissionDenied
    if not reason.strip():
        raise Refused(_("请写明取消理由。"))
    if inspection.state == InspectionState.PROPOSED:
        move(inspection, "drop", drop_reason=reason)
        gone = InspectionDropped(inspection=inspection.pk, reason=reason)
        tell(gone, inspection, by=by, now=now)
        return
    work = Programme.objects.filter(
        year=inspection.programme.year, state="draft"
    ).first()
    if work is None:
        raise Refused(
            _("已批准的检查要通过调整计划取消：请先在计划上“调整”，再来取消。")
        )
    Inspection.objects.filter(pk=inspection.pk).update(
        dropped_in=work, drop_reason=reason
    )
    event = InspectionDropProposed(
        inspection=inspection.pk, programme=work.pk, reason=reason
    )
    tell(event, inspection, by=by, now=now)
