import contextlib
import gc
import os
import sys

from mingjing_analytics.cli import main

gc.disable()  # one log, then the process ends: nothing needs collecting
code = 0
with contextlib.suppress(BrokenPipeError):  # `… | head` has read enough
    code = main(sys.argv[1:])
    sys.stdout.flush()
    os._exit(code)  # nothing is left to do, and much memory to give back one by one
os._exit(0)
