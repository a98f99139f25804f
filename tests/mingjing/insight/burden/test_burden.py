"""What a unit is asked for, counted to the row; and a button that knows nobody."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate, now

from mingjing.base.people.states import Role
from mingjing.base.record.models import Entry, Opening
from mingjing.cycle.duties.states import DueState
from mingjing.cycle.evidence.forms import ProveDue
from mingjing.insight.burden import actions, queries
from mingjing.insight.burden.models import Press
from mingjing.insight.burden.states import Reason
from tests.factories.duties import Due, Duty, holder
from tests.factories.people import Appointment, Post, Unit, person_with
from tests.factories.plan import Measure

pytestmark = pytest.mark.django_db
SEPTEMBER = date(2026, 9, 1)
AT = datetime(2026, 9, 15, 16, 30, tzinfo=ZoneInfo("UTC"))  # 00:30 of the 16th here


def meter(unit, month=SEPTEMBER):
    [found] = queries.meters([unit], month)
    return found


def test_a_month_counts_what_falls_due_in_it_to_the_day():
    duty = Duty(minutes=15)
    for day in ("2026-08-31", "2026-09-01", "2026-09-30", "2026-10-01"):
        Due(duty=duty, due_on=date.fromisoformat(day))

    found = meter(duty.unit)

    assert (found.requests, found.minutes, found.fields) == (2, 30, 4)


@pytest.mark.parametrize("state", [DueState.VOID, DueState.WAIVED])
def test_what_was_taken_back_is_no_burden(state):
    due = Due(state=state)

    assert meter(due.unit).requests == 0


@pytest.mark.parametrize(
    ("minutes", "over", "share"), [(59, False, 98), (60, False, 100), (61, True, 102)]
)
def test_over_begins_past_the_budget(minutes, over, share):
    due = Due(duty=Duty(minutes=minutes))
    due.unit.burden_limit_minutes = 60
    due.unit.save()

    found = meter(due.unit)

    assert (found.over, found.share) == (over, share)


def test_the_fields_counted_are_those_a_claim_asks_for():
    due = Due()
    asked = ProveDue(due, holder(due.post)).visible_fields()
    only_without_a_pointer = {"upload", "title"}
    never_asked_for = {"note", "also"}  # may be left as they are

    filled = {field.name for field in asked} - only_without_a_pointer - never_asked_for

    assert len(filled) == queries.FIELDS_A_CLAIM


def test_the_year_joins_what_was_due_to_what_will_be():
    on = date(2026, 9, 15)
    monthly = Duty(
        minutes=20, clock={"kind": "recurring", "every": "month", "day": 10},
        starts_on=date(2026, 7, 1), ends_on=date(2026, 12, 31),
    )  # fmt: skip
    Due(duty=monthly, due_on=date(2026, 7, 10))
    Due(duty=monthly, due_on=date(2026, 9, 10))

    year = queries.year_of(monthly.unit, on=on)

    assert year.months[0] == date(2026, 3, 1)
    assert year.months[year.this] == SEPTEMBER
    assert year.minutes == [0, 0, 0, 0, 20, 0, 20, 20, 20, 20, 0, 0]


def test_the_same_thing_asked_twice_is_found_and_another_unit_is_not():
    post = Appointment(post=Post(role=Role.CONTACT)).post
    one = Duty(post=post, title="公布上月学校食堂大宗物资采购结果")
    two = Duty(post=post, title="报送学校食堂大宗物资采购结果（9月）")
    Duty(post=post, title="整理家访中反映的问题")
    Duty(title="公布上月学校食堂大宗物资采购结果")

    units = Unit._meta.model.objects.all()
    [found] = queries.dressed(queries.overlaps(units))

    assert (found.one, found.other, found.same_proof) == (one, two, True)


# --- the button


def pressed(duty, times=1, reason=Reason.TWICE):
    for _ in range(times):
        actions.name_burden(duty, reason=reason, by=holder(duty.post), now=AT)


def test_a_press_keeps_neither_person_nor_unit_nor_hour():
    duty = Duty(measure=Measure())
    before = Opening.objects.count()

    pressed(duty)

    entry = Entry.objects.get(kind="BurdenNamed")
    assert Press.objects.values("about", "month", "reason", "count").get() == {
        "about": f"measure:{duty.measure_id}",
        "month": SEPTEMBER,
        "reason": "twice",
        "count": 1,
    }
    assert Opening.objects.count() == before  # the actor's commitment would be one
    here = entry.happened_at.astimezone(ZoneInfo("Asia/Shanghai"))
    assert here == datetime(2026, 9, 16, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(("times", "said"), [(2, None), (3, 3)])
def test_fewer_than_three_are_not_counted_out(times, said):
    pressed(Duty(), times)

    [voice] = queries.voices(SEPTEMBER)

    assert voice.count == said
    assert voice.reasons == (("同一件事已经报过",) if said else ())


def press_page(client, duty, **data):
    return client.post(reverse("burden:press", args=[duty.pk]), data)


def test_one_browser_counts_once_a_month(client):
    duty = Duty()
    client.force_login(holder(duty.post))

    press_page(client, duty, reason="often")
    press_page(client, duty, reason="proof")

    assert [press.count for press in Press.objects.all()] == [1]


def test_the_session_does_not_know_what_was_pressed(client):
    duty = Duty()
    client.force_login(holder(duty.post))

    press_page(client, duty, reason="often")

    kept = " ".join(f"{key}={value}" for key, value in client.session.items())
    assert "burden" not in kept
    assert f"duty:{duty.pk}" not in kept


def test_a_forged_cookie_is_nothing(client):
    duty = Duty()
    client.force_login(holder(duty.post))
    client.cookies["burden"] = '["duty:1"]'

    assert press_page(client, duty, reason="often").status_code == 302


@pytest.mark.parametrize("reason", ["", "because", "<script>"])
def test_a_reason_is_one_of_the_list(client, reason):
    duty = Duty()
    client.force_login(holder(duty.post))

    answer = press_page(client, duty, reason=reason)

    assert (answer.status_code, Press.objects.count()) == (200, 0)


@pytest.mark.parametrize("role", [Role.OFFICE, Role.LEADER, Role.DISCIPLINE])
def test_whoever_is_not_asked_cannot_press(client, role):
    duty = Duty()
    client.force_login(person_with(role))

    assert press_page(client, duty, reason="often").status_code == 403
    assert Press.objects.count() == 0


# --- pages


def test_the_number_of_the_county_is_the_rows_of_the_unit(client):
    duty = Duty()
    for days in (0, 1):
        Due(duty=duty, due_on=localdate(now()).replace(day=10) + timedelta(days=days))
    client.force_login(person_with(Role.OFFICE))
    month = f"{localdate(now()):%Y-%m}"

    county = client.get(reverse("burden:county"), {"month": month})
    unit = client.get(reverse("burden:unit", args=[duty.unit_id]), {"month": month})

    [shown] = [m for m in county.context["page"] if m.unit == duty.unit]
    assert shown.requests == len(unit.context["page"].object_list) == 2


def test_another_units_burden_does_not_exist(client):
    mine, other = Due(), Due()
    client.force_login(holder(mine.post))

    assert client.get(reverse("burden:unit", args=[mine.unit_id])).status_code == 200
    assert client.get(reverse("burden:unit", args=[other.unit_id])).status_code == 404
    assert client.get(reverse("burden:county")).status_code == 403


@pytest.mark.parametrize("month", ["2026-13", "x", "2026-09-01", "' or 1=1"])
def test_a_month_that_is_none_shows_this_one(client, month):
    client.force_login(person_with(Role.OFFICE))

    answer = client.get(reverse("burden:county"), {"month": month})

    assert answer.context["month"] == localdate(now()).replace(day=1)


@pytest.mark.parametrize("name", ["county", "overlaps", "unit"])
def test_three_rows_cost_no_more_queries_than_one(client, name):
    post = Appointment(post=Post(role=Role.CONTACT)).post
    client.force_login(person_with(Role.OFFICE))
    to = reverse(f"burden:{name}", args=[post.unit_id] if name == "unit" else [])

    def cost():
        Due(duty=Duty(post=post), due_on=localdate(now()))
        Due(due_on=localdate(now()))
        with CaptureQueriesContext(connection) as caught:
            assert client.get(to).status_code == 200
        return len(caught)

    cost()
    two = cost()
    assert cost() == two <= 15
