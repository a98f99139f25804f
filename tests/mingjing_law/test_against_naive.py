"""The library against a second implementation that shares no line with it."""

import csv
import random
from datetime import date, timedelta

import pytest

from mingjing_law.calendar import default_calendar
from mingjing_law.clocks import Limit, NoClock, due, next_occurrence
from mingjing_law.facts import fact, facts
from mingjing_law.rules import rule_of
from tests.mingjing_law import naive

CALENDAR = default_calendar()

with (naive.VECTORS / "cases.csv").open(encoding="utf-8") as _file:
    CASES = list(csv.DictReader(_file))


def ours(rule, start):
    clock = rule_of(fact(rule))
    if isinstance(clock, Limit):
        deadline = due(clock, start, CALENDAR)
    else:
        deadline = next_occurrence(clock, start, CALENDAR).deadline
    return deadline.raw_due_on, deadline.due_on, deadline.provisional


def test_the_table_has_every_rule_with_a_clock_and_three_hundred_cases():
    assert {case["rule"] for case in CASES} == set(naive.COMPUTABLE)
    assert len(CASES) >= 300


@pytest.mark.parametrize(
    "case", CASES, ids=[f"{case['rule']}@{case['from']}" for case in CASES]
)
def test_a_case_of_the_table(case):
    start = date.fromisoformat(case["from"])
    expected = (
        date.fromisoformat(case["raw_due_on"]),
        date.fromisoformat(case["due_on"]),
        case["provisional"] == "yes",
    )

    assert naive.answer(case["rule"], start) == expected
    assert ours(case["rule"], start) == expected


@pytest.mark.parametrize("rule", naive.COMPUTABLE)
def test_every_rule_agrees_on_thirty_days(rule):
    days = random.Random(rule)
    first = date(2023, 12, 20)
    starts = [first + timedelta(days.randrange(1140)) for _ in range(30)]

    assert [ours(rule, day) for day in starts] == [
        naive.answer(rule, day) for day in starts
    ]


def test_a_rule_agrees_on_every_single_day_of_three_years():
    days = [date(2023, 12, 1) + timedelta(i) for i in range(1130)]
    for rule in ("GIO-33-answer", "PET-34-finish", "CLUE-21-month", "MAD-16-hearing"):
        assert [ours(rule, day) for day in days] == [
            naive.answer(rule, day) for day in days
        ]


def test_the_other_facts_have_no_clock_and_say_so():
    without = sorted(set(facts()) - set(naive.COMPUTABLE))
    assert len(without) == 337 - len(naive.COMPUTABLE)
    for each in without:
        with pytest.raises(NoClock, match=each):
            rule_of(fact(each))
