"""What the pages show of items and logs."""

from mingjing.insight.approvals.queries.best import Best, superlatives
from mingjing.insight.approvals.queries.catalogue import (
    Row,
    catalogue,
    log_of,
    logs_with,
    newest_logs,
    step_names,
    terms_of,
)
from mingjing.insight.approvals.queries.drawings import KINDS, SHARES, drawing_of
from mingjing.insight.approvals.queries.figures import (
    Deviation,
    Figures,
    StepRow,
    Term,
    figures_of,
)
from mingjing.insight.approvals.queries.forecast import CHANGES, forecast_of
from mingjing.insight.approvals.queries.order import order_of
from mingjing.insight.approvals.queries.pace import Pace, pace_of
from mingjing.insight.approvals.queries.ratings import Rated, rated
from mingjing.insight.approvals.queries.tables import (
    part_table,
    pending_place,
    table_of,
)

__all__ = [
    "CHANGES",
    "KINDS",
    "SHARES",
    "Best",
    "Deviation",
    "Figures",
    "Pace",
    "Rated",
    "Row",
    "StepRow",
    "Term",
    "catalogue",
    "drawing_of",
    "figures_of",
    "forecast_of",
    "log_of",
    "logs_with",
    "newest_logs",
    "order_of",
    "pace_of",
    "part_table",
    "pending_place",
    "rated",
    "step_names",
    "superlatives",
    "table_of",
    "terms_of",
]
