"""Occurrences open ahead, once; the calendar moves them, the baseline stays."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from mingjing.base.record.models import Entry
from mingjing.cycle.duties import actions
from mingjing.cycle.duties.models import Due as DueModel
from mingjing.cycle.duties.models import Duty as DutyModel
from mingjing.cycle.duties.models import Extension
from mingjing_law.calendar import Calendar, Holiday, default_calendar
from tests.factories.duties import Due, Duty, anew, holder, office

NOW = datetime(2026, 9, 1, 2, tzinfo=UTC)
ON = date(2026, 9, 1)
AHEAD = timedelta(days=90)

pytestmark = pytest.mark.django_db


def in_force(clock, **fields):
    return Duty(
        clock=clock,
        **{"starts_on": date(2026, 1, 1), "ends_on": date(2027, 12, 31), **fields},
    )


def periods(duty):
    return list(duty.dues.order_by("due_on").values_list("period", "due_on"))


def with_rest_day(day):
    """Our calendar, in which one more day of 2026 turns out to be a holiday."""
    notices = list(default_calendar().notices)
    last = notices[-1]
    more = (*last.holidays, Holiday("国庆节", (day,)))
    newer = type(last)(**{**vars(last), "version": last.version + 1, "holidays": more})
    return Calendar([*notices, newer])


def test_a_tick_run_twice_opens_nothing_twice():
    duty = in_force({"kind": "recurring", "every": "quarter"})

    first = actions.open_dues(on=ON, now=NOW)
    second = actions.open_dues(on=ON, now=NOW)
    type(duty).objects.update(opened_until=None)
    third = actions.open_dues(on=ON, now=NOW)

    # Started in January, ticked in September: the quarters since are opened too.
    assert (first.opened_count, second.opened_count, third.opened_count) == (3, 0, 0)
    assert periods(duty) == [
        ("2026-Q1", date(2026, 3, 31)),
        ("2026-Q2", date(2026, 6, 30)),
        ("2026-Q3", date(2026, 9, 30)),
    ]
    assert Entry.objects.filter(kind="DueOpened").count() == 3


@pytest.mark.parametrize(
    ("on", "opened"), [(date(2026, 10, 1), 3), (date(2026, 10, 2), 4)]
)
def test_the_horizon_is_ninety_days(on, opened):
    # 31 December is 91 days after 1 October.
    in_force({"kind": "recurring", "every": "quarter"})

    assert actions.open_dues(on=on, now=NOW).opened_count == opened


def test_what_lies_beyond_the_horizon_still_shows_its_next_one():
    duty = in_force({"kind": "recurring", "every": "year"}, starts_on=date(2026, 2, 1))

    actions.open_dues(on=date(2026, 2, 1), now=NOW)

    assert periods(duty) == [("2026", date(2026, 12, 31))]


def test_nothing_opens_after_the_duty_ends():
    duty = in_force(
        {"kind": "recurring", "every": "month", "day": 15},
        starts_on=ON,
        ends_on=date(2026, 10, 15),
    )

    actions.open_dues(on=ON, now=NOW)

    assert [period for period, _ in periods(duty)] == ["2026-09", "2026-10"]


def test_a_day_that_a_plan_names_stays_that_day():
    # 31 October 2026 is a Saturday.
    duty = in_force({"kind": "once", "due_on": "2026-10-31"})

    actions.open_dues(on=ON, now=NOW)

    assert periods(duty) == [("once", date(2026, 10, 31))]


def test_a_due_explains_itself_and_is_provisional_beyond_the_calendar():
    in_force({"kind": "once", "due_on": "2027-03-31"})

    actions.open_dues(on=ON, now=NOW)

    due = DueModel.objects.get()
    assert due.provisional
    assert due.calendar_version == default_calendar().version
    assert due.explanation_zh == (
        "2027年3月31日到期。2027年放假安排未公布，日期暂定。"
        "依据：《澄溪县清廉建设实施方案》第12条。"
    )
    assert due.explanation_en.startswith("Due 31 March 2027.")


def test_drafts_offers_and_ended_duties_open_nothing():
    for state in ("draft", "offered", "objected", "ended"):
        in_force({"kind": "once", "due_on": "2026-09-30"}, state=state)

    assert actions.open_dues(on=ON, now=NOW).opened_count == 0


# --- promise 3


def opened_monthly():
    duty = in_force({"kind": "recurring", "every": "month", "day": 15}, starts_on=ON)
    actions.open_dues(on=ON, now=NOW)
    return duty.dues.get(period="2026-09")


def test_a_new_calendar_moves_what_is_owed_and_shows_the_move():
    due = opened_monthly()
    calendar = with_rest_day(date(2026, 9, 15))

    moves = actions.recompute_dues(now=NOW, calendar=calendar)
    again = actions.recompute_dues(now=NOW, calendar=calendar)

    assert [(m.due, m.from_on, m.to_on, m.cause) for m in moves] == [
        (due, date(2026, 9, 15), date(2026, 9, 16), "calendar")
    ]
    assert again == []
    due = anew(due)
    assert (due.due_on, due.baseline_on, due.calendar_version) == (
        date(2026, 9, 16),
        date(2026, 9, 15),
        calendar.version,
    )
    assert "顺延到9月16日到期" in due.explanation_zh
    assert Entry.objects.filter(kind="DueMoved").count() == 1


def test_a_new_calendar_touches_nothing_that_is_settled():
    due = opened_monthly()
    DueModel.objects.filter(pk=due.pk).update(state="verified")

    moves = actions.recompute_dues(now=NOW, calendar=with_rest_day(date(2026, 9, 15)))

    assert (moves, anew(due).due_on) == ([], date(2026, 9, 15))


def test_an_extended_due_keeps_its_granted_day():
    due = opened_monthly()
    Extension.objects.create(
        due=due,
        asked_until=date(2026, 9, 25),
        reason="停电",
        asked_by=holder(due.post),
        asked_at=NOW,
        was_due_on=due.due_on,
    )
    actions.decide_extension(Extension.objects.get(), grant=True, by=office(), now=NOW)

    moves = actions.recompute_dues(now=NOW, calendar=with_rest_day(date(2026, 9, 15)))

    assert (moves, anew(due).due_on) == ([], date(2026, 9, 25))


def test_a_due_of_an_earlier_rule_is_not_recounted_by_the_new_one():
    duty = in_force({"kind": "recurring", "every": "month", "day": 25})
    kept = Due(duty=duty, period="2026-08", due_on=date(2026, 8, 15))
    gone = Due(duty=duty, period="2026-W30", due_on=date(2026, 7, 26))

    moves = actions.recompute_dues(now=NOW)

    assert moves == []
    assert [(anew(d).due_on, anew(d).state) for d in (kept, gone)] == [
        (date(2026, 8, 15), "open"),
        (date(2026, 7, 26), "open"),
    ]


def test_the_command_says_what_it_did_and_is_safe_to_run_twice(capsys):
    Duty(clock={"kind": "once", "due_on": "2027-09-30"}, ends_on=date(2027, 12, 31))

    call_command("tick")
    call_command("tick")

    assert capsys.readouterr().out.splitlines() == [
        f"0 项责任生效，新开 {n} 件，改期 0 件"
        f" · 0 duties came into force, {n} dues opened, 0 moved"
        for n in (1, 0)
    ]


def test_a_law_that_ended_since_still_counts_what_it_asked_and_stops_no_tick():
    old = in_force({"kind": "fact", "fact": "CASE-90-OLD", "start": "2026-08-20"})
    other = in_force({"kind": "recurring", "every": "quarter"})

    actions.open_dues(on=ON, now=NOW)

    assert "【" in old.dues.get().explanation_zh  # its mark says that it has ended
    assert other.dues.count() == 3


CLOCKS = (
    {"kind": "recurring", "every": "week"},
    {"kind": "recurring", "every": "month", "day": 15},
    {"kind": "recurring", "every": "quarter"},
    {"kind": "recurring", "every": "half_year"},
    {"kind": "recurring", "every": "year", "month": 1, "day": 31},
    {"kind": "once", "due_on": "2026-10-20"},
)


def days_of_opening(*, forgetful: bool):
    """Each due's period with the day on which a daily tick opened it."""
    made = [in_force(clock) for clock in CLOCKS]
    found = {}
    for nth in range(330):
        on = date(2026, 1, 5) + timedelta(days=nth)
        if forgetful:  # every duty is looked at every day
            far = DutyModel.objects.filter(opened_until__gte=on - timedelta(1) + AHEAD)
            far.update(opened_until=on - timedelta(1) + AHEAD)
        at = datetime(on.year, on.month, on.day, 1, tzinfo=UTC)
        if actions.open_dues(on=on, now=at).opened_count or not nth:
            for due in DueModel.objects.select_related("duty"):
                clock = made.index(due.duty)
                found.setdefault((clock, due.period), on)
    return found


def test_looking_only_when_something_falls_due_opens_the_same_on_the_same_days():
    with transaction.atomic():
        looked_daily = days_of_opening(forgetful=True)
        transaction.set_rollback(True)
    assert days_of_opening(forgetful=False) == looked_daily
    assert len(looked_daily) > 60


def test_the_tick_of_an_ordinary_day_asks_for_no_duty_by_itself():
    for clock in CLOCKS:
        in_force(clock)
    at = datetime(2026, 3, 2, 1, tzinfo=UTC)
    actions.open_dues(on=date(2026, 3, 2), now=at)
    with CaptureQueriesContext(connection) as queries:
        actions.open_dues(on=date(2026, 3, 3), now=at + timedelta(days=1))
    # The weekly one alone: a new week has come within the ninety days.
    assert len([q for q in queries if "duties_due" in q["sql"]]) <= 4
