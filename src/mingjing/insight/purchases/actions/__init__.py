"""Every write to purchases, by the verb's name; who and when come by name."""

from mingjing.insight.purchases.actions.asking import put_up
from mingjing.insight.purchases.actions.measuring import (
    measure_all,
    set_limit,
    set_threshold,
)
from mingjing.insight.purchases.actions.sources import (
    SourceNote,
    delete_outlived,
    receive_purchases,
    withdraw_source,
)
from mingjing.insight.supervision.actions import AlreadyMoved, Refused

__all__ = [
    "AlreadyMoved",
    "Refused",
    "SourceNote",
    "delete_outlived",
    "measure_all",
    "put_up",
    "receive_purchases",
    "set_limit",
    "set_threshold",
    "withdraw_source",
]
