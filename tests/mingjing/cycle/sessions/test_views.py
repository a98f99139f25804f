"""The pages of sessions, as different people see and post them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now

from mingjing.base.people.states import Role
from mingjing.cycle.duties.models import Duty
from mingjing.cycle.duties.states import DueState
from mingjing.cycle.evidence.models import Evidence
from mingjing.cycle.sessions.models import Session
from mingjing.cycle.sessions.states import SessionState
from tests.factories import people
from tests.factories.duties import Due, HeldPost, anew
from tests.factories.sessions import Decision, ForInformation, Minuted
from tests.factories.sessions import Session as SessionF

pytestmark = pytest.mark.django_db


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def office():
    return signed_in(people.person_with(Role.OFFICE))


def url(name, session):
    return reverse(f"sessions:{name}", args=[session.pk])


def row(n, **said):
    """One row of the minutes' form, as a browser sends it."""
    names = "text post checker_post every ends_on proof minutes no_duty_reason".split()
    blank = dict.fromkeys(names, "") | {"every": "once", "minutes": "30"}
    return {f"d{n}-{k}": v for k, v in {**blank, **said}.items()}


def minutes(session, *rows, **said):
    data = {"number": "纪〔2026〕9号", "version": session.version, "rows": len(rows)}
    for each in rows:
        data |= each
    return {**data, **said}


def owed(n, **said):
    words = {
        "text": f"事项{n}",
        "post": HeldPost(role=Role.CONTACT).pk,
        "checker_post": HeldPost(role=Role.OFFICE).pk,
        "ends_on": (localdate(now()) + timedelta(days=40)).isoformat(),
        "proof": "印发文号",
    }
    return row(n, **{**words, **said})


def test_a_unit_sees_its_own_sessions_and_no_others():
    ours, theirs = SessionF(title="本单位的会"), SessionF(title="别人的会")
    client = signed_in(people.person_with(Role.CONTACT, ours.unit))

    page = client.get(reverse("sessions:list")).content.decode()

    assert "本单位的会" in page
    assert "别人的会" not in page
    assert client.get(url("session", ours)).status_code == 200
    assert client.get(url("session", theirs)).status_code == 404


def test_filters_live_in_the_address(office):
    SessionF(title="甲会", kind="hearing")
    Minuted(title="乙会")

    assert "甲会" not in office.get("/sessions/?state=minuted").content.decode()
    assert "乙会" not in office.get("/sessions/?kind=hearing").content.decode()
    assert "甲会" in office.get("/sessions/?kind=nonsense&year=x").content.decode()


def test_the_list_costs_the_same_for_one_and_for_three(
    office, django_assert_max_num_queries
):
    Decision(session=Minuted())
    office.get("/sessions/")  # the first page of a sign-in writes its session
    with django_assert_max_num_queries(15) as one:
        office.get("/sessions/")
    for _n in range(2):
        Decision(session=Minuted())
    with django_assert_max_num_queries(len(one)):
        office.get("/sessions/")


def test_a_page_of_many_decisions_costs_no_more_than_of_one(
    office, django_assert_max_num_queries
):
    session = Minuted()
    Decision(session=session)
    office.get("/sessions/")
    for name in ("session", "minute-session", "issue-session"):
        with django_assert_max_num_queries(15) as one:
            office.get(url(name, session))
        for n in range(3):
            Decision(
                session=session, number=100 + n + Decision._meta.model.objects.count()
            )
        with django_assert_max_num_queries(len(one)):
            office.get(url(name, session))


def test_planning_keeps_the_agenda_in_order(office):
    unit = people.Unit()
    chair = HeldPost(role=Role.SECRETARY, unit=unit)
    data = {
        "kind": "committee",
        "title": "党组会",
        "unit": unit.pk,
        "chair_post": chair.pk,
        "planned_on": "2026-12-01",
        "agenda": "学习\n\n 采购 \n",
        "first_topic": "on",
    }

    sent = office.post(reverse("sessions:plan-session"), data)

    assert sent.status_code == 302
    assert list(Session.objects.get().agenda.values_list("title", "first_topic")) == [
        ("学习", True),
        ("采购", False),
    ]


def test_a_first_topic_without_a_title_is_asked_for(office):
    page = office.post(reverse("sessions:plan-session"), {"first_topic": "on", "kind": "committee", "title": "会", "planned_on": "2026-12-01"})  # fmt: skip

    assert page.status_code == 200
    assert 'value="会"' in page.content.decode()


def test_many_decisions_go_in_without_script(office):
    session = SessionF(state=SessionState.HELD)

    sent = office.post(
        url("minute-session", session),
        minutes(session, owed(0), row(1), owed(2), row(3, text="传达精神", no_duty_reason="供知悉")),
    )  # fmt: skip

    assert sent.status_code == 302
    assert list(session.decisions.values_list("number", "text", "no_duty_reason")) == [
        (1, "事项0", ""),
        (2, "事项2", ""),
        (3, "传达精神", "供知悉"),
    ]
    assert anew(session).state == SessionState.MINUTED


