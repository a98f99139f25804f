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
from mingjing.cycle.findings.forms import ReplyForm
from mingjing.cycle.findings.states import FindingState
from mingjing.cycle.inspection.states import VisitState
from mingjing.insight.burden import actions, queries
from mingjing.insight.burden.models import Press
from mingjing.insight.burden.states import REPLY, VISIT, Reason
from tests.factories.duties import Due, Duty, holder
from tests.factories.findings import Finding, confirmed, curing, due_of
from tests.factories.inspection import Visit, visited
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


# --- visits and replies


def test_a_visit_counts_on_the_day_it_came_and_not_before():
    came = visited()
    Visit(unit=came.unit)  # planned
    Visit(unit=came.unit, state=VisitState.NOT_MADE)
    Visit(unit=came.unit, state=VisitState.ARRIVED, arrived_on=date(2026, 10, 1))

    found = meter(came.unit)

    assert (found.visits, found.requests) == (1, 0)
    assert (found.minutes, found.fields) == (VISIT.minutes, VISIT.fields)


def test_a_reply_is_asked_in_the_month_its_term_ends():
    asked = Finding(reply_due_on=date(2026, 9, 30))
    unit = asked.unit
    Finding(post=asked.post, reply_due_on=date(2026, 10, 1))
    Finding(
        post=asked.post, state=FindingState.DRAFT, notified_at=None, notified_by=None
    )
    Finding(post=asked.post, self_reported=True)
    Finding(post=asked.post, state=FindingState.WITHDRAWN, withdrawn_reason="弄错了")

    found = meter(unit)

    assert (found.replies, found.minutes, found.fields) == (
        1,
        REPLY.minutes,
        REPLY.fields,
    )
    assert meter(unit, date(2026, 8, 1)).replies == 0


def test_an_answered_finding_was_asked_all_the_same_and_its_cure_is_a_due():
    finding = curing()

    found = meter(finding.unit)
    cure = meter(finding.unit, date(2026, 10, 1))

    assert due_of(finding).due_on.month == 10
    assert (found.replies, found.requests) == (1, 0)
    assert (cure.replies, cure.requests) == (0, 1)


def test_withdrawn_after_the_answer_was_work_all_the_same():
    finding = confirmed()
    type(finding).objects.filter(pk=finding.pk).update(
        state=FindingState.WITHDRAWN, withdrawn_reason="申诉撤销"
    )

    assert meter(finding.unit).replies == 1


def test_another_units_visits_and_replies_are_its_own():
    Finding()
    visited()

    found = meter(Unit())

    assert (found.replies, found.visits, found.minutes) == (0, 0, 0)


def test_the_fields_of_a_reply_are_those_of_its_form():
    asked = {name for name in ReplyForm().fields if not name.startswith("on_")}

    assert asked == {"answer", "words"}
    assert len(asked) == REPLY.fields


def test_visits_and_replies_tip_the_budget():
    came = visited()
    came.unit.burden_limit_minutes = VISIT.minutes - 1
    came.unit.save()

    assert (meter(came.unit).over, meter(came.unit).share) == (True, 101)


def test_the_year_joins_what_was_due_to_what_will_be():
    on = date(2026, 9, 15)
    monthly = Duty(
        minutes=20, clock={"kind": "recurring", "every": "month", "day": 10},
        starts_on=date(2026, 7, 1), ends_on=date(2026, 12, 31),
    )  # fmt: skip
    Due(duty=monthly, due_on=date(2026, 7, 10))
    Due(duty=monthly, due_on=date(2026, 9, 10))

    year, july = queries.year_of(monthly.unit, on=on, chosen=date(2026, 7, 1))

    assert [each.first.month for each in year] == [*range(3, 13), 1, 2]
    assert [each.first for each in year if each.current] == [SEPTEMBER]
    assert [each.minutes for each in year] == [0, 0, 0, 0, 20, 0, 20, 20, 20, 20, 0, 0]
    assert [each.first.month for each in year if not each.meter] == [10, 11, 12, 1, 2]
    assert (july.requests, july.minutes) == (1, 20)


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


def test_each_number_of_the_county_is_the_rows_of_the_unit(client):
    finding = Finding(reply_due_on=localdate(now()))
    visit = Visit(
        unit=finding.unit, state=VisitState.ARRIVED, arrived_on=localdate(now())
    )
    client.force_login(person_with(Role.OFFICE))

    county = client.get(reverse("burden:county"), {"sort": "-visits"})
    page = client.get(reverse("burden:unit", args=[finding.unit_id]))

    first = county.context["page"][0]
    assert (first.unit, first.replies, first.visits) == (finding.unit, 1, 1)
    assert list(page.context["replies"]) == [finding]
    assert list(page.context["visits"]) == [visit]
    this = next(each for each in page.context["year"] if each.current)
    assert this.minutes == first.minutes == REPLY.minutes + VISIT.minutes


def test_the_estimate_is_said_where_it_is_counted_in(client):
    unit = Due(due_on=localdate(now())).unit
    client.force_login(person_with(Role.OFFICE))
    said = (f"按 {REPLY.minutes} 分钟", f"按 {VISIT.minutes} 分钟")

    for to in (reverse("burden:county"), reverse("burden:unit", args=[unit.pk])):
        html = client.get(to).content.decode()
        assert [each in html for each in said] == [True, True]


def county_of(client, **query):
    answer = client.get(reverse("burden:county"), query)
    return [meter.unit for meter in answer.context["page"]]


def test_the_county_is_sorted_and_filtered_by_its_address(client):
    one, two, three = (
        Due(due_on=localdate(now()), duty=Duty(minutes=n)) for n in (9, 30, 4)
    )
    two.unit.burden_limit_minutes = 10
    two.unit.kind = "village"
    two.unit.save()
    client.force_login(person_with(Role.OFFICE))
    mine = [due.unit for due in (one, two, three)]

    def order(**query):
        return [unit for unit in county_of(client, **query) if unit in mine]

    assert order(sort="minutes") == [three.unit, one.unit, two.unit]
    assert order(sort="-minutes") == [two.unit, one.unit, three.unit]
    assert order() == order(sort="nonsense") == [two.unit, one.unit, three.unit]
    assert order(over="on") == order(kind="village") == [two.unit]
    assert order(kind="' or 1=1") == order()


def test_the_filter_and_the_order_keep_each_other(client):
    client.force_login(person_with(Role.OFFICE))
    Due(due_on=localdate(now()))

    html = client.get(
        reverse("burden:county"), {"sort": "-visits", "kind": "organ"}
    ).content.decode()

    assert '<input type="hidden" name="sort" value="-visits"' in html
    assert '<option value="organ" selected>' in html
    assert "sort=requests&amp;kind=organ" in html


@pytest.mark.parametrize("name", ["county", "overlaps", "unit"])
def test_three_rows_cost_no_more_queries_than_one(client, name):
    post = Appointment(post=Post(role=Role.CONTACT)).post
    client.force_login(person_with(Role.OFFICE))
    to = reverse(f"burden:{name}", args=[post.unit_id] if name == "unit" else [])

    def cost():
        today = localdate(now())
        Due(duty=Duty(post=post), due_on=today)
        Due(due_on=today)
        Finding(post=post, reply_due_on=today)
        Visit(unit=post.unit, state=VisitState.ARRIVED, arrived_on=today)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(to).status_code == 200
        return len(caught)

    cost()
    two = cost()
    assert cost() == two <= 15
