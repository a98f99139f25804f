"""Runs a witness: python -m mingjing.base.ledger.witness FOLDER --name NAME."""

import argparse
import contextlib
import sys
from pathlib import Path

from mingjing.base.ledger.witness.keep import CannotServe
from mingjing.base.ledger.witness.server import serve


def main() -> None:
    asked = argparse.ArgumentParser(prog="witness", description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--name", default="", help="only at the first start")
    asked.add_argument("--host", default="127.0.0.1")
    asked.add_argument("--port", type=int, default=8100)
    told = asked.parse_args()
    try:
        with contextlib.suppress(KeyboardInterrupt):
            serve(told.folder, told.host, told.port, told.name)
    except CannotServe as reason:
        sys.exit(str(reason))
    except OSError as reason:
        sys.exit(f"{reason.filename or told.host}: {reason.strerror}")


main()
