"""`profile LOG`: a log at a glance."""

import argparse

from mingjing_analytics.process.console.common import (
    SHOWN,
    Answer,
    command,
    duration,
    more,
    table_of,
)
from mingjing_analytics.process.measures.profile import Profile, profile
from mingjing_analytics.process.worktime import WorkCalendar


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command(commands, "profile", "办件日志的全貌 · a log at a glance")


def run(options: argparse.Namespace, _calendar: WorkCalendar) -> Answer:
    found = profile(table_of(options.log, options.map))
    return found, [] if options.json else _shown(found)


def _shown(found: Profile) -> list[str]:
    lines = [
        f"办件 cases       {found['cases']:>12,}",
        f"事件 events      {found['events']:>12,}",
        f"环节 activities  {found['activities']:>12,}",
        f"走法 variants    {found['variant_count']:>12,}",
    ]
    times = found["case_duration"]
    if times["mean_s"] is not None:
        lines += [
            "",
            f"一半办结于 median        {duration(times['median_s'])}",
            f"十分之九办结于 9 of 10   {duration(times['p90_s'])}",
            f"最长 longest             {duration(times['max_s'])}",
        ]
    lines += ["", "环节 activity"]
    counts = list(found["activity_counts"].items())
    lines += [f"{count:>12,}  {name}" for name, count in counts[:SHOWN]]
    lines += more(len(counts))
    lines += ["", "走法 variants"]
    for variant in found["variants"][:SHOWN]:
        lines.append(f"{variant['cases']:>12,}  {' → '.join(variant['trace'])}")
    lines += more(len(found["variants"]))
    if found["issues"]:
        lines += ["", "要知道的 to know"]
        lines += [f"{issue['place']}: {issue['text']}" for issue in found["issues"]]
    return lines
