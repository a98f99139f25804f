"""Promise 4 at the door and afterwards: what runs without a code, and what does not."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from mingjing.base.people.states import Role
from mingjing.base.record.models import Entry
from mingjing.cycle.inspection import actions, rules
from mingjing.cycle.inspection.actions import RefusalNote
from mingjing.cycle.inspection.models import HelpNote, Inspection, Refusal
from mingjing.cycle.inspection.states import (
    InspectionState,
    RefusalKind,
    VisitState,
)
from tests.factories import people
from tests.factories.duties import anew, office
from tests.factories.inspection import Inspection as InspectionF
from tests.factories.inspection import Member as MemberF
from tests.factories.inspection import Visit as VisitF
from tests.factories.inspection import visited

pytestmark = pytest.mark.django_db
AT = datetime(2026, 9, 8, 2, tzinfo=UTC)
DAY = date(2026, 9, 8)


@pytest.fixture
def visit():
    """Planned at one unit, a team of two, the window open on AT."""
    inspection = InspectionF()
    MemberF(inspection=inspection, leads=True)
    MemberF(inspection=inspection)
    return VisitF(inspection=inspection)


@pytest.fixture
def contact(visit):
    return people.person_with(Role.CONTACT, visit.unit)


def team(visit):
    return list(visit.inspection.members.all())


def test_a_unit_admits_the_team_by_its_code(visit, contact):
    typed = f" {visit.inspection.shown_code.lower()} "
    answer = actions.ask_by_code(visit.unit, typed, by=contact, now=AT)
    assert (answer.inspection, answer.refusal) == (visit.inspection, None)

    actions.admit_visit(visit, came=team(visit), by=contact, now=AT)

    now_is = anew(visit)
    assert (now_is.state, now_is.arrived_on) == (VisitState.ARRIVED, DAY)
    assert now_is.inspection.state == InspectionState.ON_SITE
    assert Entry.objects.get().kind == "VisitAdmitted"


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"opens_on": date(2026, 9, 9)}, RefusalKind.WRONG_DAY),
        ({"closes_on": date(2026, 9, 7)}, RefusalKind.WRONG_DAY),
        ({"state": InspectionState.DROPPED}, RefusalKind.NOT_RUNNING),
        ({"state": InspectionState.CLOSED}, RefusalKind.NOT_RUNNING),
    ],
)
def test_a_code_that_does_not_stand_today_is_refused_and_recorded(
    visit, contact, change, kind
):
    Inspection.objects.filter(pk=visit.inspection_id).update(**change)

    answer = actions.ask_by_code(visit.unit, visit.inspection.code, by=contact, now=AT)

    assert answer.refusal.kind == kind
    assert Refusal.objects.get().refused_on == DAY
    assert Entry.objects.get().kind == "VisitRefused"
    with pytest.raises((PermissionDenied, actions.Refused, actions.AlreadyMoved)):
        actions.admit_visit(anew(visit), came=team(visit), by=contact, now=AT)
    assert anew(visit).state == VisitState.PLANNED


@pytest.mark.parametrize("day", [date(2026, 9, 7), date(2026, 9, 18)])
def test_the_first_and_the_last_day_of_the_window_count(visit, contact, day):
    at = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
    code = visit.inspection.code
    assert actions.ask_by_code(visit.unit, code, by=contact, now=at).stands


def test_the_day_is_the_county_s_and_not_greenwich(visit, contact):
    late = datetime(2026, 9, 6, 17, tzinfo=UTC)  # 7 September, one in the morning
    assert actions.ask_by_code(
        visit.unit, visit.inspection.code, by=contact, now=late
    ).stands


@pytest.mark.parametrize("typed", ["K7Q4XMR", "", "ＫＫＫＫ", "' OR 1=1 --", "好" * 60])
def test_an_unknown_code_is_refused_and_recorded(visit, contact, typed):
    answer = actions.ask_by_code(visit.unit, typed, by=contact, now=AT)

    assert answer.refusal.kind == RefusalKind.UNKNOWN_CODE
    assert answer.refusal.inspection is None


def test_a_proposal_that_was_never_approved_has_no_code_to_show(visit, contact):
    proposal = InspectionF(code=None, state=InspectionState.PROPOSED)
    VisitF(inspection=proposal, unit=visit.unit)

    answer = actions.ask_by_code(visit.unit, "", by=contact, now=AT)

    assert answer.refusal.kind == RefusalKind.UNKNOWN_CODE


def test_another_unit_s_code_opens_nothing_here(visit):
    stranger = people.person_with(Role.CONTACT)
    unit = stranger.appointments.get().post.unit

    answer = actions.ask_by_code(unit, visit.inspection.code, by=stranger, now=AT)

    assert answer.refusal.kind == RefusalKind.OTHER_UNIT
    with pytest.raises(PermissionDenied):
        actions.admit_visit(visit, came=team(visit), by=stranger, now=AT)
    assert not Inspection.objects.visible_to(stranger).exists()


def test_the_team_does_not_admit_itself(visit):
    inspector = visit.inspection.members.first().person
    with pytest.raises(PermissionDenied):
        actions.admit_visit(visit, came=team(visit), by=inspector, now=AT)
    people.Appointment(post=people.Post(unit=visit.unit), person=inspector)
    with pytest.raises(PermissionDenied):
        actions.admit_visit(visit, came=team(visit), by=anew(inspector), now=AT)


def test_a_post_taken_after_approval_is_seen_at_the_door(visit, contact):
    member = visit.inspection.members.first()
    people.Appointment(post=people.Post(unit=visit.unit), person=member.person)

    with pytest.raises(actions.Refused, match="现在本单位任职"):
        actions.admit_visit(visit, came=team(visit), by=contact, now=AT)
    others = visit.inspection.members.exclude(pk=member.pk)
    actions.admit_visit(visit, came=list(others), by=contact, now=AT)
    assert anew(visit).came.count() == 1


def test_a_member_of_another_team_is_not_admitted(visit, contact):
    with pytest.raises(actions.Refused, match="勾选来的人"):
        actions.admit_visit(visit, came=[MemberF()], by=contact, now=AT)
    with pytest.raises(actions.Refused, match="勾选来的人"):
        actions.admit_visit(visit, came=[], by=contact, now=AT)


def test_a_second_click_admits_once(visit, contact):
    stale = anew(visit)
    actions.admit_visit(visit, came=team(visit), by=contact, now=AT)

    for again in (visit, stale):
        with pytest.raises(actions.AlreadyMoved):
            actions.admit_visit(again, came=team(visit), by=contact, now=AT)
    assert Entry.objects.filter(kind="VisitAdmitted").count() == 1


def test_a_refusal_harms_nothing_of_the_unit(visit, contact):
    note = RefusalNote(
        kind=RefusalKind.OUT_OF_SCOPE,
        shown_code=visit.inspection.shown_code,
        who_came="县某局",
        words="要求提供三年前的合同",
    )
    actions.admit_visit(visit, came=team(visit), by=contact, now=AT)
    refusal = actions.refuse_visit(visit.unit, note, by=contact, now=AT)

    assert refusal.inspection == visit.inspection
    assert anew(visit).state == VisitState.ARRIVED
    assert rules.may_record(anew(visit.inspection), visit.unit, "school-tender", DAY)


def test_nobody_refuses_in_another_units_name(visit):
    stranger = people.person_with(Role.SECRETARY)
    note = RefusalNote(kind=RefusalKind.NO_CODE, words="没有编码")
    with pytest.raises(PermissionDenied):
        actions.refuse_visit(visit.unit, note, by=stranger, now=AT)
    with pytest.raises(PermissionDenied):
        actions.ask_by_code(visit.unit, "K7Q4XMR", by=stranger, now=AT)
    assert Refusal.objects.count() == 0


# --- what may be recorded


def test_what_lies_within_may_be_recorded():
    visit = visited()
    for topic, day in (
        ("school-tender", DAY),
        ("school-logistics", date(2026, 9, 18)),
    ):
        assert rules.record_refusal(visit.inspection, visit.unit, topic, day) == ""


def test_a_list_in_the_scope_covers_what_is_on_it():
    visit = visited(topic_scope=["school"])
    may = rules.may_record
    assert may(visit.inspection, visit.unit, "school-funds", DAY)
    assert not may(visit.inspection, visit.unit, "schools-funds", DAY)
    assert not may(visit.inspection, visit.unit, "hospital-fees", DAY)


@pytest.mark.parametrize(
    ("topic", "day"),
    [
        ("village-works", DAY),
        ("school", DAY),  # the whole list is more than two of its topics
        ("", DAY),
        ("school-tender", date(2026, 9, 7)),  # before they came
        ("school-tender", date(2026, 9, 19)),  # after the window
    ],
)
def test_what_lies_outside_is_refused(topic, day):
    visit = visited()
    assert rules.record_refusal(visit.inspection, visit.unit, topic, day)


@pytest.mark.parametrize(
    "state",
    [s for s in InspectionState if s not in ("on_site", "drafted")],
)
def test_nothing_is_recorded_before_it_runs_or_after_it_is_fed_back(state):
    visit = visited(state=state)
    assert not rules.may_record(visit.inspection, visit.unit, "school-tender", DAY)


def test_a_unit_not_visited_has_nothing_recorded():
    visit = visited()
    planned = VisitF(inspection=visit.inspection)
    may = rules.may_record
    assert not may(visit.inspection, planned.unit, "school-tender", DAY)
    assert not may(visit.inspection, people.Unit(), "school-tender", DAY)


def test_even_an_unsaved_inspection_without_code_records_nothing():
    visit = visited()
    visit.inspection.code = None
    assert not rules.may_record(visit.inspection, visit.unit, "school-tender", DAY)


# --- what comes of it


def conclude(visit, words="采购结果有两个月没有公布。"):
    member = visit.inspection.members.first().person
    actions.draft_conclusion(visit.inspection, words=words, by=member, now=AT)
    return member


def feed(visit):
    inspection = visit.inspection
    at = anew(inspection).concluded_at
    actions.feed_back(inspection, concluded_at=at, by=office(), now=AT)


def test_whoever_wrote_the_conclusion_does_not_release_it():
    visit = visited()
    member = conclude(visit)
    people.Appointment(post=people.Post(role=Role.OFFICE), person=member)
    at = visit.inspection.concluded_at

    with pytest.raises(PermissionDenied):
        actions.feed_back(visit.inspection, concluded_at=at, by=anew(member), now=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Inspection.objects.filter(pk=visit.inspection_id).update(fed_back_by=member)


def test_feedback_starts_thirty_days_that_explain_themselves():
    """第十七条: 自收到该督查结论之日起30日内; 8 October is the holiday's last roll."""
    visit = visited()
    conclude(visit)
    feed(visit)

    inspection = anew(visit.inspection)
    assert inspection.review_until == date(2026, 10, 8)
    assert "30" in inspection.review_explanation_zh


