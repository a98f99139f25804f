"""`process profile|compare|fairness|conform|whatif LOG …`: what the launcher forwards to."""

import argparse
import json
import sys

from mingjing_analytics.process.console import (
    compare,
    conform,
    fairness,
    profile,
    whatif,
)
from mingjing_analytics.process.reading.refusal import Unreadable
from mingjing_analytics.process.worktime import WorkCalendar

_COMMANDS = {
    "profile": profile,
    "compare": compare,
    "fairness": fairness,
    "conform": conform,
    "whatif": whatif,
}


def main(arguments: list[str], calendar: WorkCalendar) -> int:
    """Answer one command; 2 where a file cannot be read, said in both languages."""
    parser = argparse.ArgumentParser(prog="mingjing process")
    commands = parser.add_subparsers(dest="command", required=True)
    for part in _COMMANDS.values():
        part.add(commands)
    options = parser.parse_args(arguments)
    try:
        found, lines = _COMMANDS[options.command].run(options, calendar)
    except Unreadable as error:
        print(f"{error.zh}\n{error.en}", file=sys.stderr)
        return 2
    except OSError as error:
        name = error.filename or options.log
        print(f"打不开 {name}：{error.strerror}", file=sys.stderr)
        print(f"Cannot open {name}: {error.strerror}", file=sys.stderr)
        return 2
    print(json.dumps(found, ensure_ascii=False) if options.json else "\n".join(lines))
    return 0
