"""The commands of the library: `python -m mingjing_law clock` and `calendar`."""

import sys

from mingjing_law.cli import main

sys.exit(main(sys.argv[1:]))
