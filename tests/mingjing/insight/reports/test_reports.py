"""The half-year report: each number is its rows, and nobody takes their own."""

import io
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate, now
from docx import Document

from mingjing.base.people.states import Role
from mingjing.base.record.models import Entry
from mingjing.cycle.duties.models import SupportCall
from mingjing.cycle.duties.states import DueState, DutyState
from mingjing.insight.reports import actions, queries
from mingjing.insight.reports.models import Report
from mingjing.insight.reports.states import ReportState
from tests.factories.duties import Due, Duty, anew, holder, office
from tests.factories.people import person_with

pytestmark = pytest.mark.django_db
# 2026-10-10 in Shanghai, still the ninth in Greenwich.
AT = datetime(2026, 10, 9, 17, tzinfo=UTC)
ON = date(2026, 10, 10)


def compiled(period="2026-H2", by=None, now=AT):
    return actions.compile_report(period, by=by or office(), now=now)


def ids_of(report, key):
    [kept] = [each["ids"] for each in report.figures if each["key"] == key]
    return kept


def claimed(due_on, claimed_on, **fields):
    at = datetime(claimed_on.year, claimed_on.month, claimed_on.day, 2, tzinfo=UTC)
    return Due(due_on=due_on, claimed_at=at, **fields)


def test_a_half_year_ends_with_its_last_day_or_today():
    assert queries.span_of("2026-H1", on=ON) == (
        date(2026, 1, 1),
        date(2026, 6, 30),
        ON,
    )
    assert queries.span_of("2026-H2", on=ON) == (date(2026, 7, 1), ON, ON)
    assert queries.period_of(date(2026, 6, 30)) == "2026-H1"
    assert queries.period_of(date(2026, 7, 1)) == "2026-H2"


@pytest.mark.parametrize(
    "period",
    ["2027-H1", "2026-H3", "2026", "", "abcd-H1", "-1-H1", "+202-H1", "２０２６-H1"],
)
def test_what_is_no_half_year_is_refused(period):
    with pytest.raises(ValueError):  # noqa: PT011 -- the period or int's own words
        compiled(period)
    assert Report.objects.count() == 0


def test_late_begins_the_day_after():
    yesterday, _today = (Due(due_on=ON - timedelta(days=n)) for n in (1, 0))

    assert ids_of(compiled(), "late") == [yesterday.pk]


def test_done_in_time_is_by_the_claim_and_not_by_the_check():
    day = date(2026, 8, 31)
    done = {"state": DueState.VERIFIED, "checked_at": AT}
    in_time = claimed(day, day, **done)
    after = claimed(day, day + timedelta(days=1), **done)
    waiting = claimed(day, day, state=DueState.CLAIMED)
    owed = Due(due_on=day)
    Due(due_on=day, state=DueState.VOID)
    Due(due_on=date(2026, 6, 30))
    Due(due_on=ON + timedelta(days=1))

    report = compiled()

    assert ids_of(report, "due") == [in_time.pk, after.pk, waiting.pk, owed.pk]
    assert ids_of(report, "on_time") == [in_time.pk]
    assert ids_of(report, "after") == [after.pk]
    assert ids_of(report, "claimed") == [waiting.pk]
    assert ids_of(report, "owed") == [owed.pk]


def test_the_parts_of_what_fell_due_make_up_the_whole():
    day = date(2026, 8, 31)
    for state in (DueState.OPEN, DueState.RETURNED):
        Due(due_on=day, state=state)
    claimed(day, day, state=DueState.CLAIMED)
    for late in (0, 5):
        claimed(day, day + timedelta(days=late), state=DueState.VERIFIED)

    report = compiled()
    parts = [ids_of(report, key) for key in ("on_time", "after", "claimed", "owed")]

    assert sorted(pk for part in parts for pk in part) == ids_of(report, "due")


def test_a_call_is_late_the_day_after_its_term():
    due = Due(due_on=ON)
    calls = [
        SupportCall.objects.create(
            due=each, question="请协调", asked_by=holder(due.post), asked_at=AT,
            to_post=due.post, answer_due_on=ON - timedelta(days=n),
        )
        for n, each in enumerate([due, Due(due_on=ON)])
    ]  # fmt: skip

    report = compiled()

    assert ids_of(report, "calls_late") == [calls[1].pk]
    assert ids_of(report, "calls") == [call.pk for call in calls]


