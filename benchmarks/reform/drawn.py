"""Series and cases drawn at random, with nothing or a known effect in them."""

from datetime import date, timedelta

import numpy as np
from mingjing_analytics.process.reform.before_after import before_after
from mingjing_analytics.process.reform.cohorts import (
    SAME_DAY,
    Cases,
    Outcome,
    Series,
    series,
)
from mingjing_analytics.process.table import NO_TIME
from mingjing_analytics.process.worktime import WorkCalendar

CALENDAR = WorkCalendar(
    date(2025, 1, 6), np.arange(1500) % 7 < 5, ((0, 86_400),), offset=0
)
DAY = 86_400_000_000  # µs
MONDAY = (date(2025, 1, 6) - date(1970, 1, 1)).days * DAY
TREND = 0.5  # in logarithms, over the whole time


def autoregressive(rho, size, spread, chance):
    noise = chance.standard_normal(size) * spread
    noise[0] /= (1 - rho**2) ** 0.5
    for at in range(1, size):
        noise[at] += rho * noise[at - 1]
    return noise


class Tally:
    """Alarms and intervals that hold the truth, over runs."""

    def __init__(self):
        self.runs = self.alarms = self.held = 0
        self.value = []

    def add(self, change, truth):
        self.runs += 1
        self.alarms += change.p <= 0.05
        self.held += change.low <= truth <= change.high
        self.value.append(change.value)

    def said(self, what, *, planted):
        word = "found (power)" if planted else "alarms (goal 2–7 %)"
        print(
            f"{what:62}{word:20}{self.alarms / self.runs:6.1%}   interval holds "
            f"{self.held / self.runs:6.1%} (goal ≥ 93 %)   "
            f"mean found {np.mean(self.value):+.1%}",
            flush=True,
        )


def as_series(logs):
    half = len(logs) // 2
    period = np.arange(len(logs)) - half
    return Series(period, np.full(len(logs), 30), np.exp(2 + logs))


def one_series(runs, weeks, rho, *, trend=0.0, gain=0.0, common=False):
    """``common``: shocks that all items share, and all of them 20 % faster since."""
    chance = np.random.default_rng(int(100 * rho) + weeks + int(10 * trend))
    tally, alone = Tally(), Tally()
    for run in range(runs):
        logs = autoregressive(rho, weeks, 0.2, chance) + trend * np.arange(weeks) / (
            weeks
        )
        after = np.arange(weeks) >= weeks // 2
        controls = ()
        if common:
            shock = autoregressive(rho, weeks, 0.2, chance) + np.log(0.8) * after
            logs += shock
            controls = tuple(
                as_series(shock + autoregressive(rho, weeks, 0.2, chance))
                for _each in range(2)
            )
        logs += np.log(1 - gain) * after
        found = before_after(as_series(logs), controls=controls, seed=run)
        tally.add(found.change, gain)
        alone.add(found.alone, gain)
    what = f"{weeks} periods, AR {rho}, trend {trend}, planted {gain:.0%}"
    tally.said(
        what + (", 2 controls, all 20 % faster" if common else ""), planted=gain
    )
    if common:
        alone.said("   the same without looking at the controls", planted=gain)


def by_series(runs):
    for weeks in (26, 52):
        for rho in (0.0, 0.3, 0.6):
            for trend in (0.0, TREND):
                one_series(runs, weeks, rho, trend=trend)
    for rho in (0.0, 0.3, 0.6):
        one_series(runs, 52, rho, common=True)
    for rho in (0.0, 0.3, 0.6):
        one_series(runs, 52, rho, trend=TREND, gain=0.3)
    one_series(runs, 52, 0.3, gain=0.3, common=True)
    one_series(runs, 104, 0.3, trend=TREND)


def drawn_cases(chance, *, weeks=52, shift=False, gain=0.0, rho=0.3, until=None):
    """Cases of a quick and a slow kind; the weeks hang together.

    ``shift``: since the reform most cases are of the quick kind. ``until``: the day on
    which the log ends; who is not done by then is open.
    """
    counts = chance.poisson(40, weeks)
    week = np.repeat(np.arange(weeks), counts)
    after = week >= weeks // 2
    quick = chance.random(len(week)) < np.where(after & shift, 0.7, 0.3)
    level = autoregressive(rho, weeks, 0.15, chance)[week] + np.log(1 - gain) * after
    # Working days; a working day of this calendar has 24 hours.
    took = np.exp(
        np.where(quick, 0.0, 1.4) + level + 0.8 * chance.standard_normal(len(week))
    )
    came = week * 5 + chance.random(len(week)) * 5
    done = came + took
    arrived, ended = (_moment(each) for each in (came, done))
    limit = int(ended.max()) if until is None else MONDAY + until * DAY
    seen = arrived <= limit
    ended = np.where(ended <= limit, ended, NO_TIME)
    return (
        Cases(arrived[seen], ended[seen], quick[seen].astype(np.int64)),
        limit,
        date(2025, 1, 6) + timedelta(weeks=weeks // 2),
    )


def _moment(days):
    """µs of a number of working days after the first Monday."""
    whole = np.floor(days).astype(np.int64)
    calendar_day = whole // 5 * 7 + whole % 5
    return MONDAY + ((calendar_day + days - whole) * DAY).astype(np.int64)


def alike(cases):
    return Cases(cases.arrived, cases.ended, np.zeros_like(cases.group))


def closed_only(cases):
    done = cases.ended != NO_TIME
    return Cases(cases.arrived[done], cases.ended[done], cases.group[done])


def by_cases(runs):
    hours = Outcome()
    mean = Outcome("mean")
    for what, plan, outcome, ways in (
        ("case mix shifts, no effect", {"shift": True}, hours, ("", "mixed")),
        ("case mix shifts, 30 % faster", {"shift": True, "gain": 0.3}, hours, ("",)),
        ("log ends with the last week, no effect", {"until": 364}, hours, ("", "done")),
        ("log ends with the last week, no effect", {"until": 364}, mean, ("", "done")),
        ("log ends with the last week, 30 % faster", {"until": 364, "gain": 0.3},
         mean, ("",)),
        ("same-day share, no effect", {}, SAME_DAY, ("",)),
        ("same-day share, mix shifts", {"shift": True}, SAME_DAY, ("",)),
    ):  # fmt: skip
        tallies = {way: Tally() for way in ways}
        for run in range(runs):
            cases, until, since = drawn_cases(np.random.default_rng(run), **plan)
            for way, tally in tallies.items():
                own = {"": cases, "mixed": alike(cases), "done": closed_only(cases)}
                if way == "done":  # what a reader of closed cases alone would do
                    reach = int(cases.arrived.max()) + 60 * DAY
                    one = series(own[way], since, CALENDAR, until=reach, outcome=outcome)
                else:
                    one = series(
                        own[way], since, CALENDAR, until=until, outcome=outcome
                    )
                share = outcome.measure == "share"
                found = before_after(one, share=share, seed=run)
                tally.add(found.change, plan.get("gain", 0.0))
        for way, tally in tallies.items():
            word = {"": "", "mixed": " (groups ignored)", "done": " (open dropped)"}
            tally.said(
                f"{what}, {outcome.measure}{word[way]}", planted=plan.get("gain", 0)
            )
