"""The clocks of `clocks.due` over whole arrays, for the analytics library.

Same rules, same answers (a test compares them); no pauses, extensions or restarts,
which are facts of a single case.
"""

from dataclasses import replace
from datetime import date

import numpy as np
import numpy.typing as npt

from mingjing_law.calendar import FIRST_DAY, LAST_DAY, BeyondCalendar, Calendar
from mingjing_law.limits import Limit

Days = npt.NDArray[np.datetime64]
Ordinals = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

MONTHS_A_YEAR = 12
EPOCH = date(1970, 1, 1).toordinal()


def due_many(starts: Days, rule: Limit, calendar: Calendar) -> tuple[Days, Flags]:
    """Due days and whether each is provisional, for events on `starts`.

    `starts`: datetime64[D] of any shape; the answers have the same shape. Raises
    `BeyondCalendar` for a start or due day outside 1990–2110, `ValueError` for NaT.
    """
    days = starts.astype("datetime64[D]")
    if np.isnat(days).any():
        raise ValueError("NaT: a clock needs a start day")
    _inside(days)
    working = _working_days(calendar)
    if _backwards(rule):  # the day of the event stays out, as in the scalar form
        rule = replace(rule, counts_first_day=False)
    first = days - 1 if rule.counts_first_day else days
    if rule.unit == "workday":
        due = _nth(working, first, rule)
        ends = (due, days - 1) if _backwards(rule) else (first + 1, due)
    else:
        raw = _count(first, rule)
        _inside(raw)
        due = _rolled(working, raw) if rule.rolls else raw
        ends = (raw, due)
    return due, ~_covered(calendar, *ends)


def _backwards(rule: Limit) -> bool:
    return rule.kind == "min_before_event"


def _working_days(calendar: Calendar) -> Days:
    ordinals: Ordinals = np.asarray(calendar.working_ordinals(), dtype=np.int64)
    days: Days = (ordinals - EPOCH).astype("datetime64[D]")
    return days


def _nth(working: Days, days: Days, rule: Limit) -> Days:
    if _backwards(rule):
        place = np.searchsorted(working, days, side="left") - rule.n
    else:
        place = np.searchsorted(working, days, side="right") + rule.n - 1
    if ((place < 0) | (place >= len(working))).any():
        raise BeyondCalendar(f"a due day is outside {FIRST_DAY} … {LAST_DAY}")
    found: Days = working[place]
    return found


def _count(first: Days, rule: Limit) -> Days:
    n = -rule.n if _backwards(rule) else rule.n
    if rule.unit == "day":
        return first + n
    event = first + 1 if rule.counts_first_day else first
    months = n * MONTHS_A_YEAR if rule.unit == "year" else n
    month = event.astype("datetime64[M]")
    target = month + months
    into = event - month.astype("datetime64[D]")
    last = (target + 1).astype("datetime64[D]") - 1
    end: Days = np.minimum(target.astype("datetime64[D]") + into, last)
    return end - 1 if rule.counts_first_day else end


def _rolled(working: Days, days: Days) -> Days:
    found: Days = working[np.searchsorted(working, days, side="left")]
    return found


def _covered(calendar: Calendar, first: Days, last: Days) -> Flags:
    """Whether every year from `first` to `last` has its notice."""
    years = range(FIRST_DAY.year, LAST_DAY.year + 1)
    gaps = np.cumsum([0] + [year not in calendar.years for year in years])
    begin = _year(first) - FIRST_DAY.year
    end = _year(last) - FIRST_DAY.year + 1
    covered: Flags = gaps[end] == gaps[begin]
    return covered


def _year(days: Days) -> Ordinals:
    return days.astype("datetime64[Y]").astype(np.int64) + 1970


def _inside(days: Days) -> None:
    low, high = np.datetime64(FIRST_DAY), np.datetime64(LAST_DAY)
    if ((days < low) | (days > high)).any():
        raise BeyondCalendar(f"a day is outside {FIRST_DAY} … {LAST_DAY}")
