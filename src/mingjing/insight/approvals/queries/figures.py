"""The figures of one item in one log: distributions first, open cases counted in."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from mingjing.insight.approvals.models import Part, Terms
from mingjing.insight.approvals.queries.tables import Asked, part_table
from mingjing.insight.approvals.states import SHOWN_FROM
from mingjing.insight.approvals.states.hours import HOURS_A_DAY, office_calendar
from mingjing_analytics.process.clock import counted, rows_of
from mingjing_analytics.process.conform.check import Verdict, check
from mingjing_analytics.process.conform.model import Model, Rule, rule_of
from mingjing_analytics.process.measures.cases import bounds, rework
from mingjing_analytics.process.measures.steps import step_times, steps_of
from mingjing_analytics.process.measures.survival import time_until
from mingjing_analytics.process.measures.variants import variants
from mingjing_analytics.process.table import NO_TIME, EventTable

_DAY = 86_400_000_000
_SHOWN_CASES = 20
_SHOWN_WAYS = 6


@dataclass(frozen=True)
class Term:
    """One limit and how it was kept, in working days."""

    days: int
    checked: int
    late: int
    unknown: int

    @property
    def late_share(self) -> float | None:
        return self.late / self.checked if self.checked else None


@dataclass(frozen=True)
class StepRow:
    """A step; times in working hours, None where the log cannot tell."""

    name: str
    count: int
    wait: float | None
    wait_most: float | None
    work: float | None
    whole: float | None
    whole_most: float | None
    again: int  # cases that did it more than once


@dataclass(frozen=True)
class Deviation:
    """A rule of the declared process and the cases that do not keep it."""

    rule: Rule
    checked: int
    broken: int
    unknown: int
    cases: tuple[str, ...]  # the first of them, by their number


@dataclass(frozen=True)
class Way:
    """One way through the steps."""

    steps: tuple[str, ...]
    cases: int
    share: float


@dataclass(frozen=True)
class Figures:
    """What the pages of an item show; times in days of the calendar."""

    cases: int
    open: int
    half: float | None
    most: float | None
    same_day: float | None
    steps_mean: float | None
    handovers_mean: float | None
    legal: Term | None
    committed: Term | None
    steps: tuple[StepRow, ...]
    split: bool
    ways: tuple[Way, ...]
    way_count: int
    deviations: tuple[Deviation, ...]

    @property
    def enough(self) -> bool:
        return self.cases >= SHOWN_FROM


def figures_of(part: Part, terms: Terms | None) -> Figures:
    """Count an item in a log. The log does not change: what was counted is kept."""
    return _figures(Asked(part, terms))


@lru_cache(maxsize=512)
def _figures(asked: Asked) -> Figures:
    table, terms = part_table(asked.part), asked.terms
    closed = closed_cases(table, terms)
    half, most, same_day = experience(table, closed)
    events = np.diff(table.offsets)
    found = variants(table)
    total = max(table.cases, 1)
    return Figures(
        cases=table.cases,
        open=int((~closed).sum()),
        half=half,
        most=most,
        same_day=same_day,
        steps_mean=float(events[closed].mean()) if closed.any() else None,
        handovers_mean=handovers_per_case(table, closed),
        legal=_term(table, terms, terms.legal_days if terms else None),
        committed=_term(table, terms, terms.committed_days if terms else None),
        steps=_step_rows(table),
        split=steps_of(table).split,
        ways=tuple(
            Way(
                tuple(table.activity_names[code] for code in found.trace(at)),
                int(count),
                float(count) / total,
            )
            for at, count in enumerate(found.counts[:_SHOWN_WAYS])
        ),
        way_count=len(found.counts),
        deviations=_deviations(table, terms),
    )


def closed_cases(table: EventTable, terms: Terms | None) -> np.ndarray:
    """Cases with a decision; without a declared one every case is taken as closed."""
    if terms is None or not terms.decided:
        return np.ones(table.cases, bool)
    closed = np.zeros(table.cases, bool)
    closed[table.case[rows_of(table, terms.decided)]] = True
    return closed


def experience(
    table: EventTable, closed: np.ndarray
) -> tuple[float | None, float | None, float | None]:
    """From the first event to the last, as the applicant lived it."""
    first, last = bounds(table)
    timed = first != NO_TIME
    if int(timed.sum()) < SHOWN_FROM:
        return None, None, None
    until = int(table.time.max())
    end = np.where(closed, last, until)
    days = (end[timed] - first[timed]) / _DAY
    done = closed & timed
    same = office_calendar().same_day(first[done], last[done])
    return (
        time_until(days, closed[timed], 0.5),
        time_until(days, closed[timed], 0.9),
        float(same.mean()) if len(same) else None,
    )


def handovers_per_case(table: EventTable, closed: np.ndarray) -> float | None:
    """How often a closed case went from one department or clerk to another."""
    column = table.roles.get("department")
    codes = column.codes if column else table.resource
    if not closed.any() or not bool((codes >= 0).any()):
        return None
    moved = (codes[1:] != codes[:-1]) & (table.case[1:] == table.case[:-1])
    moved &= (codes[1:] >= 0) & (codes[:-1] >= 0) & closed[table.case[1:]]
    return float(moved.sum() / closed.sum())


def _term(table: EventTable, terms: Terms | None, days: int | None) -> Term | None:
    if terms is None or days is None or not (terms.accepted and terms.decided):
        return None
    until = int(table.time.max(initial=NO_TIME))
    pauses = [(first, then) for first, then in terms.pauses]
    steps = (terms.accepted, terms.decided)
    clock = counted(table, steps, pauses, office_calendar(), until)
    late = clock.begun & clock.covered & (clock.days > days)
    known = clock.begun & clock.covered & (clock.done | late)
    unknown = int((clock.begun & ~known).sum())
    return Term(days, int(known.sum()), int(late.sum()), unknown)


def _step_rows(table: EventTable) -> tuple[StepRow, ...]:
    size = len(table.activity_names)
    steps = steps_of(table)
    times = step_times(steps, size, office_calendar())
    again = rework(variants(table), size).cases_per_activity

    def hours(values: np.ndarray, at: int) -> float | None:
        return None if np.isnan(values[at]) else float(values[at]) / 3600

    first = np.full(size, table.events)
    np.minimum.at(first, table.activity, np.arange(table.events))
    place = np.zeros(size)
    np.add.at(
        place, table.activity, np.arange(table.events) - table.offsets[table.case]
    )
    order = np.argsort(place / np.maximum(times.count, 1), kind="stable")
    return tuple(
        StepRow(
            table.activity_names[at],
            int(times.count[at]),
            hours(times.wait_median, at),
            hours(times.wait_most, at),
            hours(times.work_median, at),
            hours(times.whole_median, at),
            hours(times.whole_most, at),
            int(again[at]),
        )
        for at in order.tolist()
        if times.count[at]
    )


def _deviations(table: EventTable, terms: Terms | None) -> tuple[Deviation, ...]:
    if terms is None or not terms.rules:
        return ()
    model = Model(terms.item.name, (), tuple(rule_of(each) for each in terms.rules))
    closing = (terms.decided,) if terms.decided else ()
    return tuple(
        _deviation(table, verdict)
        for verdict in check(table, model, office_calendar(), closing)
    )


def _deviation(table: EventTable, verdict: Verdict) -> Deviation:
    shown = verdict.broken[:_SHOWN_CASES].tolist()
    return Deviation(
        verdict.rule,
        verdict.checked,
        len(verdict.broken),
        verdict.unknown,
        tuple(table.case_names[at] for at in shown),
    )


__all__ = [
    "HOURS_A_DAY",
    "Deviation",
    "Figures",
    "StepRow",
    "Term",
    "Way",
    "figures_of",
]