def test_another_draft_than_the_one_read_is_not_fed_back():
    visit = visited()
    conclude(visit)
    read = visit.inspection.concluded_at
    later = datetime(2026, 9, 8, 3, tzinfo=UTC)
    member = visit.inspection.members.first().person
    actions.draft_conclusion(anew(visit.inspection), words="改过", by=member, now=later)

    with pytest.raises(actions.Refused, match="刚刚改过"):
        actions.feed_back(
            anew(visit.inspection), concluded_at=read, by=office(), now=later
        )


def test_the_conclusion_is_final_after_the_term_or_when_all_agree():
    visit = visited()
    conclude(visit)
    feed(visit)
    inspection, by = anew(visit.inspection), office()
    last_day = datetime(2026, 10, 8, 2, tzinfo=UTC)

    with pytest.raises(actions.Refused, match="申请复核"):
        actions.finish_inspection(inspection, by=by, now=last_day)
    secretary = people.person_with(Role.SECRETARY, visit.unit)
    actions.agree_to_conclusion(anew(visit), by=secretary, now=AT)
    actions.finish_inspection(inspection, by=by, now=AT)

    assert anew(inspection).state == InspectionState.FINAL


def test_silence_makes_it_final_the_day_after():
    visit = visited()
    conclude(visit)
    feed(visit)
    after = datetime(2026, 10, 9, 2, tzinfo=UTC)

    actions.finish_inspection(anew(visit.inspection), by=office(), now=after)
    assert anew(visit.inspection).state == InspectionState.FINAL


