"""How much comes and lies there, how often people have to come, and what looks done in heaps."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import numpy as np

from mingjing.insight.approvals.models import Part, Terms
from mingjing.insight.approvals.queries.figures import closed_cases
from mingjing.insight.approvals.queries.tables import Asked, part_table
from mingjing.insight.approvals.states.hours import office_calendar
from mingjing_analytics.process.clock import rows_of
from mingjing_analytics.process.measures.load import (
    month_end_rush,
    stamped_together,
    weeks,
)
from mingjing_analytics.process.measures.visits import begun_again, trips

_EPOCH = date(1970, 1, 1)
_SHOWN_WEEKS = 30
_SHOWN_CASES = 20


@dataclass(frozen=True)
class WeekRow:
    """A week by its Monday; ``open`` at its end."""

    monday: date
    came: int
    done: int
    open: int


@dataclass(frozen=True)
class Pace:
    """None where the log does not say."""

    weeks: tuple[WeekRow, ...]
    at_most_one_trip: float | None
    begun_again: tuple[str, ...] | None  # the first case of each pair, by number
    begun_again_count: int | None
    decided: int
    rush: float | None  # 1 is as many as on any other day
    stamped: int
    events: int


def pace_of(part: Part, terms: Terms | None) -> Pace:
    """The pace of an item in a log; what was counted is kept."""
    return _pace(Asked(part, terms))


@lru_cache(maxsize=512)
def _pace(asked: Asked) -> Pace:
    table, terms = part_table(asked.part), asked.terms
    found = weeks(table, closed_cases(table, terms))
    decided = rows_of(table, terms.decided) if terms and terms.decided else None
    rush = (
        month_end_rush(table, decided, office_calendar())
        if decided is not None
        else None
    )
    closing = (terms.decided,) if terms and terms.decided else ()
    again = begun_again(table, closing) if closing else None
    came = trips(table)
    rows = [
        WeekRow(_EPOCH + timedelta(days=monday), arrived, done, left)
        for monday, arrived, done, left in np.stack(
            [found.monday, found.came, found.done, found.open], axis=1
        ).tolist()
    ]
    names = None
    if again is not None:
        names = tuple(
            table.case_names[at] for at in again.first[:_SHOWN_CASES].tolist()
        )
    return Pace(
        weeks=tuple(rows[-_SHOWN_WEEKS:]),
        at_most_one_trip=came.at_most_one if came else None,
        begun_again=names,
        begun_again_count=None if again is None else len(again.first),
        decided=0 if decided is None else len(decided),
        rush=rush.ratio if rush else None,
        stamped=len(stamped_together(table)),
        events=table.events,
    )
