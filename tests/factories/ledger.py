"""A log of acts with a key of its own, in a folder of the test."""

from datetime import UTC, date, datetime

from django.db import connection, transaction

from mingjing.base.ledger.models import Checkpoint
from mingjing.base.ledger.signing import heads, keys
from mingjing.base.people.events import UnitEnded
from mingjing.base.record.actions import record
from mingjing.base.record.models import Entry
from mingjing_ledger.tree import append
from tests.support.guards import guards_lifted

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
NAME = "county.example/ledger"


def act(number: int, *, subject: str = "", by=None, now=NOW) -> Entry:
    with transaction.atomic():
        event = UnitEnded(unit=number, ended_on=date(2026, 3, 1), note="并入")
        return record(event, by=by, now=now, subject=subject or f"unit:{number}")


def acts(count: int) -> None:
    for number in range(count):
        act(number)


def sign(*, now=NOW) -> Checkpoint | None:
    with heads.alone():
        return heads.sign(keys.read_signers(), now=now)


def forget(size):
    """As a restore from an older copy would: entries, head and signed heads are gone."""
    kept = Entry.objects.filter(index__lt=size).order_by("index")
    frontier = []
    for at, entry in enumerate(kept):
        frontier = append(frontier, at, bytes(entry.leaf_hash))
    with guards_lifted(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_cosignature")
        cursor.execute("DELETE FROM ledger_checkpoint WHERE size > %s", [size])
        cursor.execute("DELETE FROM record_opening")
        cursor.execute('DELETE FROM record_entry WHERE "index" >= %s', [size])
        cursor.execute(
            "UPDATE record_head SET size = %s, frontier = %s",
            [size, b"".join(frontier)],
        )
