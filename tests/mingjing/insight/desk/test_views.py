"""The desk: each hat its page, and every number opens to the rows that it counted."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate, now

from mingjing.base.people.states import Role
from mingjing.cycle.duties.models import Extension, SupportCall
from mingjing.cycle.evidence import actions as evidence
from mingjing.insight.desk.queries.decisions import late_since
from mingjing_law.calendar import default_calendar
from tests.factories.duties import Due, Duty, HeldPost, anew, deputy, holder, office
from tests.factories.findings import Finding
from tests.factories.people import Appointment, Post, Unit, person_with

pytestmark = pytest.mark.django_db


def text(response):
    return unescape(response.content.decode())


def page(client, name, **query):
    return text(client.get(reverse(f"desk:{name}"), query))


def today():
    return localdate(now())


def owed(days=0, post=None, **fields):
    """A due that falls due so many days from today."""
    on = today() + timedelta(days=days)
    fields.setdefault("duty", Duty(**({"post": post} if post else {})))
    return Due(due_on=on, opens_on=on - timedelta(days=30), **fields)


def call_for_support(due, to_post):
    return SupportCall.objects.create(
        due=due,
        question="系统权限在市局",
        asked_by=holder(due.post),
        asked_at=now(),
        to_post=to_post,
        answer_due_on=today(),
    )


def ask_for_time(due):
    return Extension.objects.create(
        due=due,
        asked_until=due.due_on + timedelta(days=7),
        reason="公示期未满",
        asked_by=holder(due.post),
        asked_at=now(),
        was_due_on=due.due_on,
    )


def rows_of(html):
    """The dues in the board's table."""
    body = html.split('id="rows"')[1]
    return [
        int(pk) for pk in re.findall(r'class="h"><a href="/duties/due/(\d+)/"', body)
    ]


HOMES = {
    Role.CONTACT: "desk:week",
    Role.CENTRE: "desk:week",
    Role.SECRETARY: "desk:secretary",
    Role.LEADER: "desk:secretary",
    Role.OFFICE: "desk:board",
    Role.DISCIPLINE: "desk:board",
    Role.AUDITOR: "desk:board",
    Role.INSPECTOR: "desk:board",
    Role.ADMIN: "people:persons",
}


@pytest.mark.parametrize("role", list(Role))
def test_each_hat_is_led_to_its_own_page(client, role):
    client.force_login(person_with(role))

    assert client.get("/").url == reverse(HOMES[role])


PAGES = ("week", "board", "roadmap", "calendar", "secretary")


@pytest.mark.parametrize("name", PAGES)
def test_the_administrator_sees_no_content(client, name):
    client.force_login(person_with(Role.ADMIN))

    assert client.get(reverse(f"desk:{name}")).status_code == 404


# --- the week


def test_the_week_counts_what_is_due_and_how_long_it_takes(client):
    post = HeldPost(role=Role.CONTACT)
    owed(-3, duty=Duty(post=post, minutes=5, title="已经晚了"))
    owed(0, duty=Duty(post=post, minutes=10, title="今天到期"))
    owed(40, duty=Duty(post=post, title="以后的事"))
    owed(0, duty=Duty(title="别人的事"))
    client.force_login(holder(post))

    html = page(client, "week")

    assert "本周：2 件事，约 15 分钟" in html
    assert "1 件已逾期。" in html
    cards, later = html.split("以后到期")
    assert cards.index("已经晚了") < cards.index("今天到期")
    assert "以后的事" in later
    assert "别人的事" not in html


def test_an_empty_week_names_the_next_thing(client):
    post = HeldPost(role=Role.CONTACT)
    owed(40, duty=Duty(post=post, title="以后的事"))
    client.force_login(holder(post))

    html = page(client, "week")

    assert "本周：没有到期的事" in html
    assert "以后的事" in html.split("下一件：")[1]


def test_what_was_returned_stands_in_the_week_with_its_reason(client):
    due = owed(40, state="returned", check_note="链接打不开")
    client.force_login(holder(due.post))

    html = page(client, "week")

    assert "本周：1 件事" in html
    assert "链接打不开" in html


