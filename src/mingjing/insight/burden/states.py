"""Why somebody presses the button, and what a reply and a visit are taken to cost."""

from enum import StrEnum
from typing import NamedTuple


class Reason(StrEnum):
    """Why somebody says that a request is a burden; a choice, so that no words betray."""

    TWICE = "twice"
    OFTEN = "often"
    UNREAD = "unread"
    PROOF = "proof"
    UNCLEAR = "unclear"


class Estimate(NamedTuple):
    """What one of these takes a unit, all its people together."""

    minutes: int
    fields: int


# The one place where the minutes of a reply and of a visit come from. No law gives a
# number, and nobody's work is timed here: it is the county's own round estimate, said as
# such wherever it is counted in, and changed here when units say that it is wrong.
# A reply: reading the facts, asking the post concerned, the secretary's word; two fields:
# yes or no, and why.
REPLY = Estimate(minutes=30, fields=2)
# A visit, each day that it came: half a morning of one person who receives and shows, and
# of whoever is asked; two fields at the door: the code, and who of the team came. The
# record knows the day of arrival and not of leaving: a visit is one day.
VISIT = Estimate(minutes=120, fields=2)
