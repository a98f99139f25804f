"""What the pages ask. Whether it may be is the rules' and the actions' matter."""

from mingjing.cycle.sessions.forms.minutes import (
    DecisionRow,
    MinutesForm,
    initial_rows,
    more_rows,
    read_rows,
    rows_of,
)
from mingjing.cycle.sessions.forms.planning import (
    Filter,
    Hold,
    Issue,
    PlanForm,
    ProveBy,
    Reason,
    initial_of,
)

__all__ = [
    "DecisionRow",
    "Filter",
    "Hold",
    "Issue",
    "MinutesForm",
    "PlanForm",
    "ProveBy",
    "Reason",
    "initial_of",
    "initial_rows",
    "more_rows",
    "read_rows",
    "rows_of",
]
