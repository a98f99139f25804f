"""The life of one file that came back."""

from enum import StrEnum
from typing import NamedTuple


class SheetState(StrEnum):
    RECEIVED = "received"
    DONE = "done"
    SET_ASIDE = "set_aside"


class Move(NamedTuple):
    sources: tuple[SheetState, ...]
    target: SheetState


MOVES = {
    "finish": Move((SheetState.RECEIVED,), SheetState.DONE),
    "set_aside": Move((SheetState.RECEIVED,), SheetState.SET_ASIDE),
}
