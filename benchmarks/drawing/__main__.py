#!/usr/bin/env python3
"""How fast maps, strips and dots are drawn, how tangled they are, whether they repeat.

.venv/bin/python benchmarks/drawing [RUNS]
"""

import hashlib
import os
import random
import statistics
import subprocess
import sys
import time
from itertools import combinations
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent / "src"))
from mingjing_analytics.process.drawing.compare_map import compare_maps
from mingjing_analytics.process.drawing.dots import dotted_chart
from mingjing_analytics.process.drawing.figures import compared_map, flow_map
from mingjing_analytics.process.drawing.process_map import process_map
from mingjing_analytics.process.drawing.sheet import Writing, sheet
from mingjing_analytics.process.drawing.strips import strips
from mingjing_analytics.process.drawing.twin import text_twin
from mingjing_analytics.process.drawing.words import MapWords
from mingjing_analytics.process.table import Columns, Dictionary, sort

HOUR = 3_600_000_000
STEPS = [
    "收件",
    "受理",
    "补正通知",
    "补正完成",
    "现场核查",
    "审查",
    "决定",
    "制证",
    "送达",
]
WORDS = MapWords()


def table(traces):
    known = {}
    case, activity, moment, chance = [], [], [], random.Random(0)
    for at, trace in enumerate(traces):
        now = at * 3 * HOUR
        for name in trace:
            case.append(at)
            activity.append(known.setdefault(name, len(known)))
            moment.append(now)
            now += int(chance.expovariate(1 / 30) * HOUR)
    names = tuple(f"2026-{at:06}" for at in range(len(traces)))
    return sort(
        Columns(
            Dictionary(np.array(case, np.int32), names),
            Dictionary(np.array(activity, np.int32), tuple(known)),
            np.array(moment, np.int64),
        )
    )


def wild(names, cases, seed, *, jump, far):
    """Cases from few patterns, as real logs have: some jump ahead, come back, repeat."""
    chance = random.Random(seed)
    patterns = []
    for _ in range(cases // 20):
        at, trace = 0, []
        while at < len(names):
            trace.append(names[at])
            hop = chance.randint(-far, far) if chance.random() < jump else 1
            at = max(at + hop, 0)
        patterns.append(trace)
    weight = [1 / (at + 1) for at in range(len(patterns))]
    return table(chance.choices(patterns, weight, k=cases))


def logs():
    thirty = [f"{STEPS[at % 9]}{at // 9 + 1}" for at in range(30)]
    sixty = [f"{STEPS[at % 9]}{at // 9 + 1}" for at in range(58)]
    many = [str(at) for at in range(100_000)]
    return [
        ("9 steps", wild(STEPS, 1400, 1, jump=0.12, far=3), 0.95),
        ("30 steps", wild(thirty, 4000, 2, jump=0.1, far=4), 0.95),
        ("30 steps, far", wild(thirty, 4000, 3, jump=0.2, far=12), 0.8),
        ("58 steps", wild(sixty, 4000, 4, jump=0.1, far=5), 0.8),
        ("100,000 steps", table([many[at:] + many[:at] for at in (0, 500)]), 0.95),
    ]


def median_ms(run, runs):
    took = []
    for _ in range(runs):
        begun = time.perf_counter()
        run()
        took.append(time.perf_counter() - begun)
    return statistics.median(took) * 1000


def apart(one, two):
    return (
        one[0] + one[2] <= two[0] + 1e-6
        or two[0] + two[2] <= one[0] + 1e-6
        or one[1] + one[3] <= two[1] + 1e-6
        or two[1] + two[3] <= one[1] + 1e-6
    )


def overlaps(drawn):
    boxes = [node.box for node in drawn.nodes] + list(drawn.loop_labels)
    boxes += [line.label for line in drawn.layout.lines]
    return sum(not apart(one, two) for one, two in combinations(boxes, 2))


def maps(runs):
    writing = Writing(
        WORDS,
        lambda node: (WORDS.count(node.figures[0].count),),
        lambda edge: (WORDS.count(edge.figures[0].count), "12.5 d"),
    )
    print(
        f"{'log':14}{'nodes':>6}{'edges':>6}{'shown':>7}{'figures ms':>12}{'map ms':>8}"
        f"{'crossings':>10}{'overlaps':>9}{'width':>7}{'kB':>6}"
    )
    for name, log, share in logs():
        flow = flow_map(log, share=share)
        drawn, part = sheet(flow, writing), flow.shown[0]
        counted = median_ms(lambda log=log, share=share: flow_map(log, share=share), 3)
        drawing = median_ms(lambda flow=flow: process_map(flow), runs)
        print(
            f"{name:14}{len(flow.nodes):6}{len(flow.edges):6}"
            f"{part.cases / part.all_cases:7.0%}{counted:12.1f}{drawing:8.1f}"
            f"{drawn.layout.crossings:10}{overlaps(drawn):9}"
            f"{drawn.layout.width:7.0f}{len(process_map(flow).encode()) / 1000:6.0f}"
        )


def charts(runs):
    log = logs()[1][1]
    for name, draw in (
        ("strips", lambda: strips(log)),
        ("dotted chart", lambda: dotted_chart(log)),
    ):
        size = len(draw().encode()) / 1000
        print(
            f"{name}: {log.events:,} events, {median_ms(draw, runs):.0f} ms, {size:.0f} kB"
        )


def digest():
    one, two = logs()[0][1], logs()[1][1]
    flow = flow_map(two)
    all_of_it = process_map(flow) + compare_maps(compared_map(one, two))
    all_of_it += strips(two) + dotted_chart(two) + repr(text_twin(flow))
    return hashlib.sha256(all_of_it.encode()).hexdigest()


def repeated():
    found = [
        subprocess.run(
            [sys.executable, __file__, "digest"],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "4242")
    ]
    print(f"bytes in 3 processes: {'the same' if len(set(found)) == 1 else 'DIFFER'}")


if __name__ == "__main__":
    if sys.argv[1:] == ["digest"]:
        print(digest())
    else:
        RUNS = int(sys.argv[1]) if len(sys.argv) > 1 else 7
        maps(RUNS)
        charts(RUNS)
        repeated()
