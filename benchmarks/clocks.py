"""Deadlines a second, one by one and over arrays: `python benchmarks/clocks.py`.

Prints one line a rule: how many due days a second each form computes, and the ratio.
"""

import random
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from mingjing_law.calendar import load_calendar
from mingjing_law.clocks import due, from_fact
from mingjing_law.facts import FACTS, load_facts
from mingjing_law.vector import due_many

RULES = ("GIO-33-answer", "PET-34-finish", "REP-21-assigned", "MAD-16-hearing")
SCALAR, ARRAY = 20_000, 1_000_000


def main() -> None:
    begun = time.perf_counter()
    calendar = load_calendar()
    loaded = time.perf_counter()
    count = len(load_facts(FACTS))
    print(f"calendar loaded in {(loaded - begun) * 1000:.0f} ms")
    print(f"{count} facts loaded in {(time.perf_counter() - loaded) * 1000:.0f} ms")
    chance = random.Random(1)
    first = date(2024, 1, 1)
    starts = [first + timedelta(chance.randrange(1000)) for _ in range(ARRAY)]
    days = np.array(starts, "datetime64[D]")
    print(f"{'rule':<18}{'one by one/s':>14}{'array/s':>14}{'ratio':>8}")
    for name in RULES:
        rule = from_fact(name)
        begun = time.perf_counter()
        for start in starts[:SCALAR]:
            due(rule, start, calendar)
        scalar = SCALAR / (time.perf_counter() - begun)
        begun = time.perf_counter()
        due_many(days, rule, calendar)
        array = ARRAY / (time.perf_counter() - begun)
        print(f"{name:<18}{scalar:>14,.0f}{array:>14,.0f}{array / scalar:>7.0f}×")
    deadline = due(from_fact("GIO-33-answer"), first, calendar)
    begun = time.perf_counter()
    for _ in range(SCALAR // 10):
        assert deadline.explanation_zh
    each = (time.perf_counter() - begun) / (SCALAR // 10)
    print(f"an explanation in {each * 1e6:.0f} µs")


main()
