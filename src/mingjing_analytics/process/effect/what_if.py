"""What a change of the process would save, told as honestly as the log allows.

Working time of a step is saved where the step goes; its waiting may go with it or come
back before the next one. So removing and merging give two ends, not a point. Another
window is played through: the queue of the step is served again in its order, with the
same arrivals and the same work, by one more. It is told only where the same play with
the windows of today gives the waiting that was observed; else the step waits for
something other than a window.
"""

import heapq
import itertools
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mingjing_analytics.process.clock import rows_of
from mingjing_analytics.process.measures.cases import bounds
from mingjing_analytics.process.measures.load import week_of
from mingjing_analytics.process.measures.steps import Steps, steps_of
from mingjing_analytics.process.reading.refusal import Unreadable
from mingjing_analytics.process.table import NO_TIME, EventTable
from mingjing_analytics.process.worktime import WorkCalendar

Change = Literal["remove", "merge", "window"]
# Words of what a forecast cannot know, to be shown under each.
LIMITS = ("moves-on", "load", "law", "other-cases")

_HOUR = 3.6e9  # µs
_DRAWS = 200
_BUSY = 0.85  # of the windows' time; above it waiting explodes with any small error
_CALIBRATED = 0.25  # by how much the play of today may miss the observed waiting
_LEAST_WAIT = 0.25  # hours; below, a miss is a matter of minutes
_LEAST_CASES = 30

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Half:
    """Half of the cases take no more working hours, and the 95 % interval of that."""

    hours: float
    low: float
    high: float


@dataclass(frozen=True)
class Forecast:
    """``least`` and ``most`` are half's time if as little or as much as can be is saved.

    ``windows``, ``busy`` (share of their time) and ``played`` (mean waiting of today
    played through, hours, beside ``waited``) are those of `window`.
    """

    change: Change
    step: str
    cases: int
    touched: int
    now: Half
    least: Half
    most: Half
    windows: int | None = None
    busy: float | None = None
    played: float | None = None
    waited: float | None = None


def what_if(
    table: EventTable,
    change: Change,
    step: str,
    calendar: WorkCalendar,
    *,
    seed: int,
) -> Forecast:
    """What removing or merging a step, or one more window at it, would save.

    Merging does the step's work together with the one before. Raises Unreadable where
    the log cannot tell: no begins of work, no such step, too few cases, windows that
    are busy beyond 85 %, or waiting that is not for a window.
    """
    steps = steps_of(table)
    rows = _rows(table, steps, step, calendar)
    wait = calendar.between(steps.came[rows], steps.began[rows]) / _HOUR
    work = calendar.between(steps.began[rows], steps.ended[rows]) / _HOUR
    cases, hours, weeks = _cases(table, calendar)
    own = steps.case[rows].astype(np.int64)
    more: dict[str, float | int] = {}
    if change == "window":
        least = most = _with_window(steps, rows, calendar, work, more)
    else:
        least = work if change == "remove" else np.zeros(len(work))
        most = wait + work if change == "remove" else wait
    chance = np.random.default_rng(seed)
    saved = [np.bincount(own, each, table.cases)[cases] for each in (least, most)]
    draws = _weeks_drawn(weeks, chance)
    return Forecast(
        change,
        step,
        len(cases),
        len(np.unique(own)),
        _half(hours, draws),
        _half(np.maximum(hours - saved[0], 0), draws),
        _half(np.maximum(hours - saved[1], 0), draws),
        **more,  # type: ignore[arg-type] # by name, each of its own kind
    )


def _rows(
    table: EventTable, steps: Steps, step: str, calendar: WorkCalendar
) -> Integers:
    """Services of the step whose waiting and working are known."""
    if not steps.split:
        raise Unreadable(
            "日志只记办完的时间，等待和办理分不开，推算不了。",
            "The log has no begins of work: waiting and working cannot be told apart.",
        )
    if not len(rows_of(table, step)):
        raise Unreadable(f"日志里没有“{step}”。", f"The log has no step “{step}”.")
    code = table.activity_names.index(step)
    known = (steps.activity == code) & (steps.came != NO_TIME)
    known &= (steps.began != NO_TIME) & calendar.covers(steps.came, steps.ended)
    rows = np.flatnonzero(known)
    if len(rows) < _LEAST_CASES:
        raise Unreadable(
            f"“{step}”只有 {len(rows)} 次知道等待和办理，不到 {_LEAST_CASES} 次，推算不了。",
            f"Only {len(rows)} of “{step}” tell waiting from working, "
            f"fewer than {_LEAST_CASES}.",
        )
    return rows


