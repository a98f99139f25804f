"""The lives of a duty, of one due, of an extension and of a call for support."""

from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar


class DutyState(StrEnum):
    DRAFT = "draft"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    OBJECTED = "objected"
    IN_FORCE = "in_force"
    ENDED = "ended"


class DueState(StrEnum):
    OPEN = "open"
    CLAIMED = "claimed"
    VERIFIED = "verified"
    RETURNED = "returned"
    WAIVED = "waived"
    VOID = "void"


class AskState(StrEnum):
    """Of an extension or a call for support."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


S = TypeVar("S", bound=StrEnum)


class Move(NamedTuple, Generic[S]):
    sources: tuple[S, ...]
    target: S


DUTY_MOVES: dict[str, Move[DutyState]] = {
    "offer": Move((DutyState.DRAFT, DutyState.OBJECTED), DutyState.OFFERED),
    "accept": Move((DutyState.OFFERED,), DutyState.ACCEPTED),
    "object": Move((DutyState.OFFERED,), DutyState.OBJECTED),
    # A material change asks the unit again; dues already owed stay owed meanwhile.
    "reoffer": Move((DutyState.ACCEPTED, DutyState.IN_FORCE), DutyState.OFFERED),
    "start": Move((DutyState.ACCEPTED,), DutyState.IN_FORCE),
    "end": Move(
        (
            DutyState.DRAFT,
            DutyState.OFFERED,
            DutyState.OBJECTED,
            DutyState.ACCEPTED,
            DutyState.IN_FORCE,
        ),
        DutyState.ENDED,
    ),
}

OWED = (DueState.OPEN, DueState.RETURNED)  # still the unit's turn

DUE_MOVES: dict[str, Move[DueState]] = {
    "claim": Move(OWED, DueState.CLAIMED),
    "verify": Move((DueState.CLAIMED,), DueState.VERIFIED),
    "return": Move((DueState.CLAIMED,), DueState.RETURNED),
    "withdraw": Move((DueState.CLAIMED,), DueState.OPEN),
    "waive": Move(OWED, DueState.WAIVED),
    "void": Move((*OWED, DueState.CLAIMED), DueState.VOID),
}

ASK_MOVES: dict[str, Move[AskState]] = {
    "grant": Move((AskState.ASKED,), AskState.GRANTED),
    "refuse": Move((AskState.ASKED,), AskState.REFUSED),
    "withdraw": Move((AskState.ASKED,), AskState.WITHDRAWN),
}
