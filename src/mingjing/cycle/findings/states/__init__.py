"""The life of a finding, as data. What a date or a due can tell is no state here."""

from enum import StrEnum
from typing import NamedTuple


class FindingState(StrEnum):
    DRAFT = "draft"
    NOTIFIED = "notified"
    ACCEPTED = "accepted"
    OBJECTED = "objected"
    CONFIRMED = "confirmed"
    CURING = "curing"
    SIGNED_OFF = "signed_off"
    RELAPSED = "relapsed"
    WITHDRAWN = "withdrawn"


class Severity(StrEnum):
    MINOR = "minor"
    ORDINARY = "ordinary"
    SERIOUS = "serious"
    GRAVE = "grave"


class SourceKind(StrEnum):
    SELF_CHECK = "self_check"
    INSPECTION = "inspection"
    SESSION = "session"
    AUDIT = "audit"
    DISCIPLINE = "discipline"
    PRESS = "press"


class Point(StrEnum):
    """What a unit may object to, each answered on its own."""

    FACTS = "facts"
    LAW = "law"
    CATEGORY = "category"
    SEVERITY = "severity"
    OTHER = "other"


class Move(NamedTuple):
    sources: tuple[FindingState, ...]
    target: FindingState


_S = FindingState
# Said, but not yet established: the unit may answer, the office may take it back.
CLAIMED = (_S.NOTIFIED, _S.ACCEPTED, _S.OBJECTED)
# Established: only these count, anywhere (promise 5).
STANDING = (_S.CONFIRMED, _S.CURING, _S.SIGNED_OFF, _S.RELAPSED)
# Not over yet: what the ageing picture counts.
OPEN = (*CLAIMED, _S.CONFIRMED, _S.CURING)

MOVES: dict[str, Move] = {
    "edit": Move((_S.DRAFT,), _S.DRAFT),
    "notify": Move((_S.DRAFT,), _S.NOTIFIED),
    "accept": Move((_S.NOTIFIED,), _S.ACCEPTED),
    "object": Move((_S.NOTIFIED,), _S.OBJECTED),
    "confirm": Move(CLAIMED, _S.CONFIRMED),
    "withdraw": Move((_S.DRAFT, *CLAIMED), _S.WITHDRAWN),
    "start_cure": Move((_S.CONFIRMED,), _S.CURING),
    # The cure's duty was ended or voided without being done: another must be written.
    "redo_cure": Move((_S.CURING,), _S.CONFIRMED),
    "sign_off": Move((_S.CURING,), _S.SIGNED_OFF),
    "relapse": Move((_S.SIGNED_OFF,), _S.RELAPSED),
    # The relapse itself did not stand: the watch goes on where it was.
    "restore": Move((_S.RELAPSED,), _S.SIGNED_OFF),
    # Only by a decided appeal: what was established is not taken back otherwise.
    "revoke": Move(STANDING, _S.WITHDRAWN),
}

# Days of watch after the sign-off: a house rule of the programme, not law.
WATCH_DAYS = {
    Severity.MINOR: 90,
    Severity.ORDINARY: 90,
    Severity.SERIOUS: 180,
    Severity.GRAVE: 180,
}
# Two findings of one unit and one category found this near each other look alike.
ALIKE_DAYS = 90
