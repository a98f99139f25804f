"""Appends on one database, beside plain rows of the same bytes: `append.py SIZE …`.

measure.py says what is measured and sets the environment. Each way is asked in turn,
each time in a transaction of its own: first the time of its statements alone, then
with BEGIN and COMMIT, which waits for the disk.
"""

import itertools
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parents[2] / "src")]
sys.path.append(str(Path(__file__).resolve().parents[2]))

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, models, transaction  # noqa: E402

from mingjing.base.people.states import Role  # noqa: E402
from mingjing.base.record.actions import record  # noqa: E402
from mingjing.base.record.models import Entry, Head  # noqa: E402
from mingjing.cycle.duties.events import ClaimWithdrawn, DueVerified  # noqa: E402
from mingjing_ledger.canonical import canonical  # noqa: E402
from mingjing_ledger.tree import append, leaf_hash  # noqa: E402
from tests.factories import people  # noqa: E402

ROUNDS, SECONDS = 500, 2.0
NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
SQLITE = connection.vendor == "sqlite"
MARK, AT = ("?", NOW.isoformat(" ")) if SQLITE else ("%s", NOW)
GOAL_RATE = 4_000 if SQLITE else 1_000
COLUMNS = '"index", kind, happened_at, subject, body, leaf_hash'
INSERT = f"INSERT INTO {{}} ({COLUMNS}) VALUES ({', '.join([MARK] * 6)})"
PLAIN, ENTRY = INSERT.format("plain_row"), INSERT.format("record_entry")
LOCKED = "SELECT size, frontier, closed FROM record_head WHERE id = 1" + (
    "" if SQLITE else " FOR UPDATE"
)
GROWN = f"UPDATE record_head SET size = {MARK}, frontier = {MARK} WHERE id = 1"


class Plain(models.Model):
    """The columns and indexes of an entry, without triggers and without a head."""

    index = models.PositiveBigIntegerField(primary_key=True)
    kind = models.CharField(max_length=60, db_index=True)
    happened_at = models.DateTimeField(db_index=True)
    subject = models.CharField(max_length=60, db_index=True)
    body = models.BinaryField()
    leaf_hash = models.BinaryField(max_length=32)

    class Meta:
        app_label = "record"
        db_table = "plain_row"
        managed = False

    def __str__(self) -> str:
        return f"#{self.index}"


def split(frontier: bytes) -> list[bytes]:
    return [frontier[at : at + 32] for at in range(0, len(frontier), 32)]


# -- a log of a size, without waiting for a million commits ---------------------------


def rows(start: int, end: int, frontier: list[bytes]) -> Iterator[tuple[Any, ...]]:
    """Entries as a county writes them; ``frontier`` grows along."""
    for index in range(start, end):
        body = (
            b'{"at":"2026-03-10T09:30:00.000000+00:00","data":{"due":%d},"kind":'
            b'"DueVerified","role":"contact","sealed":{"actor":"%064x","note":"%064x"},'
            b'"subject":"due:%d","v":1}'
        ) % (index, index, index * 7, index)
        leaf = leaf_hash(body)
        frontier[:] = append(frontier, index, leaf)
        yield index, "DueVerified", AT, f"due:{index}", body, leaf


def fill(size: int) -> None:
    """Grow the record and the plain table to ``size``, past the triggers."""
    head = Head.objects.get()
    frontier = split(bytes(head.frontier))
    new = rows(head.size, size, frontier)
    with transaction.atomic(), connection.cursor() as cursor:
        triggers = stop_triggers(cursor)
        driver = connection.connection.cursor()
        if SQLITE:
            driver.executemany(ENTRY, new)
        else:
            with driver.copy(f"COPY record_entry ({COLUMNS}) FROM STDIN") as copy:
                for row in new:
                    copy.write_row(row)
        Head.objects.update(size=size, frontier=b"".join(frontier))
        cursor.execute("DELETE FROM plain_row")
        cursor.execute(
            f"INSERT INTO plain_row ({COLUMNS}) SELECT {COLUMNS} FROM record_entry"
        )
        for words in triggers:
            cursor.execute(words)
    with connection.cursor() as cursor:
        for words in (
            ["PRAGMA wal_checkpoint(TRUNCATE)"]
            if SQLITE
            else ["VACUUM ANALYZE", "CHECKPOINT"]
        ):
            cursor.execute(words)


def stop_triggers(cursor: Any) -> list[str]:
    """Take the triggers off; returns the statements that put them back."""
    if not SQLITE:
        for table in ("record_entry", "record_head"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        return [
            f"ALTER TABLE {table} ENABLE TRIGGER USER"
            for table in ("record_entry", "record_head")
        ]
    cursor.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        " AND tbl_name IN ('record_entry', 'record_head')"
    )
    found = cursor.fetchall()
    for name, _words in found:
        cursor.execute(f"DROP TRIGGER {name}")
    return [words for _name, words in found]


# -- the ways to write one entry ------------------------------------------------------


