"""How long each event was waited for, on the clock on the wall or in working time."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from mingjing_analytics.process.table import NO_TIME, EventTable, Times

Seconds = NDArray[np.float64]
Between = Callable[[Times, Times], NDArray[np.int64]]


def waits(table: EventTable, between: Between | None = None) -> Seconds:
    """Seconds each event came after the one before it in its case, shape (events,).

    Up to the begin of work where the log has it. ``between`` counts µs from one array of
    times to another: by default those of the clock on the wall, or
    ``WorkCalendar.between`` for working time. nan for the first event of a case and
    where a time is missing.
    """
    found = np.full(table.events, np.nan)
    if table.events < 2:
        return found
    began = table.time if table.start is None else table.start
    began = np.where(began == NO_TIME, table.time, began)[1:]
    last = table.time[:-1]
    known = (table.case[1:] == table.case[:-1]) & (began != NO_TIME)
    known &= last != NO_TIME
    came, left = last[known], np.maximum(began[known], last[known])
    took = left - came if between is None else between(came, left)
    found[1:][known] = took / 1e6
    return found
