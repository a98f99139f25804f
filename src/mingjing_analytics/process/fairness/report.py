"""A log asked whether its queues keep their order and whether all are treated alike."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mingjing_analytics.process.fairness.design import strata
from mingjing_analytics.process.fairness.order import Turns, turns
from mingjing_analytics.process.fairness.treatment import (
    Hint,
    Treatment,
    unequal_treatment,
)
from mingjing_analytics.process.measures.steps import Steps, steps_of
from mingjing_analytics.process.table import NO_TIME, EventTable
from mingjing_analytics.process.worktime import WorkCalendar

# What a column of priority says where there is none; anything else is a lawful reason
# to be served first, so that a word we do not know never accuses anybody.
ORDINARY = frozenset({"", "0", "no", "false", "ordinary", "normal", "low", "medium"})
ORDINARY |= frozenset({"否", "无", "不加急", "普通", "一般", "正常", "常规"})
_FORTNIGHT = 14 * 86_400 * 1_000_000  # µs

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Queue:
    """The order in one step of one department.

    ``index`` is 0 for first come, first served, about 0.5 for a lottery, 1 for last
    come, first served; None where nobody waited together or the order cannot be told.
    ``overtaken`` is how many of the ``served`` saw somebody taken first who came more
    than half a working day after them.
    """

    step: str
    department: str
    priority: bool
    served: int
    overtaken: int
    index: float | None


@dataclass(frozen=True)
class Named:
    """A hint with the names of the log. ``step`` is where; never who is at fault."""

    who: str
    step: str
    hint: Hint


@dataclass(frozen=True)
class Asked:
    """All that was tested of one kind of entity, and the hints among it."""

    treatment: Treatment
    hints: tuple[Named, ...]


@dataclass(frozen=True)
class Fairness:
    """``weak`` where the log has no begin of work: the order is that of completion.

    Left out: ``outside`` services beyond the calendar or without a time, and ``again``,
    those that repeat a step of their case. When these came to the queue no log says:
    papers had gone back to the applicant in between.
    """

    weak: bool
    services: int
    outside: int
    again: int
    queues: tuple[Queue, ...]
    clerks: Asked
    applicants: Asked


def fairness(
    table: EventTable, calendar: WorkCalendar, *, seed: int, runs: int = 200
) -> Fairness:
    """Ask a log about order and like treatment; times on the working clock.

    A queue is a step in a department; comparable are cases of one step, item, fortnight
    and kind of priority at their first attempt. The tolerance is half a working day.
    ``runs`` shuffles with ``seed`` measure how often somebody would be named by chance.
    """
    steps = steps_of(table)
    served = steps.began if steps.split else steps.ended
    timed = (steps.came != NO_TIME) & (served != NO_TIME)
    known = timed & calendar.covers(steps.came, served)
    again = _again(steps, len(table.activity_names))
    rows = np.flatnonzero(known & ~again)
    log = _Services(table, steps, rows, calendar)
    exact, found = _orders(log, log.clock(served[rows]), weak=not steps.split)
    chance = (seed, runs)
    return Fairness(
        weak=not steps.split,
        services=len(rows),
        outside=int(((steps.came != NO_TIME) & ~known).sum()),
        again=int((known & again).sum()),
        queues=_queues(log, exact, found),
        clerks=_asked(log, found, log.clerks(), table.resource_names, chance),
        applicants=_asked(log, found, log.applicants(), log.applicant_names, chance),
    )


def _orders(
    log: "_Services", served: NDArray[np.int64], *, weak: bool
) -> tuple[Turns, Turns]:
    """The order without and with the tolerance.

    Only without one is the index on its scale: who waits long enough to be passed by
    a tolerance is no fair draw of those who wait.
    """
    taken = np.maximum(served, log.came)
    exact, tolerant = (
        turns(
            log.queue,
            log.came,
            taken,
            log.priority,
            tolerance=tolerance,
            ends_only=weak,
        )
        for tolerance in (0, log.half_a_day)
    )
    return exact, tolerant


def _again(steps: Steps, activities: int) -> NDArray[np.bool_]:
    """Which services repeat a step of their case."""
    line = steps.case.astype(np.int64) * max(activities, 1) + steps.activity
    again = np.ones(len(line), bool)
    again[np.unique(line, return_index=True)[1]] = False
    return again


class _Services:
    """The services that can be told, as columns of shape (rows,)."""

    def __init__(
        self, table: EventTable, steps: Steps, rows: Rows, calendar: WorkCalendar
    ) -> None:
        self.table, self.calendar = table, calendar
        self.event, self.case = steps.event[rows], steps.case[rows]
        self.step = steps.activity[rows].astype(np.int64)
        self.resource = steps.resource[rows].astype(np.int64)
        self.came = self.clock(steps.came[rows])
        self.fortnight = steps.came[rows] // _FORTNIGHT
        self.half_a_day = sum(b - a for a, b in calendar.shifts) * 500_000
        departments = table.roles.get("department")
        self.departments = departments.texts if departments else ()
        self.department = self._role("department")
        self.queue = self.step * (len(self.departments) + 1) + self.department + 1
        self.priority = self._priority()

    def clock(self, moments: NDArray[np.int64]) -> NDArray[np.int64]:
        """Working µs since the calendar began."""
        zero = np.zeros(len(moments), np.int64)
        return self.calendar.between(zero, moments)

    def _role(self, role: str) -> NDArray[np.int64]:
        """A role's code of the event, or of the first of its case that has one."""
        column = self.table.roles.get(role)
        if column is None:
            return np.full(len(self.event), -1, np.int64)
        said = np.flatnonzero(column.codes >= 0)[::-1]
        of_case = np.full(self.table.cases, -1, np.int64)
        of_case[self.table.case[said]] = column.codes[said]
        own = column.codes[self.event].astype(np.int64)
        return np.where(own >= 0, own, of_case[self.case])

    def _priority(self) -> NDArray[np.bool_]:
        column = self.table.roles.get("priority")
        texts = column.texts if column else ()
        urgent = [text.strip().lower() not in ORDINARY for text in texts]
        return np.array([*urgent, False])[self._role("priority")]

    @property
    def strata(self) -> NDArray[np.int64]:
        """Comparable services."""
        return strata(
            self.queue, self._role("item"), self.fortnight, self.priority.astype(int)
        )

    def clerks(self) -> tuple[NDArray[np.int64], int]:
        """Who served, and how close together the same counts once."""
        return self.resource, 0

    def applicants(self) -> tuple[NDArray[np.int64], int]:
        return self._role("applicant"), self.half_a_day

    @property
    def applicant_names(self) -> tuple[str, ...]:
        column = self.table.roles.get("applicant")
        return column.texts if column else ()

    def handed_in(self) -> NDArray[np.int64]:
        """When the case of each service came to its first queue."""
        begin = np.full(self.table.cases, np.iinfo(np.int64).max)
        np.minimum.at(begin, self.case, self.came)
        return begin[self.case]


