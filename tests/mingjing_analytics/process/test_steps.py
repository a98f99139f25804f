"""Waiting and working, queues, and times of cases that are still open."""

import math
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing_analytics.process.measures.groups import quantiles
from mingjing_analytics.process.measures.steps import step_times, steps_of, waiting_at
from mingjing_analytics.process.measures.survival import time_until
from mingjing_analytics.process.table import (
    NO_TIME,
    Columns,
    Dictionary,
    select,
    sort,
)
from mingjing_analytics.process.worktime import WorkCalendar

HOUR = 3_600_000_000
CALENDAR = WorkCalendar(
    first=date(1970, 1, 1),
    working=np.ones(400, bool),
    shifts=((0, 86_400),),
    offset=0,
)


def texts(values):
    known = tuple(dict.fromkeys(v for v in values if v is not None))
    codes = [-1 if v is None else known.index(v) for v in values]
    return Dictionary(np.array(codes, np.int32), known)


def table(rows, *, start=False, lifecycle=False):
    """Rows of (case, activity, hour[, begin hour or lifecycle])."""
    case, activity, hour, *more = zip(*rows, strict=True)
    begin = None
    if start:
        begin = np.array(
            [NO_TIME if b is None else b * HOUR for b in more[0]], np.int64
        )
    return sort(
        Columns(
            texts(case),
            texts(activity),
            np.array(hour, np.int64) * HOUR,
            start=begin,
            roles={"lifecycle": texts(more[0])} if lifecycle else {},
        )
    )


def hours(times):
    return [None if t == NO_TIME else t // HOUR for t in times.tolist()]


def test_a_log_of_ends_alone_cannot_tell_waiting_from_working():
    steps = steps_of(table([("1", "收件", 1), ("1", "审查", 5)]))
    assert not steps.split
    assert (hours(steps.came), hours(steps.ended)) == ([None, 1], [1, 5])
    times = step_times(steps, 2, CALENDAR)
    assert times.whole_median[1] == 4 * 3600
    assert np.isnan(times.wait_median).all()


def test_a_column_of_begins_tells_them_apart():
    log = table(
        [("1", "收件", 1, 0), ("1", "审查", 5, 3), ("2", "收件", 2, 9)], start=True
    )
    steps = steps_of(log)
    assert hours(steps.began) == [0, 3, None]  # begun after it ended: not believed
    times = step_times(steps, 2, CALENDAR)
    assert (times.wait_median[1], times.work_median[1]) == (2 * 3600, 2 * 3600)


def test_begins_and_ends_of_a_lifecycle_are_paired_in_their_order():
    log = table(
        [
            ("1", "审查", 1, "start"),
            ("1", "审查", 2, "Complete"),
            ("1", "审查", 4, "start"),
            ("1", "决定", 5, "complete"),
            ("1", "审查", 6, "complete"),
            ("1", "审查", 7, "complete"),
            ("1", "决定", 8, "start"),
        ],
        lifecycle=True,
    )
    steps = steps_of(log)
    assert hours(steps.ended) == [2, 5, 6, 7]
    assert hours(steps.began) == [1, None, 4, None]


def test_a_queue_is_who_came_and_is_not_yet_served():
    rows = [(str(n), "收件", n) for n in range(4)]
    rows += [(str(n), "审查", 10 + n) for n in range(4)]
    steps = steps_of(table(rows))
    review = 1
    moments = np.array([0, 2, 9, 11, 13]) * HOUR
    assert waiting_at(steps, review, moments).tolist() == [1, 3, 4, 2, 0]


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(-9, 9)), max_size=40),
    st.sampled_from([0.1, 0.5, 0.9]),
)
def test_quantiles_of_groups_are_those_of_each_group(pairs, share):
    codes = np.array([code for code, _value in pairs], np.int64)
    values = np.array([value for _code, value in pairs], np.float64)
    found = quantiles(codes, values, 4, [share])[0]
    for group in range(4):
        own = values[codes == group]
        want = np.quantile(own, share) if len(own) else math.nan
        assert found[group] == pytest.approx(want, nan_ok=True)


def test_without_open_cases_the_time_is_the_plain_quantile():
    times = np.arange(1, 11) * 1.0
    assert time_until(times, np.ones(10, bool), 0.5) == 5
    assert time_until(times, np.ones(10, bool), 0.9) == 9


def test_an_open_case_counts_for_as_long_as_it_has_been_open():
    """Five of eight are done by day 5; of three still open then, one is done on day 9."""
    times = np.array([1, 2, 3, 4, 5, 6, 7, 9]) * 1.0
    done = np.array([1, 1, 1, 1, 1, 0, 0, 1], bool)
    assert time_until(times, done, 0.5) == 4
    assert time_until(times, done, 0.9) == 9
    assert time_until(times, done & (times < 9), 0.9) is None
    assert time_until(times[:0], done[:0], 0.5) is None
    with pytest.raises(ValueError, match="between 0 and 1"):
        time_until(times, done, 1.0)


def test_some_cases_of_a_table_are_a_table():
    log = table([("1", "a", 1), ("2", "b", 2), ("3", "a", 3), ("3", "b", 4)])
    kept = select(log, np.array([False, True, True]))
    assert kept.case_names == ("2", "3")
    assert kept.case.tolist() == [0, 1, 1]
    assert kept.offsets.tolist() == [0, 1, 3]
    assert hours(kept.time) == [2, 3, 4]
    assert kept.activity_names == ("a", "b")
