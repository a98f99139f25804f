"""`outline FILE [--json]`: what the launcher forwards to."""

import argparse
import json
import sys
from pathlib import Path

from mingjing_documents.model import Unreadable
from mingjing_documents.outline import read_outline, shown


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="mingjing")
    commands = parser.add_subparsers(dest="command", required=True)
    outline = commands.add_parser("outline", help="the outline of an official document")
    outline.add_argument("file", type=Path)
    outline.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    try:
        found = read_outline(options.file)
    except Unreadable as error:
        print(f"{error.zh}\n{error.en}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"打不开 {options.file}：{error.strerror}", file=sys.stderr)
        print(f"Cannot open {options.file}: {error.strerror}", file=sys.stderr)
        return 2
    if options.json:
        print(json.dumps(found.to_json(), ensure_ascii=False))
    else:
        print("\n".join(shown(found)))
    return 0
