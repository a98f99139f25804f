"""One unit's facts for 述职述责述廉: counts that open, for those it concerns, no score."""

import io
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate, now
from docx import Document

from mingjing.base.people.states import Role
from mingjing.cycle.appeals import actions as appeals_actions
from mingjing.cycle.appeals.states import Outcome
from mingjing.cycle.duties.models import Extension, SupportCall
from mingjing.cycle.duties.states import AskState, DueState, DutyState
from mingjing.cycle.inspection.models import Refusal
from mingjing.cycle.inspection.states import RefusalKind
from mingjing.insight.reports import queries
from tests.factories import appeals
from tests.factories.duties import Due, Duty, HeldPost, anew, deputy, holder
from tests.factories.findings import Finding, confirmed
from tests.factories.inspection import visited
from tests.factories.people import Appointment, Post, Unit, person_with

pytestmark = pytest.mark.django_db
ON = date(2026, 10, 10)
SPAN = queries.span_of("2026-H2", on=ON)


def at(day):
    """Half past midnight here: still the day before in Greenwich."""
    return datetime(day.year, day.month, day.day, 16, 30, tzinfo=UTC) - timedelta(
        days=1
    )


def facts_of(unit, span=SPAN):
    sections = queries.facts_of(unit, span)
    return {each.figure.key: each for _title, group in sections for each in group}


def counts_of(unit, span=SPAN):
    return {key: each.count for key, each in facts_of(unit, span).items() if each.count}


def secretary_of(unit):
    return Appointment(post=Post(unit=unit, role=Role.SECRETARY)).person


def page_of(client, unit, name="facts", **query):
    extra = [query.pop("key")] if "key" in query else []
    return client.get(reverse(f"reports:{name}", args=[unit.pk, *extra]), query)


def test_a_unit_of_which_nothing_is_known_has_all_its_facts_at_zero():
    facts = facts_of(Unit())

    assert {each.count for each in facts.values()} == {0}
    assert set(facts) == set(queries.FACT_FIGURES)


def test_late_is_counted_in_days_from_the_claim():
    duty = Duty()
    day = date(2026, 8, 31)
    done = {"duty": duty, "due_on": day, "state": DueState.VERIFIED}
    Due(claimed_at=at(day), **done)
    Due(claimed_at=at(day + timedelta(days=1)), **done)
    Due(claimed_at=at(day + timedelta(days=12)), **done)
    Due(duty=duty, due_on=day, state=DueState.CLAIMED, claimed_at=at(day))
    Due(duty=duty, due_on=ON)
    Due(duty=duty, due_on=ON + timedelta(days=1))
    Due(duty=duty, due_on=date(2026, 6, 30))
    Due(duty=duty, due_on=day, state=DueState.WAIVED)

    facts = facts_of(duty.unit)

    assert counts_of(duty.unit) == {
        "duties": 1, "due": 5, "on_time": 1, "after": 2, "claimed": 1, "owed": 1,
    }  # fmt: skip
    assert facts["after"].note == "最长晚 12 天"
    assert facts["on_time"].of == 5


def test_a_duty_counts_while_it_stands_and_runs():
    post = HeldPost(role=Role.CONTACT)
    Duty(post=post, ends_on=date(2026, 7, 1))
    Duty(post=post, ends_on=date(2026, 6, 30))
    Duty(post=post, starts_on=ON + timedelta(days=1))
    Duty(post=post, state=DutyState.OFFERED)

    assert counts_of(post.unit) == {"duties": 1}


def test_what_was_asked_upward_is_counted_with_its_answer():
    due = Due(due_on=ON)
    asked = {"asked_by": holder(due.post), "asked_at": at(date(2026, 9, 1))}
    for state in (
        AskState.GRANTED,
        AskState.REFUSED,
        AskState.ASKED,
        AskState.WITHDRAWN,
    ):
        Extension.objects.create(
            due=due,
            asked_until=ON,
            reason="陈某住院",
            was_due_on=ON,
            state=state,
            **asked,
        )
    call = {"question": "请协调", "to_post": due.post, "answer_due_on": ON, **asked}
    SupportCall.objects.create(due=due, **call)
    SupportCall.objects.create(due=due, withdrawn_at=at(ON), **call)
    SupportCall.objects.create(
        due=due, answered_at=at(ON), answered_by=person_with(Role.LEADER), **call
    )

    counts = counts_of(due.unit)

    assert (counts["granted"], counts["refused"], counts["undecided"]) == (1, 1, 1)
    assert (counts["calls"], counts["unanswered"]) == (2, 1)