def test_more_rows_lose_nothing_that_was_typed_and_judge_nothing(office):
    session = SessionF(state=SessionState.HELD)

    page = office.post(
        url("minute-session", session),
        minutes(session, row(0, text="还没写完"), more="1"),
    ).content.decode()

    assert 'value="还没写完"' in page
    assert 'name="rows" value="6"' in page
    assert "mj-wrong" not in page
    assert anew(session).state == SessionState.HELD


def test_a_mistake_in_one_row_is_said_at_its_field_and_nothing_is_lost(office):
    session = SessionF(state=SessionState.HELD)

    answer = office.post(
        url("minute-session", session),
        minutes(
            session, owed(0, text="第一件"), owed(1, text="第二件", ends_on="昨天")
        ),
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="第一件"' in page
    assert 'value="第二件"' in page
    assert 'value="昨天"' in page
    assert 'href="#row-2"' in page
    assert session.decisions.count() == 0


@pytest.mark.parametrize(
    "bad",
    [
        {"rows": "999999"},
        {"rows": "-1"},
        {"rows": "二"},
        {"d0-post": "1 OR 1=1"},
        {"d0-text": "长" * 301},
        {"d0-minutes": "-5"},
        {"version": "x"},
    ],
)
def test_hostile_fields_store_nothing_and_break_nothing(office, bad):
    session = SessionF(state=SessionState.HELD)

    answer = office.post(
        url("minute-session", session), minutes(session, owed(0)) | bad
    )

    assert answer.status_code in (302, 409, 422)
    assert not session.decisions.filter(text__startswith="长").exists()


def test_script_in_a_decision_is_text(office):
    session = Minuted()
    Decision(session=session, text="<script>alert(1)</script>")

    page = office.get(url("session", session)).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_stale_minutes_form_is_told_and_keeps_its_words(office):
    session = SessionF(state=SessionState.HELD)
    data = minutes(session, owed(0, text="后来的话"))
    office.post(
        url("minute-session", session), minutes(session, owed(0, text="先来的话"))
    )

    answer = office.post(url("minute-session", session), data)

    assert answer.status_code == 409
    assert 'value="后来的话"' in answer.content.decode()
    assert session.decisions.get().text == "先来的话"


def test_issuing_shows_the_clocks_and_gives_out_duties(office):
    session = Minuted(minutes_number="澄委常纪〔2026〕12号")
    on = localdate(now())
    Decision(session=session, number=1, ends_on=on + timedelta(days=30))
    ForInformation(session=session, number=2)

    shown = office.get(url("issue-session", session)).content.decode()
    sent = office.post(url("issue-session", session), {"version": session.version})
    again = office.post(url("issue-session", session), {"version": session.version})

    assert "《澄委常纪〔2026〕12号》第1项" in shown
    assert "供知悉" in shown
    assert sent.status_code == 302
    assert again.status_code == 409
    assert Duty.objects.get().basis == "《澄委常纪〔2026〕12号》第1项"


def test_the_secretary_cannot_issue_even_by_direct_post():
    session = Minuted()
    Decision(session=session)
    client = signed_in(people.person_with(Role.SECRETARY, session.unit))

    assert client.post(url("issue-session", session), {"version": 1}).status_code == 403
    assert Duty.objects.count() == 0


def test_one_minute_proves_several_dues_of_the_unit():
    session = Minuted()
    post = HeldPost(role=Role.CONTACT, unit=session.unit)
    dues = [Due(duty__post=post), Due(duty__post=post)]
    foreign = Due()
    client = signed_in(post.appointments.get().person)

    refused = client.post(url("prove-by", session), {"dues": [foreign.pk]})
    sent = client.post(
        url("prove-by", session), {"dues": [d.pk for d in dues], "note": "第2项"}
    )

    assert refused.status_code == 200
    assert sent.status_code == 302
    proof = Evidence.objects.get()
    assert (proof.kind, proof.pointer) == ("minute", session.minutes_number)
    assert {anew(d).state for d in dues} == {DueState.CLAIMED}
    assert anew(foreign).state == DueState.OPEN
    assert (
        session.minutes_number in client.get(url("session", session)).content.decode()
    )


def test_a_leader_s_urging_shows_what_it_urges(office):
    first = Minuted(title="部署会")
    Decision(session=first, text="清理违规收费")
    urge = SessionF(kind="urge", follows=first)

    page = office.get(url("session", urge)).content.decode()

    assert "清理违规收费" in page
    assert "督的决定现在怎样" in page
