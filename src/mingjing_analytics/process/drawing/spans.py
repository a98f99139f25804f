"""Cases as spans of waiting and working: what time strips draw."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mingjing_analytics.process.measures.steps import Steps, steps_of
from mingjing_analytics.process.table import NO_TIME, EventTable

Kind = Literal["waiting", "working", "either"]
Order = Literal["start", "duration"]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Span:
    """A piece of a case's time; seconds since the case began.

    ``either``: the log does not say when work began.
    """

    activity: int
    kind: Kind
    begin: float
    end: float


@dataclass(frozen=True)
class Strip:
    """A case and its spans in the order of time; ``length`` in seconds."""

    case: str
    spans: tuple[Span, ...]
    length: float


def strips_of(table: EventTable, order: Order, most: int) -> tuple[list[Strip], int]:
    """At most so many cases, at even distances of their order, and how many have times.

    Equal ones stand in the order of the log, so the same log gives the same sample.
    """
    steps = steps_of(table)
    if not len(steps.case):
        return [], 0
    begin = np.where(steps.began != NO_TIME, steps.began, steps.ended)
    rows = np.flatnonzero(np.diff(steps.case, prepend=-1))
    bounds = np.append(rows, len(steps.case))
    first = np.minimum.reduceat(begin, rows)
    last = np.maximum.reduceat(steps.ended, rows)
    by = first if order == "start" else last - first
    ranked = np.lexsort((np.arange(len(rows)), by))
    count = min(most, len(rows))
    taken = ranked[np.round(np.linspace(0, len(rows) - 1, count)).astype(np.int64)]
    found = [
        _strip(table, steps, range(bounds[at], bounds[at + 1]), int(first[at]))
        for at in taken.tolist()
    ]
    return found, len(rows)


def _strip(table: EventTable, steps: Steps, rows: range, zero: int) -> Strip:
    spans: list[Span] = []
    for row in rows:
        activity = int(steps.activity[row])
        ended = (int(steps.ended[row]) - zero) / 1e6
        began, came = int(steps.began[row]), int(steps.came[row])
        start = ended if came == NO_TIME else (came - zero) / 1e6
        if began == NO_TIME:
            spans.append(Span(activity, "either", start, ended))
            continue
        work = (began - zero) / 1e6
        if came != NO_TIME and work > start:
            spans.append(Span(activity, "waiting", start, work))
        spans.append(Span(activity, "working", work, ended))
    length = max(span.end for span in spans)
    return Strip(table.case_names[int(steps.case[rows[0]])], tuple(spans), length)
