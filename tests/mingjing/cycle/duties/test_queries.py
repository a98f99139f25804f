"""What pages are told: status by the day, burden by the rule, slip by baseline."""

from datetime import UTC, date, datetime

import pytest

from mingjing.base.people.states import Role
from mingjing.cycle.duties import actions, queries
from mingjing.cycle.duties.models import Due as DueModel
from mingjing.cycle.duties.models import DueMove
from mingjing.cycle.duties.models import Duty as DutyModel
from mingjing.cycle.plan.models import Measure, Plan
from tests.factories.duties import Due, Duty, HeldPost, deputy, holder, office
from tests.factories.people import Unit, person_with

ON = date(2026, 9, 15)
NOW = datetime(2026, 9, 10, 2, tzinfo=UTC)
MONTHLY = {"kind": "recurring", "every": "month"}

pytestmark = pytest.mark.django_db


def status(due):
    return queries.with_status(DueModel.objects.filter(pk=due.pk), on=ON).get().status


@pytest.mark.parametrize(
    ("state", "due_on", "expected"),
    [
        ("open", date(2026, 9, 14), "late"),
        ("open", date(2026, 9, 15), "soon"),
        ("open", date(2026, 9, 22), "soon"),
        ("open", date(2026, 9, 23), "open"),
        ("returned", date(2026, 9, 14), "late"),
        ("returned", date(2026, 9, 15), "returned"),
        ("claimed", date(2026, 9, 1), "claimed"),
        ("verified", date(2026, 9, 1), "verified"),
        ("waived", date(2026, 9, 1), "waived"),
        ("void", date(2026, 9, 1), "void"),
    ],
)
def test_the_status_of_a_due_is_asked_of_the_day(state, due_on, expected):
    assert status(Due(state=state, due_on=due_on)) == expected


def test_counts_take_one_query_and_name_every_status(django_assert_num_queries):
    asked = Due(due_on=date(2026, 9, 30))
    Due(due_on=date(2026, 9, 1))
    office()
    by = holder(asked.post)
    actions.ask_extension(asked, until=date(2026, 10, 9), reason="停电", by=by, now=NOW)
    actions.call_for_support(asked, question="缺人", by=by, now=NOW)

    with django_assert_num_queries(1):
        counts = queries.counts_by_status(DueModel.objects.all(), on=ON)

    assert counts.by_status == {
        **dict.fromkeys(queries.STATUSES, 0),
        "late": 1,
        "open": 1,
    }
    assert (counts.total, counts.needs_support, counts.extension_asked) == (2, 1, 1)


def test_dues_by_day_leave_out_what_is_void():
    for state, due_on in [
        ("open", date(2026, 9, 14)),
        ("verified", date(2026, 9, 14)),
        ("void", date(2026, 9, 15)),
        ("open", date(2026, 9, 16)),
        ("open", date(2026, 10, 1)),
    ]:
        Due(state=state, due_on=due_on)

    days = queries.dues_by_day(
        DueModel.objects.all(), first=date(2026, 9, 1), last=date(2026, 9, 30), on=ON
    )

    assert days == {
        date(2026, 9, 14): queries.DayCount(total=2, late=1, verified=1),
        date(2026, 9, 16): queries.DayCount(total=1, late=0, verified=0),
    }


# --- burden


@pytest.mark.parametrize(
    ("clock", "hits"),
    [
        (MONTHLY, "111111111111"),
        ({"kind": "recurring", "every": "quarter"}, "001001001001"),
        ({"kind": "recurring", "every": "quarter", "month": 1}, "100100100100"),
        ({"kind": "recurring", "every": "half_year"}, "000001000001"),
        ({"kind": "recurring", "every": "year"}, "000000000001"),
        ({"kind": "recurring", "every": "year", "month": 2}, "010000000000"),
        ({"kind": "recurring", "every": "week"}, "555555555555"),
        ({"kind": "once", "due_on": "2026-03-31"}, "001000000000"),
        (
            {"kind": "fact", "fact": "GIO-33-answer", "start": "2026-08-20"},
            "000000010000",
        ),
        ({"kind": "fact", "fact": "GIO-49-unit-annual"}, "100000000000"),
    ],
)
def test_the_months_in_which_a_rule_costs_minutes(clock, hits):
    months = queries.months_from(date(2026, 1, 1), 12)
    unit = Unit()
    Duty(post=HeldPost(unit=unit), clock=clock, minutes=1)

    found = [queries.burden_of_unit(unit, month).minutes for month in months]

    assert found == [int(hit) for hit in hits]


def test_offers_weigh_and_drafts_do_not():
    unit = Unit(burden_limit_minutes=25)
    for state in ("draft", "offered", "accepted", "in_force", "objected", "ended"):
        Duty(post=HeldPost(unit=unit), clock=MONTHLY, minutes=10, state=state)

    burden = queries.burden_of_unit(unit, ON)

    assert (burden.minutes, burden.limit, burden.duty_count, burden.over) == (
        30,
        25,
        3,
        True,
    )


