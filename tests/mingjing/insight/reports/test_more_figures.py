"""What the platform asked, and who came: minutes, doubles, presses, visits, refusals."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from mingjing.base.people.states import Role
from mingjing.cycle.inspection.models import Refusal
from mingjing.cycle.inspection.states import InspectionState, RefusalKind, VisitState
from mingjing.cycle.inspection.states.topics import caps
from mingjing.insight.burden import actions as burden
from mingjing.insight.burden.states import VISIT, Reason
from mingjing.insight.reports import actions, queries
from tests.factories.duties import Due, Duty, anew, holder, office
from tests.factories.inspection import Inspection, Visit
from tests.factories.people import Unit, person_with

pytestmark = pytest.mark.django_db
# 2026-10-10 in Shanghai, still the ninth in Greenwich.
AT = datetime(2026, 10, 9, 17, tzinfo=UTC)
ON = date(2026, 10, 10)


def compiled(now=AT, by=None):
    return actions.compile_report("2026-H2", by=by or office(), now=now)


def kept(report, key):
    return next(each for each in report.figures if each["key"] == key)


def said(report, key):
    every = [each for _title, group in queries.shown(report.figures) for each in group]
    return next(each.number for each in every if each.figure.key == key)


def asked(minutes, *days, unit=None):
    """A unit of which so many minutes are asked on each of these days."""
    duty = Duty(minutes=minutes, **({"post__unit": unit} if unit else {}))
    for day in days:
        Due(duty=duty, due_on=date.fromisoformat(day))
    return duty.unit


# --- the burden


def test_minutes_are_the_mean_of_whole_months_and_october_is_none_yet():
    unit = asked(30, "2026-07-01", "2026-07-31", "2026-09-30", "2026-10-01")
    Due(duty__post__unit=unit, due_on=date(2026, 6, 30))

    heaviest = kept(compiled(), "heaviest")

    assert (heaviest["ids"][0], heaviest["values"][0], heaviest["said"]) == (
        unit.pk,
        30,
        30,
    )


def test_the_median_stands_beside_its_units():
    light, middle, heavy = (asked(n, "2026-08-15") for n in (30, 60, 90))
    by = office()
    others = type(light).objects.exclude(pk__in=[u.pk for u in (light, middle, heavy)])
    others.update(kind="private")  # not of the report

    report = compiled(by=by)

    assert kept(report, "minutes") == {
        "key": "minutes",
        "kind": "unit_minutes",
        "ids": [heavy.pk, middle.pk, light.pk],
        "values": [30, 20, 10],
        "said": 20,
    }


def test_on_the_last_day_of_the_first_month_the_minutes_are_not_known(client):
    asked(30, "2026-07-05")
    report = compiled(datetime(2026, 7, 30, 17, tzinfo=UTC))  # the 31st here
    client.force_login(person_with(Role.LEADER))

    html = client.get(reverse("reports:report", args=[report.pk])).content.decode()

    assert (said(report, "minutes"), said(report, "heaviest")) == (None, None)
    assert "还没有满一个月" in html


def test_the_day_after_its_last_a_month_is_whole():
    asked(30, "2026-07-05")

    report = compiled(datetime(2026, 7, 31, 17, tzinfo=UTC))  # 1 August here

    assert said(report, "heaviest") == 30


def test_a_unit_over_its_budget_is_named_with_its_months():
    unit = asked(61, "2026-08-15", "2026-09-15", "2026-10-15")
    unit.burden_limit_minutes = 60
    unit.save()
    visited = arrived(date(2026, 7, 20)).unit
    visited.burden_limit_minutes = VISIT.minutes - 1
    visited.save()

    over = kept(compiled(), "over_limit")

    assert dict(zip(over["ids"], over["values"], strict=True)) == {
        unit.pk: 2,
        visited.pk: 1,
    }


def test_what_was_let_through_over_budget_and_still_weighs_is_counted():
    through = {"over_budget_by": person_with(Role.LEADER), "over_budget_reason": "法定"}
    standing = Duty(**through)
    Duty(state="ended", **through)

    assert kept(compiled(), "let_through")["ids"] == [standing.pk]


def test_an_overlap_is_a_pair_and_opens_as_one_line(client):
    one = Duty(title="公布上月学校食堂大宗物资采购结果")
    two = Duty(title="报送学校食堂大宗物资采购结果", post=one.post)
    report = compiled()
    client.force_login(person_with(Role.LEADER))

    rows = client.get(reverse("reports:rows", args=[report.pk, "overlaps"]))

    assert kept(report, "overlaps")["ids"] == [[one.pk, two.pk]]
    assert [line.title for line in rows.context["lines"]] == [f"{one} ／ {two}"]


def press(duty, times, at=AT):
    for _n in range(times):
        burden.name_burden(
            duty, reason=Reason.OFTEN, by=anew(holder(duty.post)), now=at
        )


def test_presses_below_three_are_neither_counted_nor_kept(client):
    loud, faint = Duty(title="月报"), Duty(title="季报")
    press(loud, 3)
    press(faint, 2)
    press(loud, 2, at=datetime(2026, 9, 10, tzinfo=UTC))
    report = compiled()
    client.force_login(person_with(Role.LEADER))

    rows = client.get(reverse("reports:rows", args=[report.pk, "presses"]))
    lines = {
        (line.title, line.day.month): line.detail for line in rows.context["lines"]
    }

    assert said(report, "presses") == 3  # not five: two of September are too few
    assert lines == {
        ("月报", 10): "3 次",
        ("月报", 9): "不到 3 次",
        ("季报", 10): "不到 3 次",
    }
    assert sorted(kept(report, "presses")["values"], key=str) == [3, None, None]


# --- inspections


def arrived(day, **fields):
    return Visit(
        state=VisitState.ARRIVED,
        arrived_on=day,
        inspection__opens_on=day,
        inspection__closes_on=day,
        **fields,
    )


def test_the_visits_of_the_programme_fall_into_their_parts():
    june = Inspection(opens_on=date(2026, 6, 30))
    Visit(inspection=june)
    Visit(inspection__code=None, inspection__state=InspectionState.PROPOSED)
    Visit(inspection__state=InspectionState.DROPPED)
    Visit(
        inspection__opens_on=ON + timedelta(days=1),
        inspection__closes_on=date(2026, 11, 1),
    )
    made = arrived(date(2026, 9, 8), drawn=True)
    left_out = Visit(state=VisitState.NOT_MADE)
    overdue = Visit()  # the window closed on 18 September
    open_ = Visit(inspection__closes_on=ON)

    report = compiled()

    assert kept(report, "planned")["ids"] == [
        v.pk for v in (made, left_out, overdue, open_)
    ]
    assert kept(report, "made")["ids"] == [made.pk]
    assert kept(report, "drawn")["ids"] == [made.pk]
    assert kept(report, "missed")["ids"] == [left_out.pk, overdue.pk]


def refused(kind, on=date(2026, 9, 9), **fields):
    return Refusal.objects.create(
        unit=Unit(),
        kind=kind,
        refused_on=on,
        refused_by=office(),
        refused_at=AT,
        **fields,
    )


def test_each_reason_of_a_refusal_has_its_number_and_none_without_one():
    first = refused(RefusalKind.NO_CODE)
    second = refused(RefusalKind.OUT_OF_SCOPE)
    refused(RefusalKind.NO_CODE, on=date(2026, 6, 30))

    report = compiled()
    shown = [
        each.figure.key
        for _title, group in queries.shown(report.figures)
        for each in group
        if each.figure.key.startswith("away_")
    ]

    assert kept(report, "turned_away")["ids"] == [first.pk, second.pk]
    assert kept(report, "away_no_code")["ids"] == [first.pk]
    assert shown == ["away_no_code", "away_out_of_scope"]


def test_units_visited_never_once_and_often_make_up_all():
    often = arrived(date(2026, 7, 1)).unit
    arrived(date(2026, 9, 8), unit=often)
    once = arrived(date(2026, 9, 8)).unit
    arrived(date(2026, 6, 30), unit=once)

    report = compiled()
    parts = {key: kept(report, key)["ids"] for key in ("unvisited", "once", "often")}

    assert (parts["once"], parts["often"]) == ([once.pk], [often.pk])
    assert kept(report, "often")["values"] == [2]
    assert (
        sorted(pk for part in parts.values() for pk in part)
        == kept(report, "units")["ids"]
    )


def test_a_cap_is_passed_with_the_next_visit_of_the_year():
    unit = Unit(kind="village")
    most = caps().of("village")
    for month in range(1, most + 1):
        arrived(date(2026, month, 20), unit=unit)

    assert kept(compiled(), "over_cap")["ids"] == []

    arrived(date(2026, 8, 20), unit=unit)

    over = kept(compiled(), "over_cap")
    assert (over["ids"], over["values"]) == ([unit.pk], [most + 1])


# --- pages and the document


def everything():
    """Something behind each of the new numbers."""
    unit = asked(700, "2026-08-15")
    Duty(title="报送学校食堂大宗物资采购结果", post=unit.posts.get())
    Duty(over_budget_by=person_with(Role.LEADER), over_budget_reason="法定")
    press(Duty(), 3)
    for day in (7, 8, 9):
        arrived(date(2026, 9, day), unit=unit, drawn=True)
        arrived(date(2026, 3, day), unit=unit)
    Visit()
    arrived(date(2026, 9, 8))
    for kind in RefusalKind:
        refused(kind, who_came="县某局")


def test_each_of_the_new_numbers_opens_to_its_rows(client):
    everything()
    report = compiled()
    client.force_login(person_with(Role.LEADER))
    page = client.get(reverse("reports:report", args=[report.pk]))

    opened = {}
    for _title, figures in page.context["sections"]:
        for each in figures:
            to = reverse("reports:rows", args=[report.pk, each.figure.key])
            opened[each.figure.key] = (each.count, len(client.get(to).context["lines"]))

    assert {key: pair for key, pair in opened.items() if pair[0] != pair[1]} == {}
    assert [key for key, pair in opened.items() if key in NEW and not pair[0]] == []


NEW = {
    figure.key
    for section in queries.SECTIONS
    if str(section.title) in ("督导检查", "基层负担")
    for figure in section.figures
}


def test_the_document_says_them_after_the_gaps_and_names_the_heaviest(client):
    everything()
    report = compiled()
    client.force_login(person_with(Role.LEADER))

    answer = client.get(reverse("reports:word", args=[report.pk]))
    document = Document(io.BytesIO(answer.content))
    words = [line.text for line in document.paragraphs if line.text]
    heads = [line for line in words if line[1:2] == "、"]
    cells = [
        [cell.text for cell in row.cells] for t in document.tables for row in t.rows
    ]

    assert heads == [
        "一、差距", "二、还不知道的", "三、到期与完成", "四、问题与整改",
        "五、会议与支持", "六、督导检查", "七、基层负担", "八、范围",
    ]  # fmt: skip
    assert "6．单位拒绝的上门：7。" in words
    assert any(row[2] == "每月 353 分钟" for row in cells)


@pytest.mark.parametrize("key", sorted(NEW))
def test_three_times_the_rows_cost_no_more_queries(client, key):
    client.force_login(person_with(Role.LEADER))

    def cost():
        everything()
        report = compiled()
        to = reverse("reports:rows", args=[report.pk, key])
        client.get(to)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(to).status_code == 200
        return len(seen)

    one = cost()
    cost()
    assert cost() == one <= 15
