"""The lives of a clause under review, of a plan and of a measure, as data."""

from enum import StrEnum
from typing import NamedTuple


class Verdict(StrEnum):
    """What the office decided about one clause of an imported document."""

    PENDING = "pending"
    MEASURE = "measure"
    HEADING = "heading"  # a branch of the plan, not owed by anybody
    REJECTED = "not_measure"
    MERGED = "merged"  # its words went into another clause
    UNCHANGED = "unchanged"  # same as in the document that this one amends


class PlanState(StrEnum):
    DRAFT = "draft"
    ACTIVE = "active"
    ENDED = "ended"


class MeasureState(StrEnum):
    DRAFT = "draft"
    CHECKED = "checked"
    ACTIVE = "active"
    REACHED = "reached"
    NOT_REACHED = "not_reached"
    DROPPED = "dropped"


class Move(NamedTuple):
    sources: tuple[MeasureState, ...]
    target: MeasureState


MOVES = {
    "check": Move((MeasureState.DRAFT,), MeasureState.CHECKED),
    "edit": Move((MeasureState.DRAFT, MeasureState.CHECKED), MeasureState.DRAFT),
    "activate": Move((MeasureState.CHECKED,), MeasureState.ACTIVE),
    "reach": Move((MeasureState.ACTIVE,), MeasureState.REACHED),
    "miss": Move((MeasureState.ACTIVE,), MeasureState.NOT_REACHED),
    # Before it is in force one person may drop it; afterwards two must.
    "drop": Move((MeasureState.DRAFT, MeasureState.CHECKED), MeasureState.DROPPED),
    "confirm_drop": Move((MeasureState.ACTIVE,), MeasureState.DROPPED),
}