def test_load_names_the_post_with_its_holder_and_deputy():
    unit = Unit()
    busy, idle = HeldPost(unit=unit), HeldPost(unit=unit)
    second = deputy(busy)
    Duty(post=busy, clock=MONTHLY, minutes=10)
    Duty(post=busy, clock=MONTHLY, minutes=15)
    Duty(post=idle, clock={"kind": "recurring", "every": "year"}, minutes=45)
    Duty(clock=MONTHLY)

    loads = queries.load_of_posts(unit=unit, month=ON)

    assert [(x.post_id, x.minutes, x.duty_count) for x in loads] == [
        (busy.pk, 25, 2),
        (idle.pk, 0, 0),
    ]
    assert loads[0].holders == (holder(busy).name, second.name)


def test_offers_show_the_heaviest_month_before_and_after():
    unit = Unit(burden_limit_minutes=25)
    Duty(post=HeldPost(unit=unit), clock=MONTHLY, minutes=10)
    waiting = Duty(post=HeldPost(unit=unit), clock=MONTHLY, minutes=20, state="draft")

    (offer,) = queries.offers_by_unit(DutyModel.objects.all(), on=ON)

    assert (offer.unit, offer.duties, offer.before, offer.after, offer.over) == (
        unit,
        (waiting,),
        10,
        30,
        True,
    )


# --- roadmap


def test_the_slip_of_a_measure_is_counted_from_its_baseline():
    plan = Plan.objects.create(title="方案", starts_on=ON, ends_on=ON)
    late, moved, empty = (
        Measure.objects.create(plan=plan, title=title) for title in ("一", "二", "三")
    )
    duty = Duty(measure=late)
    Due(duty=duty, due_on=date(2026, 9, 10), opens_on=date(2026, 9, 1))
    Due(duty=duty, due_on=date(2026, 8, 1), state="verified")
    Due(duty=duty, due_on=date(2026, 12, 1), state="void")
    Due(duty__measure=moved, due_on=date(2026, 9, 30), baseline_on=date(2026, 9, 23))

    rows = queries.roadmap_rows(
        DueModel.objects.all(), measure_ids=[late.pk, moved.pk, empty.pk], on=ON
    )

    assert set(rows) == {late.pk, moved.pk}
    row = rows[late.pk]
    assert (row.baseline_on, row.verified_count, row.total_count, row.late_count) == (
        date(2026, 9, 10),
        1,
        2,
        1,
    )
    assert (row.slip_days, rows[moved.pk].slip_days) == (5, 7)


# --- who sees what


def test_who_sees_a_due():
    due = Due()
    seers = [
        holder(due.post),
        holder(due.checker_post),
        person_with(Role.SECRETARY, due.unit),
        *(person_with(r) for r in ("office", "leader", "discipline", "auditor")),
    ]
    blind = [
        person_with(Role.CONTACT),
        person_with(Role.SECRETARY),
        person_with(Role.INSPECTOR),
        person_with(Role.ADMIN, due.unit),
    ]

    assert [due in DueModel.objects.visible_to(p) for p in seers] == [True] * 7
    assert [due in DueModel.objects.visible_to(p) for p in blind] == [False] * 4
    assert [due.duty in DutyModel.objects.visible_to(p) for p in seers] == [True] * 7
    assert [due.duty in DutyModel.objects.visible_to(p) for p in blind] == [False] * 4


def test_who_was_asked_for_support_sees_that_due_and_no_other():
    asked, other = Due(), Due()
    office()
    above = HeldPost(unit=Unit(), role=Role.SECRETARY)
    call = actions.call_for_support(
        asked, question="缺人", by=holder(asked.post), now=NOW
    )
    type(call).objects.filter(pk=call.pk).update(to_post=above)

    assert list(DueModel.objects.visible_to(holder(above))) == [asked]
    assert list(DueModel.objects.visible_to(holder(other.post))) == [other]


def test_a_move_is_seen_by_whoever_sees_its_due():
    moved, other = Due(), Due()
    rows = [
        DueMove.objects.create(
            due=due,
            from_on=due.due_on,
            to_on=due.due_on,
            cause="calendar",
            calendar_before="1",
            calendar_after="2",
            moved_at=NOW,
        )
        for due in (moved, other)
    ]

    def seen(person):
        return list(queries.moves_seen_by(person))

    assert seen(person_with(Role.DISCIPLINE)) == rows[::-1]
    assert seen(holder(moved.post)) == rows[:1]
    assert seen(person_with(Role.ADMIN)) == []


def test_fewer_months_are_the_first_of_all_months():
    duty = Duty(state="in_force", clock=MONTHLY | {"day": 5}, minutes=20)
    first = queries.month_of(duty.starts_on)

    year = queries.minutes_by_month([duty.unit_id], first=first)
    one = queries.minutes_by_month([duty.unit_id], first=first, count=1)

    assert one == {duty.unit_id: year[duty.unit_id][:1]} == {duty.unit_id: [20]}


def test_a_draft_is_the_offices_until_it_is_offered():
    duty = Duty(state="draft")

    assert duty not in DutyModel.objects.visible_to(holder(duty.post))
    assert duty in DutyModel.objects.visible_to(office())