def test_the_proof_field_of_a_card_leads_to_its_proof(client):
    due = owed(0)
    client.force_login(holder(due.post))
    html = page(client, "week")
    target = re.search(r'class="mj-proof" method="post" action="([^"]+)"', html)[1]

    assert target == reverse("evidence:prove-due", args=[due.pk])
    assert "澄教函〔2026〕41号" in text(
        client.post(target, {"pointer": "澄教函[2026]41号"})
    )


def test_to_check_are_claims_that_this_person_may_judge(client):
    due, both = owed(3), owed(3)
    checker = holder(due.checker_post)
    Appointment(post=both.checker_post, person=checker, as_deputy=True)
    Appointment(post=both.post, person=checker, as_deputy=True)
    for one in (due, both):
        evidence.prove_dues([anew(one)], pointer="甲", by=holder(one.post), now=now())
    client.force_login(anew(checker))

    html = page(client, "week")

    assert reverse("evidence:check-due", args=[due.pk]) in html
    assert reverse("evidence:check-due", args=[both.pk]) not in html


def test_offers_wait_for_an_answer_and_the_burden_is_the_units(client):
    post = HeldPost(role=Role.CONTACT)
    Duty(post=post, state="offered", title="新下达的事")
    client.force_login(holder(post))

    html = page(client, "week")

    assert "新下达的事" in html.split("等你认领")[1]
    assert reverse("burden:unit", args=[post.unit_id]) in html


# --- the board


def test_every_figure_of_the_board_counts_the_rows_behind_its_link(client):
    to = Post(role=Role.OFFICE)
    for days in (-9, -1, 0, 0, 1, 30):
        owed(days)
    for state in ("claimed", "verified", "waived", "void", "returned"):
        owed(-2, state=state)
    call_for_support(owed(5), to)
    call_for_support(owed(5, state="claimed"), to)
    client.force_login(office())

    html = page(client, "board")
    figures = re.findall(r'<dd><a href="(/board/\?status=\w+)">(\d+)</a>', html)

    assert len(figures) == 5
    for link, number in figures:
        assert len(rows_of(text(client.get(link)))) == int(number) > 0


def test_every_day_of_the_calendar_counts_the_rows_behind_it(client):
    for days, state in ((3, "open"), (3, "verified"), (3, "void"), (-2, "open")):
        owed(days, state=state)
    client.force_login(office())

    html = page(client, "calendar")
    links = re.findall(
        r'href="(/board/\?[^"]+)"><span class="mj-sr">[^<]+</span>(\d+)', html
    )

    assert [number for _link, number in links] == ["1", "2"]
    for link, number in links:
        assert len(rows_of(text(client.get(link)))) == int(number)
    total = re.search(r'href="(/board/\?[^"]+)">(\d+) 件', html)
    assert len(rows_of(text(client.get(total[1])))) == int(total[2]) == 3


def test_the_filters_stand_in_the_address_and_can_be_taken_out(client):
    school = HeldPost(role=Role.CONTACT, unit=Unit(kind="school"))
    first = owed(5, duty=Duty(post=school, title="食堂采购"))
    second = owed(1, duty=Duty(title="公车管理"), state="verified")
    late = owed(-1, duty=Duty(title="公车台账"))
    client.force_login(office())

    def found(**query):
        return rows_of(page(client, "board", **query))

    assert found() == [late.pk, first.pk]
    assert found(status="") == [late.pk, second.pk, first.pk]
    assert found(q="公车") == [late.pk, second.pk]
    assert found(q=first.duty.code.lower()) == [first.pk]
    assert found(kind="school") == [first.pk]
    assert found(unit=late.unit_id) == [late.pk]
    assert found(since=today(), until=today() + timedelta(days=2)) == [second.pk]
    assert found(status="owed", sort="-due") == [first.pk, late.pk]
    # A forged value filters nothing and breaks nothing.
    assert found(unit="1 OR 1=1", sort="password", since="x", page="9") == [
        late.pk,
        second.pk,
        first.pk,
    ]
    html = page(client, "board", q="公车", status="late")
    assert re.findall(r'class="mj-chip" href="([^"]+)"', html) == [
        "?status=late",
        f"?{'q=%E5%85%AC%E8%BD%A6'}",
    ]


def test_a_row_names_holder_proofs_and_slip(client):
    due = owed(3, baseline_on=today() - timedelta(days=4))
    evidence.prove_dues([anew(due)], pointer="甲", by=holder(due.post), now=now())
    client.force_login(office())

    row = page(client, "board", status="claimed").split('id="rows"')[1]

    assert holder(due.post).name in row
    assert "7 天" in row
    assert f'href="{reverse("evidence:list")}?due={due.pk}">1</a>' in row


