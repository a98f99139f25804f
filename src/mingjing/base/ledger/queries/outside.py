"""Whether the record is still the one that others saw."""

from dataclasses import dataclass

from mingjing.base.ledger.models import Checkpoint as Row
from mingjing.base.ledger.models import Recovery
from mingjing.base.ledger.queries.tree import root_at
from mingjing.base.record.models import Head
from mingjing_ledger.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint
from mingjing_ledger.errors import LedgerError
from mingjing_ledger.keys import VerifierKey
from mingjing_ledger.note import parse_note


@dataclass(frozen=True)
class Compared:
    """An outside head beside the record; no fault: the record continues it."""

    outside: Checkpoint
    note: bytes
    size: int
    fault: str  # a Recovery.Fault, or empty


def is_newest(note: bytes) -> bool:
    """Whether it is the head that the database has as its last.

    Then the next head grows from it, which is checked at each signing; hashing all of
    a large record anew each minute would tell nothing more.
    """
    try:
        told = parse_checkpoint(parse_note(note).text)
    except LedgerError:
        return False
    last = Row.objects.first()
    return last is not None and (last.origin, last.size, bytes(last.root)) == (
        told.origin,
        told.size,
        told.root,
    )


def compare(note: bytes, origin: str, keys: list[VerifierKey]) -> Compared:
    """Hash the record anew as far as the outside head goes.

    Raises LedgerError when the note is malformed, of another log (also of this one
    before a gap) or not signed by a key of it: then it says nothing about the record.
    """
    outside = open_checkpoint(note, origin=origin, keys=keys).checkpoint
    size = Head.objects.get().size
    if outside.size > size:
        return Compared(outside, note, size, Recovery.Fault.SHORTER)
    same = root_at(outside.size) == outside.root
    return Compared(outside, note, size, "" if same else Recovery.Fault.OTHER)
