"""From the event log alone: the planted are named, lawful priority and nobody else is."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from mingjing_analytics.process.centre import Centre, Favour, Item, Step
from mingjing_analytics.process.fairness.report import fairness
from mingjing_analytics.process.simulate import simulate, to_table
from mingjing_analytics.process.table import NO_TIME
from mingjing_analytics.process.worktime import WorkCalendar

MONDAY = date(2025, 1, 6)
OFFICE = ((9 * 3600, 12 * 3600), (13 * 3600, 18 * 3600))
CALENDAR = WorkCalendar(MONDAY, np.arange(700) % 7 < 5, OFFICE)
PLAN = Centre(
    calendar=CALENDAR,
    days=120,
    steps=(Step("收件", 0, 10), Step("审查", 1, 116, 0.05)),
    items=(Item("食品", (0, 1), 15),),
    clerks=(2, 4),
    agents=12,
    urgent=0.05,
    green={2: 0.6},
)


def log_of(plan, seed=3):
    table = to_table(plan, simulate(plan, seed))
    roles = dict(table.roles)
    return replace(table, roles={**roles, "applicant": roles.pop("agent")})


def asked(plan, **changes):
    return fairness(replace(log_of(plan), **changes), CALENDAR, seed=1, runs=20)


def names(found):
    return {(each.who, each.step, each.hint.direction) for each in found.hints}


def test_a_centre_in_which_nobody_is_favoured_names_nobody():
    found = asked(PLAN)

    assert not names(found.clerks)
    assert not names(found.applicants)
    assert found.applicants.treatment.tested > 5
    assert {queue.index for queue in found.queues} == {0.0}
    assert not found.weak


def test_a_favoured_applicant_is_named_with_the_step_and_nobody_else():
    found = asked(replace(PLAN, favours=(Favour("agent", 0, 0.8),)))

    assert names(found.applicants) == {("agent 1", "审查", "favoured")}
    assert not names(found.clerks)
    review = next(q for q in found.queues if q.step == "审查" and not q.priority)
    assert 0 < review.index < 0.5
    assert review.overtaken > 0


def test_a_clerk_who_takes_the_last_first_is_named():
    found = asked(replace(PLAN, lottery=0.1, favours=(Favour("clerk", 3, 0.6),)))

    assert names(found.clerks) == {("clerk 4", "审查", "favoured")}


def test_lawful_priority_is_a_queue_of_its_own():
    marked = asked(PLAN)
    table = log_of(PLAN)
    roles = {role: column for role, column in table.roles.items() if role != "priority"}
    unmarked = fairness(replace(table, roles=roles), CALENDAR, seed=1, runs=0)

    assert {queue.priority for queue in marked.queues} == {True, False}
    assert not names(marked.applicants)
    assert ("agent 3", "审查", "favoured") in names(unmarked.applicants)


def test_a_repeated_step_waits_for_the_applicant_and_stands_in_no_queue():
    table = log_of(PLAN)
    found = asked(PLAN)
    line = table.case * 2 + table.activity
    repeats = len(line) - len(np.unique(line))

    assert found.again == repeats > 0
    assert found.services + found.again + found.outside == table.events - table.cases


def test_a_log_without_begins_is_weak_evidence_and_says_so():
    table = replace(log_of(PLAN), start=None)
    found = fairness(table, CALENDAR, seed=1, runs=0)

    assert found.weak
    assert found.clerks.treatment.evidence == "completion-order"


@pytest.mark.parametrize("empty", ["events", "times"])
def test_nothing_to_compare_is_nothing_found(empty):
    table = log_of(PLAN)
    if empty == "times":
        table = replace(table, time=np.full(table.events, NO_TIME), start=None)
    else:
        table = to_table(
            PLAN, simulate(replace(PLAN, items=(Item("食品", (0,), 0.01),)), 1)
        )
    found = fairness(table, CALENDAR, seed=1, runs=5)

    assert found.services == 0
    assert not found.queues
    assert not found.clerks.hints


def test_moments_beyond_the_calendar_are_counted_and_left_out():
    short = WorkCalendar(MONDAY, np.arange(60) % 7 < 5, OFFICE)
    found = fairness(log_of(PLAN), short, seed=1, runs=0)

    assert found.outside > 0
    assert found.services > 0
