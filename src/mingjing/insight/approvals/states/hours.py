"""The office calendar as the library wants it: a flag a day, and the hours."""

from datetime import date
from functools import cache

import numpy as np

from mingjing_analytics.process.worktime import WorkCalendar
from mingjing_law.calendar import default_calendar

FIRST = date(2004, 1, 1)
# Office hours as most service centres post them. No law gives them; they are said
# wherever a figure counts in them.
SHIFTS = ((9 * 3600, 12 * 3600), (13 * 3600, 17 * 3600))
HOURS_A_DAY = sum(end - start for start, end in SHIFTS) / 3600


@cache
def office_calendar() -> WorkCalendar:
    """Working days since 2004 up to the last that a notice decides."""
    known = default_calendar()
    last = known.last_known_day
    days = np.zeros((last - FIRST).days + 1, bool)
    worked = np.array(known.working_ordinals()) - FIRST.toordinal()
    days[worked[(worked >= 0) & (worked < len(days))]] = True
    return WorkCalendar(FIRST, days, SHIFTS)
