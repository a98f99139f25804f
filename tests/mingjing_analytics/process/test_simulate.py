"""A simulated centre does what its plan says, and nothing else."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from mingjing_analytics.process.centre import Centre, Favour, Item, Reform, Step
from mingjing_analytics.process.fairness.order import turns
from mingjing_analytics.process.simulate import _moments, simulate, to_table
from mingjing_analytics.process.worktime import WorkCalendar

MONDAY = date(2025, 9, 1)
WORKED = np.array([(MONDAY + timedelta(at)).weekday() < 5 for at in range(300)])
WORKED[30:38] = False  # a holiday
WORKED[27] = True  # and the Sunday worked for it
OFFICE = ((9 * 3600, 12 * 3600), (13 * 3600, 18 * 3600))
HOUR = 3600 * 1_000_000
PLAN = Centre(
    calendar=WorkCalendar(MONDAY, WORKED, OFFICE),
    days=40,
    steps=(Step("accept", 0, 40), Step("review", 1, 150), Step("decide", 0, 10)),
    items=(Item("food", (0, 1, 2), 8), Item("signboard", (0, 2), 5)),
    clerks=(2, 3),
    agents=8,
)


def order(plan, seed):
    log = simulate(plan, seed)
    return log, turns(log.activity, log.came, log.start, log.priority, tolerance=0)


def test_first_come_is_first_served_unless_planned_otherwise():
    _log, found = order(PLAN, 1)

    assert found.overtaking.sum() == 0
    assert found.together.sum() > 1000


@pytest.mark.parametrize(
    ("how", "index"), [({"lottery": 1.0}, 0.5), ({"last": 1.0}, 1.0)]
)
def test_a_queue_is_served_as_planned(how, index):
    plan = replace(PLAN, steps=(Step("all", 0, 55),), items=(Item("one", (0,), 17),))

    _log, found = order(replace(plan, clerks=(2,), days=120, **how), 2)

    assert found.index == pytest.approx(index, abs=0.02)


@pytest.mark.parametrize("who", ["agent", "clerk"])
def test_those_moved_are_those_that_overtook(who):
    plan = replace(PLAN, favours=(Favour(who, 2, 0.7),), urgent=0.1)

    log, found = order(plan, 3)

    assert log.moved.sum() > 10
    assert (log.moved == (found.overtaking > 0)).all()
    code = log.agent if who == "agent" else log.resource
    assert set(code[log.moved]) == {2}
    assert not (log.moved & log.priority).any()


def test_lawful_priority_is_served_first():
    log = simulate(replace(PLAN, urgent=0.2), 4)

    for row in np.flatnonzero(~log.priority).tolist():
        same = (log.activity == log.activity[row]) & log.priority
        ahead = same & (log.came < log.start[row]) & (log.start > log.start[row])
        assert not ahead.any()
    wait = log.start - log.came
    assert wait[log.priority].mean() < wait[~log.priority].mean() / 2


def test_a_green_channel_is_open_to_its_agents():
    log = simulate(replace(PLAN, green={1: 1.0}), 4)

    assert (log.priority == (log.agent == 1)).all()


def test_each_clerk_serves_one_at_a_time_in_office_hours():
    log = simulate(PLAN, 5)

    assert ((log.came <= log.start) & (log.start < log.end)).all()
    for clerk in range(5):
        own = np.flatnonzero(log.resource == clerk)
        own = own[np.argsort(log.start[own])]
        assert len(own) > 50
        assert (log.end[own][:-1] <= log.start[own][1:]).all()
        assert len(set((log.activity[own] == 1).tolist())) == 1  # of one office
    begins = np.full(len(log.end), PLAN.calendar.first.toordinal() - 719_163)
    second = log.end // 1_000_000 + 8 * 3600 - begins * 86_400
    assert WORKED[second // 86_400].all()
    hours = second % 86_400 / 3600
    assert (((hours >= 9) & (hours < 12)) | ((hours >= 13) & (hours <= 18))).all()


def test_moments_are_the_inverse_of_working_time():
    working = np.array([0, 1, 3 * HOUR, 8 * HOUR, 21 * 8 * HOUR + HOUR // 2])
    moments = _moments(PLAN.calendar, working)

    begin = np.full(5, moments[0])
    assert PLAN.calendar.between(begin, moments).tolist() == working.tolist()
    assert moments[0] == np.datetime64("2025-09-01T01:00", "us").astype(np.int64)
    # Three hours after nine the morning is over, and the afternoon begins.
    assert moments[2] - moments[0] == 4 * HOUR


def test_cases_come_as_often_as_planned_and_go_through_their_steps():
    log = simulate(replace(PLAN, days=150), 6)

    first = np.unique(log.case, return_index=True)[1]
    counts = np.bincount(log.item[first])
    assert counts[0] == pytest.approx(1200, abs=4 * 1200**0.5)
    assert counts[1] == pytest.approx(750, abs=4 * 750**0.5)
    assert (log.agent[first] < 0).mean() == pytest.approx(0.3, abs=0.05)
    for case in range(40):
        own = np.flatnonzero(log.case == case)
        steps = PLAN.items[log.item[own[0]]].steps
        assert log.activity[own].tolist() == list(steps)
        assert (log.end[own][:-1] <= log.came[own][1:]).all()


def test_papers_handed_in_again_are_another_attempt():
    steps = (PLAN.steps[0], replace(PLAN.steps[1], returned=0.2), PLAN.steps[2])

    log = simulate(replace(PLAN, steps=steps, days=120, clerks=(2, 4)), 7)

    review = log.activity == 1
    assert set(log.attempt[~review]) == {0}
    again = (log.attempt > 0).sum() / review.sum()
    assert again == pytest.approx(0.2, abs=0.05)


def test_the_bottleneck_has_the_fewest_clerks_that_keep_up():
    plan = replace(PLAN, clerks=(2, 9), bottleneck=1)

    log = simulate(plan, 8)

    assert log.clerks == (2, 3)  # 8 × 150 minutes are 2.5 days of work
    wait = log.start - log.came
    free = simulate(replace(plan, bottleneck=None), 8)
    freed = free.start - free.came
    assert wait[log.activity == 1].mean() > 10 * freed[free.activity == 1].mean()


def test_after_the_reform_the_step_is_gone_for_cases_that_come():
    log = simulate(replace(PLAN, reform=Reform(20, 1)), 9)

    first = np.unique(log.case, return_index=True)[1]
    before = log.came[first][log.case] < log.reformed
    food = log.item == 0
    reviewed = np.isin(log.case, log.case[log.activity == 1])
    assert reviewed[food & before].all()
    assert not reviewed[~before].any()
    assert (~before).sum() > 100
    assert log.reformed == np.datetime64("2025-09-28T01:00", "us").astype(np.int64)


def test_the_same_seed_plays_the_same_and_another_does_not():
    one, same, other = (simulate(PLAN, seed) for seed in (1, 1, 2))

    assert one.end.tolist() == same.end.tolist()
    assert one.end.tolist() != other.end.tolist()


def test_the_table_holds_every_service_with_its_names():
    log = simulate(replace(PLAN, urgent=0.1), 1)
    table = to_table(PLAN, log)

    assert table.events == len(log.case)
    assert table.activity_names == ("accept", "review", "decide")
    assert table.cases == len(np.unique(log.case))
    assert sorted(table.time.tolist()) == sorted(log.end.tolist())
    assert table.start is not None
    assert (table.start < table.time).all()
    own = slice(table.offsets[3], table.offsets[4])
    assert table.activity[own].tolist() == log.activity[log.case == 3].tolist()
    urgent = table.roles["priority"].codes.astype(bool)
    assert urgent.sum() == log.priority.sum()
    assert table.resource_names[-1] == "clerk 5"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"steps": (Step("a", 5, 1),) * 3}, "no office"),
        ({"items": (Item("a", (), 1),)}, "no steps"),
        ({"items": (Item("a", (9,), 1),)}, "no steps"),
        ({"reform": Reform(1, 7)}, "removes a step"),
        ({"bottleneck": 4}, "bottleneck"),
        ({"bottleneck": 2, "clerks": (2, 3, 1)}, "no work"),
        ({"clerks": (0, 1)}, "clerks, agents and days"),
        ({"favours": (Favour("agent", 8, 1),)}, "not there"),
        ({"favours": (Favour("clerk", 5, 1),)}, "not there"),
        ({"days": 400}, "calendar ends"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(wrong, said):
    with pytest.raises(ValueError, match=said):
        simulate(replace(PLAN, **wrong), 1)
