"""Signing the head, once a minute when something happened, and publishing it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.files import locks
from django.db import transaction

from mingjing.base.ledger.models import Checkpoint
from mingjing.base.ledger.queries.heads import CLOSED, newest, origin_of, signed_note
from mingjing.base.ledger.queries.tree import Subtrees, bodies, grown, reader
from mingjing.base.ledger.signing.keys import enrol
from mingjing.base.record.models import Head
from mingjing_ledger import checkpoint as note
from mingjing_ledger.errors import LedgerError
from mingjing_ledger.keys import SignerKey
from mingjing_ledger.tiles import write_tiles
from mingjing_ledger.tree import root, split


class RecordDiffers(Exception):
    """The entries do not lead to the head, or no longer to what was signed."""


@contextmanager
def alone() -> Iterator[None]:
    """One signer at a time: the file of the newest head must never go backwards."""
    settings.LEDGER_ROOT.mkdir(parents=True, exist_ok=True)
    with (settings.LEDGER_ROOT / ".lock").open("w") as file:
        locks.lock(file, locks.LOCK_EX)
        yield


def sign(signers: list[SignerKey], *, now: datetime) -> Checkpoint | None:
    """Sign what was added since the last head; nothing when nothing was, or closed.

    The new entries are hashed from their bodies on top of the last signed tree, so a
    head that does not continue the last one cannot be signed. Raises RecordDiffers,
    keys.KeyRefused. Tiles come before the head that needs them.
    """
    if Head.objects.get().closed:
        return None
    (settings.LEDGER_ROOT / CLOSED).unlink(missing_ok=True)
    origin = origin_of(signers[0].name)
    # A key has the name of its log; after a gap the same secret signs for another log,
    # which every witness has to be told of anew.
    signers = [SignerKey(origin, key.seed) for key in signers]
    enrol(signers, now=now)
    last = newest()
    head = Head.objects.get()
    if last and (last.size, last.origin) == (head.size, origin):
        publish(last)
        return None
    # After a gap it is another log, which begins again at its first entry.
    before = last if last and last.origin == origin else None
    frontier = _continued(before, head)
    _write_missing_tiles(before, head.size)
    signed = note.Checkpoint(origin, head.size, root(frontier))
    with transaction.atomic():
        made = Checkpoint.objects.create(
            size=head.size,
            root=signed.root,
            frontier=b"".join(frontier),
            origin=origin,
            note=note.sign_checkpoint(signed, signers),
            signed_at=now,
        )
    publish(made)
    return made


def _continued(last: Checkpoint | None, head: Head) -> list[bytes]:
    start = last.size if last else 0
    try:
        if start > head.size:
            raise RecordDiffers(f"The record has {head.size} entries, signed: {start}.")
        frontier = grown(split(bytes(last.frontier)) if last else [], start, head.size)
    except LedgerError as reason:
        raise RecordDiffers(str(reason)) from reason
    if b"".join(frontier) != bytes(head.frontier):
        raise RecordDiffers(
            f"The entries from {start} on do not lead to the head of the record."
        )
    return frontier


def _write_missing_tiles(last: Checkpoint | None, size: int) -> None:
    """From the last head on; from the beginning where its files are not all there."""
    start = 0
    if last:
        try:
            reader(last)
            start = last.size
        except LedgerError:
            start = 0
    write_tiles(start, size, Subtrees(), lambda a, b: list(bodies(a, b)), _store)


def _store(path: str, data: bytes) -> None:
    write_file(settings.LEDGER_ROOT / path, data)


def write_file(path: Path, data: bytes) -> None:
    """Whole or not at all, also when the power goes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".new")
    with draft.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def publish(made: Checkpoint) -> None:
    path = settings.LEDGER_ROOT / "checkpoint"
    data = signed_note(made)
    if not path.exists() or path.read_bytes() != data:
        write_file(path, data)
