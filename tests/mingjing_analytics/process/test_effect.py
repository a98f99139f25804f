"""Before and after: the estimator against direct formulas, the verdict on planted truth."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from mingjing_analytics.process.centre import Centre, Item, Reform, Step
from mingjing_analytics.process.effect import autocorrelated
from mingjing_analytics.process.effect.autocorrelated import GRID, coefficient
from mingjing_analytics.process.effect.before_after import (
    LEAST_WEEKS,
    Effect,
    before_after,
    judged,
)
from mingjing_analytics.process.effect.series import Series, weekly
from mingjing_analytics.process.measures.load import week_of
from mingjing_analytics.process.simulate import simulate, to_table
from mingjing_analytics.process.table import select
from mingjing_analytics.process.worktime import WorkCalendar

CALENDAR = WorkCalendar(
    date(2025, 1, 6),
    np.arange(900) % 7 < 5,
    ((9 * 3600, 12 * 3600), (13 * 3600, 17 * 3600)),
)
PLAN = Centre(
    calendar=CALENDAR,
    days=240,
    steps=(Step("收件", 0, 10), Step("核查", 1, 60), Step("审查", 2, 60)),
    items=(Item("食品", (0, 1, 2), 12), Item("登记", (0, 2), 12)),
    clerks=(2, 3, 5),
    agents=30,
    reform=Reform(120, 1),
)


def design(n):
    time = np.arange(n)
    return np.stack([np.ones(n), (time >= n // 2) * 1.0, time / n], axis=1)


def ar1(rho, n, seed):
    return autocorrelated._noise(rho, n, 1, np.random.default_rng(seed))[:, 0]


def restricted(y, x, rho):
    """The REML likelihood written out with the whole covariance matrix."""
    n, k = x.shape
    lag = np.abs(np.subtract.outer(np.arange(n), np.arange(n)))
    v = rho**lag / (1 - rho**2)
    inverse = np.linalg.inv(v)
    middle = x.T @ inverse @ x
    beta = np.linalg.solve(middle, x.T @ inverse @ y)
    rest = y - x @ beta
    s2 = rest @ inverse @ rest
    logs = np.linalg.slogdet(v)[1] + np.linalg.slogdet(middle)[1]
    likely = -0.5 * (logs + (n - k) * np.log(s2))
    error = (np.linalg.inv(middle)[1, 1] * s2 / (n - k)) ** 0.5
    return likely, beta[1], error


@pytest.mark.parametrize("seed", range(5))
def test_the_estimate_is_that_of_the_whole_covariance_matrix(seed):
    y, x = ar1(0.5, 40, seed), design(40)
    likely = [restricted(y, x, rho)[0] for rho in GRID]
    rho = float(GRID[int(np.argmax(likely))])
    _likely, beta, error = restricted(y, x, rho)

    found = coefficient(y, x, 1, seed=0, draws=9)
    assert found.rho == pytest.approx(rho)
    assert found.value == pytest.approx(beta)
    assert found.error == pytest.approx(error)


def test_weeks_that_hang_together_are_not_taken_for_more_than_they_are():
    x = design(48)
    ours = naive = 0
    for seed in range(60):
        y = ar1(0.8, 48, seed)
        ours += coefficient(y, x, 1, seed=seed, draws=199).p <= 0.05
        beta, rest, _rank, _sv = np.linalg.lstsq(x, y, rcond=None)
        error = (np.linalg.inv(x.T @ x)[1, 1] * rest[0] / 45) ** 0.5
        naive += abs(beta[1] / error) > 2.01
    assert ours <= 8
    assert naive >= 20


def test_a_shift_of_all_weeks_and_a_trend_change_nothing():
    y, x = ar1(0.3, 40, 1), design(40)
    plain = coefficient(y, x, 1, seed=1)
    moved = coefficient(y + 7 + 2 * np.arange(40), x, 1, seed=1)
    assert moved.value == pytest.approx(plain.value)
    assert moved.p == pytest.approx(plain.p)


def test_the_same_seed_is_the_same_interval():
    y, x = ar1(0.3, 40, 1), design(40)
    assert coefficient(y, x, 1, seed=5) == coefficient(y, x, 1, seed=5)


@pytest.mark.parametrize("wrong", [design(5), np.ones((40, 2))])
def test_a_design_that_cannot_be_estimated_is_refused(wrong):
    with pytest.raises(ValueError, match="too short"):
        coefficient(np.ones(len(wrong)), wrong, 1, seed=0)


def series_of(plan, seed=0):
    log = simulate(plan, seed)
    table = to_table(plan, log)
    item = table.roles["item"].codes[table.offsets[:-1]]
    parts = [select(table, item == code) for code in range(len(plan.items))]
    return [weekly(part, np.ones(part.cases, bool), CALENDAR) for part in parts]


SINCE = int(week_of(np.array([1_750_000_000_000_000]), CALENDAR.offset)[0])


def since(plan, seed=0):
    return int(week_of(np.array([simulate(plan, seed).reformed]), CALENDAR.offset)[0])


def test_a_planted_reform_is_found_beside_its_control():
    own, other = series_of(PLAN)
    found = before_after(own, since(PLAN), control=(other,), seed=1)
    assert found.controlled
    assert found.low > 0.1
    assert found.p < 0.01
    assert found.after < found.before


def test_no_reform_is_not_established():
    own, other = series_of(replace(PLAN, reform=None))
    found = before_after(own, since(PLAN), control=(other,), seed=1)
    assert found.low < 0 < found.high
    assert judged(found, 0.3) == "not-supported"


def test_too_few_weeks_are_described_and_nothing_is_concluded():
    own, _other = series_of(PLAN)
    begin = int(own.week[0]) + LEAST_WEEKS - 1
    found = before_after(own, begin, seed=1)
    assert found.weeks_before == LEAST_WEEKS - 1
    assert not found.told
    assert found.before > 0
    assert judged(found, 0.3) is None


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [(0.3, 0.5, "supported"), (0.1, 0.29, "not-supported"), (0.1, 0.4, "open")],
)
def test_a_claim_is_held_against_the_whole_interval(low, high, verdict):
    found = Effect(20, 20, 3.0, 2.0, controlled=False, low=low, high=high)
    assert judged(found, 0.3) == verdict


def test_who_came_last_and_is_done_already_makes_no_reform_look_good():
    plan = replace(PLAN, reform=None)
    log = simulate(plan, 2)
    table = to_table(plan, log)
    cut = int(np.quantile(table.time, 0.97))
    rows = table.time <= cut
    done = np.ones(table.cases, bool)
    done[np.unique(table.case[~rows])] = False
    keep = np.zeros(table.cases, bool)
    keep[np.unique(table.case[rows])] = True
    short = replace(
        table,
        case=table.case[rows],
        activity=table.activity[rows],
        time=table.time[rows],
        resource=table.resource[rows],
        start=table.start[rows],
        offsets=np.concatenate(
            [[0], np.cumsum(np.bincount(table.case[rows], minlength=table.cases))]
        ),
        roles={},
    )
    counted, dropped = (
        weekly(*each, CALENDAR)
        for each in (
            (short, done),
            (select(short, done & keep), np.ones(int((done & keep).sum()), bool)),
        )
    )
    whole = weekly(table, np.ones(table.cases, bool), CALENDAR)
    last = np.flatnonzero(
        ~np.isnan(counted.hours[: len(dropped.hours)]) & ~np.isnan(dropped.hours)
    )[-2:]
    assert (dropped.hours[last] <= counted.hours[last]).all()
    assert np.allclose(counted.hours[last], whole.hours[last], rtol=0.5)


def test_a_week_with_few_cases_has_no_median():
    few = Series(np.arange(40), np.full(40, 2), np.full(40, np.nan))
    assert before_after(few, 20, seed=1).weeks_before == 0