def test_a_unit_sees_no_other_units_rows_on_board_and_calendar(client):
    mine, other = owed(2), owed(2)
    client.force_login(holder(mine.post))

    assert rows_of(page(client, "board")) == [mine.pk]
    assert rows_of(page(client, "board", unit=other.unit_id)) == [mine.pk]
    total = re.search(r">(\d+) 件</a>", page(client, "calendar"))
    assert total[1] == "1"


# --- the secretary


def test_the_office_decides_extensions_calls_and_objections(client):
    to = HeldPost(role=Role.OFFICE)
    ask, call = ask_for_time(owed(3)), call_for_support(owed(4), to)
    Duty(state="objected", objection="建议改为每季度")
    client.force_login(holder(to))

    html = page(client, "secretary")

    assert "3 件事等你过问" in html
    assert reverse("duties:decide-extension", args=[ask.pk]) in html
    assert reverse("duties:answer-support", args=[call.pk]) in html
    assert "建议改为每季度" in html


def test_the_leader_sees_what_the_office_was_asked_but_answers_only_their_own(client):
    to = HeldPost(role=Role.OFFICE)
    call = call_for_support(owed(4), to)
    client.force_login(person_with(Role.LEADER))

    html = page(client, "secretary")

    assert "系统权限在市局" in html
    assert reverse("duties:answer-support", args=[call.pk]) not in html


def test_a_units_secretary_sees_the_own_unit_only(client):
    due, other = owed(-30), owed(-30)
    secretary = person_with(Role.SECRETARY, due.unit)
    asked = call_for_support(owed(3), secretary.appointments.get().post)
    ask_for_time(other)
    client.force_login(anew(secretary))

    html = page(client, "secretary")

    assert "2 件事等你过问" in html
    assert reverse("duties:answer-support", args=[asked.pk]) in html
    assert reverse("duties:due", args=[due.pk]) in html
    assert reverse("duties:due", args=[other.pk]) not in html


def test_long_late_counts_the_rows_behind_its_link(client):
    for days in (-40, -30, -3, 2):
        owed(days)
    client.force_login(office())

    html = page(client, "secretary")
    link, number = re.search(
        r'href="(/board/\?status=late&until=[^"]+)">全部 (\d+)', html
    ).groups()

    assert int(number) == len(rows_of(text(client.get(link)))) == 2


def test_late_is_counted_in_working_days():
    calendar = default_calendar()
    on = today()
    last = late_since(on, calendar)

    assert calendar.working_days_between(last, on) >= 5
    assert calendar.working_days_between(last + timedelta(days=1), on) < 5


def test_a_unit_over_its_limit_is_named_with_its_minutes(client):
    on = today()
    unit = Unit(burden_limit_minutes=5, short_name="忙局")
    Duty(
        post=HeldPost(unit=unit),
        minutes=30,
        clock={"kind": "once", "due_on": on.isoformat()},
        starts_on=on.replace(day=1),
        ends_on=on,
    )
    client.force_login(office())

    html = page(client, "secretary")

    assert "本月30分钟，上限5分钟" in html
    assert f"{reverse('duties:load')}?unit={unit.pk}" in html


def test_what_is_said_of_the_unit_waits_on_its_week(client):
    told, other = Finding(), Finding()
    client.force_login(holder(told.post))

    html = page(client, "week")

    assert reverse("findings:finding", args=[told.pk]) in html
    assert reverse("findings:finding", args=[other.pk]) not in html


# --- cost


@pytest.mark.parametrize("name", ["week", "board", "roadmap", "calendar", "secretary"])
def test_three_rows_cost_no_more_queries_than_one(client, name):
    post = HeldPost(role=Role.OFFICE)

    def row():
        due = owed(1, post=post)
        ask_for_time(owed(2))
        call_for_support(owed(2), post)
        evidence.prove_dues(
            [anew(due)], pointer=str(due.pk), by=holder(post), now=now()
        )
        owed(3, post=post)

    def cost():
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse(f"desk:{name}"))
        return len(seen)

    client.force_login(deputy(post))
    row()
    cost()
    one = cost()
    row()
    row()

    assert cost() == one <= 15
