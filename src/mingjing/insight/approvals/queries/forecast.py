"""What a change of an item's process would save, counted when it is asked."""

from functools import lru_cache
from typing import get_args

from mingjing.insight.approvals.models import Part
from mingjing.insight.approvals.queries.tables import Asked, part_table
from mingjing.insight.approvals.states.hours import office_calendar
from mingjing_analytics.process.effect.what_if import Change, Forecast, what_if

_SEED = 20261  # the same question has the same answer, whoever asks
CHANGES: tuple[Change, ...] = get_args(Change)


def forecast_of(part: Part, change: Change, step: str) -> Forecast:
    """What the log allows to say. Raises Unreadable where it cannot tell."""
    return _forecast(Asked(part), change, step)


@lru_cache(maxsize=256)
def _forecast(asked: Asked, change: Change, step: str) -> Forecast:
    table = part_table(asked.part)
    return what_if(table, change, step, office_calendar(), seed=_SEED)
