"""The commands without the launcher."""

import sys

from mingjing_analytics.supervision.console import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
