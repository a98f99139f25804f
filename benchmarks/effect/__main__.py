#!/usr/bin/env python3
"""Whether before/after keeps its level, and what-if foretells what then happens.

.venv/bin/python benchmarks/effect [RUNS]
"""

import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))
from mingjing_analytics.process.centre import Centre, Item, Reform, Step
from mingjing_analytics.process.effect.before_after import before_after
from mingjing_analytics.process.effect.series import Series, weekly
from mingjing_analytics.process.effect.what_if import what_if
from mingjing_analytics.process.measures.cases import bounds
from mingjing_analytics.process.measures.load import week_of
from mingjing_analytics.process.simulate import simulate, to_table
from mingjing_analytics.process.table import select
from mingjing_analytics.process.worktime import WorkCalendar

RUNS = int(sys.argv[1]) if len(sys.argv) > 1 else 500
CALENDAR = WorkCalendar(
    date(2025, 1, 6),
    np.arange(1200) % 7 < 5,
    ((9 * 3600, 12 * 3600), (13 * 3600, 17 * 3600)),
)
CENTRE = Centre(
    calendar=CALENDAR,
    days=240,
    steps=(
        Step("收件", 0, 10),
        Step("核查", 1, 60),
        Step("审查", 2, 60),
        Step("决定", 3, 20),
    ),
    items=(
        Item("食品", (0, 1, 2, 3), 12),
        Item("登记", (0, 2, 3), 12),
        Item("施工", (0, 2, 3), 6),
    ),
    clerks=(2, 3, 5, 2),
    agents=30,
    reform=Reform(120, 1),
)


def drawn(rho, weeks, chance):
    """A stationary AR(1) of weekly logarithms."""
    noise = chance.standard_normal(weeks) * 0.25
    noise[0] /= (1 - rho**2) ** 0.5
    for at in range(1, weeks):
        noise[at] += rho * noise[at - 1]
    return noise


def as_series(logs):
    return Series(np.arange(len(logs)), np.full(len(logs), 9), np.exp(2 + logs))


def planted(weeks, rho, *, trend=0.0, share=0.0, beside=False):
    """Alarms where nothing changed, and how often the interval holds the truth."""
    chance = np.random.default_rng(int(1000 * rho) + weeks)
    alarms = held = 0
    half = weeks // 2
    for run in range(RUNS):
        common = drawn(rho, weeks, chance) if beside else 0.0
        logs = drawn(rho, weeks, chance) + common
        logs += trend * np.arange(weeks) / weeks
        logs[half:] += np.log(1 - share)
        control = (as_series(drawn(rho, weeks, chance) + common),) if beside else ()
        found = before_after(as_series(logs), half, control=control, seed=run)
        alarms += found.p <= 0.05
        held += found.low <= share <= found.high
    word = "alarms" if not share else "found "
    what = f"{weeks} weeks, ρ {rho}, trend {trend}, planted {share:.0%}"
    what += ", a control with shocks in common" if beside else ""
    goal = "goal 2–7 %" if not share else "its power"
    print(
        f"{what:68}{word} {alarms / RUNS:5.1%} ({goal}), interval holds {held / RUNS:.1%} "
        "(goal ≥ 93 %)",
        flush=True,
    )


def parts_of(plan, seed):
    log = simulate(plan, seed)
    table = to_table(plan, log)
    item = table.roles["item"].codes[table.offsets[:-1]]
    return log, [select(table, item == code) for code in range(len(plan.items))]


def halves(part):
    first, last = bounds(part)
    return float(np.median(CALENDAR.between(first, last)) / 3.6e9)


def centre(runs=40):
    """The reform of a simulated centre, real and sham, with control items."""
    found = {"real": [0, 0], "sham": [0, 0]}
    truth = np.mean(
        [
            np.log(
                halves(parts_of(CENTRE, s)[1][0])
                / halves(parts_of(replace(CENTRE, reform=None), s)[1][0])
            )
            for s in range(10)
        ]
    )
    for seed in range(runs):
        since = None
        for word, plan in (("real", CENTRE), ("sham", replace(CENTRE, reform=None))):
            log, parts = parts_of(plan, seed)
            if log.reformed:
                since = int(week_of(np.array([log.reformed]), CALENDAR.offset)[0])
            series = [weekly(p, np.ones(p.cases, bool), CALENDAR) for p in parts]
            effect = before_after(series[0], since, control=tuple(series[1:]), seed=1)
            found[word][0] += effect.low > 0
            found[word][1] += effect.p <= 0.05
    print(
        f"simulated centre, {runs} runs: real reform established in {found['real'][0]}, "
        f"sham one in {found['sham'][0]} (either way {found['sham'][1]}); "
        f"whole-log effect {1 - np.exp(truth):.0%}"
    )


def foretold(runs=10):
    """What-if on the log of today, against the simulator with the change made."""
    inside, off = 0, []
    for seed in range(runs):
        plan = replace(CENTRE, reform=None)
        log = to_table(plan, simulate(plan, seed))
        removed = replace(
            plan,
            items=(Item("食品", (0, 2, 3), 12), *plan.items[1:]),
        )
        item = log.roles["item"].codes[log.offsets[:-1]]
        own = select(log, item == 0)
        told = what_if(own, "remove", "核查", CALENDAR, seed=1)
        then = halves(parts_of(removed, seed)[1][0])
        inside += told.most.low <= then <= told.least.high
        window = what_if(log, "window", "核查", CALENDAR, seed=1)
        wider = to_table(plan, simulate(replace(plan, clerks=(2, 4, 5, 2)), seed))
        off.append(window.least.hours / halves(wider) - 1)
    print(
        f"what-if, {runs} runs: half's time without the step lay within the two ends in "
        f"{inside}; one more window foretold within {np.abs(off).max():.0%} at most, "
        f"{np.mean(np.abs(off)):.0%} on average"
    )


def main():
    began = time.process_time()
    for weeks in (30, 52, 104):
        for rho in (0.0, 0.3, 0.6):
            planted(weeks, rho)
    planted(52, 0.3, trend=0.5)
    planted(52, 0.3, share=0.3)
    planted(52, 0.3, share=0.3, beside=True)
    planted(52, 0.6, beside=True)
    centre()
    foretold()
    print(f"{time.process_time() - began:.0f} CPU s in all")


if __name__ == "__main__":
    main()
