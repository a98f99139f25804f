"""`model list|new|test|run|explain|docs …`: what the launcher forwards to."""

import argparse
import json
import sys

from mingjing_analytics.supervision.console import running, testing, writing
from mingjing_analytics.supervision.console.answers import Given
from mingjing_analytics.supervision.refusal import Refused

_PARTS = (testing, running, writing)


def main(arguments: list[str], given: Given) -> int:
    """Answer one command; 2 where something cannot be taken, said in both languages."""
    parser = argparse.ArgumentParser(prog="mingjing model")
    commands = parser.add_subparsers(dest="command", required=True)
    for part in _PARTS:
        part.add(commands)
    options = parser.parse_args(arguments)
    try:
        found, lines, code = options.answer(options, given)
    except Refused as error:
        print(f"{error.zh}\n{error.en}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"打不开 {error.filename}：{error.strerror}", file=sys.stderr)
        print(f"Cannot open {error.filename}: {error.strerror}", file=sys.stderr)
        return 2
    print(json.dumps(found, ensure_ascii=False) if options.json else "\n".join(lines))
    return int(code)