def _cases(
    table: EventTable, calendar: WorkCalendar
) -> tuple[Integers, Floats, Integers]:
    """Cases with times, their working hours and the week in which they came."""
    first, last = bounds(table)
    cases = np.flatnonzero((first != NO_TIME) & calendar.covers(first, last))
    hours = calendar.between(first[cases], last[cases]) / _HOUR
    return cases, hours, week_of(first[cases], calendar.offset)


def _weeks_drawn(weeks: Integers, chance: np.random.Generator) -> list[Integers]:
    """Places of cases, week by week drawn anew: weeks hang together, cases do not."""
    names, inverse = np.unique(weeks, return_inverse=True)
    order = np.argsort(inverse, kind="stable")
    edges = np.searchsorted(inverse[order], np.arange(len(names) + 1))
    members = [order[a:b] for a, b in itertools.pairwise(edges)]
    return [
        np.concatenate(
            [members[at] for at in chance.integers(0, len(names), len(names))]
        )
        for _draw in range(_DRAWS)
    ]


def _half(hours: Floats, draws: list[Integers]) -> Half:
    medians = [float(np.median(hours[draw])) for draw in draws]
    low, high = np.quantile(medians, [0.025, 0.975])
    return Half(float(np.median(hours)), float(low), float(high))


def _with_window(
    steps: Steps,
    rows: Integers,
    calendar: WorkCalendar,
    work: Floats,
    more: dict[str, float | int],
) -> Floats:
    """Hours of waiting that one more window saves each service."""
    zero = np.zeros(len(rows), np.int64)
    came = calendar.between(zero, steps.came[rows]) / _HOUR
    began = calendar.between(zero, steps.began[rows]) / _HOUR
    windows = _windows(began, began + work)
    span = float((began + work).max() - came.min())
    busy = float(work.sum()) / (windows * span) if span > 0 else 0.0
    today = _played(came, work, windows)
    waited, played = float((began - came).mean()), float(today.mean())
    more |= {"windows": windows, "busy": busy, "played": played, "waited": waited}
    if busy > _BUSY:
        raise Unreadable(
            f"{windows} 个窗口 {busy:.0%} 的时间都在办件，再加一个能省多少算不准。",
            f"The {windows} windows are busy {busy:.0%} of the time; what one more "
            "would save cannot be told.",
        )
    if abs(played - waited) > max(_CALIBRATED * waited, _LEAST_WAIT):
        raise Unreadable(
            f"照现在的 {windows} 个窗口推演，平均只等 {played:.1f} 小时，实际等了 "
            f"{waited:.1f} 小时：等的不是窗口。",
            f"Played through with today's {windows} windows the mean waiting is "
            f"{played:.1f} hours, but it was {waited:.1f}: it does not wait for a window.",
        )
    return np.maximum(today - _played(came, work, windows + 1), 0)


def _windows(began: Floats, ended: Floats) -> int:
    """The most services at one time, but for the busiest hundredth of the moments."""
    moments = np.concatenate([began, ended])
    change = np.concatenate([np.ones(len(began)), -np.ones(len(ended))])
    order = np.lexsort((change, moments))
    open_ = np.cumsum(change[order])
    length = np.diff(moments[order], append=moments[order][-1])
    kept = open_ > 0
    rank = np.argsort(open_[kept], kind="stable")
    share = np.cumsum(length[kept][rank])
    if not len(share) or share[-1] <= 0:
        return 1
    return int(open_[kept][rank][np.searchsorted(share, 0.99 * share[-1])])


def _played(came: Floats, work: Floats, windows: int) -> Floats:
    """Waiting of each, first come, first served, by so many windows."""
    free = [0.0] * windows
    waited = np.zeros(len(came))
    for at in np.argsort(came, kind="stable").tolist():
        begin = max(heapq.heappop(free), float(came[at]))
        waited[at] = begin - came[at]
        heapq.heappush(free, begin + float(work[at]))
    return waited
