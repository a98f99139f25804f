from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing_law.calendar import BeyondCalendar, default_calendar
from mingjing_law.clocks import Limit, due
from mingjing_law.vector import due_many

CALENDAR = default_calendar()
LIMITS = st.builds(
    Limit,
    n=st.integers(1, 90),
    unit=st.sampled_from(["day", "workday", "month"]),
    kind=st.sampled_from(["max_deadline", "min_period", "min_before_event"]),
    roll=st.booleans(),
    counts_first_day=st.booleans(),
)


@given(LIMITS, st.lists(st.dates(date(2001, 1, 1), date(2099, 12, 31)), max_size=30))
def test_the_array_form_gives_what_one_by_one_gives(rule, starts):
    ends, provisional = due_many(np.array(starts, "datetime64[D]"), rule, CALENDAR)

    each = [due(rule, start, CALENDAR) for start in starts]
    assert ends.tolist() == [deadline.due_on for deadline in each]
    assert provisional.tolist() == [deadline.provisional for deadline in each]


def test_years_and_shapes_are_kept():
    starts = np.array([["2024-02-29"], ["2025-06-01"]], "datetime64[D]")

    ends, provisional = due_many(starts, Limit(1, "year"), CALENDAR)

    assert ends.tolist() == [[date(2025, 2, 28)], [date(2026, 6, 1)]]
    assert provisional.tolist() == [[False], [False]]


def test_a_missing_or_impossible_day_is_refused():
    rule = Limit(5, "workday")
    with pytest.raises(ValueError, match="NaT"):
        due_many(np.array(["NaT"], "datetime64[D]"), rule, CALENDAR)
    with pytest.raises(BeyondCalendar):
        due_many(np.array(["1980-01-01"], "datetime64[D]"), rule, CALENDAR)
    with pytest.raises(BeyondCalendar):
        due_many(np.array(["2110-12-31"], "datetime64[D]"), rule, CALENDAR)