@pytest.mark.parametrize("role", [Role.CONTACT, Role.OFFICE, Role.INSPECTOR])
def test_only_the_units_secretary_agrees_for_it(role):
    visit = visited()
    conclude(visit)
    feed(visit)
    with pytest.raises(PermissionDenied):
        actions.agree_to_conclusion(
            anew(visit), by=people.person_with(role, visit.unit), now=AT
        )


def test_no_visit_is_closed_without_a_help_note():
    visit = visited(state=InspectionState.FINAL)
    by = office()
    with pytest.raises(actions.Refused, match=str(visit.unit)):
        actions.close_inspection(visit.inspection, by=by, now=AT)

    member = visit.inspection.members.first().person
    words = "比价可以用县里的统一模板。"
    actions.leave_help_note(
        visit, topic="school-tender", words=words, by=member, now=AT
    )
    actions.close_inspection(visit.inspection, by=by, now=AT)

    assert anew(visit.inspection).state == InspectionState.CLOSED


def test_advice_stays_within_the_scope_and_comes_from_the_team():
    visit = visited()
    member = visit.inspection.members.first().person
    with pytest.raises(actions.Refused, match="范围之内"):
        actions.leave_help_note(visit, topic="soe-stock", words="好", by=member, now=AT)
    with pytest.raises(PermissionDenied):
        actions.leave_help_note(
            visit, topic="school-tender", words="好", by=office(), now=AT
        )
    assert HelpNote.objects.count() == 0


def test_units_nobody_came_to_are_said_so():
    visit = visited()
    planned = VisitF(inspection=visit.inspection)
    conclude(visit)

    assert anew(planned).state == VisitState.NOT_MADE
    assert anew(visit).state == VisitState.ARRIVED


def test_a_unit_sees_a_visit_without_notice_only_once_it_stands_at_the_door(
    visit, contact
):
    def sees():
        return Inspection.objects.visible_to(anew(contact)).exists()

    assert not sees()
    actions.admit_visit(visit, came=team(visit), by=contact, now=AT)
    assert sees()


def test_told_units_see_it_before(visit, contact):
    actions.notify_units(visit.inspection, by=office(), now=AT)
    assert Inspection.objects.visible_to(anew(contact)).exists()
