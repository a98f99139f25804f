"""A service centre played through, with what is wrong in it known beforehand.

Cases of several items come as a Poisson process in office hours, go through the steps
of their item, and wait before offices whose clerks serve them one after the other.
"""

import heapq
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mingjing_analytics.process.centre import Centre
from mingjing_analytics.process.table import Columns, Dictionary, EventTable, sort
from mingjing_analytics.process.worktime import WorkCalendar

_SECOND = 1_000_000  # µs
_DAY = 86_400 * _SECOND
_ROW = 11  # columns of the log

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Simulated:
    """One row for each service, in the order in which cases came to the steps.

    Codes, and µs UTC for ``came`` (to the queue), ``start`` and ``end``; all of shape
    (rows,). ``agent`` is -1 for none, ``attempt`` 0 for the first time in a step. The
    truth: ``moved`` rows were taken before their turn as a favour, ``clerks`` is how
    many each office had, ``reformed`` when the reform began.
    """

    case: Integers
    activity: Integers
    came: Integers
    start: Integers
    end: Integers
    resource: Integers
    agent: Integers
    priority: NDArray[np.bool_]
    item: Integers
    attempt: Integers
    moved: NDArray[np.bool_]
    clerks: tuple[int, ...]
    reformed: int | None


def simulate(plan: Centre, seed: int) -> Simulated:
    """Play the plan through; the same seed gives the same log.

    Raises ValueError when the plan contradicts itself, the bottleneck has no work, or
    the calendar ends before the last case does.
    """
    clerks = plan.staff()
    chance = np.random.default_rng(seed)
    run = _Run(plan, clerks, chance)
    run.play(_arrivals(plan, chance))
    rows = np.array(run.rows, np.int64).reshape(-1, _ROW).T
    case, step, came, start, end, clerk, agent, urgent, item, attempt, moved = rows
    reform = plan.reform
    day = np.array([reform.day if reform else 0]) * plan.working_day()
    return Simulated(
        case=case,
        activity=step,
        came=_moments(plan.calendar, came),
        start=_moments(plan.calendar, start),
        end=_moments(plan.calendar, end),
        resource=clerk,
        agent=agent,
        priority=urgent.astype(bool),
        item=item,
        attempt=attempt,
        moved=moved.astype(bool),
        clerks=clerks,
        reformed=int(_moments(plan.calendar, day)[0]) if reform else None,
    )


def to_table(plan: Centre, log: Simulated) -> EventTable:
    """The log as an event table: one event a service, with start and end."""

    def column(codes: Integers, texts: tuple[str, ...]) -> Dictionary:
        return Dictionary(codes.astype(np.int32), texts)

    cases = int(log.case.max(initial=-1)) + 1
    resources = tuple(f"clerk {at + 1}" for at in range(sum(log.clerks)))
    agents = tuple(f"agent {at + 1}" for at in range(plan.agents))
    return sort(
        Columns(
            case=column(log.case, tuple(f"case {at + 1}" for at in range(cases))),
            activity=column(log.activity, tuple(step.name for step in plan.steps)),
            time=log.end,
            start=log.start,
            resource=column(log.resource, resources),
            roles={
                "agent": column(log.agent, agents),
                "priority": column(
                    log.priority.astype(np.int64), ("ordinary", "lawful priority")
                ),
                "item": column(log.item, tuple(item.name for item in plan.items)),
            },
        )
    )


def _moments(calendar: WorkCalendar, working: Integers) -> Integers:
    """Moments UTC after so many µs of working time; the inverse of the calendar."""
    length = sum(end - start for start, end in calendar.shifts) * _SECOND
    days = np.flatnonzero(calendar.working)
    nth, rest = working // length, working % length
    if int(nth.max(initial=0)) >= len(days):
        raise ValueError("The calendar ends before the last case does.")
    local = np.zeros(len(working), np.int64)
    for start, end in reversed(calendar.shifts):
        # The latest shift that has begun; earlier ones write over it while they last.
        before = sum(b - a for a, b in calendar.shifts if b <= start) * _SECOND
        within = rest < before + (end - start) * _SECOND
        local = np.where(within, start * _SECOND + rest - before, local)
    first = calendar.first.toordinal() - 719_163  # 1970-01-01
    moment: Integers = (first + days[nth]) * _DAY + local - calendar.offset * _SECOND
    return moment


@dataclass(frozen=True)
class _Case:
    number: int
    came: int
    item: int
    agent: int
    urgent: bool
    steps: tuple[int, ...]


def _arrivals(plan: Centre, chance: np.random.Generator) -> list[_Case]:
    day = plan.working_day()
    came, item = [], []
    for at, one in enumerate(plan.items):
        count = int(chance.poisson(one.daily * plan.days))
        came.append(chance.integers(0, day * plan.days, count))
        item.append(np.full(count, at))
    moments, kinds = np.concatenate(came), np.concatenate(item)
    cases = []
    for number, at in enumerate(np.argsort(moments, kind="stable").tolist()):
        moment, kind = int(moments[at]), int(kinds[at])
        agent = _agent(plan, kind, chance)
        urgent = bool(chance.random() < plan.green.get(agent, plan.urgent))
        steps = plan.items[kind].steps
        if plan.reform and moment >= plan.reform.day * day:
            steps = tuple(step for step in steps if step != plan.reform.step)
        cases.append(_Case(number, moment, kind, agent, urgent, steps))
    return cases


