"""Trips, cases begun again, weeks, heaps: each against a plain loop or a known truth."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing_analytics.process.measures.load import (
    month_end_rush,
    stamped_together,
    weeks,
)
from mingjing_analytics.process.measures.visits import begun_again, trips
from mingjing_analytics.process.table import NO_TIME, Columns, Dictionary, sort
from mingjing_analytics.process.worktime import WorkCalendar

START = datetime(2026, 1, 5, 1, tzinfo=UTC)  # Monday, 9:00 in Beijing
DAY = timedelta(days=1)
CALENDAR = WorkCalendar(
    date(2026, 1, 1), (np.arange(400) + 3) % 7 < 5, ((9 * 3600, 17 * 3600),)
)


def column(texts):
    known = list(dict.fromkeys(text for text in texts if text is not None))
    codes = [-1 if text is None else known.index(text) for text in texts]
    return Dictionary(np.array(codes, np.int32), tuple(known))


def micros(moment):
    return NO_TIME if moment is None else int(moment.timestamp() * 1_000_000)


def table_of(rows, **roles):
    """Rows of (case, activity, moment, resource); roles have a text a row."""
    return sort(
        Columns(
            case=column([row[0] for row in rows]),
            activity=column([row[1] for row in rows]),
            time=np.array([micros(row[2]) for row in rows], np.int64),
            resource=column([row[3] if len(row) > 3 else None for row in rows]),
            roles={role: column(texts) for role, texts in roles.items()},
        )
    )


def test_two_windows_on_one_day_are_one_trip():
    rows = [
        ("A", "收件", START),
        ("A", "补正", START + timedelta(hours=3)),
        ("A", "领证", START + 3 * DAY),
        ("B", "收件", START),
        ("B", "决定", START + DAY),
    ]
    found = trips(table_of(rows, trip=["是", "是", "是", "是", "否"]))

    assert found.of_case.tolist() == [2, 1]
    assert found.at_most_one == 0.5


def test_midnight_in_beijing_parts_two_trips():
    late = datetime(2026, 1, 5, 15, 59, tzinfo=UTC)
    rows = [("A", "收件", late), ("A", "补正", late + timedelta(minutes=2))]
    assert trips(table_of(rows, trip=["1", "1"])).of_case.tolist() == [2]


def test_a_log_without_trips_says_nothing_of_them():
    assert trips(table_of([("A", "收件", START)])) is None
    assert begun_again(table_of([("A", "收件", START)]), ("决定",)) is None


def test_who_ended_without_a_decision_and_came_again_is_found():
    rows = [
        ("A", "收件", START), ("A", "退回", START + DAY),
        ("B", "收件", START + 2 * DAY), ("B", "决定", START + 4 * DAY),
        ("C", "收件", START + 5 * DAY),  # after a decision: another matter
        ("D", "收件", START), ("D", "退回", START + DAY),
        ("E", "收件", START + 60 * DAY),  # too long after
        ("F", "收件", START), ("F", "退回", START + DAY),
        ("G", "收件", START + 2 * DAY),  # another item
    ]  # fmt: skip
    who = ["甲"] * 5 + ["乙"] * 3 + ["丙"] * 3
    what = ["食品"] * 10 + ["施工"]
    table = table_of(rows, applicant=who, item=what)
    found = begun_again(table, ("决定",))

    names = [
        (table.case_names[a], table.case_names[b])
        for a, b in zip(found.first, found.second, strict=True)
    ]
    assert names == [("A", "B")]


cases = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 40), st.booleans()), max_size=25
)


@given(cases)
def test_weeks_are_those_of_a_plain_count(drawn):
    rows = []
    for number, (begin, length, _done) in enumerate(drawn):
        rows += [
            (f"{number}", "收件", START + begin * DAY),
            (f"{number}", "办", START + (begin + length) * DAY),
        ]
    closed = np.array([done for _b, _l, done in drawn], bool)
    found = weeks(table_of(rows), closed)

    came = Counter(begin // 7 for begin, _length, _done in drawn)
    done = Counter((b + length) // 7 for b, length, done in drawn if done)
    if drawn:
        first = min(came)
        assert found.monday[0] == 20458 + 7 * first  # 2026-01-05
        assert found.came.tolist() == [came[first + n] for n in range(len(found.came))]
        assert found.done.tolist() == [done[first + n] for n in range(len(found.done))]
        assert found.open[-1] == len(drawn) - int(closed.sum())
    assert (found.open >= 0).all()


def test_work_done_on_the_last_days_of_a_month_shows():
    worked = [
        date(2026, 1, 1) + timedelta(days=n) for n in range(181) if CALENDAR.working[n]
    ]
    even = [
        (f"{day}", "决定", datetime(day.year, day.month, day.day, 3, tzinfo=UTC))
        for day in worked
    ]
    ends = [
        row
        for row in even
        if sum(d > row[2].date() and d.month == row[2].month for d in worked) < 3
    ]
    table = table_of(even)
    calm = month_end_rush(table, np.arange(table.events), CALENDAR)
    assert calm.ratio == pytest.approx(1)
    # January and June are not covered from end to end: four months, three days each.
    assert calm.last_days == 12

    crowded = table_of([(f"{n} {row[0]}", *row[1:]) for n in range(5) for row in ends])
    rush = month_end_rush(crowded, np.arange(crowded.events), CALENDAR)
    assert rush.last_days == rush.decisions == 60
    assert rush.ratio > 5


def test_a_weekend_and_no_time_are_no_working_days():
    rows = [("A", "决定", START - DAY), ("B", "决定", None)]
    assert month_end_rush(table_of(rows), np.arange(2), CALENDAR).ratio is None


def test_what_is_stamped_by_the_dozen_is_found():
    rows = [
        (f"A{n}", "决定", START + timedelta(seconds=20 * n), "甲") for n in range(6)
    ]
    rows += [
        (f"B{n}", "决定", START + timedelta(seconds=20 * n), "乙") for n in range(4)
    ]
    rows += [
        (f"C{n}", "决定", START + DAY + timedelta(minutes=5 * n), "甲")
        for n in range(6)
    ]
    rows += [(f"D{n}", "决定", START + timedelta(seconds=20 * n)) for n in range(6)]
    found = stamped_together(table_of(rows))

    assert found.tolist() == [0, 1, 2, 3, 4, 5]
    assert not len(stamped_together(table_of(rows[6:10])))
