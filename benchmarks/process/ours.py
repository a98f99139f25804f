"""One task of ours in a process of its own: CPU and wall seconds, and memory."""

import json
import re
import sys
import time
from datetime import date
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))
from mingjing_analytics.process.measures import cases, flow
from mingjing_analytics.process.measures.variants import variants
from mingjing_analytics.process.queues import order_of_service
from mingjing_analytics.process.reading.files import read_log
from mingjing_analytics.process.store import pack, unpack
from mingjing_analytics.process.table import sort
from mingjing_analytics.process.worktime import WorkCalendar

OFFICE = ((9 * 3600, 12 * 3600), (13 * 3600, 18 * 3600))


def peak():
    """MB at most so far; unlike getrusage's it is not inherited from who started us."""
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024


def timed(work):
    cpu, wall = time.process_time(), time.perf_counter()
    result = work()
    taken = [time.process_time() - cpu, time.perf_counter() - wall]
    return result, taken


def loaded(path):
    return sort(read_log(Path(path)))


def read(path):
    before = peak()
    table, taken = timed(lambda: loaded(path))
    return {
        "read": taken,
        "growth": peak() - before,
        "events": table.events,
        "cases": table.cases,
    }


def report(path):
    table = loaded(path)
    found = {}
    grouped, found["variants"] = timed(lambda: variants(table))
    pairs, found["dfg"] = timed(lambda: flow.directly_follows(table))
    for name, work in (
        ("ends", lambda: flow.starts_and_ends(table)),
        ("timed dfg", lambda: flow.timed_directly_follows(table)),
        ("durations", lambda: cases.durations(table)),
        ("rework", lambda: cases.rework(grouped, len(table.activity_names))),
        ("hand-over", lambda: flow.handovers(table)),
    ):
        _result, found[name] = timed(work)
    found["peak"] = peak()
    found["pairs"] = int(pairs.count.sum())
    found["ways"] = len(grouped.counts)
    return found


def reopen(path):
    kept = Path(path).with_suffix(".kept")
    kept.write_bytes(pack(loaded(path)))
    table, taken = timed(lambda: unpack(kept))
    kept.unlink()
    return {"reopen": taken, "events": table.events}


def kernels(rows):
    chance = np.random.default_rng(20261123)
    size = int(rows)
    start = chance.integers(1_100_000_000, 1_700_000_000, size) * 1_000_000
    end = start + chance.integers(0, 30 * 86_400, size) * 1_000_000
    queue = chance.integers(0, 2000, size)
    days = WorkCalendar(date(2004, 1, 1), chance.random(9000) < 0.68, OFFICE)
    _, ready = timed(lambda: np.sort(start))
    _, working = timed(lambda: days.between(start, end))
    _, passing = timed(lambda: order_of_service(queue, start, end))
    return {"sort": ready, "working time": working, "overtaking": passing}


TASKS = {"read": read, "report": report, "reopen": reopen, "kernels": kernels}

if __name__ == "__main__":
    print(json.dumps(TASKS[sys.argv[1]](sys.argv[2])))