def test_every_number_opens_to_as_many_rows(client):
    for state in (DueState.OPEN, DueState.CLAIMED, DueState.VERIFIED):
        claimed(date(2026, 9, 1), date(2026, 9, 2), state=state)
    for state in (DutyState.OFFERED, DutyState.OBJECTED):
        Duty(state=state, objection="重复")
    report = compiled()
    client.force_login(person_with(Role.LEADER))
    page = client.get(reverse("reports:report", args=[report.pk]))

    opened = {}
    for _title, figures in page.context["sections"]:
        for each in figures:
            to = reverse("reports:rows", args=[report.pk, each.figure.key])
            html = client.get(to).content.decode()
            opened[each.figure.key] = (
                each.count,
                len(re.findall(r'<td role="cell" class="h">', html)),
            )

    reasons = {key for key, figure in queries.FIGURES.items() if figure.quiet}
    assert set(opened) == set(queries.FIGURES) - reasons
    assert {key: pair for key, pair in opened.items() if pair[0] != pair[1]} == {}


def test_a_frozen_number_stays_when_the_world_moves(client):
    due = Due(due_on=ON - timedelta(days=1))
    report = compiled()
    type(due).objects.filter(pk=due.pk).update(state=DueState.WAIVED)

    again = compiled()
    client.force_login(person_with(Role.LEADER))
    rows = client.get(reverse("reports:rows", args=[report.pk, "late"]))

    assert (ids_of(anew(report), "late"), ids_of(again, "late")) == ([due.pk], [])
    assert [line.detail for line in rows.context["lines"]] == ["免办"]
    assert (report.number, again.number) == (1, 2)
    assert report.data_hash != again.data_hash


def test_nobody_issues_what_they_compiled():
    person = office()
    report = compiled(by=person)

    with pytest.raises(PermissionDenied):
        actions.issue_report(report, by=anew(person), now=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(issued_by=person)

    actions.issue_report(report, by=person_with(Role.LEADER), now=AT)
    assert anew(report).state == ReportState.ISSUED
    assert [e.kind for e in Entry.objects.order_by("index")][-2:] == [
        "ReportCompiled",
        "ReportIssued",
    ]


def test_a_second_issue_finds_it_issued():
    report = compiled()
    first, second = person_with(Role.LEADER), person_with(Role.LEADER)
    stale = anew(report)
    actions.issue_report(report, by=first, now=AT)

    with pytest.raises(actions.AlreadyMoved):
        actions.issue_report(stale, by=second, now=AT)
    assert anew(report).issued_by == first


@pytest.mark.parametrize("role", [Role.LEADER, Role.DISCIPLINE, Role.CONTACT])
def test_only_the_office_compiles(role):
    with pytest.raises(PermissionDenied):
        compiled(by=person_with(role))


@pytest.mark.parametrize("role", [Role.CONTACT, Role.SECRETARY, Role.CENTRE])
def test_units_do_not_find_the_county_s_report(client, role):
    report = compiled()
    client.force_login(person_with(role))

    assert client.get(reverse("reports:report", args=[report.pk])).status_code == 404
    assert client.get(reverse("reports:list")).status_code == 403


def test_a_bad_period_is_told_where_it_was_chosen(client):
    client.force_login(office())

    answer = client.post(reverse("reports:list"), {"period": "<b>9999-H1"})

    assert answer.status_code == 422
    assert "&lt;b&gt;9999-H1" in answer.content.decode()


def test_the_office_compiles_from_the_page(client):
    client.force_login(office())
    period = queries.period_of(localdate(now()))

    answer = client.post(reverse("reports:list"), {"period": period}, follow=True)

    assert answer.status_code == 200
    assert answer.context["report"].period == period


@pytest.mark.parametrize("name", ["list", "report", "rows"])
def test_three_rows_cost_no_more_queries_than_one(client, name):
    client.force_login(person_with(Role.LEADER))

    def cost():
        Due(due_on=localdate(now()) - timedelta(days=1))
        report = compiled(queries.period_of(localdate(now())), now=now())
        to = {
            "list": reverse("reports:list"),
            "report": reverse("reports:report", args=[report.pk]),
            "rows": reverse("reports:rows", args=[report.pk, "late"]),
        }[name]
        client.get(to)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(to).status_code == 200
        return len(seen)

    one = cost()
    cost()
    assert cost() == one <= 15


def test_the_word_file_says_the_same_numbers_gaps_first(client):
    late = [Due(due_on=ON - timedelta(days=n)) for n in range(1, 18)]
    report = compiled()
    client.force_login(person_with(Role.LEADER))

    answer = client.get(
        reverse("reports:word", args=[report.pk]), headers={"accept-language": "en"}
    )
    document = Document(io.BytesIO(answer.content))
    words = [line.text for line in document.paragraphs if line.text]

    assert words[0] == "关于2026年下半年清廉建设情况的报告"
    assert words[3:5] == ["一、差距", f"1．逾期还没有做的：{len(late)}。"]
    assert "其余2件见平台。" in words
    assert len(document.tables[0].rows) == 1 + 15
    assert f"数据指纹{report.data_hash[:16]}" in words[-3]
