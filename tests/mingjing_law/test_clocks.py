"""Rules of counting, each by its article, and both sides of each boundary."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing_law.calendar import Calendar, Holiday, Notice, default_calendar
from mingjing_law.clocks import (
    Ceiling,
    Extension,
    Limit,
    MissingEvent,
    Pause,
    Restart,
    compare,
    days_left,
    due,
    fixed,
    from_fact,
    received_on,
)
from mingjing_law.limits import BadLimit, BeyondCeiling
from tests.mingjing_law import naive

CALENDAR = default_calendar()
WORKED = json.loads((naive.VECTORS / "worked.json").read_text("utf-8"))
KNOWN = st.dates(date(2024, 1, 1), date(2026, 8, 31))
ANY_LIMIT = st.builds(
    Limit,
    n=st.integers(1, 30),
    unit=st.sampled_from(["day", "workday", "month", "year"]),
    kind=st.sampled_from(["max_deadline", "min_period", "min_before_event"]),
    roll=st.booleans(),
    counts_first_day=st.booleans(),
)


def day(text):
    return date.fromisoformat(text)


def due_on(rule, start, **more):
    return str(due(rule, day(start), CALENDAR, **more).due_on)


@pytest.mark.parametrize("row", WORKED, ids=[row["rule"] for row in WORKED])
def test_a_worked_deadline(row):
    rule = from_fact(row["rule"])
    deadline = due(rule, day(row["start"]), CALENDAR)

    assert (rule.n, rule.unit) == (row["n"], row["unit"])
    assert str(deadline.raw_due_on) == row["raw_end"]
    assert str(deadline.due_on) == row["deadline"]
    assert deadline.provisional is False


# 民法典第二百零一条：开始的当日不计入


def test_the_day_of_the_event_does_not_count():
    assert due_on(Limit(1, "day"), "2026-09-28") == "2026-09-29"
    assert due_on(Limit(1, "workday"), "2026-09-28") == "2026-09-29"
    assert due_on(Limit(1, "day", counts_first_day=True), "2026-09-28") == "2026-09-28"
    first = Limit(1, "workday", counts_first_day=True)
    assert due_on(first, "2026-09-28") == "2026-09-28"
    assert due_on(first, "2026-10-03") == "2026-10-08"


# 第二百零二条：到期月的对应日；没有对应日的，月末日


@pytest.mark.parametrize(
    ("n", "unit", "start", "end"),
    [
        (1, "month", "2026-01-30", "2026-02-28"),
        (1, "month", "2026-01-28", "2026-02-28"),
        (1, "month", "2026-01-27", "2026-02-27"),
        (1, "month", "2024-01-31", "2024-02-29"),
        (1, "month", "2024-02-29", "2024-03-29"),
        (12, "month", "2024-02-29", "2025-02-28"),
        (1, "year", "2024-02-29", "2025-02-28"),
        (4, "year", "2024-02-29", "2028-02-29"),
        (1, "month", "2026-12-31", "2027-01-31"),
        (3, "month", "2026-11-30", "2027-02-28"),
        (2, "month", "2026-12-31", "2027-02-28"),
    ],
)
def test_months_and_years_end_on_the_same_day_number_or_the_last(n, unit, start, end):
    assert due_on(Limit(n, unit, roll=False), start) == end


def test_a_month_that_counts_its_first_day_ends_a_day_earlier():
    rule = Limit(1, "month", roll=False, counts_first_day=True)

    assert due_on(rule, "2026-03-01") == "2026-03-31"


# 第二百零三条：最后一日是法定休假日的，以休假日结束的次日为最后一日


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-09-15", "2026-09-30"),  # the day before the holiday stays
        ("2026-09-16", "2026-10-08"),  # its first day moves
        ("2026-09-22", "2026-10-08"),  # its last day moves
        ("2026-09-23", "2026-10-08"),  # the day after stays
        ("2026-09-25", "2026-10-10"),  # a Saturday that is worked stays
        ("2026-09-26", "2026-10-12"),  # a Sunday that is not moves
    ],
)
def test_a_last_day_that_is_a_rest_day_moves_to_the_next_working_day(start, end):
    assert due_on(Limit(15, "day"), start) == end
    unmoved = day(start) + timedelta(15)
    assert due_on(Limit(15, "day", roll=False), start) == str(unmoved)


def test_time_before_an_event_is_counted_backwards_and_never_shortened():
    rule = Limit(7, "day", "min_before_event")
    assert due_on(rule, "2026-10-12") == "2026-10-05"  # a holiday; not moved on

    month = Limit(1, "month", "min_before_event", counts_first_day=True)
    assert due_on(month, "2026-03-31") == "2026-02-28"
    assert due_on(month, "2026-02-28") == "2026-01-28"

    working = Limit(3, "workday", "min_before_event")
    assert due_on(working, "2026-10-09") == "2026-09-29"
    assert due_on(working, "2026-10-12") == "2026-10-08"


# Pauses, restart, extension


def test_paused_days_do_not_count():
    rule = Limit(20, "workday")
    third_party = Pause(day("2026-09-10"), day("2026-09-16"))  # five working days

    assert due_on(rule, "2026-08-20") == "2026-09-17"
    assert due_on(rule, "2026-08-20", pauses=[third_party]) == "2026-09-23"
    after = Pause(day("2026-09-18"), day("2026-09-20"))
    assert due_on(rule, "2026-08-20", pauses=[after]) == "2026-09-17"
    last = Pause(day("2026-09-17"), day("2026-09-17"))
    assert due_on(rule, "2026-08-20", pauses=[last]) == "2026-09-18"


def test_overlapping_pauses_are_counted_once():
    one = Pause(day("2026-03-05"), day("2026-03-10"))
    other = Pause(day("2026-03-08"), day("2026-03-12"))

    assert due_on(Limit(10, "day"), "2026-03-02", pauses=[one, other]) == "2026-03-20"


def test_days_lost_from_a_month_are_added_at_its_end():
    pause = Pause(day("2026-03-30"), day("2026-04-03"))

    assert due_on(Limit(1, "month"), "2026-03-02") == "2026-04-02"
    # four days lost; the fifth, 3 April, is paused as well
    assert due_on(Limit(1, "month"), "2026-03-02", pauses=[pause]) == "2026-04-07"


def test_a_pause_cannot_end_before_it_begins():
    with pytest.raises(BadLimit):
        Pause(day("2026-03-10"), day("2026-03-09"))


def test_a_correction_starts_the_clock_anew():
    rule = from_fact("GIO-33-answer")
    deadline = due(
        rule, day("2026-08-20"), CALENDAR, restart=Restart(day("2026-08-31"))
    )

    assert deadline.due_on == due(rule, day("2026-08-31"), CALENDAR).due_on
    assert deadline.start == day("2026-08-20")
    with pytest.raises(BadLimit):
        due(rule, day("2026-08-20"), CALENDAR, restart=Restart(day("2026-08-19")))


def test_an_extension_reaches_its_ceiling_and_no_further():
    rule = from_fact("GIO-33-answer")

    full = due_on(rule, "2026-02-10", extension=Extension(20, "workday"))
    assert full == due_on(Limit(40, "workday"), "2026-02-10")
    with pytest.raises(BeyondCeiling, match="最多延长20个工作日，不能延长21个工作日"):
        due_on(rule, "2026-02-10", extension=Extension(21, "workday"))
    with pytest.raises(BeyondCeiling, match="extensions count in working days"):
        due_on(rule, "2026-02-10", extension=Extension(1, "day"))


def test_a_ceiling_on_the_whole_leaves_what_is_left_of_it():
    rule = from_fact("SME-25-handle")  # 30 days, 90 in all

    assert due_on(rule, "2026-03-02", extension=Extension(60, "day")) == "2026-06-01"
    with pytest.raises(BeyondCeiling):
        due_on(rule, "2026-03-02", extension=Extension(61, "day"))


def test_three_and_three_months_end_on_the_day_six_months_would():
    rule = from_fact("REP-21-assigned")
    more = Extension(3, "month")

    deadline = due(rule, day("2025-11-30"), CALENDAR, extension=more)
    assert str(deadline.raw_due_on) == "2026-05-30"
    assert str(deadline.due_on) == "2026-06-01"


def test_months_may_extend_a_year_and_days_a_term_in_working_days():
    ceiling = Ceiling("month", n=6)
    rule = Limit(1, "year", roll=False, ceiling=ceiling)
    assert due_on(rule, "2024-08-31", extension=Extension(6, "month")) == "2026-02-28"

    mixed = Limit(5, "workday", ceiling=Ceiling("day", n=3))
    assert due_on(mixed, "2026-03-02", extension=Extension(3, "day")) == "2026-03-12"


def test_a_rule_without_extension_gives_nobody_more_time():
    with pytest.raises(BeyondCeiling, match="PET-23-object"):
        due_on(
            from_fact("PET-23-object"), "2026-03-02", extension=Extension(1, "workday")
        )


def test_a_text_that_gives_no_number_sets_no_ceiling():
    rule = from_fact("CASE-55-trial")  # 案情复杂的，经批准可以延长

    assert due_on(rule, "2026-03-02", extension=Extension(4, "month")) == "2026-08-03"


def test_time_counted_backwards_cannot_be_stretched():
    with pytest.raises(BadLimit):
        due_on(
            from_fact("MAD-16-hearing"),
            "2026-03-02",
            pauses=[Pause(day("2026-02-01"), day("2026-02-02"))],
        )


# 政府信息公开条例第三十一条


def test_the_channel_decides_the_day_a_request_is_received():
    days = {
        "submitted": day("2026-03-02"),
        "signed": day("2026-03-04"),
        "confirmed": day("2026-03-06"),
    }

    assert received_on("in_person", **days) == day("2026-03-02")
    assert received_on("signed_mail", **days) == day("2026-03-04")
    assert received_on("ordinary_mail", **days) == day("2026-03-06")
    assert received_on("internet", **days) == day("2026-03-06")
    assert received_on("fax", **days) == day("2026-03-06")
    with pytest.raises(MissingEvent, match="confirmed"):
        received_on("internet", submitted=day("2026-03-02"))


# Years without a notice


def test_a_deadline_is_provisional_from_the_first_unknown_day_on():
    known = due(Limit(1, "day"), day("2026-12-30"), CALENDAR)
    unknown = due(Limit(1, "day"), day("2026-12-31"), CALENDAR)
    assert (known.provisional, unknown.provisional) == (False, True)

    known = due(Limit(1, "workday"), day("2026-12-30"), CALENDAR)
    unknown = due(Limit(1, "workday"), day("2026-12-31"), CALENDAR)
    assert (str(known.due_on), known.provisional) == ("2026-12-31", False)
    assert (str(unknown.due_on), unknown.provisional) == ("2027-01-01", True)


def test_days_before_the_first_known_year_are_provisional_only_where_they_count():
    assert not due(Limit(5, "workday"), day("2023-12-31"), CALENDAR).provisional
    assert due(Limit(5, "workday"), day("2023-12-30"), CALENDAR).provisional
    assert not due(Limit(30, "day"), day("2023-12-15"), CALENDAR).provisional
    back = Limit(3, "workday", "min_before_event")
    assert not due(back, day("2027-01-01"), CALENDAR).provisional
    assert due(back, day("2027-01-05"), CALENDAR).provisional


def with_2027():
    new_year = Holiday("元旦", (day("2027-01-01"),))
    fields = ("test", "", None, "", "published", 1, None)
    return Calendar([*CALENDAR.notices, Notice(2027, *fields, (new_year,))])


def test_a_new_notice_moves_an_open_deadline_and_says_from_where():
    before = due(Limit(3, "workday"), day("2026-12-30"), CALENDAR)

    after = compare(before, with_2027())

    assert (str(before.due_on), before.provisional) == ("2027-01-04", True)
    assert (str(after.due_on), after.provisional) == ("2027-01-05", False)
    assert after.moved_from == before.due_on
    assert after.calendar_version.startswith("2027-")


def test_a_deadline_that_stands_compares_to_nothing():
    extended = due(
        from_fact("GIO-33-answer"),
        day("2026-03-02"),
        CALENDAR,
        pauses=[Pause(day("2026-03-05"), day("2026-03-09"))],
        extension=Extension(10, "workday"),
    )

    assert compare(extended, with_2027()) is None
    assert compare(fixed(day("2026-12-31"), CALENDAR), with_2027()) is None


def test_a_provisional_day_that_is_confirmed_is_news_too():
    planned = fixed(day("2027-06-30"), CALENDAR, basis="《实施方案》三（一）")

    assert planned.provisional
    assert compare(planned, with_2027()).provisional is False


def test_a_day_named_by_a_plan_stays_unless_told_to_roll():
    sunday = day("2026-05-31")

    assert fixed(sunday, CALENDAR).due_on == sunday
    assert fixed(sunday, CALENDAR, roll=True).due_on == day("2026-06-01")
    assert fixed(sunday, CALENDAR, roll=True).raw_due_on == sunday
    assert fixed(sunday, CALENDAR, basis="《实施方案》").basis == "《实施方案》"


# What is left


@pytest.mark.parametrize(
    ("due_day", "on", "days", "working", "zh", "en"),
    [
        ("2026-09-24", "2026-09-21", 3, 3, "还有 3 天", "3 days left"),
        ("2026-09-24", "2026-09-23", 1, 1, "还有 1 天", "1 day left"),
        ("2026-09-24", "2026-09-24", 0, 0, "今天到期", "due today"),
        ("2026-09-24", "2026-09-26", -2, 0, "已过 2 天", "2 days past"),
        ("2026-09-04", "2026-09-14", -10, -6, "已过 6 个工作日", "6 working days past"),
        ("2026-09-23", "2026-09-24", -1, -1, "已过 1 个工作日", "1 working day past"),
    ],
)
def test_what_is_left_or_past_is_said_in_words(due_day, on, days, working, zh, en):
    left = days_left(day(due_day), day(on), CALENDAR)

    assert (left.days, left.working_days) == (days, working)
    assert (left.zh, left.en) == (zh, en)


# Properties


@given(ANY_LIMIT, KNOWN)
def test_a_due_day_never_comes_before_its_last_counted_day(rule, start):
    deadline = due(rule, start, CALENDAR)

    assert deadline.due_on >= deadline.raw_due_on
    if rule.rolls or rule.unit == "workday":
        assert CALENDAR.is_working_day(deadline.due_on)
    else:
        assert deadline.due_on == deadline.raw_due_on


@given(ANY_LIMIT, KNOWN)
def test_a_later_event_never_gives_an_earlier_due_day(rule, start):
    later = due(rule, start + timedelta(1), CALENDAR).due_on

    assert due(rule, start, CALENDAR).due_on <= later


@given(ANY_LIMIT, KNOWN)
def test_what_was_counted_and_what_was_skipped_fill_the_time_between(rule, start):
    deadline = due(rule, start, CALENDAR)
    if rule.unit != "workday" or rule.kind == "min_before_event":
        return
    skipped = [each for each, _why in deadline.skipped]
    first = 1 if rule.counts_first_day and CALENDAR.is_working_day(start) else 0

    assert deadline.days_counted + first == rule.n
    assert len(skipped) + deadline.days_counted == (deadline.due_on - start).days
    assert all(CALENDAR.is_rest_day(each) for each in skipped)


@given(
    st.integers(1, 30),
    st.sampled_from(["day", "workday", "month"]),
    KNOWN,
    st.integers(0, 40),
    st.integers(0, 30),
)
def test_a_pause_never_shortens_and_costs_at_most_its_own_days(
    n, unit, start, wait, length
):
    rule = Limit(n, unit, roll=False)
    since = start + timedelta(1 + wait)
    pause = Pause(since, since + timedelta(length))
    plain = due(rule, start, CALENDAR).due_on
    held = due(rule, start, CALENDAR, pauses=[pause]).due_on

    assert held >= plain
    assert held not in {since + timedelta(i) for i in range(length + 1)}
    if since > plain:
        assert held == plain
    if unit == "day" and since <= plain:
        assert held == plain + timedelta(length + 1)


@given(ANY_LIMIT, KNOWN)
def test_asking_the_same_calendar_again_changes_nothing(rule, start):
    assert compare(due(rule, start, CALENDAR), CALENDAR) is None


@pytest.mark.parametrize(
    ("n", "unit"),
    [(0, "day"), (-1, "workday"), (2, "hour"), (10**9, "day"), (101, "year")],
)
def test_a_limit_that_cannot_be_counted_is_refused(n, unit):
    with pytest.raises(BadLimit):
        Limit(n, unit)
