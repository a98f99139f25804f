"""What the pages show of items and logs."""

from mingjing.insight.approvals.queries.catalogue import (
    Row,
    catalogue,
    log_of,
    logs_with,
    newest_logs,
    step_names,
    terms_of,
)
from mingjing.insight.approvals.queries.figures import (
    Deviation,
    Figures,
    StepRow,
    Term,
    figures_of,
)
from mingjing.insight.approvals.queries.tables import (
    part_table,
    pending_place,
    table_of,
)

__all__ = [
    "Deviation",
    "Figures",
    "Row",
    "StepRow",
    "Term",
    "catalogue",
    "figures_of",
    "log_of",
    "logs_with",
    "newest_logs",
    "part_table",
    "pending_place",
    "step_names",
    "table_of",
    "terms_of",
]
