from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing_law.calendar import default_calendar
from mingjing_law.clocks import (
    NoClock,
    Recurrence,
    from_fact,
    next_occurrence,
    occurrences,
    recurrence_from_fact,
)
from mingjing_law.limits import BadLimit

CALENDAR = default_calendar()
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def of_2026(recurrence):
    return [
        (each.period_key, each.label_zh, each.label_en, str(each.deadline.due_on))
        for each in occurrences(recurrence, *YEAR, CALENDAR)
    ]


def test_a_half_year_ends_in_june_and_december():
    assert of_2026(Recurrence("half_year")) == [
        ("2026-H1", "2026年上半年", "first half of 2026", "2026-06-30"),
        ("2026-H2", "2026年下半年", "second half of 2026", "2026-12-31"),
    ]


def test_a_quarter_is_named_and_due_on_its_last_day():
    assert of_2026(Recurrence("quarter")) == [
        ("2026-Q1", "2026年第一季度", "quarter 1 of 2026", "2026-03-31"),
        ("2026-Q2", "2026年第二季度", "quarter 2 of 2026", "2026-06-30"),
        ("2026-Q3", "2026年第三季度", "quarter 3 of 2026", "2026-09-30"),
        ("2026-Q4", "2026年第四季度", "quarter 4 of 2026", "2026-12-31"),
    ]


def test_a_year_and_a_day_of_it():
    assert of_2026(Recurrence("year")) == [("2026", "2026年", "2026", "2026-12-31")]
    assert of_2026(Recurrence("year", month=1, day=31))[0][3] == "2026-01-31"
    assert of_2026(Recurrence("year", month=2))[0][3] == "2026-02-28"


def test_by_the_25th_of_each_month():
    found = of_2026(Recurrence("month", day=25))

    assert len(found) == 12
    assert found[8] == ("2026-09", "2026年9月", "September 2026", "2026-09-25")
    rolled = of_2026(Recurrence("month", day=25, roll=True))
    assert rolled[8][3] == "2026-09-28"  # 25–27 September are Mid-Autumn Festival


def test_a_day_the_month_lacks_is_its_last():
    assert of_2026(Recurrence("month", day=31))[1][3] == "2026-02-28"
    assert of_2026(Recurrence("quarter", month=2, day=30))[0][3] == "2026-02-28"


def test_a_week_is_named_by_its_number_and_due_on_its_weekday():
    weeks = of_2026(Recurrence("week", day=5))

    assert weeks[0] == ("2026-W01", "2026年第1周", "week 1 of 2026", "2026-01-02")
    assert weeks[-1][:1] == ("2026-W52",)
    assert len(weeks) == 52
    assert of_2026(Recurrence("week"))[0][3] == "2026-01-04"


def test_an_occurrence_opens_with_its_period_or_so_many_days_before():
    plain = next_occurrence(Recurrence("quarter"), date(2026, 9, 1), CALENDAR)
    lead = Recurrence("quarter", lead_days=14)

    assert plain.start == date(2026, 7, 1)
    early = next_occurrence(lead, date(2026, 9, 1), CALENDAR)
    assert early.start == date(2026, 9, 16)


def test_what_rolls_past_the_day_asked_from_is_not_lost():
    monthly = Recurrence("month", roll=True)

    # 31 January 2026 is a Saturday, so January's is due on 2 February.
    first = occurrences(monthly, date(2026, 2, 1), date(2026, 2, 27), CALENDAR)
    assert [each.period_key for each in first] == ["2026-01"]


def test_beyond_the_last_notice_an_occurrence_is_provisional():
    year_end = next_occurrence(Recurrence("year"), date(2026, 12, 31), CALENDAR)
    next_year = next_occurrence(Recurrence("year"), date(2027, 1, 1), CALENDAR)

    assert not year_end.deadline.provisional
    assert next_year.deadline.provisional


@given(
    st.sampled_from(["week", "month", "quarter", "half_year", "year"]),
    st.integers(1, 31),
    st.booleans(),
    st.dates(date(2024, 1, 1), date(2026, 12, 31)),
    st.integers(0, 800),
)
def test_a_long_stretch_holds_the_same_occurrences_as_its_parts(
    every, day, roll, since, length
):
    recurrence = Recurrence(
        every, day=min(day, 7) if every == "week" else day, roll=roll
    )
    middle, until = since + timedelta(length // 2), since + timedelta(length)

    whole = occurrences(recurrence, since, until, CALENDAR)
    parts = occurrences(recurrence, since, middle, CALENDAR)
    parts += occurrences(recurrence, middle + timedelta(1), until, CALENDAR)

    assert whole == parts
    keys = [each.period_key for each in whole]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    "wrong",
    [
        {"every": "decade"},
        {"every": "week", "day": 8},
        {"every": "week", "month": 1},
        {"every": "month", "day": 32},
        {"every": "quarter", "month": 4},
        {"every": "year", "month": 0},
    ],
)
def test_a_recurrence_that_cannot_be_is_refused(wrong):
    with pytest.raises(BadLimit):
        Recurrence(**wrong)


def test_a_fact_is_either_counted_from_an_event_or_comes_back():
    assert recurrence_from_fact("IDEO-twice").every == "half_year"
    assert recurrence_from_fact("GIO-49-gov-annual").month == 3
    with pytest.raises(NoClock):
        from_fact("VIL-35-quarter")
    with pytest.raises(NoClock):
        recurrence_from_fact("GIO-33-answer")
