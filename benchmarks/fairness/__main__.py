#!/usr/bin/env python3
"""Whether the fairness test names whom a simulated centre favours, and nobody else.

.venv/bin/python benchmarks/fairness [PLANTED LOGS] [LOGS WITHOUT FAVOUR]
"""

import sys
import time
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent / "src"))
from mingjing_analytics.process.centre import Centre, Favour, Item, Step
from mingjing_analytics.process.fairness.design import strata
from mingjing_analytics.process.fairness.order import turns
from mingjing_analytics.process.fairness.report import fairness
from mingjing_analytics.process.fairness.treatment import unequal_treatment
from mingjing_analytics.process.simulate import simulate, to_table
from mingjing_analytics.process.worktime import WorkCalendar

PLANTED = int(sys.argv[1]) if len(sys.argv) > 1 else 20
QUIET = int(sys.argv[2]) if len(sys.argv) > 2 else 200
SHUFFLES = 200
FORTNIGHT = 14 * 86_400 * 1_000_000
HALF_A_DAY = 4 * 3600 * 1_000_000
MONDAY = date(2025, 1, 6)
DAYS = 1200
WORKED = np.array([(MONDAY + timedelta(at)).weekday() < 5 for at in range(DAYS)])
OFFICE = ((9 * 3600, 12 * 3600), (13 * 3600, 18 * 3600))
DEPARTMENTS = ("food", "fire safety", "signboard", "labour")
CENTRE = Centre(
    calendar=WorkCalendar(MONDAY, WORKED, OFFICE),
    days=240,
    steps=(
        Step("accept", 0, 12),
        *(
            Step(f"review {name}", at + 1, 244, 0.08)
            for at, name in enumerate(DEPARTMENTS)
        ),
        Step("decide", 5, 33),
    ),
    items=tuple(Item(name, (0, at + 1, 5), 10) for at, name in enumerate(DEPARTMENTS)),
    clerks=(2, 6, 6, 6, 6, 3),
    agents=60,
    own=0.2,
    urgent=0.04,
    green={1: 0.5, 7: 0.4},
    lottery=0.15,
)
STAGE = np.array([0, 1, 1, 1, 1, 2])  # accept, review, decide
AGENTS = replace(CENTRE, favours=(Favour("agent", 3, 0.5), Favour("agent", 11, 0.5)))
CLERKS = replace(CENTRE, favours=(Favour("clerk", 5, 0.5), Favour("clerk", 15, 0.5)))
WORDS = {"order-of-service": "order", "waiting-time": "waiting"}