def test_findings_appeals_and_visits_of_the_half_year_stand_there():
    finding = confirmed()
    unit = finding.unit
    Finding(post=finding.post, state="draft", notified_at=None, notified_by=None)
    Finding(post=finding.post)
    leader = person_with(Role.LEADER)
    appeal = appeals.accepted(finding, decider=leader)
    visit = visited()
    type(visit).objects.filter(pk=visit.pk).update(unit=unit)
    refused(unit)

    counts = counts_of(unit)
    appeals_actions.decide_appeal(
        anew(appeal), outcome=Outcome.UPHELD, reasons="事实清楚。", by=anew(leader), now=appeals.NOW
    )  # fmt: skip

    assert counts == {
        "told": 2, "confirmed": 1, "appeals": 1, "undecided_appeals": 1, "visits": 1,
        "turned_away": 1,
    }  # fmt: skip
    after = counts_of(unit)
    assert (after["upheld"], after.get("undecided_appeals")) == (1, None)


def refused(unit):
    return Refusal.objects.create(
        unit=unit, kind=RefusalKind.NO_CODE, who_came="县某局", words="来人没有编码",
        refused_on=date(2026, 9, 9), refused_by=person_with(Role.CONTACT), refused_at=at(ON),
    )  # fmt: skip


def test_another_units_facts_are_not_counted():
    Due(due_on=ON)
    confirmed()
    visited()

    assert counts_of(Unit()) == {}


# --- who reads it


@pytest.mark.parametrize(
    "role", [Role.OFFICE, Role.LEADER, Role.DISCIPLINE, Role.AUDITOR]
)
def test_the_county_reads_every_units(client, role):
    unit = Due().unit
    client.force_login(person_with(role))

    assert page_of(client, unit).context["unit"] == unit


def test_a_secretary_reads_their_own_and_is_there_at_once(client):
    mine, other = Due().unit, Due().unit
    client.force_login(secretary_of(mine))

    assert client.get(reverse("reports:facts-list")).context["unit"] == mine
    for name, more in (
        ("facts", {}),
        ("facts-rows", {"key": "due"}),
        ("facts-word", {}),
    ):
        assert page_of(client, mine, name, **more).status_code == 200
        assert page_of(client, other, name, **more).status_code == 404


def test_a_deputy_secretary_reads_it_as_well(client):
    unit = Due().unit
    client.force_login(deputy(secretary_of(unit).appointments.get().post))

    assert page_of(client, unit).status_code == 200


@pytest.mark.parametrize(
    "role", [Role.CONTACT, Role.INSPECTOR, Role.CENTRE, Role.ADMIN]
)
def test_nobody_else_in_the_unit_reads_it(client, role):
    unit = Due().unit
    person = Appointment(post=Post(unit=unit, role=role)).person
    client.force_login(person)

    assert page_of(client, unit).status_code == 404
    assert client.get(reverse("reports:facts-list")).status_code in (403, 404)


# --- the page, its rows, the document


def everything(unit=None, day=None):
    """Something behind most of the numbers, in the half-year of that day."""
    day = day or localdate(now())
    post = (
        unit.posts.filter(role=Role.CONTACT)[0] if unit else HeldPost(role=Role.CONTACT)
    )
    duty = Duty(post=post, starts_on=date(2020, 1, 1), ends_on=date(2099, 1, 1))
    done = {"duty": duty, "due_on": day, "state": DueState.VERIFIED}
    Due(claimed_at=at(day), **done)
    late = Due(claimed_at=at(day + timedelta(days=3)), **done)
    Due(duty=duty, due_on=day)
    asked = {"asked_by": holder(post), "asked_at": at(day)}
    Extension.objects.create(
        due=late, asked_until=day, reason="陈某住院", was_due_on=day, state=AskState.GRANTED, **asked
    )  # fmt: skip
    SupportCall.objects.create(
        due=late,
        question="陈某不配合",
        to_post=duty.checker_post,
        answer_due_on=day,
        **asked,
    )
    finding = confirmed(post=post)
    type(finding).objects.filter(pk=finding.pk).update(
        confirmed_at=at(day), notified_at=at(day)
    )
    appeals.filed(anew(finding), now=at(day))
    visit = visited()
    type(visit).objects.filter(pk=visit.pk).update(unit=post.unit, arrived_on=day)
    Refusal.objects.filter(pk=refused(post.unit).pk).update(refused_on=day)
    return post.unit


