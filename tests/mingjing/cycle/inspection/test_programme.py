"""The year's programme: what clashes, who decides, and the code that comes of it."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from mingjing.base.people.states import Role, UnitKind
from mingjing.base.record.models import Entry
from mingjing.cycle.inspection import actions, queries
from mingjing.cycle.inspection.actions import InspectionDraft
from mingjing.cycle.inspection.models import Inspection, Programme
from mingjing.cycle.inspection.states import InspectionState, Kind, ProgrammeState
from mingjing.cycle.inspection.states.codes import is_code
from mingjing.cycle.inspection.states.topics import caps
from tests.factories import people
from tests.factories.duties import anew, office
from tests.factories.inspection import Inspection as InspectionF
from tests.factories.inspection import Visit as VisitF

pytestmark = pytest.mark.django_db
AT = datetime(2026, 2, 10, 2, tzinfo=UTC)


@pytest.fixture
def clerk():
    return office()


@pytest.fixture
def leader():
    return people.person_with(Role.LEADER)


@pytest.fixture
def programme(clerk):
    return actions.draft_programme(year=2026, title="年度检查计划", by=clerk, now=AT)


def inspectors(n=2):
    return [people.person_with(Role.INSPECTOR) for _n in range(n)]


def draft_of(units, **said):
    first, second = inspectors()
    words = {
        "matter": "学校食堂大宗物资采购",
        "kind": Kind.SPECIAL,
        "basis": "《澄溪县清廉建设实施方案》三（二）",
        "goal": "查清采购结果是否公布",
        "run_by": people.Unit(),
        "scope": ["school-tender"],
        "period_from": date(2026, 1, 1),
        "period_to": date(2026, 8, 31),
        "opens_on": date(2026, 9, 7),
        "closes_on": date(2026, 9, 11),
        "leader": first,
        "team": [second],
        "units": units,
    }
    return InspectionDraft(**{**words, **said})


def propose(programme, clerk, units=None, **said):
    units = [people.Unit(kind=UnitKind.SCHOOL)] if units is None else units
    return actions.propose_inspection(
        programme, draft_of(units, **said), by=clerk, now=AT
    )


def approve(programme, clerk, leader, note=""):
    actions.submit_programme(programme, by=clerk, now=AT)
    actions.approve_programme(programme, note=note, by=leader, now=AT)


def kinds(programme):
    return sorted((c.kind, c.hard) for c in queries.clashes_of(programme))


def test_approval_gives_each_inspection_a_code_and_locks_it(programme, clerk, leader):
    inspection = propose(programme, clerk)

    approve(programme, clerk, leader)

    coded = anew(inspection)
    assert coded.state == InspectionState.IN_PROGRAMME
    assert is_code(coded.code)
    with pytest.raises(PermissionDenied):
        actions.edit_inspection(coded, draft_of([people.Unit()]), by=clerk, now=AT)
    assert [e.kind for e in Entry.objects.order_by("index")] == [
        "ProgrammeDrafted",
        "InspectionProposed",
        "ProgrammeSubmitted",
        "ProgrammeApproved",
        "InspectionCoded",
    ]


def test_nothing_is_coded_by_plain_sql_without_a_code():
    with pytest.raises(IntegrityError), transaction.atomic():
        InspectionF(code=None, state=InspectionState.IN_PROGRAMME)


@pytest.mark.parametrize("role", [r for r in Role if r != Role.LEADER])
def test_only_the_leader_approves(programme, clerk, role):
    propose(programme, clerk)
    actions.submit_programme(programme, by=clerk, now=AT)

    with pytest.raises(PermissionDenied):
        actions.approve_programme(programme, by=people.person_with(role), now=AT)
    assert anew(programme).state == ProgrammeState.SUBMITTED


def test_whoever_drafted_it_cannot_approve_it_under_another_hat(programme, clerk):
    """Promise 1 compares persons: a second post makes nobody a second person."""
    propose(programme, clerk)
    actions.submit_programme(programme, by=clerk, now=AT)
    people.Appointment(post=people.Post(role=Role.LEADER), person=clerk)

    with pytest.raises(PermissionDenied):
        actions.approve_programme(programme, by=anew(clerk), now=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Programme.objects.filter(pk=programme.pk).update(approved_by=clerk)


def test_a_second_approval_is_told_and_makes_no_second_code(programme, clerk, leader):
    inspection = propose(programme, clerk)
    approve(programme, clerk, leader)
    code = anew(inspection).code

    with pytest.raises(actions.AlreadyMoved):
        actions.approve_programme(anew(programme), by=leader, now=AT)
    assert anew(inspection).code == code


def test_what_is_submitted_is_not_changed_behind_the_approver(programme, clerk):
    inspection = propose(programme, clerk)
    actions.submit_programme(programme, by=clerk, now=AT)

    for act in (
        lambda: propose(programme, clerk),
        lambda: actions.edit_inspection(
            inspection, draft_of([people.Unit()]), by=clerk, now=AT
        ),
        lambda: actions.drop_inspection(
            anew(inspection), reason="撤", by=clerk, now=AT
        ),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert Inspection.objects.count() == 1


def test_a_returned_programme_can_be_worked_on_again(programme, clerk, leader):
    propose(programme, clerk)
    actions.submit_programme(programme, by=clerk, now=AT)
    actions.return_programme(programme, note="合并两项学校检查", by=leader, now=AT)

    propose(anew(programme), clerk)
    assert anew(programme).returned_note == "合并两项学校检查"


def test_a_unit_over_its_cap_refuses_the_whole_programme(programme, clerk):
    village = people.Unit(kind=UnitKind.VILLAGE)
    months = (3, 6, 9)
    scopes = ("village-works", "village-assets", "village-benefits")
    assert caps().of(UnitKind.VILLAGE) == 2
    for month, scope in zip(months, scopes, strict=True):
        propose(programme, clerk, [village], opens_on=date(2026, month, 2), closes_on=date(2026, month, 4), scope=[scope])  # fmt: skip

    assert kinds(programme) == [("cap", True)]
    with pytest.raises(actions.Refused, match="一年要接受3次检查，上限2次"):
        actions.submit_programme(programme, by=clerk, now=AT)


def test_visits_approved_before_count_towards_the_cap(programme, clerk):
    village = people.Unit(kind=UnitKind.VILLAGE)
    for month in (3, 6):
        VisitF(unit=village, inspection=InspectionF(opens_on=date(2026, month, 2), closes_on=date(2026, month, 3), scope=["winds"]))  # fmt: skip
    propose(programme, clerk, [village], scope=["village-works"])

    assert ("cap", True) in kinds(programme)


def test_two_visits_in_a_fortnight_are_shown_and_need_words(programme, clerk, leader):
    school = people.Unit(kind=UnitKind.SCHOOL)
    propose(programme, clerk, [school])
    propose(programme, clerk, [school], scope=["school-funds"], opens_on=date(2026, 9, 24), closes_on=date(2026, 9, 25))  # fmt: skip

    assert kinds(programme) == [("fortnight", False)]
    actions.submit_programme(programme, by=clerk, now=AT)
    with pytest.raises(actions.Refused, match="写明为什么仍然批准"):
        actions.approve_programme(programme, note=" ", by=leader, now=AT)
    actions.approve_programme(programme, note="两项由一组连着做。", by=leader, now=AT)
    assert anew(programme).approval_note == "两项由一组连着做。"


def test_fourteen_days_apart_is_no_clash(programme, clerk):
    school = people.Unit(kind=UnitKind.SCHOOL)
    propose(programme, clerk, [school])
    propose(programme, clerk, [school], scope=["school-funds"], opens_on=date(2026, 9, 25), closes_on=date(2026, 9, 26))  # fmt: skip

    assert kinds(programme) == []


@pytest.mark.parametrize(
    ("day", "clashes"),
    [(date(2026, 8, 31), [("same_matter", False)]), (date(2026, 9, 1), [])],
)
def test_the_same_matter_comes_back_after_six_months_only(
    programme, clerk, day, clashes
):
    school = people.Unit(kind=UnitKind.SCHOOL)
    early = InspectionF(opens_on=date(2026, 2, 25), closes_on=date(2026, 3, 1), scope=["school"])  # fmt: skip
    VisitF(unit=school, inspection=early)
    propose(programme, clerk, [school], opens_on=day, closes_on=date(2026, 9, 2))

    assert kinds(programme) == clashes


def test_nobody_inspects_a_unit_where_they_hold_a_post(programme, clerk):
    school = people.Unit(kind=UnitKind.SCHOOL)
    ours = people.person_with(Role.CONTACT, school)
    with pytest.raises(actions.Refused, match="不能检查自己任职的单位"):
        propose(programme, clerk, [school], team=[ours])

    inspection = propose(programme, clerk, [school])
    leader = inspection.members.get(leads=True).person
    people.Appointment(post=people.Post(unit=school), person=leader)

    assert kinds(programme) == [("conflict", True)]


def test_a_department_needs_a_designation_for_a_government_inspection(programme, clerk):
    """第七条: 未经本级人民政府指定，不得开展政府督查."""
    propose(programme, clerk, kind=Kind.GOVERNMENT)
    assert kinds(programme) == [("designation", True)]

    own = clerk.appointments.get().post.unit
    Inspection.objects.update(run_by=own)
    assert kinds(programme) == []
    Inspection.objects.update(run_by=people.Unit(), designation="澄政办〔2026〕9号")
    assert kinds(programme) == []


def test_one_comprehensive_inspection_a_department_and_year(programme, clerk):
    bureau = people.Unit()
    for _n in range(2):
        propose(programme, clerk, comprehensive=True, run_by=bureau)

    assert kinds(programme) == [("comprehensive", True)]


def test_a_team_of_one_and_a_plan_without_units_are_not_complete(programme, clerk):
    propose(programme, clerk, [], team=[])

    assert kinds(programme) == [("team", True), ("units", True)]


def test_the_clash_finder_costs_the_same_however_many(
    programme, clerk, django_assert_max_num_queries
):
    propose(programme, clerk)
    with django_assert_max_num_queries(15) as one:
        queries.clashes_of(programme)
    for _n in range(3):
        propose(programme, clerk)
    with django_assert_max_num_queries(len(one)):
        queries.clashes_of(programme)


def test_a_new_version_takes_one_out_and_brings_one_in(programme, clerk, leader):
    old = propose(programme, clerk)
    approve(programme, clerk, leader)
    second = actions.amend_programme(
        programme, reason="机构改革，合并检查", by=clerk, now=AT
    )
    actions.drop_inspection(anew(old), reason="并入新的一项", by=clerk, now=AT)
    new = propose(second, clerk)

    assert anew(old).state == InspectionState.IN_PROGRAMME  # until it is approved
    approve(second, clerk, leader)

    assert (anew(programme).state, anew(second).state) == ("amended", "approved")
    assert (anew(old).state, anew(new).state) == ("dropped", "in_programme")
    assert anew(old).code is not None


def test_an_approved_inspection_is_not_dropped_without_a_version(
    programme, clerk, leader
):
    inspection = propose(programme, clerk)
    approve(programme, clerk, leader)

    with pytest.raises(actions.Refused, match="调整计划"):
        actions.drop_inspection(anew(inspection), reason="不做了", by=clerk, now=AT)


def test_two_versions_of_a_year_are_not_in_work_at_once(programme, clerk, leader):
    propose(programme, clerk)
    approve(programme, clerk, leader)
    actions.amend_programme(programme, reason="调整", by=clerk, now=AT)

    with pytest.raises(actions.Refused, match="正在起草或报批"):
        actions.amend_programme(programme, reason="又调整", by=clerk, now=AT)
    with pytest.raises(actions.Refused, match="已经有了"):
        actions.draft_programme(year=2026, title="又一份", by=clerk, now=AT)


def test_a_stale_edit_is_told(programme, clerk):
    inspection = propose(programme, clerk)
    read = anew(inspection)
    unit = inspection.visits.get().unit
    actions.edit_inspection(inspection, draft_of([unit], goal="新"), by=clerk, now=AT)

    with pytest.raises(actions.AlreadyMoved):
        actions.edit_inspection(read, draft_of([unit], goal="旧"), by=clerk, now=AT)
    assert anew(inspection).goal == "新"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"scope": []}, "检查范围"),
        ({"scope": ["everything"]}, "检查范围"),
        ({"closes_on": date(2026, 9, 6)}, "入户截止"),
        ({"opens_on": date(2027, 1, 4), "closes_on": date(2027, 1, 5)}, "2026年内"),
        ({"period_to": date(2025, 1, 1)}, "检查时段"),
    ],
)
def test_a_proposal_that_makes_no_sense_is_refused(programme, clerk, said, words):
    with pytest.raises(actions.Refused, match=words):
        propose(programme, clerk, **said)
    assert Inspection.objects.count() == 0
