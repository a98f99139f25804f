#!/usr/bin/env python3
"""Whether before/after keeps its level and finds the truth, and what-if foretells it.

.venv/bin/python benchmarks/reform [RUNS] [CENTRES]
"""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parent))
from drawn import by_cases, by_series
from played import centre, foretold

RUNS = int(sys.argv[1]) if len(sys.argv) > 1 else 500
CENTRES = int(sys.argv[2]) if len(sys.argv) > 2 else 30


def main():
    began = time.process_time()
    by_series(RUNS)
    by_cases(RUNS)
    centre(CENTRES)
    foretold(CENTRES)
    print(f"{time.process_time() - began:.0f} CPU s in all")


if __name__ == "__main__":
    main()
