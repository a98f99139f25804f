"""What the launcher forwards to: the name of a library part and its arguments."""

import sys

from mingjing_analytics.process import cli as process


def main(arguments: list[str]) -> int:
    parts = {"process": process.main}
    if not arguments or arguments[0] not in parts:
        print(f"用法 usage: mingjing {'|'.join(parts)} …", file=sys.stderr)
        return 2
    return parts[arguments[0]](arguments[1:])
