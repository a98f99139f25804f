"""What a change would save, against the simulator played with that very change."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from mingjing_analytics.process.centre import Centre, Item, Step
from mingjing_analytics.process.effect.what_if import _played, _windows, what_if
from mingjing_analytics.process.measures.cases import bounds
from mingjing_analytics.process.reading.refusal import Unreadable
from mingjing_analytics.process.simulate import simulate, to_table
from mingjing_analytics.process.table import NO_TIME
from mingjing_analytics.process.worktime import WorkCalendar

CALENDAR = WorkCalendar(
    date(2025, 1, 6),
    np.arange(900) % 7 < 5,
    ((9 * 3600, 12 * 3600), (13 * 3600, 17 * 3600)),
)
PLAN = Centre(
    calendar=CALENDAR,
    days=200,
    steps=(Step("收件", 0, 10), Step("核查", 1, 80), Step("审查", 2, 40)),
    items=(Item("食品", (0, 1, 2), 12),),
    clerks=(2, 3, 2),
    agents=30,
)


def log_of(plan, seed=1):
    return to_table(plan, simulate(plan, seed))


def asked(table, change, step="核查"):
    return what_if(table, change, step, CALENDAR, seed=1)


def half_of(table):
    first, last = bounds(table)
    return float(np.median(CALENDAR.between(first, last)) / 3.6e9)


def test_a_queue_by_hand():
    # Two come at 0 and one at 1; work 2, 2, 1. One window, then two.
    came, work = np.array([0.0, 0.0, 1.0]), np.array([2.0, 2.0, 1.0])
    assert _played(came, work, 1).tolist() == [0, 2, 3]
    assert _played(came, work, 2).tolist() == [0, 0, 1]


def test_windows_are_those_that_work_at_one_time():
    began = np.array([0.0, 0.0, 5.0, 5.0, 5.0])
    assert _windows(began, began + 4) == 3


def test_removing_a_step_lies_between_its_work_and_all_of_it():
    table = log_of(PLAN)
    removed = half_of(log_of(replace(PLAN, items=(Item("食品", (0, 2), 12),))))
    found = asked(table, "remove")

    assert found.now.hours == pytest.approx(half_of(table), rel=0.01)
    assert found.most.hours < found.least.hours < found.now.hours
    assert found.most.hours * 0.8 <= removed <= found.least.hours * 1.2
    assert found.touched == found.cases == table.cases


def test_another_window_is_what_the_simulator_makes_of_it():
    now = log_of(PLAN)
    then = half_of(log_of(replace(PLAN, clerks=(2, 4, 2))))
    found = asked(now, "window")

    assert found.windows == 3
    assert found.played == pytest.approx(found.waited, rel=0.25, abs=0.25)
    assert found.least.hours == pytest.approx(then, rel=0.15)
    assert found.least.low <= found.least.hours <= found.least.high


def test_merging_saves_no_work():
    found = asked(log_of(PLAN), "merge")
    assert found.least == found.now
    assert found.most.hours < found.now.hours


def test_the_same_seed_is_the_same_forecast():
    table = log_of(PLAN)
    assert asked(table, "remove") == asked(table, "remove")


def held_up(table):
    """A log in which the step waits for a car, not for a clerk."""
    step = table.activity_names.index("核查")
    late = np.where(table.activity >= step, 5 * 86_400_000_000, 0)
    return replace(table, time=table.time + late, start=table.start + late)


@pytest.mark.parametrize(
    ("spoil", "change", "step", "told"),
    [
        (lambda t: replace(t, start=None), "remove", "核查", "no begins of work"),
        (lambda t: t, "remove", "听证", "no step “听证”"),
        (held_up, "window", "核查", "does not wait for a window"),
    ],
)
def test_what_cannot_be_told_is_said(spoil, change, step, told):
    with pytest.raises(Unreadable, match=told):
        asked(spoil(log_of(PLAN)), change, step)


def test_windows_that_are_always_busy_give_no_point():
    crowded = replace(PLAN, items=(Item("食品", (0, 1, 2), 15.2),))
    with pytest.raises(Unreadable, match="busy"):
        asked(log_of(crowded), "window")


def test_a_few_cases_are_no_ground():
    few = log_of(replace(PLAN, days=2))
    with pytest.raises(Unreadable, match="fewer than 30"):
        asked(few, "remove")
    nothing = replace(few, time=np.full(few.events, NO_TIME))
    with pytest.raises(Unreadable):
        asked(nothing, "remove")
