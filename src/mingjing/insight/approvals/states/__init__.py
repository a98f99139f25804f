"""Where a log stands, and how few cases a figure may rest on."""

from enum import StrEnum
from typing import NamedTuple


class LogState(StrEnum):
    PENDING = "pending"
    READ = "read"
    DROPPED = "dropped"


class Move(NamedTuple):
    sources: tuple[LogState, ...]
    target: LogState


MOVES = {
    "read": Move((LogState.PENDING,), LogState.READ),
    "drop": Move((LogState.PENDING,), LogState.DROPPED),
}

# Below this a half and nine of ten are the story of single people, and no measure.
SHOWN_FROM = 10
