"""`compare LOG SECOND` or `compare LOG --at DAY`: two logs side by side."""

import argparse
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from mingjing_analytics.process.console.common import (
    SEED,
    SHOWN,
    Answer,
    command,
    duration,
    more,
    share,
    table_of,
)
from mingjing_analytics.process.measures.compare import (
    Beside,
    Change,
    Comparison,
    compare,
    split,
)
from mingjing_analytics.process.reading.refusal import Unreadable
from mingjing_analytics.process.worktime import WorkCalendar


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    told = "两份日志或同一日志的前后 · two logs, or one before and after a day"
    parser = command(commands, "compare", told)
    parser.add_argument("second", type=Path, nargs="?")
    parser.add_argument("--at", metavar="YYYY-MM-DD", help="从哪一天分开 · split here")


def run(options: argparse.Namespace, calendar: WorkCalendar) -> Answer:
    if (options.second is None) == (options.at is None):
        raise Unreadable(
            "要么给第二份日志，要么用 --at 写明从哪一天分开。",
            "Give a second log, or the day to split at with --at.",
        )
    first = table_of(options.log, options.map)
    if options.second:
        second = table_of(options.second, options.map)
    else:
        first, second = split(first, _moment(options.at, calendar))
    for word, table in (("前 first", first), ("后 second", second)):
        if not table.cases:
            raise Unreadable(
                f"“{word.split()[0]}”一边没有办件，没有可比的。",
                f"There are no cases on the {word.split()[1]} side to compare.",
            )
    found = compare(first, second, seed=SEED)
    return asdict(found), _shown(found)


def _moment(day: str, calendar: WorkCalendar) -> int:
    """The beginning of a local day, µs UTC."""
    try:
        midnight = datetime.fromisoformat(f"{day}T00:00:00+00:00")
    except ValueError:
        raise Unreadable(
            f"“{day}”不是 2026-07-01 这样的日期。", f"{day} is no date like 2026-07-01."
        ) from None
    return int((midnight.timestamp() - calendar.offset) * 1_000_000)


def _shown(found: Comparison) -> list[str]:
    lines = [
        f"办件 cases  {found.cases[0]:,} → {found.cases[1]:,}",
        _change("一半办结于 median", found.half),
        _change("十分之九 nine of ten", found.most),
        "",
        "每件几次 times per case",
    ]
    lines += [_beside(row) for row in found.activities[:SHOWN]]
    lines += [*more(len(found.activities)), "", "先后 directly follows, per case"]
    lines += [_beside(row) for row in found.pairs[:SHOWN]]
    lines += [*more(len(found.pairs)), "", "走法 variants, share of cases"]
    for way in found.ways[:SHOWN]:
        trace = " → ".join(way.trace)
        lines.append(f"  {share(way.first):>7} → {share(way.second):>7}  {trace}")
    lines += more(len(found.ways))
    return [
        *lines,
        "",
        "没办完的按已经过去的算；办件的种类可能不同，前后不同不等于改革见效。",
        "Open cases count with the time so far, and the kinds of cases may differ:",
        "a difference is not yet the effect of a reform.",
    ]


def _change(name: str, change: Change) -> str:
    line = f"{name}  {duration(change.first_s)} → {duration(change.second_s)}"
    if change.change is None or change.low is None or change.high is None:
        return line
    return f"{line}  {change.change:+.0%} ({change.low:+.0%} – {change.high:+.0%})"


def _beside(row: Beside) -> str:
    name = " → ".join(row.name)
    line = f"  {row.first:6.2f} → {row.second:6.2f}  {name}"
    if row.first_s is None and row.second_s is None:
        return line
    return f"{line}  {duration(row.first_s).strip()} → {duration(row.second_s).strip()}"
