"""Which cases break which rule of the declared process."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mingjing_analytics.process.conform.model import (
    AtMost,
    Exclusive,
    FourEyes,
    Limit,
    Model,
    Order,
    Required,
    Rule,
)
from mingjing_analytics.process.table import NO_TIME, EventTable, Times
from mingjing_analytics.process.worktime import WorkCalendar

Cases = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Verdict:
    """What became of one rule.

    ``broken`` are the places of cases in the table. ``unknown`` is how many cases the
    log cannot tell of: no name of who did it, no time, a day beyond the calendar, or a
    case that is still open and still within its limit.
    """

    rule: Rule
    checked: int
    broken: Cases
    unknown: int = 0


@dataclass(frozen=True)
class _Log:
    table: EventTable
    calendar: WorkCalendar
    closed: Flags  # shape (cases,)
    until: int  # µs UTC: how far the log reaches

    def events(self, step: str) -> NDArray[np.int64]:
        """Rows of a step; none for a name the log does not have."""
        names = self.table.activity_names
        code = names.index(step) if step in names else -2
        return np.flatnonzero(self.table.activity == code)

    def first(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """The first of these rows in each case, or one past the last row."""
        found = np.full(self.table.cases, self.table.events)
        found[self.table.case[rows[::-1]]] = rows[::-1]
        return found


def check(
    table: EventTable, model: Model, calendar: WorkCalendar, closing: tuple[str, ...]
) -> list[Verdict]:
    """Try every rule on every case.

    A case is closed when it has one of the steps ``closing``; none given, all are. What
    is still open breaks no `Required`, and a `Limit` only when that is over.
    """
    closed = np.ones(table.cases, bool)
    until = int(table.time.max(initial=NO_TIME))
    log = _Log(table, calendar, closed, until)
    if closing:
        closed[:] = False
        for step in closing:
            closed[table.case[log.events(step)]] = True
    return [_tried(log, rule) for rule in model.rules]


def _tried(log: _Log, rule: Rule) -> Verdict:
    match rule:
        case Required():
            return _required(log, rule)
        case Order():
            return _order(log, rule)
        case AtMost():
            return _at_most(log, rule)
        case Exclusive():
            return _exclusive(log, rule)
        case FourEyes():
            return _four_eyes(log, rule)
        case Limit():
            return _limit(log, rule)


def _verdict(rule: Rule, checked: Flags, broken: Flags, unknown: int = 0) -> Verdict:
    return Verdict(rule, int(checked.sum()), np.flatnonzero(broken & checked), unknown)


def _required(log: _Log, rule: Required) -> Verdict:
    has = np.zeros(log.table.cases, bool)
    has[log.table.case[log.events(rule.step)]] = True
    return _verdict(rule, log.closed, ~has, int((~log.closed & ~has).sum()))


def _order(log: _Log, rule: Order) -> Verdict:
    then = log.first(log.events(rule.then))
    has = then < log.table.events
    return _verdict(rule, has, log.first(log.events(rule.first)) > then)


def _at_most(log: _Log, rule: AtMost) -> Verdict:
    cases = log.table.case[log.events(rule.step)]
    count = np.bincount(cases, minlength=log.table.cases)
    return _verdict(rule, np.ones(log.table.cases, bool), count > rule.times)


def _exclusive(log: _Log, rule: Exclusive) -> Verdict:
    count = np.zeros(log.table.cases, np.int64)
    for step in dict.fromkeys(rule.steps):
        count[np.unique(log.table.case[log.events(step)])] += 1
    return _verdict(rule, count > 0, count > 1)


def _four_eyes(log: _Log, rule: FourEyes) -> Verdict:
    """Same person at two different steps of one case."""
    table = log.table
    steps = dict.fromkeys(rule.steps)
    count, nobody = np.zeros(table.cases, np.int64), np.zeros(table.cases, bool)
    pairs = []
    for step in steps:
        rows = log.events(step)
        count[np.unique(table.case[rows])] += 1
        nobody[table.case[rows[table.resource[rows] < 0]]] = True
        known = rows[table.resource[rows] >= 0]
        people = max(len(table.resource_names), 1)
        pairs.append(
            np.unique(table.case[known] * np.int64(people) + table.resource[known])
        )
    seen, times = np.unique(np.concatenate(pairs), return_counts=True)
    broken = np.zeros(table.cases, bool)
    broken[seen[times > 1] // max(len(table.resource_names), 1)] = True
    several = count > 1
    unknown = several & nobody & ~broken
    return _verdict(rule, several & ~unknown, broken, int(unknown.sum()))


def _limit(log: _Log, rule: Limit) -> Verdict:
    start, end = spans(log.table, rule.start, rule.end)
    begun = start != NO_TIME
    done = begun & (end != NO_TIME)
    until = np.where(done, end, log.until)
    taken = np.zeros(log.table.cases, np.int64)
    taken[begun] = log.calendar.days_between(start[begun], until[begun])
    for pause in rule.pauses:
        taken -= _paused(log, pause, start, until)
    late = begun & (taken > rule.days)
    beyond = begun & ~log.calendar.covers(start, until)
    waiting = begun & ~done & ~late
    unknown = beyond | waiting
    return _verdict(rule, begun & ~unknown, late, int(unknown.sum()))


def spans(table: EventTable, first: str, then: str) -> tuple[Times, Times]:
    """Time of the first ``first`` of each case and of the next ``then`` after it.

    Both µs UTC, shape (cases,), NO_TIME where there is none.
    """
    names, rows = table.activity_names, np.arange(table.events)
    start, end = np.full(table.cases, NO_TIME), np.full(table.cases, NO_TIME)
    if first not in names:
        return start, end
    begin = np.flatnonzero(table.activity == names.index(first))[::-1]
    at = np.full(table.cases, table.events)
    at[table.case[begin]] = begin
    has = at < table.events
    start[has] = table.time[at[has]]
    if then in names:
        after = rows[table.activity == names.index(then)]
        after = after[after > at[table.case[after]]][::-1]
        end[table.case[after]] = table.time[after]
    return start, np.where(start == NO_TIME, NO_TIME, end)


def _paused(
    log: _Log, pause: tuple[str, str], start: Times, until: Times
) -> NDArray[np.int64]:
    """Working days of all pauses of a kind in each case, within its limit."""
    table, days = log.table, np.zeros(log.table.cases, np.int64)
    begins, ends = log.events(pause[0]), log.events(pause[1])
    place = np.searchsorted(ends, begins)
    followed = place < len(ends)
    followed[followed] = (
        table.case[ends[place[followed]]] == table.case[begins[followed]]
    )
    cases = table.case[begins]
    stop = np.full(len(begins), log.until)
    stop[followed] = table.time[ends[place[followed]]]
    low = np.maximum(table.time[begins], start[cases])
    high = np.minimum(stop, until[cases])
    good = (table.time[begins] != NO_TIME) & (start[cases] != NO_TIME) & (high > low)
    # A second beginning within the same pause opens no second one.
    again = np.append(False, followed[1:] & followed[:-1] & (place[1:] == place[:-1]))
    good &= ~again
    taken = log.calendar.days_between(low[good], high[good])
    np.add.at(days, cases[good], taken)
    return days
