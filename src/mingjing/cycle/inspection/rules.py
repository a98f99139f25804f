"""Who may do what to a programme, an inspection, a visit or a draw. Everyone asks here.

Promise 4: nothing is stored under an inspection without its place in the approved
programme and its code. `record_refusal` is what the findings room asks.
"""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from mingjing.base.people.models import Appointment, Person, Unit
from mingjing.base.people.queries import standing_of
from mingjing.base.people.states import Role
from mingjing.cycle.inspection.models import Draw, Inspection, Programme, Visit
from mingjing.cycle.inspection.states import (
    DRAW_MOVES,
    INSPECTION_MOVES,
    PROGRAMME_MOVES,
    RECORDING,
    RUNNING,
    DrawState,
    InspectionState,
    Kind,
    ProgrammeState,
    RefusalKind,
    VisitState,
)
from mingjing.cycle.inspection.states.topics import covers

# Whoever answers at a unit's door.
_AT_THE_DOOR = frozenset({Role.CONTACT, Role.SECRETARY, Role.CENTRE})


def _roles(person: Person) -> frozenset[Role]:
    return standing_of(person).roles


def _is_office(person: Person) -> bool:
    return Role.OFFICE in _roles(person)


def may_look(person: Person) -> bool:
    return bool(_roles(person) - {Role.ADMIN})


# --- the programme


def may_draft_programme(person: Person) -> bool:
    return _is_office(person)


def may_work_on(person: Person, programme: Programme) -> bool:
    return _is_office(person) and programme.state == ProgrammeState.DRAFT


def may_submit(person: Person, programme: Programme) -> bool:
    return _is_office(person) and programme.state in PROGRAMME_MOVES["submit"].sources


def may_decide(person: Person, programme: Programme) -> bool:
    """第十一条: the chief decides; never whoever drafted or submitted it."""
    return (
        Role.LEADER in _roles(person)
        and programme.state in PROGRAMME_MOVES["approve"].sources
        and person.pk not in {programme.drafted_by_id, programme.submitted_by_id}
    )


def may_amend(person: Person, programme: Programme) -> bool:
    return _is_office(person) and programme.state == ProgrammeState.APPROVED


# --- one inspection


def may_propose(person: Person, programme: Programme) -> bool:
    return may_work_on(person, programme)


def may_edit(person: Person, inspection: Inspection) -> bool:
    """Scope, units and team are locked once the programme is submitted."""
    return inspection.state == InspectionState.PROPOSED and may_work_on(
        person, inspection.programme
    )


def may_drop(person: Person, inspection: Inspection) -> bool:
    """A proposal at once; what is approved through the next version only."""
    return (
        _is_office(person) and inspection.state in INSPECTION_MOVES["drop"].sources
    ) and (inspection.state != InspectionState.PROPOSED or may_edit(person, inspection))


def posts_in(person_ids: Iterable[int], units: Iterable[Unit]) -> list[Appointment]:
    """Current posts of these persons in these units: a conflict of each."""
    return list(
        Appointment.objects.current()
        .filter(person__in=list(person_ids), post__unit__in=list(units))
        .select_related("person", "post__unit")
    )


def conflict_words(persons: Iterable[Person], units: Iterable[Unit]) -> str:
    """Who cannot go where, and why; empty when nobody holds a post in these units."""
    held = posts_in([person.pk for person in persons], units)
    said = dict.fromkeys(f"{row.person.name}（{row.post.unit}）" for row in held)
    if not said:
        return ""
    return _("检查组成员不能检查自己任职的单位：%(who)s。") % {"who": "、".join(said)}


def is_on_team(person: Person, inspection: Inspection) -> bool:
    return inspection.members.filter(person=person).exists()


def may_inspect(person: Person, inspection: Inspection, unit: Unit) -> bool:
    """On the team, and holding no post in that unit today (promise 1)."""
    return is_on_team(person, inspection) and unit.pk not in standing_of(person).units


def may_notify(person: Person, inspection: Inspection) -> bool:
    return inspection.state in INSPECTION_MOVES["notify"].sources and (
        _is_office(person) or is_on_team(person, inspection)
    )


def needs_designation(kind: str, run_by: Unit, *, offices: frozenset[int]) -> bool:
    """第七条: a department runs no government inspection without being designated."""
    return kind == Kind.GOVERNMENT and run_by.pk not in offices


def may_see_visit(person: Person, visit: Visit) -> bool:
    """A unit sees its own visit; the county's hats, the team and its organ all."""
    standing = standing_of(person)
    return (
        standing.sees_county
        or visit.unit_id in standing.units
        or visit.inspection.run_by_id in standing.units
        or is_on_team(person, visit.inspection)
    )


def may_see_sheets(person: Person, inspection: Inspection) -> bool:
    """The team's own paper, for an inspection that has its code and is not over."""
    return (
        bool(inspection.code)
        and inspection.state not in (InspectionState.CLOSED, InspectionState.DROPPED)
        and (_is_office(person) or is_on_team(person, inspection))
    )


# --- what may stand under an inspection (promise 4)