def judged(log, who, evidence, *, lawful=True, runs=0, seed=0):
    """The test as it is meant: each step by itself, first attempts, all corrected."""
    clock = CENTRE.calendar
    zero = np.full(len(log.came), log.came.min())
    came, start = clock.between(zero, log.came), clock.between(zero, log.start)
    priority = log.priority if lawful else np.zeros(len(came), bool)
    if evidence == "order-of-service":
        outcome = turns(log.activity, came, start, priority, tolerance=HALF_A_DAY).share
    else:
        outcome = (start - came).astype(float)
    first = log.attempt == 0
    stratum = np.where(
        first,
        strata(log.activity, log.item, log.came // FORTNIGHT, priority.astype(int)),
        -1,
    )
    code = log.agent if who == "agent" else log.resource
    entity = np.where(code >= 0, code * 3 + STAGE[log.activity], -1)
    return unequal_treatment(
        entity,
        stratum,
        outcome,
        came=came[np.unique(log.case, return_index=True)[1]][log.case],
        apart=HALF_A_DAY if who == "agent" else 0,  # clerks hand nothing in
        evidence=evidence,
        seed=seed,
        runs=runs,
    )


def named(found, direction):
    return {hint.entity // 3 for hint in found.hints if hint.direction == direction}


def planted(plan, who, evidence):
    guilty = {favour.code for favour in plan.favours}
    hit = others = delayed = exact = lawful = 0
    rates = []
    for seed in range(PLANTED):
        log = simulate(plan, 1000 + seed)
        found = judged(log, who, evidence, runs=SHUFFLES if seed < 5 else 0, seed=seed)
        good, bad = named(found, "favoured"), named(found, "delayed")
        hit += len(good & guilty)
        others += len(good - guilty)
        delayed += len(bad)
        exact += good == guilty and not bad
        lawful += len((good | bad) & set(plan.green)) if who == "agent" else 0
        if found.runs:
            rates.append(found.false_alarm_rate)
    print(
        f"{who:6} by {WORDS[evidence]:8} {PLANTED} logs: favoured named {hit} of "
        f"{len(guilty) * PLANTED}, others favoured {others}, delayed {delayed}; exactly "
        f"the planted in {exact}; lawful priority {lawful}; "
        f"alarms in shuffles of them {np.mean(rates):.1%}"
    )


def quiet(who, evidence, logs):
    alarms, said = 0, Counter()
    for seed, log in enumerate(logs):
        found = judged(log, who, evidence, seed=seed)
        alarms += bool(found.hints)
        said.update(hint.entity // 3 for hint in found.hints)
    share = alarms / len(logs)
    lawful = sum(said[at] for at in CENTRE.green) if who == "agent" else 0
    print(
        f"{who:6} by {WORDS[evidence]:8} {len(logs)} logs with nobody favoured: "
        f"{alarms} with an alarm, {share:.1%} (goal 5 %), lawful priority {lawful}"
    )


def by_the_report(plan, log, seed):
    """The report a centre's manager opens, from the event log and nothing else."""
    table = to_table(plan, log)
    roles = dict(table.roles)
    table = replace(table, roles={**roles, "applicant": roles.pop("agent")})
    found = fairness(table, plan.calendar, seed=seed, runs=0)
    return {
        (kind, int(each.who.split()[1]) - 1)
        for kind, asked in (("agent", found.applicants), ("clerk", found.clerks))
        for each in asked.hints
        if each.hint.direction == "favoured"
    }


def reported(logs):
    for word, plan in (("agents", AGENTS), ("clerks", CLERKS)):
        guilty = {(favour.who, favour.code) for favour in plan.favours}
        found = [
            by_the_report(plan, simulate(plan, 1000 + seed), seed)
            for seed in range(PLANTED)
        ]
        print(
            f"report, planted {word}: named {sum(len(one & guilty) for one in found)} "
            f"of {len(guilty) * PLANTED}, others {sum(len(o - guilty) for o in found)}"
        )
    alarms = sum(bool(by_the_report(CENTRE, one, n)) for n, one in enumerate(logs))
    print(
        f"report, {len(logs)} logs with nobody favoured: {alarms} with an alarm, "
        f"{alarms / len(logs):.1%} (goal 5 %)"
    )


def lawful_missing():
    """What green channels would look like if the log did not mark them."""
    found = Counter()
    for seed in range(PLANTED):
        log = simulate(CENTRE, 1000 + seed)
        marked = judged(log, "agent", "waiting-time", seed=seed)
        unmarked = judged(log, "agent", "waiting-time", lawful=False, seed=seed)
        for word, one in (("marked", marked), ("unmarked", unmarked)):
            found[word] += len(named(one, "favoured") & set(CENTRE.green))
    print(
        f"green channels named by waiting in {PLANTED} logs: {found['marked']} where "
        f"lawful priority is marked (goal 0), {found['unmarked']} of "
        f"{len(CENTRE.green) * PLANTED} where it is not"
    )


def overtaking(logs):
    """Every pair of a queue looked at, against the two calls of the library."""
    differ = rows = 0
    for log in logs:
        for tolerance in (0, HALF_A_DAY):
            found = turns(
                log.activity, log.came, log.start, log.priority, tolerance=tolerance
            )
            rows += len(log.came)
            for code in np.unique(found.queue):
                own = np.flatnonzero(found.queue == code)
                came, served = log.came[own], log.start[own]
                later = came[:, None] + tolerance < came
                passed = later & (served < served[:, None])
                pair = later & (came < served[:, None])
                for counted, kept in (
                    (passed.sum(0), found.overtaking),
                    (passed.sum(1), found.overtaken),
                    (pair.sum(0) + pair.sum(1), found.together),
                ):
                    differ += int((counted != kept[own]).sum())
    print(f"overtaking against every pair: {differ} of {rows:,} rows differ (goal 0)")


def planted_overtakers():
    missed = innocent = count = 0
    for seed in range(PLANTED):
        log = simulate(replace(AGENTS, lottery=0.0), 3000 + seed)
        found = turns(log.activity, log.came, log.start, log.priority, tolerance=0)
        missed += int((log.moved & (found.overtaking == 0)).sum())
        innocent += int((~log.moved & (found.overtaking > 0)).sum())
        count += int(log.moved.sum())
    print(
        f"planted overtakers {count:,}: missed {missed}, others {innocent} (goal 0, 0)"
    )


def disciplines():
    for word, lottery, last, goal in (
        ("first", 0.0, 0.0, 0.0),
        ("lottery", 1.0, 0.0, 0.5),
        ("last", 0.0, 1.0, 1.0),
    ):
        plan = replace(CENTRE, lottery=lottery, last=last)
        index = []
        for seed in range(5):
            log = simulate(plan, 4000 + seed)
            found = turns(log.activity, log.came, log.start, log.priority, tolerance=0)
            index.append(found.index)
        print(f"index served {word:8}{np.mean(index):7.4f} (goal {goal} ± 0.02)")


def speed():
    chance = np.random.default_rng(1)
    entity, stratum = chance.integers(0, 500, 100_000), chance.integers(0, 900, 100_000)
    began = time.process_time()
    unequal_treatment(
        entity,
        stratum,
        chance.random(100_000),
        came=np.arange(100_000),
        apart=10,
        evidence="cycle-time",
        seed=1,
    )
    taken = time.process_time() - began
    print(f"100,000 rows, 500 entities, 200 shuffles: {taken:.1f} CPU s")


def main():
    disciplines()
    planted_overtakers()
    for plan, who in ((AGENTS, "agent"), (CLERKS, "clerk")):
        for evidence in WORDS:
            planted(plan, who, evidence)
    lawful_missing()
    logs = [simulate(CENTRE, 5000 + seed) for seed in range(QUIET)]
    print(f"a log has {len(logs[0].case):,} rows")
    overtaking(logs[:3])
    for who in ("agent", "clerk"):
        for evidence in WORDS:
            quiet(who, evidence, logs)
    reported(logs)
    speed()
    print(f"{time.process_time():.0f} CPU s in all")


if __name__ == "__main__":
    main()
