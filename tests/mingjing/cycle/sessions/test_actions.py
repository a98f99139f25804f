"""Sessions: from the plan to duties the same day, once and never twice."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from mingjing.base.people.states import Role
from mingjing.base.record.models import Entry, Opening
from mingjing.cycle.duties.models import Duty
from mingjing.cycle.duties.states import DutyState
from mingjing.cycle.sessions import actions, queries
from mingjing.cycle.sessions.actions import Agenda, DecisionText, SessionPlan
from mingjing.cycle.sessions.models import AgendaItem, Decision, Session
from mingjing.cycle.sessions.states import SessionKind, SessionState
from tests.factories import people
from tests.factories.duties import HeldPost, anew, office
from tests.factories.sessions import Decision as DecisionF
from tests.factories.sessions import ForInformation, Minuted
from tests.factories.sessions import Session as SessionF

pytestmark = pytest.mark.django_db
AT = datetime(2026, 9, 2, 2, tzinfo=UTC)


def plan_of(unit, **said):
    chair = HeldPost(role=Role.SECRETARY, unit=unit)
    words = {
        "kind": SessionKind.COMMITTEE,
        "title": "党组第五次会议",
        "unit": unit,
        "chair_post": chair,
        "planned_on": date(2026, 9, 1),
        "agenda": Agenda(("学习重要讲话", "研究采购"), first_topic=True),
    }
    return SessionPlan(**{**words, **said})


def owed(**said):
    words = {
        "text": "公布采购结果",
        "post": HeldPost(role=Role.CONTACT),
        "checker_post": HeldPost(role=Role.OFFICE),
        "clock": {"kind": "once", "due_on": "2026-10-30"},
        "ends_on": date(2026, 10, 30),
        "proof": "网页链接",
    }
    return DecisionText(**{**words, **said})


def test_a_secretary_plans_the_units_own_session_and_no_others():
    unit, other = people.Unit(), people.Unit()
    secretary = people.person_with(Role.SECRETARY, unit)

    made = actions.plan_session(plan_of(unit), by=secretary, now=AT)
    with pytest.raises(PermissionDenied):
        actions.plan_session(plan_of(other), by=secretary, now=AT)

    assert made.code == "HY-2026-0001"
    assert [(a.number, a.title, a.first_topic) for a in made.agenda.all()] == [
        (1, "学习重要讲话", True),
        (2, "研究采购", False),
    ]
    assert Entry.objects.get().kind == "SessionPlanned"


@pytest.mark.parametrize("role", [Role.CONTACT, Role.LEADER, Role.DISCIPLINE])
def test_nobody_else_plans(role):
    unit = people.Unit()
    with pytest.raises(PermissionDenied):
        actions.plan_session(plan_of(unit), by=people.person_with(role, unit), now=AT)


def test_codes_count_on_within_their_year():
    by, unit = office(), people.Unit()
    chair = HeldPost(role=Role.SECRETARY, unit=unit)
    days = [date(2026, 1, 5), date(2026, 3, 5), date(2027, 1, 5)]

    codes = [
        actions.plan_session(
            plan_of(unit, planned_on=day, chair_post=chair), by=by, now=AT
        ).code
        for day in days
    ]

    assert codes == ["HY-2026-0001", "HY-2026-0002", "HY-2027-0001"]


def test_the_first_topic_stands_first_by_the_database_itself():
    session = SessionF()
    with pytest.raises(IntegrityError), transaction.atomic():
        AgendaItem.objects.create(
            session=session, number=2, title="学习", first_topic=True
        )


def test_a_session_is_held_today_or_before_never_tomorrow():
    session, by = SessionF(), office()
    tomorrow = date(2026, 9, 3)
    with pytest.raises(actions.Refused, match="不能晚于今天"):
        actions.hold_session(session, held_on=tomorrow, agenda=Agenda(), by=by, now=AT)

    actions.hold_session(
        session, held_on=date(2026, 9, 2), agenda=Agenda(("甲",)), by=by, now=AT
    )

    assert anew(session).state == SessionState.HELD
    assert anew(session).held_on == date(2026, 9, 2)


def test_minutes_may_be_corrected_until_the_decisions_are_issued():
    session, by = SessionF(state=SessionState.HELD), office()
    actions.minute_session(
        session, number="纪〔2026〕1号", decisions=[owed(), owed()], by=by, now=AT
    )
    actions.minute_session(
        session, number="纪〔2026〕1号", decisions=[owed(text="改后")], by=by, now=AT
    )
    actions.issue_decisions(session, by=by, now=AT)

    with pytest.raises(actions.AlreadyMoved):
        actions.minute_session(
            session, number="纪〔2026〕1号", decisions=[], by=by, now=AT
        )
    assert [d.text for d in session.decisions.all()] == ["改后"]


def test_two_sessions_of_a_unit_do_not_share_a_minutes_number():
    first = Minuted(minutes_number="纪〔2026〕1号")
    second = SessionF(unit=first.unit, state=SessionState.HELD)
    with pytest.raises(actions.Refused, match="另一次会议"):
        actions.minute_session(
            second, number="纪〔2026〕1号", decisions=[], by=office(), now=AT
        )


@pytest.mark.parametrize("word", ["自我批评", "对照检查", "思想根源"])
def test_self_criticism_stays_inside_a_life_meeting(word):
    session = SessionF(kind=SessionKind.LIFE, state=SessionState.HELD)
    with pytest.raises(actions.Refused, match="留在会议原件里"):
        actions.minute_session(
            session,
            number="纪1号",
            decisions=[owed(text=f"某同志的{word}")],
            by=office(),
            now=AT,
        )
    assert anew(session).state == SessionState.HELD
    assert not Opening.objects.filter(value__contains=word).exists()


def test_a_secretary_binds_only_the_own_unit():
    unit = people.Unit()
    secretary = people.person_with(Role.SECRETARY, unit)
    session = SessionF(unit=unit, state=SessionState.HELD)
    ours = HeldPost(role=Role.CONTACT, unit=unit)

    with pytest.raises(PermissionDenied):
        actions.minute_session(
            session, number="纪1号", decisions=[owed()], by=secretary, now=AT
        )
    actions.minute_session(
        session, number="纪1号", decisions=[owed(post=ours)], by=secretary, now=AT
    )

    assert session.decisions.get().post == ours


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"post": None}, "写明承办岗位"),
        ({"no_duty_reason": "已办"}, "二选一"),
        ({"ends_on": None}, "写明承办岗位"),
    ],
)
def test_a_decision_is_owed_or_says_why_not(said, words):
    session = SessionF(state=SessionState.HELD)
    with pytest.raises(actions.Refused, match=words):
        actions.minute_session(
            session, number="纪1号", decisions=[owed(**said)], by=office(), now=AT
        )


def test_the_database_holds_a_decision_to_owed_or_why_not():
    with pytest.raises(IntegrityError), transaction.atomic():
        ForInformation(no_duty_reason="")
    post = HeldPost()
    with pytest.raises(IntegrityError), transaction.atomic():
        DecisionF(post=post, checker_post=post)


def test_issuing_makes_each_decision_a_duty_the_same_day():
    session, by = Minuted(minutes_number="澄委常纪〔2026〕12号"), office()
    first = DecisionF(session=session, number=1)
    third = DecisionF(
        session=session,
        number=3,
        text="每季度报告比价结果",
        clock={"kind": "recurring", "every": "quarter"},
        ends_on=date(2027, 6, 30),
    )
    ForInformation(session=session, number=2)

    report = actions.issue_decisions(session, by=by, now=AT)

    made = Duty.objects.order_by("pk")
    assert report.offered == list(made)
    assert [
        (d.title, d.basis, d.state, d.origin, d.starts_on, d.ends_on) for d in made
    ] == [
        (
            first.text,
            "《澄委常纪〔2026〕12号》第1项",
            DutyState.OFFERED,
            f"decision:{first.pk}",
            date(2026, 9, 2),
            date(2026, 10, 30),
        ),
        (
            third.text,
            "《澄委常纪〔2026〕12号》第3项",
            DutyState.OFFERED,
            f"decision:{third.pk}",
            date(2026, 9, 2),
            date(2027, 6, 30),
        ),
    ]
    assert anew(session).state == SessionState.ISSUED
    assert anew(first).duty == made[0]
    assert [e.kind for e in Entry.objects.order_by("index")] == [
        "DutyDrafted",
        "DutyOffered",
        "DutyDrafted",
        "DutyOffered",
        "SessionIssued",
    ]


def test_a_second_click_issues_nothing_twice():
    session, by = Minuted(), office()
    DecisionF(session=session)
    stale = anew(session)
    actions.issue_decisions(session, by=by, now=AT)

    with pytest.raises(actions.AlreadyMoved):
        actions.issue_decisions(session, by=by, now=AT)
    with pytest.raises(actions.AlreadyMoved):
        actions.issue_decisions(stale, by=by, now=AT)

    assert Duty.objects.count() == 1


def test_even_a_turned_back_state_drafts_no_decision_twice():
    """The origin is unique in the register: tampering with the session is not enough."""
    session, by = Minuted(), office()
    DecisionF(session=session)
    actions.issue_decisions(session, by=by, now=AT)
    Session.objects.filter(pk=session.pk).update(state=SessionState.MINUTED)

    with pytest.raises(IntegrityError), transaction.atomic():
        actions.issue_decisions(anew(session), by=by, now=AT)

    assert Duty.objects.count() == 1


def test_whoever_read_an_older_version_issues_nothing():
    session, by = Minuted(), office()
    DecisionF(session=session)
    read = anew(session)
    actions.minute_session(
        session, number="纪2号", decisions=[owed(text="别的")], by=by, now=AT
    )

    with pytest.raises(actions.AlreadyMoved):
        actions.issue_decisions(read, by=by, now=AT)

    assert Duty.objects.count() == 0


@pytest.mark.parametrize("role", [r for r in Role if r != Role.OFFICE])
def test_only_the_office_issues(role):
    session = Minuted()
    DecisionF(session=session)
    with pytest.raises(PermissionDenied):
        actions.issue_decisions(
            session, by=people.person_with(role, session.unit), now=AT
        )
    assert Duty.objects.count() == 0


def test_one_decision_past_its_day_holds_back_all_and_is_named():
    session = Minuted()
    DecisionF(session=session, number=1)
    DecisionF(session=session, number=2, ends_on=date(2026, 9, 1))

    with pytest.raises(actions.Refused, match="第2项的期限2026-09-01已经过去"):
        actions.issue_decisions(session, by=office(), now=AT)

    assert Duty.objects.count() == 0
    assert anew(session).state == SessionState.MINUTED
    assert Entry.objects.count() == 0


def test_a_decision_due_today_is_still_issued():
    session = Minuted()
    DecisionF(session=session, ends_on=date(2026, 9, 2))

    report = actions.issue_decisions(session, by=office(), now=AT)

    assert len(report.offered) == 1


def test_what_is_over_a_units_budget_is_drafted_and_waits_for_another():
    session = Minuted()
    unit = people.Unit(burden_limit_minutes=60)
    post = HeldPost(role=Role.CONTACT, unit=unit)
    DecisionF(session=session, number=1, post=post, minutes=50)
    DecisionF(session=session, number=2, post=post, minutes=50)

    previews = queries.preview_of(session, on=date(2026, 9, 2))

    report = actions.issue_decisions(session, by=office(), now=AT)

    assert [(p.peak, p.over) for p in previews] == [(50, False), (100, True)]
    assert [d.title for d in report.offered] == [session.decisions.first().text]
    [(waiting, why)] = report.waiting
    assert waiting.state == DutyState.DRAFT
    assert "100分钟，超过上限60分钟" in why
    assert anew(session).state == SessionState.ISSUED


def test_a_cancelled_session_keeps_its_reason_and_is_not_held():
    session, by = SessionF(), office()
    with pytest.raises(actions.Refused, match="原因"):
        actions.cancel_session(session, reason=" ", by=by, now=AT)
    actions.cancel_session(session, reason="与全县防汛调度冲突", by=by, now=AT)

    with pytest.raises(actions.AlreadyMoved):
        actions.hold_session(
            session, held_on=date(2026, 9, 1), agenda=Agenda(), by=by, now=AT
        )
    assert anew(session).cancel_reason == "与全县防汛调度冲突"


def test_the_decision_tells_what_became_of_it():
    from mingjing.cycle.duties import actions as duties

    session, by = Minuted(), office()
    DecisionF(session=session)
    actions.issue_decisions(session, by=by, now=AT)
    duty = Duty.objects.get()
    holder = duty.post.appointments.get().person
    duties.accept_duty(duty, by=holder, now=AT + timedelta(hours=1))

    [(decision, due, count)] = queries.decisions_of(
        session, on=date(2026, 11, 2), person=by
    )
    assert (decision.duty, due.status, count) == (duty, "late", 1)


def test_the_next_hearing_is_the_county_committees_own_kind():
    by = office()
    SessionF(kind=SessionKind.LEADING_GROUP, planned_on=date(2026, 12, 1))
    SessionF(kind=SessionKind.HEARING, planned_on=date(2026, 8, 1))
    ahead = SessionF(kind=SessionKind.HEARING, planned_on=date(2026, 12, 20))

    seen = Session.objects.visible_to(by)
    assert queries.next_hearing(seen, on=date(2026, 12, 20)) == ahead
    assert queries.next_hearing(seen, on=date(2026, 12, 21)) is None


def test_a_preview_says_the_day_before_it_is_given_out():
    session = Minuted()
    DecisionF(session=session)
    [preview] = queries.preview_of(session, on=date(2026, 9, 2))

    assert preview.first.due_on == date(2026, 10, 30)
    assert (preview.times, preview.peak, preview.over) == (1, 30, False)
    assert Duty.objects.count() == 0
    assert Decision.objects.get().duty is None
