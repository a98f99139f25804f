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
        (EvidenceState.ATTACHED, EvidenceState.RETURNED),
        EvidenceState.ACCEPTED,
    ),
    "return": ((EvidenceState.ATTACHED,), EvidenceState.RETURNED),
    "withdraw": (
        (EvidenceState.ATTACHED, EvidenceState.RETURNED),
        EvidenceState.WITHDRAWN,
    ),
}
