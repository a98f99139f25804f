"""One task of PM4Py (AGPL) or r4pm, by an interpreter that has them. Not of the project."""

import json
import random
import re
import sys
import time
import warnings
from datetime import datetime, timedelta
from pathlib import Path

warnings.filterwarnings("ignore")


def peak():
    """MB at most so far; unlike getrusage's it is not inherited from who started us."""
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024


def timed(work):
    cpu, wall = time.process_time(), time.perf_counter()
    result = work()
    return result, [time.process_time() - cpu, time.perf_counter() - wall]


def pm4py_xes(path):
    # Its own reader, the one it takes where no compiled one is installed beside it.
    import pm4py

    before = peak()
    frame, taken = timed(lambda: pm4py.read_xes(path, variant="iterparse"))
    return {"read": taken, "growth": peak() - before, "events": len(frame)}


def r4pm_xes(path):
    import r4pm

    before = peak()
    found, taken = timed(lambda: r4pm.df.import_xes(path))
    frame = found[0] if isinstance(found, tuple) else found
    return {"read": taken, "growth": peak() - before, "events": len(frame)}


def _frame(path):
    import pandas
    import pm4py

    if path.endswith(".csv"):
        frame = pandas.read_csv(path)
    else:
        frame = pandas.read_parquet(path)
    return pm4py.format_dataframe(
        frame, case_id="case_id", activity_key="activity", timestamp_key="timestamp"
    )


def pm4py_table(path):
    import pandas  # noqa: F401 -- not counted: it is the import
    import pm4py  # noqa: F401

    before = peak()
    frame, taken = timed(lambda: _frame(path))
    return {"read": taken, "growth": peak() - before, "events": len(frame)}


def pm4py_report(path):
    import pm4py

    frame = _frame(path).rename(columns={"resource": "org:resource"})
    found = {}
    (pairs, _s, _e), found["dfg"] = timed(lambda: pm4py.discover_dfg(frame))
    _, found["timed dfg"] = timed(lambda: pm4py.discover_performance_dfg(frame))
    ways, found["variants"] = timed(lambda: pm4py.get_variants(frame))
    _, found["durations"] = timed(lambda: pm4py.get_all_case_durations(frame))
    _, found["rework"] = timed(lambda: pm4py.get_rework_cases_per_activity(frame))
    _, found["hand-over"] = timed(
        lambda: pm4py.discover_handover_of_work_network(frame)
    )
    found["peak"], found["pairs"] = peak(), int(sum(pairs.values()))
    found["ways"] = len(ways)
    return found


def r4pm_report(path):
    import polars
    import r4pm

    frame = polars.read_parquet(path).rename(
        {
            "case_id": "case:concept:name",
            "activity": "concept:name",
            "timestamp": "time:timestamp",
        }
    )
    log = r4pm.import_item_from_df("EventLog", frame)
    found = {}
    _, found["dfg"] = timed(lambda: r4pm.bindings.discover_dfg(log))
    _, found["variants"] = timed(lambda: r4pm.bindings.get_variants(log))
    found["peak"] = peak()
    return found


def pm4py_worktime(rows):
    # Its calendar of slots, asked pair by pair; a thousandth of the rows, scaled.
    from pm4py.util.business_hours import BusinessHours

    size = int(rows) // 1000
    day = 86_400
    slots = [
        (d * day + begin * 3600, d * day + end * 3600)
        for d in range(5)
        for begin, end in ((9, 12), (13, 18))
    ]
    chance = random.Random(1)
    first = datetime(2020, 1, 1)
    pairs = []
    for _ in range(size):
        start = first + timedelta(seconds=chance.randrange(1500 * day))
        pairs.append((start, start + timedelta(seconds=chance.randrange(30 * day))))

    def work():
        for start, end in pairs:
            BusinessHours(start, end, business_hour_slots=slots).get_seconds()

    _, taken = timed(work)
    return {"working time": [each * 1000 for each in taken]}


TASKS = {
    "pm4py-xes": pm4py_xes,
    "r4pm-xes": r4pm_xes,
    "pm4py-table": pm4py_table,
    "pm4py-report": pm4py_report,
    "r4pm-report": r4pm_report,
    "pm4py-worktime": pm4py_worktime,
}

if __name__ == "__main__":
    print(json.dumps(TASKS[sys.argv[1]](sys.argv[2])))
