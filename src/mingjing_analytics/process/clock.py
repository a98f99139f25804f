"""The clock of the law on a case: working days between two steps, pauses not counted.

行政许可法 counts working days from acceptance (第四十二条, 第八十二条), and leaves out
hearings, tenders, inspections, tests and expert review (第四十五条). Which steps of a log
these are comes in as data.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mingjing_analytics.process.table import NO_TIME, EventTable, Times
from mingjing_analytics.process.worktime import WorkCalendar

Flags = NDArray[np.bool_]
Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Clock:
    """What the clock shows for each case, all shape (cases,).

    ``days`` are working days up to the end, or for an open case up to the end of the
    log; 0 where the clock has not begun. ``covered`` is False where a day lies beyond
    the calendar and the count may change with the next notice.
    """

    begun: Flags
    done: Flags
    days: NDArray[np.int64]
    covered: Flags


def counted(
    table: EventTable,
    steps: tuple[str, str],
    pauses: Iterable[tuple[str, str]],
    calendar: WorkCalendar,
    until: int,
) -> Clock:
    """Count each case from the first of one step to the next of the other.

    ``pauses`` are pairs of steps that stop and restart the clock; ``until`` is how far
    the log reaches, µs UTC.
    """
    start, end = spans(table, *steps)
    begun = start != NO_TIME
    done = begun & (end != NO_TIME)
    stop = np.where(done, end, until)
    days = np.zeros(table.cases, np.int64)
    days[begun] = calendar.days_between(start[begun], stop[begun])
    for pause in pauses:
        days -= _paused(table, pause, start, stop, calendar)
    return Clock(begun, done, days, ~begun | calendar.covers(start, stop))


def rows_of(table: EventTable, step: str) -> Rows:
    """Rows of a step; none for a name the log does not have."""
    names = table.activity_names
    code = names.index(step) if step in names else -2
    return np.flatnonzero(table.activity == code)


def spans(table: EventTable, first: str, then: str) -> tuple[Times, Times]:
    """Time of the first ``first`` of each case and of the next ``then`` after it.

    Both µs UTC, shape (cases,), NO_TIME where there is none.
    """
    start, end = np.full(table.cases, NO_TIME), np.full(table.cases, NO_TIME)
    begin = rows_of(table, first)[::-1]
    at = np.full(table.cases, table.events)
    at[table.case[begin]] = begin
    has = at < table.events
    start[has] = table.time[at[has]]
    after = rows_of(table, then)
    after = after[after > at[table.case[after]]][::-1]
    end[table.case[after]] = table.time[after]
    return start, np.where(start == NO_TIME, NO_TIME, end)


def _paused(
    table: EventTable,
    pause: tuple[str, str],
    start: Times,
    stop: Times,
    calendar: WorkCalendar,
) -> NDArray[np.int64]:
    """Working days of all pauses of a kind in each case, within its limit."""
    days = np.zeros(table.cases, np.int64)
    begins, ends = rows_of(table, pause[0]), rows_of(table, pause[1])
    place = np.searchsorted(ends, begins)
    followed = place < len(ends)
    followed[followed] = (
        table.case[ends[place[followed]]] == table.case[begins[followed]]
    )
    cases = table.case[begins]
    back = stop[cases]
    back[followed] = table.time[ends[place[followed]]]
    low = np.maximum(table.time[begins], start[cases])
    high = np.minimum(back, stop[cases])
    good = (table.time[begins] != NO_TIME) & (start[cases] != NO_TIME) & (high > low)
    # A second beginning within the same pause opens no second one.
    good &= ~_again(cases, place)
    taken = calendar.days_between(low[good], high[good])
    np.add.at(days, cases[good], taken)
    return days


def _again(cases: NDArray[np.int32], place: Rows) -> Flags:
    again = np.zeros(len(cases), bool)
    again[1:] = (cases[1:] == cases[:-1]) & (place[1:] == place[:-1])
    return again
