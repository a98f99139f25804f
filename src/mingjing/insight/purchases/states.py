"""Where a file of purchases stands, and how much of what is kept with it."""

from datetime import date
from enum import StrEnum

from mingjing_law.calendar import default_calendar


class SourceState(StrEnum):
    IN_USE = "in_use"
    WITHDRAWN = "withdrawn"
    DELETED = "deleted"


# Issues of a file kept with it; all are in the CSV while the file is there.
MOST_ISSUES = 500
# A county's purchases of some years; a file beyond this is a province's.
MOST_PURCHASES = 60_000


def working_days(after: date, until: date) -> int | None:
    """Working days after one day up to another; None where no notice decides them."""
    known = default_calendar()
    if not known.covers_all(after, until):
        return None
    return known.working_days_between(after, until)
