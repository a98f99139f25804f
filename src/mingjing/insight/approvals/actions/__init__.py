"""What people do with logs, terms and ratings."""

from mingjing.insight.approvals.actions.logs import (
    AlreadyMoved,
    Reading,
    Refused,
    drop_log,
    read_received,
    receive_log,
)
from mingjing.insight.approvals.actions.ratings import RatedMonth, import_ratings
from mingjing.insight.approvals.actions.terms import AlreadyChanged, Draft, set_terms

__all__ = [
    "AlreadyChanged",
    "AlreadyMoved",
    "Draft",
    "RatedMonth",
    "Reading",
    "Refused",
    "drop_log",
    "import_ratings",
    "read_received",
    "receive_log",
    "set_terms",
]
