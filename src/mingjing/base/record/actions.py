import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from mingjing.base.record.events import Event
from mingjing.base.record.models import Entry, Head, Opening
from mingjing_ledger.canonical import canonical, commitment
from mingjing_ledger.tiles import MOST_ENTRY
from mingjing_ledger.tree import HASH_SIZE, append, leaf_hash

if TYPE_CHECKING:
    from mingjing.base.people.models import Person

SYSTEM = "system"  # the clock itself acts: a due falls open, a calendar is replaced


class RecordedOutsideTransaction(Exception):
    """The deed and its record must commit together."""


class RecordClosed(Exception):
    """The record waits for two people to say how it goes on; nothing can be done."""


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
        Opening(field=name, salt=secrets.token_bytes(16), value=words)
        for name, words in event.private_fields().items()
    ]
    if by is not None:
        openings.append(
            Opening(
                field="actor", salt=secrets.token_bytes(16), value=str(by.pk), person=by
            )
        )
    entry = _append(event, _body(event, openings, role or SYSTEM, now), subject, now)
    for opening in openings:
        opening.entry = entry
    Opening.objects.bulk_create(openings)
    return entry


def _body(
    event: Event, openings: list[Opening], role: str, now: datetime
) -> dict[str, Any]:
    sealed = {o.field: commitment(bytes(o.salt), o.value) for o in openings}
    return {
        "v": event.version,
        "kind": type(event).__name__,
        "at": now.astimezone(UTC).isoformat(timespec="microseconds"),
        "role": role,
        "data": event.open_fields(),
        "sealed": sealed,
    }


def _append(event: Event, body: dict[str, Any], subject: str, now: datetime) -> Entry:
    # The lock on the one head row orders appends; SQLite's IMMEDIATE does the same.
    head = Head.objects.select_for_update().get(pk=1)
    if head.closed:
        raise RecordClosed
    entry_bytes = canonical({**body, "subject": subject})
    if len(entry_bytes) > MOST_ENTRY:
        raise EntryTooLong(f"{body['kind']} {subject}: {len(entry_bytes)} bytes")
    leaf = leaf_hash(entry_bytes)
    old = bytes(head.frontier)
    frontier = [old[i : i + HASH_SIZE] for i in range(0, len(old), HASH_SIZE)]
    entry = Entry.objects.create(
        index=head.size,
        kind=type(event).__name__,
        happened_at=now,
        subject=subject,
        body=entry_bytes,
        leaf_hash=leaf,
    )
    head.frontier = b"".join(append(frontier, head.size, leaf))
    head.size += 1
    head.save(update_fields=["size", "frontier"])
    return entry
