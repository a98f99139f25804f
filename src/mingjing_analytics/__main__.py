import gc
import sys

from mingjing_analytics.cli import main

gc.disable()  # one log, then the process ends: nothing needs collecting
sys.exit(main(sys.argv[1:]))
