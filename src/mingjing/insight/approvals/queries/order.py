"""Order of service and like treatment of an item, counted once for a log."""

from functools import lru_cache

from mingjing.insight.approvals.models import Part
from mingjing.insight.approvals.queries.tables import Asked, part_table
from mingjing.insight.approvals.states.hours import office_calendar
from mingjing_analytics.process.fairness.report import Fairness, fairness

_SEED = 20261  # the same log gives the same answer, whoever asks


def order_of(part: Part) -> Fairness:
    """What the log says of an item's queues. Raises LookupError for an unread log."""
    return _order(Asked(part))


@lru_cache(maxsize=128)
def _order(asked: Asked) -> Fairness:
    return fairness(part_table(asked.part), office_calendar(), seed=_SEED)
