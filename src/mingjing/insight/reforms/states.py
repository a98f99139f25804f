"""Where a reform and a suggestion stand, and the two clocks on them."""

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    CANCELLED = "cancelled"
    MERGED = "merged"
    DELEGATED = "delegated"
    FASTER = "faster"


class ReformState(StrEnum):
    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"


class Verdict(StrEnum):
    ADOPTED = "adopted"
    PARTLY = "partly"
    DECLINED = "declined"


class Move(NamedTuple):
    sources: tuple[ReformState, ...]
    target: ReformState


MOVES = {
    "approve": Move((ReformState.PROPOSED,), ReformState.APPROVED),
    "refuse": Move((ReformState.PROPOSED,), ReformState.REFUSED),
    "withdraw": Move((ReformState.PROPOSED,), ReformState.WITHDRAWN),
    "stop": Move((ReformState.APPROVED,), ReformState.STOPPED),
}

# MISSION row 35: the effect is measured on the data after 90 days.
EFFECT_AFTER_DAYS = 90
# Nobody can measure an effect in no time: the check is due this many days on at least.
CHECK_TAKES_DAYS = 15
# Our own promise to whoever suggests; no law sets it. Working days.
ANSWER_WITHIN = 15
