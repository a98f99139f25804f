#!/usr/bin/env python3
"""What reading and counting an event log costs, and how that compares.

    .venv/bin/python benchmarks/process [ROWS] [--rounds N] [--peers PYTHON] [--growth]

Each task runs in a process of its own, ours and the others' in turn; printed are medians
and ratios of CPU seconds, because machines differ and are busy. PYTHON is an interpreter
that has pm4py and r4pm; without it ours is set beside sorting as many numbers.
--growth reads 1, 10 and 50 million rows.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import logs  # noqa: E402 -- beside this file

CASES = 24_000  # about 70 MB of XES
SHARED = ("dfg", "variants")  # of the report, what r4pm has too


def asked():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rows", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", type=Path)
    parser.add_argument("--growth", action="store_true")
    return parser.parse_args()


class Bench:
    def __init__(self, options):
        self.options = options

    def ours(self, task, what):
        return self._run(sys.executable, "ours.py", task, what)

    def peer(self, task, what):
        if not self.options.peers:
            return None
        return self._run(self.options.peers, "peers.py", task, what)

    def _run(self, python, script, task, what):
        command = [str(python), str(HERE / script), task, str(what)]
        env = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
        done = subprocess.run(
            command, check=False, capture_output=True, text=True, env=env
        )
        if done.returncode:
            sys.exit(f"{' '.join(command)}\n{done.stderr[-2000:]}")
        return json.loads(done.stdout.splitlines()[-1])

    def beside(self, task, what, peers):
        """Ours and each peer in turn, so that a busy moment meets all of them."""
        found = {name: [] for name in ("ours", *peers)}
        for _round in range(self.options.rounds):
            found["ours"].append(self.ours(task, what))
            for name in peers:
                if (one := self.peer(name, what)) is not None:
                    found[name].append(one)
        return {name: rows for name, rows in found.items() if rows}


def cpu(rows, *names):
    """Median over the rounds of the CPU seconds of these parts together."""
    return statistics.median(sum(row[name][0] for name in names) for row in rows)


def middle(rows, name):
    return statistics.median(row[name] for row in rows)


def said(what, ours, peers, goals, unit="CPU s"):
    line = f"{what:34}{ours:9.3f} {unit}"
    for name, value in peers.items():
        goal = goals.get(name)
        ratio = value / ours if ours else float("inf")
        word = (
            ""
            if goal is None
            else f" (goal ≥ {goal}: {'met' if ratio >= goal else 'MISSED'})"
        )
        line += f"   {name} {value:.2f} = {ratio:.1f} ×{word}"
    print(line, flush=True)


def reading(bench, folder):
    path = folder / "log.xes"
    logs.xes(path, CASES)
    found = bench.beside("read", path, ("pm4py-xes", "r4pm-xes"))
    own, others = found.pop("ours"), found
    size = path.stat().st_size / 1e6
    print(f"XES of {size:.0f} MB, {own[0]['events']:,} events")
    for rows in others.values():
        if rows[0]["events"] != own[0]["events"]:
            sys.exit("A peer counts other events.")
    said(
        "  read and sorted",
        cpu(own, "read"),
        {name: cpu(rows, "read") for name, rows in others.items()},
        {"pm4py-xes": 15, "r4pm-xes": 2},
    )
    said(
        "  memory growth",
        middle(own, "growth"),
        {name: middle(rows, "growth") for name, rows in others.items()},
        {"r4pm-xes": 2},
        "MB",
    )
    path.unlink()


def loading(bench, csv, parquet):
    for path in (csv, parquet):
        found = bench.beside("read", path, ("pm4py-table",))
        own, others = found.pop("ours"), found
        print(f"{path.suffix[1:]}, {own[0]['events']:,} rows to a sorted table")
        said(
            "  read and sorted",
            cpu(own, "read"),
            {name: cpu(rows, "read") for name, rows in others.items()},
            {"pm4py-table": 4},
        )
        said(
            "  memory growth (goal 1,600 at 10 M)",
            middle(own, "growth"),
            {name: middle(rows, "growth") for name, rows in others.items()},
            {},
            "MB",
        )


def counting(bench, parquet):
    found = bench.beside("report", parquet, ("pm4py-report", "r4pm-report"))
    own = found.pop("ours")
    parts = [name for name in own[0] if isinstance(own[0][name], list)]
    print(f"report on a loaded table, {own[0]['ways']:,} variants")
    for name, rows in found.items():
        same = [part for part in parts if part in rows[0]]
        goal = 20 if name == "pm4py-report" else 5
        said(
            f"  {' + '.join(same) if len(same) < 4 else 'all of it'}",
            cpu(own, *same),
            {name: cpu(rows, *same)},
            {name: goal},
        )
        if "pairs" in rows[0] and rows[0]["pairs"] != own[0]["pairs"]:
            sys.exit("A peer counts other pairs.")
    for part in parts:
        print(f"    {part:30}{cpu(own, part):9.3f} CPU s")
    reopened = bench.beside("reopen", parquet, ())["ours"]
    wall = statistics.median(row["reopen"][1] for row in reopened)
    print(f"  kept table ready again            {wall:9.3f} s (goal 0.1)")


def kernels(bench, rows):
    own = bench.beside("kernels", rows, ())["ours"]
    yard = cpu(own, "sort")
    print(f"kernels, {rows:,} pairs; sorting as many numbers takes {yard:.2f} CPU s")
    peer = bench.peer("pm4py-worktime", rows)
    others = {"pm4py": cpu([peer], "working time")} if peer else {}
    said("  working time", cpu(own, "working time"), others, {"pm4py": 300})
    taken = cpu(own, "overtaking")
    allowed = 12 * rows / 10_000_000
    print(
        f"  overtaking in 2,000 queues      {taken:9.3f} CPU s = {taken / yard:.1f} × "
        f"sorting (goal {allowed:.1f} s: {'met' if taken <= allowed else 'MISSED'})"
    )


def growth(bench, folder):
    print("growth, Parquet: read and sorted, then all measures")
    before = None
    for rows in (1_000_000, 10_000_000, 50_000_000):
        _csv, parquet = logs.tables(folder, rows)
        read, report = bench.ours("read", parquet), bench.ours("report", parquet)
        both = (
            read["read"][0],
            sum(value[0] for value in report.values() if isinstance(value, list)),
        )
        times = (
            ""
            if before is None
            else "".join(
                f"  × {now / was:.1f}" for now, was in zip(both, before, strict=True)
            )
        )
        print(
            f"  {rows:>11,} rows {both[0]:7.2f} + {both[1]:6.2f} CPU s, "
            f"peak {report['peak'] / 1024:.2f} GB{times}",
            flush=True,
        )
        before = both
        parquet.unlink()
        _csv.unlink()


def main():
    options = asked()
    bench = Bench(options)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if options.growth:
            growth(bench, folder)
            return
        reading(bench, folder)
        csv, parquet = logs.tables(folder, options.rows)
        loading(bench, csv, parquet)
        counting(bench, parquet)
        kernels(bench, options.rows)


if __name__ == "__main__":
    main()