def ways(size: int) -> dict[str, Callable[[], None]]:
    """By name what writes one entry, the plain INSERT first."""
    places = itertools.count(size + 1_000_000_000)
    body = bytes(Entry.objects.order_by("-index")[0].body)
    leaf = leaf_hash(body)
    actor = people.person_with(Role.CONTACT)
    said = {
        "v": 1,
        "kind": "DueVerified",
        "at": NOW.isoformat(timespec="microseconds"),
        "role": "contact",
        "data": {"due": 305},
        "sealed": {"actor": "0" * 64, "note": "0" * 64},
        "subject": "due:305",
    }

    def plain_sql() -> None:
        row = (next(places), "DueVerified", AT, "due:305", body, leaf)
        connection.connection.cursor().execute(PLAIN, row)

    def plain_model() -> None:
        Plain.objects.create(
            index=next(places),
            kind="DueVerified",
            happened_at=NOW,
            subject="due:305",
            body=body,
            leaf_hash=leaf,
        )

    def by_hand() -> None:
        driver = connection.connection.cursor()
        count, frontier, closed = driver.execute(LOCKED).fetchone()
        assert not closed
        told = canonical(said)
        new = leaf_hash(told)
        row = (count, "DueVerified", AT, "due:305", told, new)
        driver.execute(ENTRY, row)
        grown = b"".join(append(split(bytes(frontier)), count, new))
        driver.execute(GROWN, (count + 1, grown))

    def of_the_clock() -> None:
        record(ClaimWithdrawn(due=305), by=None, now=NOW, subject="due:305")

    def of_a_person() -> None:
        event = DueVerified(due=305, note="材料齐全，核验通过")
        record(event, by=actor, now=NOW, subject="due:305", role="contact")

    return {
        "plain INSERT": plain_sql,
        "plain row by the model": plain_model,
        "library + three statements": by_hand,
        "record(), the clock's act": of_the_clock,
        "record(), a person's with a note": of_a_person,
    }


def timed(way: Callable[[], None]) -> tuple[float, float]:
    """Microseconds of the statements alone, and with BEGIN and COMMIT."""
    began = time.perf_counter()
    with transaction.atomic():
        opened = time.perf_counter()
        way()
        done = time.perf_counter()
    return (done - opened) * 1e6, (time.perf_counter() - began) * 1e6


def rate(way: Callable[[], None]) -> float:
    count, began = 0, time.perf_counter()
    while (spent := time.perf_counter() - began) < SECONDS:
        with transaction.atomic():
            way()
        count += 1
    return count / spent


def measure(size: int) -> tuple[dict[str, float], dict[str, float]]:
    """Print a line a way; returns each way's p50 with COMMIT and its commits a second."""
    found = ways(size)
    spent: dict[str, list[tuple[float, float]]] = {name: [] for name in found}
    for _ in range(ROUNDS):
        for name, way in found.items():
            spent[name].append(timed(way))
    alone, whole = (
        {
            name: statistics.median(one[at] for one in all_)
            for name, all_ in spent.items()
        }
        for at in (0, 1)
    )
    base = "plain INSERT"
    print(f"{size:,} entries{'statements':>32}{'with COMMIT':>19}{'commits/s':>14}")
    rates = {}
    for name, way in found.items():
        rates[name] = rate(way)
        print(
            f"  {name:<33}{alone[name]:6.0f} µs{alone[name] / alone[base]:6.1f} ×"
            f"{whole[name]:8.0f} µs{whole[name] / whole[base]:6.1f} ×"
            f"{rates[name]:10,.0f}",
            flush=True,
        )
    return whole, rates


def without_database() -> None:
    """What the library itself costs: canonical JSON, two hashes, the frontier."""
    head = Head.objects.get()
    frontier, body = split(bytes(head.frontier)), {"kind": "DueVerified", "due": 305}
    sealed = {**body, "sealed": {"actor": "0" * 64, "note": "0" * 64}}
    began = time.perf_counter()
    for _ in range(10_000):
        append(frontier, head.size, leaf_hash(canonical(sealed)))
    print(f"the library alone: {(time.perf_counter() - began) * 100:.0f} µs an entry")


def disk() -> None:
    """How long the disk takes to keep 4 KiB: no commit can be quicker."""
    path, spent = Path(os.environ["MINGJING_DATA"]) / "sync", []
    with path.open("wb", buffering=0) as file:
        for _ in range(ROUNDS):
            began = time.perf_counter()
            file.write(bytes(4096))
            os.fdatasync(file.fileno())
            spent.append((time.perf_counter() - began) * 1e6)
    print(f"the disk alone: {statistics.median(spent):.0f} µs for 4 KiB kept")


def main() -> None:
    if connection.introspection.table_names():
        sys.exit("This database is not empty; name an empty one in DATABASE_URL.")
    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        editor.create_model(Plain)
    print(f"\n{connection.vendor}")
    disk()
    found, rates = {}, {}
    for size in map(int, sys.argv[1:]):
        fill(size)
        found[size], rates = measure(size)
    without_database()
    last, first = max(found), min(found)
    for name in ("record(), the clock's act", "record(), a person's with a note"):
        ratio = found[last][name] / found[last]["plain INSERT"]
        flat = found[last][name] / found[first][name]
        print(
            f"{name}: {ratio:.1f} × the plain INSERT"
            f" (goal 2: {'met' if ratio <= 2 else 'MISSED'}),"
            f" {flat:.2f} × from {first:,} to {last:,},"
            f" {rates[name]:,.0f} commits a second"
            f" (goal {GOAL_RATE:,}: {'met' if rates[name] >= GOAL_RATE else 'MISSED'})"
        )


main()
