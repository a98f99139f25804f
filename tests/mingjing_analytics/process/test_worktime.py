"""Working time against a minute-by-minute walk, and the autumn of 2025."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingjing_analytics.process.worktime import WorkCalendar
from mingjing_law.calendar import default_calendar

OFFICE = ((9 * 3600, 12 * 3600), (13 * 3600, 18 * 3600))
FIRST = date(2025, 9, 1)


def autumn():
    """September and October 2025 as the State Council published them."""
    law = default_calendar()
    days = [FIRST + timedelta(days=n) for n in range(61)]
    return WorkCalendar(
        FIRST, np.array([law.is_working_day(day) for day in days]), OFFICE
    )


def us(*parts):
    """µs UTC of a moment of Beijing time."""
    told = datetime(*parts, tzinfo=UTC) - timedelta(hours=8)
    return int(told.timestamp()) * 1_000_000


def hours(calendar, start, end):
    (found,) = calendar.between(np.array([start]), np.array([end]))
    return found / 3.6e9


def test_the_long_holiday_of_2025_with_its_make_up_days():
    """28 September and 11 October are worked Sundays and Saturdays."""
    assert hours(autumn(), us(2025, 9, 26, 9), us(2025, 10, 13, 9)) == 56
    assert hours(autumn(), us(2025, 9, 28, 9), us(2025, 9, 28, 18)) == 8
    assert hours(autumn(), us(2025, 10, 10, 18), us(2025, 10, 13, 9)) == 8


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ((2025, 9, 1, 8), (2025, 9, 1, 19), 8),
        ((2025, 9, 1, 12, 30), (2025, 9, 1, 12, 45), 0),
        ((2025, 9, 1, 11), (2025, 9, 1, 14), 2),
        ((2025, 9, 5, 17), (2025, 9, 8, 10), 2),
        ((2025, 9, 8, 10), (2025, 9, 5, 17), -2),
        ((2025, 10, 1, 0), (2025, 10, 8, 23), 0),
    ],
)
def test_office_hours(start, end, expected):
    assert hours(autumn(), us(*start), us(*end)) == expected


def walked(flags, shifts, offset, start, end):
    """Minute by minute, the slow way."""
    total = 0
    for minute in range(start, end):
        local = minute * 60 + offset
        day, second = divmod(local, 86_400)
        inside = any(a <= second < b for a, b in shifts)
        total += 0 <= day < len(flags) and flags[day] and inside
    return total


@settings(deadline=None)
@given(
    st.lists(st.booleans(), min_size=1, max_size=4),
    st.lists(st.integers(0, 48), max_size=6, unique=True).map(sorted),
    st.sampled_from([0, 8 * 3600, -5 * 3600]),
    st.integers(-2000, 7000),
    st.integers(0, 4000),
)
def test_every_minute_counts_once(flags, edges, offset, start, length):
    pairs = zip(edges[::2], edges[1::2], strict=False)
    shifts = tuple((a * 1800, b * 1800) for a, b in pairs)
    calendar = WorkCalendar(date(1970, 1, 1), np.array(flags), shifts, offset)
    end = start + length

    (found,) = calendar.between(
        np.array([start * 60_000_000]), np.array([end * 60_000_000])
    )

    assert found == walked(flags, shifts, offset, start, end) * 60_000_000


def test_what_the_calendar_does_not_reach_is_marked():
    inside, after = us(2025, 10, 31, 23), us(2025, 11, 1, 0)

    covered = autumn().covers(
        np.array([inside, inside, us(2025, 8, 31, 23)]),
        np.array([inside, after, inside]),
    )

    assert covered.tolist() == [True, False, False]


@pytest.mark.parametrize(
    "shifts", [((9, 8),), ((9, 12), (11, 18)), ((-1, 5),), ((0, 90_000),)]
)
def test_shifts_that_cannot_be_are_refused(shifts):
    with pytest.raises(ValueError, match="Shifts"):
        WorkCalendar(FIRST, np.array([True]), shifts)
