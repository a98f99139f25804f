"""What Mingjing brings to a model: the calendar, the law's numbers, the ledger's tree.

Without Django, so that the command line has them at once.
"""

import contextlib
import os
import tempfile
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb

from mingjing_analytics.supervision.engines.snapshot import Snapshot, open_snapshot
from mingjing_analytics.supervision.model import Model
from mingjing_analytics.supervision.tables import dictionary
from mingjing_law.calendar import default_calendar
from mingjing_law.facts import NotInForce, UnknownFact, fact, facts
from mingjing_ledger.tree import append, leaf_hash, root

_FAR = date(2999, 1, 1)
_FOUNDED = date(1949, 10, 1)


def given_tables(model: Model, work: Path) -> dict[str, Snapshot]:
    """The calendar and the numbers of the law, where a model asks for them."""
    found = {}
    for table, rows in {"calendar": _calendar, "legal_limits": _limits}.items():
        if table not in model.types:
            continue
        path = work / f"{table}.parquet"
        columns = dictionary().tables[table].columns
        kinds = ", ".join(f"{name} {column.type}" for name, column in columns.items())
        con = duckdb.connect(config={"threads": 1})
        try:
            con.execute(f"create table given ({kinds})")
            cells = ", ".join("?" * len(columns))
            con.executemany(f"insert into given values ({cells})", rows())  # noqa: S608 - marks
            whole = "select *, row_number() over () as _row, '' as _sheet from given"
            con.execute(f"copy ({whole}) to '{path}' (format parquet)")
        finally:
            con.close()
        found[table] = open_snapshot(path)
    return found


def _calendar() -> list[list[object]]:
    """Each day of the years whose holiday notice is known."""
    calendar = default_calendar()
    rows: list[list[object]] = []
    number = 0
    for year in sorted(calendar.years):
        day = date(year, 1, 1)
        while day.year == year:
            working = calendar.is_working_day(day)
            number += working
            off = not working and calendar.name_of(day) is not None
            rows.append([day, working, off, day.isoweekday(), number])
            day += timedelta(days=1)
    return rows


def _limits() -> list[list[object]]:
    return [
        [
            each.id,
            Decimal(str(each.limit.n)),
            each.in_force_from or _FOUNDED,
            each.ended_on or _FAR,
        ]
        for each in facts().values()
        if isinstance(each.limit.n, int | float)
    ]


def number_of_the_law(fact_id: str, on: date) -> int | None:
    """The number that a fact gives on a day; none where it is not in force."""
    try:
        said = fact(fact_id, on).limit.n
    except (NotInForce, UnknownFact):
        return None
    return int(said) if isinstance(said, int | float) else None


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The Merkle root of leaves as the ledger computes it."""
    frontier: list[bytes] = []
    for number, leaf in enumerate(leaves):
        frontier = append(frontier, number, leaf_hash(leaf))
    return root(frontier)


def key_at(place: Path) -> bytes:
    """The county's own key: made once, readable by the site alone, kept in its backup."""
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        # Written aside and linked: of two who make it at once one key stays, whole.
        descriptor, aside = tempfile.mkstemp(dir=place.parent)
        with os.fdopen(descriptor, "wb") as file:
            file.write(os.urandom(32))
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(aside, place)
        Path(aside).unlink()
    return place.read_bytes()
