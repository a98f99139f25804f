"""Rules of a declared process, tried case by case."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing_analytics.process.conform.check import check
from mingjing_analytics.process.conform.fitness import fitness
from mingjing_analytics.process.conform.model import (
    AtMost,
    Exclusive,
    FourEyes,
    Limit,
    Model,
    Order,
    Required,
    from_json,
)
from mingjing_analytics.process.measures.variants import variants
from mingjing_analytics.process.reading.refusal import Unreadable
from mingjing_analytics.process.table import NO_TIME, Columns, Dictionary, sort
from mingjing_analytics.process.worktime import WorkCalendar

NEW_YEAR = datetime(2025, 1, 1, tzinfo=UTC) - timedelta(hours=8)


def calendar():
    """Monday to Friday of 2025, but 28 January to 4 February, and 26 January worked."""
    days = [date(2025, 1, 1) + timedelta(at) for at in range(365)]
    holiday = {date(2025, 1, 28) + timedelta(at) for at in range(8)}
    working = [
        (day.weekday() < 5 and day not in holiday) or day == date(2025, 1, 26)
        for day in days
    ]
    return WorkCalendar(days[0], np.array(working), ((32400, 43200), (46800, 64800)))


def on(month, day, hour=9):
    moment = datetime(2025, month, day, hour, tzinfo=UTC) - timedelta(hours=8)
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def log(*cases):
    """A table of cases, each a list of (activity, time or place, person)."""
    rows = [
        (f"case {at}", activity, time, person)
        for at, case in enumerate(cases)
        for activity, time, person in (
            (*row, None)[:3] if len(row) > 1 else (row[0], place, None)
            for place, row in enumerate(case)
        )
    ]

    def column(values):
        texts = tuple(dict.fromkeys(v for v in values if v is not None))
        codes = [-1 if v is None else texts.index(v) for v in values]
        return Dictionary(np.array(codes, np.int32), texts)

    case, activity, time, person = zip(*rows, strict=True)
    return sort(
        Columns(
            column(case), column(activity), np.array(time, np.int64), column(person)
        )
    )


def broken(rule, *cases, closing=()):
    (verdict,) = check(log(*cases), Model("", (), (rule,)), calendar(), closing)
    return verdict.broken.tolist(), verdict.checked, verdict.unknown


def steps(*names):
    return [(name,) for name in names]


def test_a_step_that_must_be_there_is_missed_only_in_closed_cases():
    cases = (steps("收件", "决定"), steps("收件"), steps("收件", "送达"))
    assert broken(Required("决定"), *cases) == ([1, 2], 3, 0)
    assert broken(Required("决定"), *cases, closing=("送达", "决定")) == ([2], 2, 1)


def test_a_step_needs_the_one_before_it():
    cases = (steps("受理", "决定"), steps("决定", "受理"), steps("决定"), steps("受理"))
    assert broken(Order("受理", "决定"), *cases) == ([1, 2], 3, 0)


def test_a_step_happens_at_most_so_often():
    cases = (steps("补正", "补正"), steps("补正"), steps("收件"))
    assert broken(AtMost("补正", 1), *cases) == ([0], 3, 0)


def test_two_outcomes_exclude_each_other():
    cases = (steps("准予", "不予"), steps("准予", "准予"), steps("收件"))
    assert broken(Exclusive(("准予", "不予")), *cases) == ([0], 2, 0)


def test_nobody_checks_their_own_work():
    def case(one, two):
        return [("审查", 0, one), ("决定", 1, two)]

    cases = (case("甲", "甲"), case("甲", "乙"), case("甲", None), [("审查", 0, "甲")])
    assert broken(FourEyes(("审查", "决定")), *cases) == ([0], 2, 1)


def test_the_same_person_may_do_one_step_twice():
    case = [("审查", 0, "甲"), ("审查", 1, "甲"), ("决定", 2, "乙")]
    assert broken(FourEyes(("审查", "决定")), case) == ([], 1, 0)


def test_a_limit_counts_working_days_without_the_first():
    """26 January is worked for the holiday, 28 January to 4 February are not."""
    begin = ("受理", on(1, 24))
    in_time = [begin, ("决定", on(2, 5, 23))]  # 26 and 27 January, 5 February
    late = [begin, ("决定", on(2, 6, 0))]
    same_day = [("受理", on(1, 24, 8)), ("决定", on(1, 24, 20))]
    assert broken(Limit("受理", "决定", 3), in_time, late, same_day) == ([1], 3, 0)
    assert broken(Limit("受理", "决定", 0), same_day) == ([], 1, 0)


def test_days_of_a_pause_are_not_counted():
    case = [
        ("受理", on(3, 3)),
        ("听证通知", on(3, 4)),
        ("听证结束", on(3, 12)),
        ("决定", on(3, 14)),
    ]
    pause = (("听证通知", "听证结束"),)
    assert broken(Limit("受理", "决定", 8), case) == ([0], 1, 0)
    assert broken(Limit("受理", "决定", 3, pause), case) == ([], 1, 0)
    assert broken(Limit("受理", "决定", 2, pause), case) == ([0], 1, 0)


def test_a_pause_told_twice_is_one_pause():
    case = [
        ("受理", on(3, 3)),
        ("听证通知", on(3, 4)),
        ("听证通知", on(3, 5)),
        ("听证结束", on(3, 12)),
        ("决定", on(3, 14)),
    ]
    pause = (("听证通知", "听证结束"),)
    assert broken(Limit("受理", "决定", 3, pause), case) == ([], 1, 0)
    assert broken(Limit("受理", "决定", 2, pause), case) == ([0], 1, 0)


def test_an_open_case_is_late_when_its_limit_is_over_and_else_unknown():
    waiting = [("受理", on(3, 3))]
    fresh = [("受理", on(3, 20))]
    done = [("受理", on(3, 20)), ("决定", on(3, 21))]
    assert broken(Limit("受理", "决定", 5), waiting, fresh, done) == ([0], 2, 1)


def test_days_beyond_the_calendar_are_unknown():
    case = [("受理", on(12, 30)), ("决定", on(12, 30) + 9 * 86_400_000_000)]
    assert broken(Limit("受理", "决定", 5), case) == ([], 0, 1)
    assert broken(Limit("受理", "决定", 5), [("受理", NO_TIME)]) == ([], 0, 0)


def test_a_model_is_read_from_its_file():
    told = from_json(
        '{"item": "食品经营许可", "steps": ["收件", "决定"], "rules": ['
        '{"rule": "required", "step": "决定"},'
        '{"rule": "order", "first": "收件", "then": "决定"},'
        '{"rule": "at-most", "step": "补正", "times": 1},'
        '{"rule": "exclusive", "steps": ["准予", "不予"]},'
        '{"rule": "four-eyes", "steps": ["审查", "决定"]},'
        '{"rule": "limit", "from": "受理", "to": "决定", "days": 20,'
        ' "pauses": [["补正通知", "补正完成"]], "source": "行政许可法第四十二条"}]}'
    )
    assert told == Model(
        "食品经营许可",
        ("收件", "决定"),
        (
            Required("决定"),
            Order("收件", "决定"),
            AtMost("补正", 1),
            Exclusive(("准予", "不予")),
            FourEyes(("审查", "决定")),
            Limit(
                "受理", "决定", 20, (("补正通知", "补正完成"),), "行政许可法第四十二条"
            ),
        ),
    )
    assert set(told.names()) == {
        "收件", "决定", "补正", "准予", "不予", "审查", "受理", "补正通知", "补正完成",
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"steps": "收件"}',
        '{"rules": {}}',
        '{"rules": [{"rule": "never"}]}',
        '{"rules": [{"rule": "at-most", "step": "补正", "times": -1}]}',
        '{"rules": [{"rule": "limit", "from": "a", "to": "b", "days": true}]}',
        '{"rules": [{"rule": "exclusive", "steps": ["准予", "准予"]}]}',
        '{"rules": [{"rule": "limit", "from": "a", "to": "b", "days": 1, "pauses": [1]}]}',
        '{"rules": [{"rule": "required"}]}',
    ],
)
def test_a_rule_that_is_not_understood_is_refused(text):
    with pytest.raises(Unreadable, match=r"process file|is not understood"):
        from_json(text)


def by_alignment(trace, declared):
    """The cheapest alignment by trying every one."""
    if not trace or not declared:
        return len(trace) + len(declared)
    skip = 1 + min(by_alignment(trace[1:], declared), by_alignment(trace, declared[1:]))
    both = by_alignment(trace[1:], declared[1:]) if trace[0] == declared[0] else skip
    return min(skip, both)


@given(
    st.lists(
        st.lists(st.sampled_from("abc"), min_size=1, max_size=5), min_size=1, max_size=5
    ),
    st.lists(st.sampled_from("abcd"), max_size=4),
)
def test_fitness_is_one_less_the_cost_of_the_cheapest_alignment(traces, declared):
    table = log(*[steps(*trace) for trace in traces])
    found = fitness(variants(table), table.activity_names, tuple(declared))
    each = [1 - by_alignment(t, declared) / (len(t) + len(declared)) for t in traces]
    assert found.average == pytest.approx(sum(each) / len(each))
    assert found.perfect == sum(trace == declared for trace in traces)
