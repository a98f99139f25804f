"""Where a data set and a flag stand, and the clocks on them."""

from enum import StrEnum
from typing import NamedTuple


class DataState(StrEnum):
    IN_USE = "in_use"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    DELETED = "deleted"


class FlagState(StrEnum):
    NEW = "new"
    ASKED = "asked"
    ANSWERED = "answered"
    EXPLAINED = "explained"
    CONFIRMED = "confirmed"
    TRANSFERRED = "transferred"
    DISMISSED = "dismissed"
    EXPIRED = "expired"


class Move(NamedTuple):
    sources: tuple[FlagState, ...]
    target: FlagState


_S = FlagState
WAITING = (_S.NEW, _S.ASKED, _S.ANSWERED)
# A person decided: these count for the precision of the model.
DECIDED = (_S.EXPLAINED, _S.CONFIRMED, _S.TRANSFERRED, _S.DISMISSED)
TRUE = (_S.CONFIRMED, _S.TRANSFERRED)
MOVES = {
    "ask": Move((_S.NEW,), _S.ASKED),
    "answer": Move((_S.ASKED,), _S.ANSWERED),
    "dismiss": Move((_S.NEW,), _S.DISMISSED),
    "explain": Move((_S.ASKED, _S.ANSWERED), _S.EXPLAINED),
    "confirm": Move((_S.ASKED, _S.ANSWERED), _S.CONFIRMED),
    "transfer": Move((_S.ASKED, _S.ANSWERED), _S.TRANSFERRED),
    "expire": Move(WAITING, _S.EXPIRED),
}

# Our own promise to a unit that is asked; no law sets it. Working days.
ANSWER_WITHIN = 10
# MISSION, supervision: what nobody confirmed in half a year is forgotten.
EXPIRES_AFTER_DAYS = 180
# A model that is wrong four times of five after so many answers asks nobody any more.
OUTCOMES_BEFORE_JUDGED = 30
LEAST_PRECISION = 0.2
# Rows shown of one flag; all are in the run's files.
MOST_ROWS = 200
SAMPLE_SIZE = 30
"""Rows that no model flagged, drawn to estimate what is missed."""