def test_every_number_opens_to_as_many_rows_that_the_secretary_may_read(client):
    unit = everything()
    client.force_login(secretary_of(unit))
    page = page_of(client, unit)
    facts = [each for _title, group in page.context["sections"] for each in group]

    opened, closed = {}, []
    for each in facts:
        lines = page_of(client, unit, "facts-rows", key=each.figure.key).context[
            "lines"
        ]
        opened[each.figure.key] = (each.count, len(lines))
        closed += [x.url for x in lines if client.get(x.url).status_code != 200]

    assert {key: pair for key, pair in opened.items() if pair[0] != pair[1]} == {}
    assert sum(count for count, _lines in opened.values()) >= 13
    assert closed == []


def test_it_says_what_it_is_for_and_neither_score_nor_rank_nor_anybodys_words(client):
    unit = everything()
    client.force_login(person_with(Role.OFFICE))
    html = page_of(client, unit).content.decode()
    rows = "".join(
        page_of(client, unit, "facts-rows", key=key).content.decode()
        for key in queries.FACT_FIGURES
    )
    main = re.search(r"<main.*</main>", html, re.DOTALL)[0]

    assert "不打分、不排名" in main
    assert "%" not in re.sub(r"<[^>]+>", "", main)
    assert "陈某" not in html + rows
    assert "来人没有编码" not in html + rows


def test_the_document_says_the_same_and_names_what_came_late(client):
    unit = everything()
    period = queries.period_of(localdate(now()))
    client.force_login(secretary_of(unit))
    page = page_of(client, unit)

    answer = page_of(client, unit, "facts-word", period=period)
    document = Document(io.BytesIO(answer.content))
    words = [line.text for line in document.paragraphs if line.text]
    cells = [cell.text for t in document.tables for row in t.rows for cell in row.cells]

    half = "上" if period.endswith("H1") else "下"
    assert words[0] == f"{unit.name}{period[:4]}年{half}半年述职述责述廉事实清单"
    assert "不打分、不排名" in words[1]
    said = [line for line in words if re.match(r"\d+．", line)]
    facts = [each for _title, group in page.context["sections"] for each in group]
    assert [int(re.search(r"：(\d+)", line)[1]) for line in said] == [
        f.count for f in facts
    ]
    assert "4．晚于期限做到、已核验：1（共3），最长晚 3 天。" in words
    assert "晚 3 天" in cells
    assert "陈某" not in "".join(words + cells)


def test_a_half_year_is_chosen_by_the_address(client):
    unit = everything(day=date(2026, 3, 10))
    client.force_login(person_with(Role.OFFICE))

    spring = page_of(client, unit, period="2026-H1")
    rows = page_of(client, unit, "facts-rows", key="due", period="2026-H1")

    assert spring.context["span"].until == date(2026, 6, 30)
    assert len(rows.context["lines"]) == 3
    assert "period=2026-H1" in spring.content.decode()


@pytest.mark.parametrize(
    "period", ["2099-H1", "2026-H3", "", "' or 1=1", "+202-H1", "x" * 999]
)
def test_what_is_no_half_year_shows_this_one(client, period):
    unit = Due().unit
    client.force_login(person_with(Role.OFFICE))

    answer = page_of(client, unit, period=period)

    assert answer.context["period"] == queries.period_of(localdate(now()))


def test_a_number_that_is_none_is_not_found(client):
    unit = Due().unit
    client.force_login(person_with(Role.OFFICE))

    assert page_of(client, unit, "facts-rows", key="score").status_code == 404


def test_units_are_found_by_name_and_stand_in_their_own_order(client):
    later, first = Unit(name="澄溪县水利局", rank=2), Unit(name="澄溪县教育局", rank=1)
    client.force_login(person_with(Role.OFFICE))

    def listed(**query):
        page = client.get(reverse("reports:facts-list"), query).context["page"]
        return [unit for unit in page if unit in (later, first)]

    assert listed() == [first, later]
    assert listed(q="水利") == [later]
    assert listed(q="%") == []


@pytest.mark.parametrize("name", ["facts", "facts-list", *sorted(queries.FACT_FIGURES)])
def test_three_times_the_rows_cost_no_more_queries(client, name):
    unit = everything()
    client.force_login(person_with(Role.LEADER))
    key = {"key": name} if name in queries.FACT_FIGURES else {}

    def cost():
        everything(unit)
        with CaptureQueriesContext(connection) as seen:
            if name == "facts-list":
                answer = client.get(reverse("reports:facts-list"))
            else:
                answer = page_of(client, unit, "facts-rows" if key else name, **key)
        assert answer.status_code == 200
        return len(seen)

    cost()
    two = cost()
    assert cost() == two <= 15
