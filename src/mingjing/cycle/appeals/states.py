"""The life of an appeal, as data. Past its day is a question of the date."""

from enum import StrEnum
from typing import NamedTuple


class AppealState(StrEnum):
    FILED = "filed"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    UPHELD = "upheld"
    VARIED = "varied"
    REVOKED = "revoked"


class Outcome(StrEnum):
    UPHELD = "upheld"
    VARIED = "varied"
    REVOKED = "revoked"


class Move(NamedTuple):
    sources: tuple[AppealState, ...]
    target: AppealState


_S = AppealState
OPEN = (_S.FILED, _S.ACCEPTED)
DECIDED = (_S.UPHELD, _S.VARIED, _S.REVOKED)

# Nothing leads out of a decision: an appeal is never opened again.
MOVES: dict[str, Move] = {
    "accept": Move((_S.FILED,), _S.ACCEPTED),
    "refuse": Move((_S.FILED,), _S.REFUSED),
    "assign": Move((_S.ACCEPTED,), _S.ACCEPTED),
    "withdraw": Move(OPEN, _S.WITHDRAWN),
    **{str(each): Move((_S.ACCEPTED,), _S(each.value)) for each in Outcome},
}