def _queues(log: _Services, exact: Turns, tolerant: Turns) -> tuple[Queue, ...]:
    size = int(exact.queue.max(initial=-1)) + 1
    told = ~np.isnan(exact.share)
    served = np.bincount(exact.queue, minlength=size)
    passed = np.bincount(tolerant.queue[tolerant.overtaken > 0], minlength=size)
    over = np.bincount(exact.queue[told], exact.overtaking[told], size)
    pairs = np.bincount(exact.queue[told], exact.together[told], size) / 2
    places, first = np.unique(exact.queue, return_index=True)
    queues = [
        Queue(
            log.table.activity_names[int(log.step[at])],
            log.departments[int(log.department[at])] if log.department[at] >= 0 else "",
            bool(log.priority[at]),
            int(served[queue]),
            int(passed[queue]),
            float(over[queue] / pairs[queue]) if pairs[queue] else None,
        )
        for queue, at in zip(places.tolist(), first.tolist(), strict=True)
    ]
    return tuple(
        sorted(queues, key=lambda q: (-(q.index or 0.0), q.step, q.department))
    )


def _asked(
    log: _Services,
    found: Turns,
    entities: tuple[NDArray[np.int64], int],
    names: tuple[str, ...],
    chance: tuple[int, int],
) -> Asked:
    code, apart = entities
    steps = max(len(log.table.activity_names), 1)
    treatment = unequal_treatment(
        np.where(code >= 0, code * steps + log.step, -1),
        log.strata,
        found.share,
        came=log.handed_in(),
        apart=apart,
        evidence=found.evidence,
        seed=chance[0],
        runs=chance[1],
    )
    return Asked(
        treatment,
        tuple(
            Named(
                names[hint.entity // steps],
                log.table.activity_names[hint.entity % steps],
                hint,
            )
            for hint in treatment.hints
        ),
    )
