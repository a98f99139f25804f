"""`process profile LOG [--map FILE] [--json]`: what the launcher forwards to."""

import argparse
import json
import sys
from pathlib import Path

from mingjing_analytics.process.measures.profile import Profile, profile
from mingjing_analytics.process.reading import mapping
from mingjing_analytics.process.reading.files import read_log
from mingjing_analytics.process.reading.refusal import Unreadable
from mingjing_analytics.process.table import EventTable, sort

_SHOWN = 12  # rows of a list on a screen; --json has them all


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="mingjing process")
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("profile", help="办件日志的全貌 · a log at a glance")
    command.add_argument("log", type=Path)
    command.add_argument("--map", type=Path, help="列对应 JSON · which column is what")
    command.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    try:
        found = profile(_table(options.log, options.map))
    except Unreadable as error:
        print(f"{error.zh}\n{error.en}", file=sys.stderr)
        return 2
    except OSError as error:
        name = error.filename or options.log
        print(f"打不开 {name}：{error.strerror}", file=sys.stderr)
        print(f"Cannot open {name}: {error.strerror}", file=sys.stderr)
        return 2
    if options.json:
        print(json.dumps(found, ensure_ascii=False))
    else:
        print("\n".join(_shown(found)))
    return 0


def _table(log: Path, map_file: Path | None) -> EventTable:
    given = mapping.NOTHING
    if map_file:
        try:
            given = mapping.from_json(map_file.read_text(encoding="utf-8-sig"))
        except UnicodeDecodeError:
            raise Unreadable(
                "列对应文件不是 UTF-8。", "The mapping file is not UTF-8."
            ) from None
    return sort(read_log(log, given))


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
            f"一半办结于 median        {_days(times['median_s'])}",
            f"十分之九办结于 9 of 10   {_days(times['p90_s'])}",
            f"最长 longest             {_days(times['max_s'])}",
        ]
    lines += ["", "环节 activity"]
    counts = list(found["activity_counts"].items())
    lines += [f"{count:>12,}  {name}" for name, count in counts[:_SHOWN]]
    lines += _more(len(counts))
    lines += ["", "走法 variants"]
    for variant in found["variants"][:_SHOWN]:
        lines.append(f"{variant['cases']:>12,}  {' → '.join(variant['trace'])}")
    lines += _more(len(found["variants"]))
    if found["issues"]:
        lines += ["", "要知道的 to know"]
        lines += [f"{issue['place']}: {issue['text']}" for issue in found["issues"]]
    return lines


def _more(total: int) -> list[str]:
    rest = total - _SHOWN
    return (
        [f"              另有 {rest:,} 种 · {rest:,} more: --json"] if rest > 0 else []
    )


def _days(seconds: float) -> str:
    if seconds < 3600:
        return f"{seconds / 60:8.1f} 分钟 min"
    if seconds < 86400:
        return f"{seconds / 3600:8.1f} 小时 h"
    return f"{seconds / 86400:8.1f} 天 d"
