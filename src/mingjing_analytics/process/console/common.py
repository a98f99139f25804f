"""What the commands share: a log from a file, and words for a terminal."""

import argparse
from pathlib import Path
from typing import Any

from mingjing_analytics.process.reading import mapping
from mingjing_analytics.process.reading.files import read_log
from mingjing_analytics.process.reading.refusal import Unreadable
from mingjing_analytics.process.table import EventTable, sort

SHOWN = 12  # rows of a list on a screen; --json has them all
SEED = 20261  # figures that rest on chance are the same whenever they are counted

Answer = tuple[dict[str, Any], list[str]]  # for --json, and for the screen


def command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    told: str,
    logs: tuple[str, ...] = ("log",),
) -> argparse.ArgumentParser:
    """A command that reads logs and answers on the screen or as JSON."""
    parser = commands.add_parser(name, help=told, description=told)
    for log in logs:
        parser.add_argument(log, type=Path)
    parser.add_argument("--map", type=Path, help="列对应 JSON · which column is what")
    parser.add_argument("--json", action="store_true")
    return parser


def table_of(log: Path, map_file: Path | None) -> EventTable:
    """Read and sort a log. Raises Unreadable and OSError."""
    given = mapping.from_json(text_of(map_file)) if map_file else mapping.NOTHING
    return sort(read_log(log, given))


def text_of(file: Path) -> str:
    """A text file that somebody wrote. Raises Unreadable and OSError."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(
            f"{file.name} 不是 UTF-8。", f"{file.name} is not UTF-8."
        ) from None


def more(total: int) -> list[str]:
    """The line that says how many rows a screen left out."""
    rest = total - SHOWN
    return (
        [f"              另有 {rest:,} 种 · {rest:,} more: --json"] if rest > 0 else []
    )


def duration(seconds: float | None) -> str:
    """Seconds as a person reads them."""
    if seconds is None:
        return "       —"
    if seconds < 3600:
        return f"{seconds / 60:8.1f} 分钟 min"
    if seconds < 86400:
        return f"{seconds / 3600:8.1f} 小时 h"
    return f"{seconds / 86400:8.1f} 天 d"


def share(value: float | None) -> str:
    """A share in percent."""
    return "—" if value is None else f"{value:.1%}"