def record_refusal(inspection: Inspection, unit: Unit, topic: str, on: date) -> str:
    """Why a finding of that day cannot stand under it; empty when it can."""
    if not inspection.code or inspection.state not in RECORDING:
        return _("这次检查不在批准的计划内，或者没有到访，不能记录问题。")
    visit = inspection.visits.filter(unit=unit).first()
    if visit is None:
        return _("%(unit)s不在这次检查的名单里，不能记录问题。") % {"unit": unit}
    if visit.state != VisitState.ARRIVED or visit.arrived_on is None:
        return _("%(unit)s还没有核验编码、确认到访，不能记录问题。") % {"unit": unit}
    if not covers(inspection.scope, topic):
        return _("超出这次检查锁定的范围（%(scope)s），不能记录。可以另行报批。") % {
            "scope": "、".join(inspection.scope_words)
        }
    if not visit.arrived_on <= on <= inspection.closes_on:
        return _("发现日期要在到访日%(first)s和入户截止日%(last)s之间。") % {
            "first": visit.arrived_on,
            "last": inspection.closes_on,
        }
    return ""


def may_record(inspection: Inspection, unit: Unit, topic: str, on: date) -> bool:
    """Whether a finding on this topic, seen that day at that unit, can stand under it."""
    return not record_refusal(inspection, unit, topic, on)


# --- at the unit's door


def code_refusal(
    inspection: Inspection | None, unit: Unit, on: date
) -> RefusalKind | None:
    """Why a code shown at this unit's door that day does not stand; None when it does."""
    if inspection is None:
        return RefusalKind.UNKNOWN_CODE
    if not inspection.visits.filter(unit=unit).exists():
        return RefusalKind.OTHER_UNIT
    if inspection.state not in RUNNING:
        return RefusalKind.NOT_RUNNING
    if not inspection.opens_on <= on <= inspection.closes_on:
        return RefusalKind.WRONG_DAY
    return None


def refusal_words(kind: RefusalKind, inspection: Inspection | None = None) -> str:
    """One sentence: what is wrong with the code, and that the visit may be refused."""
    words = {
        RefusalKind.NO_CODE: _("没有出示编码，可以拒绝接待。"),
        RefusalKind.UNKNOWN_CODE: _("这个编码不在批准的计划内，可以拒绝接待。"),
        RefusalKind.OTHER_UNIT: _("这个编码不是给本单位的，可以拒绝接待。"),
        RefusalKind.NOT_RUNNING: _("这次检查已经结束或取消，可以拒绝接待。"),
        RefusalKind.NOT_ON_TEAM: _("来人不在批准的名单上，可以拒绝接待。"),
        RefusalKind.OUT_OF_SCOPE: _("所问的事超出锁定的范围，可以拒绝。"),
    }
    if kind == RefusalKind.WRONG_DAY and inspection is not None:
        return _("批准的日期是%(first)s至%(last)s，今天不在其内，可以拒绝接待。") % {
            "first": inspection.opens_on,
            "last": inspection.closes_on,
        }
    return words.get(kind, "")


def door_units(person: Person) -> frozenset[int]:
    """Units for which the person answers at the door."""
    standing = standing_of(person)
    return standing.units if standing.roles & _AT_THE_DOOR else frozenset()


def may_answer_door(person: Person) -> bool:
    return bool(door_units(person))


def may_admit(person: Person, visit: Visit) -> bool:
    """The unit itself, never one of the team under another hat (promise 1)."""
    return (
        visit.unit_id in door_units(person)
        and visit.state == VisitState.PLANNED
        and visit.inspection.state in RUNNING
        and not is_on_team(person, visit.inspection)
    )


def may_refuse(person: Person, unit_id: int) -> bool:
    return unit_id in door_units(person)


# --- what comes of it


def may_leave_note(person: Person, visit: Visit) -> bool:
    return (
        visit.state == VisitState.ARRIVED
        and visit.inspection.state != InspectionState.CLOSED
        and may_inspect(person, visit.inspection, visit.unit)
    )


def may_conclude(person: Person, inspection: Inspection) -> bool:
    return inspection.state in INSPECTION_MOVES["draft"].sources and is_on_team(
        person, inspection
    )


def may_feed_back(person: Person, inspection: Inspection) -> bool:
    """Released by the office; whoever wrote it or took part in it does not."""
    return (
        inspection.state in INSPECTION_MOVES["feed_back"].sources
        and _is_office(person)
        and person.pk != inspection.concluded_by_id
        and not is_on_team(person, inspection)
    )


def may_agree(person: Person, visit: Visit) -> bool:
    return (
        visit.inspection.state == InspectionState.FED_BACK
        and visit.state == VisitState.ARRIVED
        and visit.agreed_at is None
        and visit.unit_id in standing_of(person).secretary_units
    )


def may_finish(person: Person, inspection: Inspection) -> bool:
    return inspection.state in INSPECTION_MOVES["finish"].sources and _is_office(person)


def may_close(person: Person, inspection: Inspection) -> bool:
    return inspection.state in INSPECTION_MOVES["close"].sources and _is_office(person)


# --- the draw


def may_commit(person: Person, inspection: Inspection) -> bool:
    """Draws are the office's; the other organs that see the county may answer them."""
    return (
        may_edit(person, inspection)
        and not inspection.draws.exclude(state=DrawState.ABANDONED).exists()
    )


def may_answer_draw(person: Person, draw: Draw) -> bool:
    return (
        draw.state in DRAW_MOVES["answer"].sources
        and bool(_roles(person) & {Role.OFFICE, Role.DISCIPLINE, Role.AUDITOR})
        and person.pk != draw.committed_by_id
    )


def may_reveal(person: Person, draw: Draw) -> bool:
    return (
        draw.state in DRAW_MOVES["reveal"].sources
        and person.pk == draw.committed_by_id
        and may_edit(person, draw.inspection)
    )


def may_abandon(person: Person, draw: Draw) -> bool:
    return draw.state in DRAW_MOVES["abandon"].sources and may_edit(
        person, draw.inspection
    )
