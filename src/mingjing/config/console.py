"""What the launcher forwards to: `process …`, with the working days of the law.

The library takes its calendar as data and knows no notice of the State Council; here
the two meet, without Django, so that a large log starts at once.
"""

import contextlib
import gc
import os
import sys

from mingjing.insight.approvals.states.hours import office_calendar
from mingjing_analytics.process.console import main


def run(arguments: list[str]) -> int:
    if arguments[:1] != ["process"]:
        print("用法 usage: mingjing process …", file=sys.stderr)
        return 2
    return main(arguments[1:], office_calendar())


if __name__ == "__main__":
    gc.disable()  # one log, then the process ends: nothing needs collecting
    code = 0
    with contextlib.suppress(BrokenPipeError):  # `… | head` has read enough
        code = run(sys.argv[1:])
        sys.stdout.flush()
        os._exit(code)  # nothing is left to do, and much memory to give back one by one
    os._exit(0)
