"""Whether the record is still the one that others saw."""

from dataclasses import dataclass

from mingjing.base.ledger.models import Recovery
from mingjing.base.ledger.queries.tree import root_at
from mingjing.base.record.models import Head
from mingjing_ledger.checkpoint import Checkpoint, open_checkpoint
from mingjing_ledger.keys import VerifierKey


@dataclass(frozen=True)
class Compared:
    """An outside head beside the record; no fault: the record continues it."""

    outside: Checkpoint
    note: bytes
    size: int
    fault: str  # a Recovery.Fault, or empty


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
