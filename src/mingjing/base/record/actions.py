import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import transaction

from mingjing.base.record.events import Event
from mingjing.base.record.models import Entry
from mingjing_ledger.canonical import canonical, commitment
from mingjing_ledger.tiles import MOST_ENTRY
from mingjing_ledger.tree import append, leaf_hash, split

if TYPE_CHECKING:
    from mingjing.base.people.models import Person

SYSTEM = "system"  # the clock itself acts: a due falls open, a calendar is replaced


class RecordedOutsideTransaction(Exception):
    """The deed and its record must commit together."""


class RecordClosed(Exception):
    """The record waits for two people to say how it goes on; nothing can be done."""

    def __str__(self) -> str:
        return "The record is closed (page /ledger/recovery/); nothing was done."


class Sealed(NamedTuple):
    """What becomes an Opening: words, and the salt of their commitment."""

    field: str
    salt: bytes
    value: str
    person_id: int | None = None


class EntryTooLong(ValueError):
    """An entry must fit a bundle of the ledger's files."""


def record(
    event: Event,
    *,
    by: "Person | None",
    now: datetime,
    subject: str = "",
    role: str = "",
) -> Entry:
    """Append one entry to the ledger, in the caller's transaction.

    ``subject`` is "type:id" of what the entry is about ("due:317"); ``role`` is the
    hat the person wore. The person is recorded as a salted commitment only.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RecordedOutsideTransaction
    openings = [
        Sealed(name, secrets.token_bytes(16), words)
        for name, words in event.private_fields().items()
    ]
    if by is not None:
        openings.append(Sealed("actor", secrets.token_bytes(16), str(by.pk), by.pk))
    body = _body(event, openings, role or SYSTEM, now)
    return _append(body, openings, subject, now)


def _body(
    event: Event, openings: list[Sealed], role: str, now: datetime
) -> dict[str, Any]:
    sealed = {o.field: commitment(o.salt, o.value) for o in openings}
    return {
        "v": event.version,
        "kind": type(event).__name__,
        "at": now.astimezone(UTC).isoformat(timespec="microseconds"),
        "role": role,
        "data": event.open_fields(),
        "sealed": sealed,
    }


# Each act writes these lines. The ORM builds them anew each time, which takes longer
# than to run them (benchmarks/ledger): so they stand here as they are sent.
_HEAD = "SELECT size, frontier, closed FROM record_head WHERE id = 1"
_ENTRY = """INSERT INTO record_entry
    ("index", kind, happened_at, subject, body, leaf_hash) VALUES (%s, %s, %s, %s, %s, %s)"""
_GROW = "UPDATE record_head SET size = %s, frontier = %s"
_OPENING = """INSERT INTO record_opening (entry_id, field, salt, value, person_id)
    VALUES """
_ONE_OPENING = "(%s, %s, %s, %s, %s)"


def _append(
    body: dict[str, Any], openings: list[Sealed], subject: str, now: datetime
) -> Entry:
    connection = transaction.get_connection()
    with connection.cursor() as cursor:
        # The lock on the one head row orders appends; SQLite's IMMEDIATE does the same.
        locking = connection.features.has_select_for_update
        cursor.execute(f"{_HEAD} FOR UPDATE" if locking else _HEAD)
        size, old, closed = cursor.fetchone()
        if closed:
            raise RecordClosed
        data = canonical({**body, "subject": subject})
        if len(data) > MOST_ENTRY:
            raise EntryTooLong(f"{body['kind']} {subject}: {len(data)} bytes")
        leaf = leaf_hash(data)
        entry = Entry(
            index=size,
            kind=body["kind"],
            happened_at=now,
            subject=subject,
            body=data,
            leaf_hash=leaf,
        )
        frontier = b"".join(append(split(bytes(old)), size, leaf))
        _write(connection, cursor, entry, openings, frontier)
    # It was written without the ORM, which must know that it is there.
    entry._state.adding, entry._state.db = False, connection.alias
    return entry


def _write(
    connection: Any, cursor: Any, entry: Entry, openings: list[Sealed], frontier: bytes
) -> None:
    moment = connection.ops.adapt_datetimefield_value(entry.happened_at)
    line = [entry.index, entry.kind, moment, entry.subject, entry.body, entry.leaf_hash]
    grown = [entry.index + 1, frontier]
    opened = [
        value
        for one in openings
        for value in (entry.index, one.field, one.salt, one.value, one.person_id)
    ]
    lines = _OPENING + ", ".join([_ONE_OPENING] * len(openings))
    if connection.vendor == "postgresql":
        # One way there and back. "FROM e": the entry first, or its trigger refuses it.
        told = f"WITH e AS ({_ENTRY} RETURNING 1)"
        if opened:
            told += f", h AS ({_GROW} FROM e) {lines}"
        else:
            told += f" {_GROW} FROM e"
        cursor.execute(told, [*line, *grown, *opened])
        return
    cursor.execute(_ENTRY, line)
    cursor.execute(_GROW, grown)
    if opened:
        cursor.execute(lines, opened)
