"""Which cases break which rule of the declared process."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mingjing_analytics.process.clock import counted, rows_of
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
from mingjing_analytics.process.table import NO_TIME, EventTable
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
        return rows_of(self.table, step)

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
    clock = counted(
        log.table, (rule.start, rule.end), rule.pauses, log.calendar, log.until
    )
    late = clock.begun & (clock.days > rule.days)
    waiting = clock.begun & ~clock.done & ~late
    unknown = (clock.begun & ~clock.covered) | waiting
    return _verdict(rule, clock.begun & ~unknown, late, int(unknown.sum()))
