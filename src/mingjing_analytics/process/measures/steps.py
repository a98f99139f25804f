"""Each step of a case: when it came, when work began, when it was done.

Waiting is from the end of the step before to the begin of work, working from there to
the end. Only a log that says when work began can tell the two apart.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mingjing_analytics.process.measures.groups import quantiles
from mingjing_analytics.process.table import NO_TIME, Codes, EventTable, Times
from mingjing_analytics.process.worktime import WorkCalendar

_BEGINS = {"start", "开始"}
_ENDS = {"complete", "完成", "结束"}


@dataclass(frozen=True)
class Steps:
    """One row for each step of each case, all of shape (steps,), times µs UTC.

    ``event`` is the row of the table that ends the step. ``came`` is NO_TIME for the
    first step of a case, ``began`` where the log does not say when work began.
    """

    event: NDArray[np.int64]
    case: Codes
    activity: Codes
    resource: Codes
    came: Times
    began: Times
    ended: Times

    @property
    def split(self) -> bool:
        """Whether the log tells waiting from working anywhere."""
        return bool((self.began != NO_TIME).any())


@dataclass(frozen=True)
class StepTimes:
    """Working seconds of each activity, shape (activities,); nan where unknown.

    ``wait`` and ``work`` need the begin of work; ``whole`` is from coming to ending.
    """

    count: NDArray[np.int64]
    wait_median: NDArray[np.float64]
    wait_most: NDArray[np.float64]  # nine of ten wait no longer
    work_median: NDArray[np.float64]
    whole_median: NDArray[np.float64]
    whole_most: NDArray[np.float64]


def steps_of(table: EventTable) -> Steps:
    """The steps of a table, from a column of begins or from its lifecycle."""
    rows, began = _kept(table)
    case, ended = table.case[rows], table.time[rows]
    came = np.full(len(rows), NO_TIME)
    if len(rows):
        same = case[1:] == case[:-1]
        came[1:][same] = ended[:-1][same]
    # Work that began before the last step ended waited for nothing.
    early = (began != NO_TIME) & (came != NO_TIME) & (began < came)
    came = np.where(early, began, came)
    activity, resource = table.activity[rows], table.resource[rows]
    return Steps(rows, case, activity, resource, came, began, ended)


def _kept(table: EventTable) -> tuple[NDArray[np.int64], Times]:
    """Rows that end a step, and when work on each began."""
    timed = table.time != NO_TIME
    if table.start is not None:
        rows = np.flatnonzero(timed)
        began = table.start[rows]
        return rows, np.where(began > table.time[rows], NO_TIME, began)
    cycle = table.roles.get("lifecycle")
    words = [text.strip().lower() for text in cycle.texts] if cycle else []
    if cycle is None or not _BEGINS & set(words) or not _ENDS & set(words):
        rows = np.flatnonzero(timed)
        return rows, np.full(len(rows), NO_TIME)
    kind = np.array([*[w in _BEGINS for w in words], False])
    done = np.array([*[w in _ENDS for w in words], False])
    begins = np.flatnonzero(timed & kind[cycle.codes])
    rows = np.flatnonzero(timed & done[cycle.codes])
    return rows, _begins_of(table, begins, rows)


def _begins_of(
    table: EventTable, begins: NDArray[np.int64], ends: NDArray[np.int64]
) -> Times:
    """The k-th begin of an activity in a case belongs to its k-th end, if before it."""
    began = np.full(len(ends), NO_TIME)
    size = np.int64(max(len(table.activity_names), 1))

    def numbered(
        rows: NDArray[np.int64],
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        line = table.case[rows] * size + table.activity[rows]
        order = np.argsort(line, kind="stable")
        sorted_line = line[order]
        first = np.flatnonzero(np.diff(sorted_line, prepend=sorted_line[:1] - 1))
        count = np.arange(len(rows)) - np.repeat(
            first, np.diff(first, append=len(rows))
        )
        return order, sorted_line * np.int64(1 << 20) + count

    if not len(begins) or not len(ends):
        return began
    begin_order, begin_key = numbered(begins)
    end_order, end_key = numbered(ends)
    place = np.minimum(np.searchsorted(begin_key, end_key), len(begin_key) - 1)
    match = begin_key[place] == end_key
    found = begins[begin_order[place[match]]]
    target = end_order[match]
    good = table.time[found] <= table.time[ends[target]]
    began[target[good]] = table.time[found[good]]
    return began


def step_times(steps: Steps, activities: int, calendar: WorkCalendar) -> StepTimes:
    """Working time of each activity's steps, as medians and nine of ten."""

    def spread(start: Times, end: Times) -> NDArray[np.float64]:
        known = (start != NO_TIME) & (end != NO_TIME)
        seconds = calendar.between(start[known], end[known]) / 1e6
        return quantiles(steps.activity[known], seconds, activities, [0.5, 0.9])

    wait, work = spread(steps.came, steps.began), spread(steps.began, steps.ended)
    whole = spread(steps.came, steps.ended)
    count = np.bincount(steps.activity, minlength=activities)
    return StepTimes(count, wait[0], wait[1], work[0], whole[0], whole[1])


def waiting_at(steps: Steps, activity: int, moments: Times) -> NDArray[np.int64]:
    """How many cases wait for a step at each moment, shape (moments,).

    A step whose begin is not known is taken to wait until its end.
    """
    own = (steps.activity == activity) & (steps.came != NO_TIME)
    left = np.where(steps.began == NO_TIME, steps.ended, steps.began)[own]
    came = np.sort(steps.came[own])
    gone = np.sort(left)
    count: NDArray[np.int64] = np.searchsorted(came, moments, side="right")
    return count - np.searchsorted(gone, moments, side="right")
