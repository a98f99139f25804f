"""When the record is not what others saw: close it, bring back what is missing."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from mingjing.base.ledger.models import Recovery
from mingjing.base.ledger.queries.heads import CLOSED
from mingjing.base.ledger.queries.outside import Compared
from mingjing.base.ledger.queries.tree import root_at
from mingjing.base.record.models import Entry, Head
from mingjing_ledger.checkpoint import parse_checkpoint
from mingjing_ledger.errors import LedgerError
from mingjing_ledger.note import parse_note
from mingjing_ledger.reader import TileReader, directory
from mingjing_ledger.tree import append, leaf_hash, root_of, split


class CannotRestore(Exception):
    """The copy does not hold what is missing; the text says why."""


@contextmanager
def locked_head() -> Iterator[Head]:
    with transaction.atomic():
        yield Head.objects.select_for_update().get()


def close(compared: Compared, *, now: datetime) -> Recovery | None:
    """Nothing is recorded from here on, so nothing can be done: reading goes on."""
    with locked_head() as head:
        if head.closed:
            return None
        Head.objects.update(closed=True)
        # The pages look for this file before they ask: it costs an open record nothing.
        # Whoever may not write there closes it all the same, without the banner.
        with suppress(OSError):
            settings.LEDGER_ROOT.mkdir(parents=True, exist_ok=True)
            (settings.LEDGER_ROOT / CLOSED).touch()
        return Recovery.objects.create(
            opened_at=now,
            fault=compared.fault,
            outside=compared.note,
            outside_size=compared.outside.size,
            found_size=compared.size,
        )


def restore(folder: Path) -> int:
    """Bring missing entries back from an export, checked against the outside head.

    Returns how many. What the rooms show is not played again: the entries say what was
    done and lost. Raises CannotRestore; then nothing was brought back.
    """
    with locked_head() as head:
        recovery = Recovery.objects.filter(ended_at=None).first()
        if not head.closed or recovery is None:
            raise CannotRestore("The record is open; nothing is missing.")
        if recovery.fault != Recovery.Fault.SHORTER:
            raise CannotRestore(
                "The record is not shorter but another; see the manual."
            )
        told = parse_checkpoint(parse_note(bytes(recovery.outside)).text)
        try:
            copy = TileReader(told.size, told.root, directory(folder))
            # What we have must be its beginning, or it is a copy of another log.
            if root_at(head.size) != root_of(head.size, copy):
                raise CannotRestore("The copy does not continue this record.")
            missing = list(copy.entries(head.size, told.size))
        except LedgerError as reason:
            raise CannotRestore(str(reason)) from reason
        for index, body in missing:
            _put(index, body)
        return len(missing)


def _put(index: int, body: bytes) -> None:
    said: dict[str, Any] = json.loads(body)
    head = Head.objects.get()
    leaf = leaf_hash(body)
    Entry.objects.create(
        index=index,
        kind=said["kind"],
        happened_at=datetime.fromisoformat(said["at"]),
        subject=said["subject"],
        body=body,
        leaf_hash=leaf,
    )
    frontier = append(split(bytes(head.frontier)), head.size, leaf)
    Head.objects.update(size=head.size + 1, frontier=b"".join(frontier))
