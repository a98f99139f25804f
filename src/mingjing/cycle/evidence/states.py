"""The life of a piece of evidence, as data."""

from enum import StrEnum


class EvidenceKind(StrEnum):
    DOCUMENT = "document"  # a document number: the file stays where it is
    PAGE = "page"  # a published page
    SYSTEM = "system"  # a fact in another system, by its number
    MINUTE = "minute"  # a minute of a session
    FILE = "file"  # only where there is no pointer


class EvidenceState(StrEnum):
    ATTACHED = "attached"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


MOVES = {
    "accept": (
        # Returned for one due, it may still be right for another.
        (EvidenceState.ATTACHED, EvidenceState.RETURNED),
        EvidenceState.ACCEPTED,
    ),
    # What one checker accepted, another's "not for this" does not undo.
    "return": ((EvidenceState.ATTACHED,), EvidenceState.RETURNED),
    "offer_again": ((EvidenceState.RETURNED,), EvidenceState.ATTACHED),
    "withdraw": (
        (EvidenceState.ATTACHED, EvidenceState.RETURNED),
        EvidenceState.WITHDRAWN,
    ),
}