def _agent(plan: Centre, item: int, chance: np.random.Generator) -> int:
    """An agent by size, three times as often for the item it is at home in."""
    if chance.random() < plan.own:
        return -1
    code = np.arange(plan.agents)
    weight = np.where(code % len(plan.items) == item, 3, 1) / np.sqrt(1 + code)
    total = np.cumsum(weight)
    return int(np.searchsorted(total, chance.random() * total[-1], side="right"))


@dataclass(frozen=True)
class _Visit:
    """One time of a case in one of its steps."""

    case: _Case
    nth: int  # of the steps of the case
    attempt: int


class _Run:
    """The clock of the centre: who waits, who serves, and until when."""

    def __init__(
        self, plan: Centre, clerks: tuple[int, ...], chance: np.random.Generator
    ) -> None:
        self.plan, self.chance = plan, chance
        self.rows: list[list[int]] = []
        self.visits: list[_Visit] = []  # of the rows
        # When and in which order; a row that is done (-1: none), or a visit to come.
        self.events: list[tuple[int, int, int, _Visit]] = []
        first = [sum(clerks[:office]) for office in range(len(clerks))]
        self.free = [
            list(range(start, start + count))
            for start, count in zip(first, clerks, strict=True)
        ]
        # Lawful priority, favour, nothing: then as they came.
        self.waiting: list[list[tuple[int, int]]] = [[] for _ in clerks]
        self.favoured = {(one.who, one.code): one.chance for one in plan.favours}
        self.pushed = 0

    def play(self, cases: list[_Case]) -> None:
        for case in cases:
            if case.steps:
                self._later(case.came, -1, _Visit(case, 0, 0))
        while self.events:
            now, _, row, visit = heapq.heappop(self.events)
            if row < 0:
                self._come(visit, now)
            else:
                self._done(visit, row, now)

    def _later(self, when: int, row: int, visit: _Visit) -> None:
        self.pushed += 1
        heapq.heappush(self.events, (when, self.pushed, row, visit))

    def _come(self, visit: _Visit, now: int) -> None:
        case, step = visit.case, visit.case.steps[visit.nth]
        office, row = self.plan.steps[step].office, len(self.rows)
        favour = not case.urgent and self._happens(
            self.favoured.get(("agent", case.agent), 0.0)
        )
        moved = favour and any(
            turn == 2 and self.rows[other][1] == step
            for turn, other in self.waiting[office]
        )
        known = (case.agent, case.urgent, case.item, visit.attempt, moved)
        self.rows.append([case.number, step, now, 0, 0, -1, *known])
        self.visits.append(visit)
        turn = 0 if case.urgent else 1 if favour else 2
        heapq.heappush(self.waiting[office], (turn, row))
        self._serve(office, now)

    def _done(self, visit: _Visit, row: int, now: int) -> None:
        case, step = visit.case, self.plan.steps[visit.case.steps[visit.nth]]
        self.free[step.office].append(self.rows[row][5])
        if self._happens(step.returned):
            pause = int(self.chance.exponential(3 * self.plan.working_day()))
            self._later(now + pause, -1, _Visit(case, visit.nth, visit.attempt + 1))
        elif visit.nth + 1 < len(case.steps):
            self._come(_Visit(case, visit.nth + 1, 0), now)
        self._serve(step.office, now)

    def _serve(self, office: int, now: int) -> None:
        free, waiting = self.free[office], self.waiting[office]
        while free and waiting:
            clerk = free.pop(int(self.chance.integers(len(free))))
            row = self._pick(waiting, clerk)
            minutes = self.plan.steps[self.rows[row][1]].minutes
            work = 1 + int(self.chance.exponential(minutes * 60 * _SECOND))
            self.rows[row][3:6] = [now, now + work, clerk]
            self._later(now + work, row, self.visits[row])

    def _pick(self, waiting: list[tuple[int, int]], clerk: int) -> int:
        """Who is next; waiting rows have numbers in the order of their coming."""
        if waiting[0][0] == 0:
            return heapq.heappop(waiting)[1]
        favour = self._happens(self.favoured.get(("clerk", clerk), 0.0))
        if favour or self._happens(self.plan.last):
            place = max(range(len(waiting)), key=lambda at: waiting[at][1])
        elif self._happens(self.plan.lottery):
            place = int(self.chance.integers(len(waiting)))
        else:
            return heapq.heappop(waiting)[1]
        row = waiting.pop(place)[1]
        heapq.heapify(waiting)
        step = self.rows[row][1]
        if favour and any(self.rows[other][1] == step for _, other in waiting):
            self.rows[row][10] = 1
        return row

    def _happens(self, chance: float) -> bool:
        return chance > 0 and bool(self.chance.random() < chance)
