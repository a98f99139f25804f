"""What people type and send."""

from mingjing.insight.approvals.forms.forecast import ForecastForm
from mingjing.insight.approvals.forms.logs import COLUMNS, ColumnsForm, ReceiveForm
from mingjing.insight.approvals.forms.ratings import (
    SHEET,
    Fault,
    RatingsForm,
    months_in,
    rating_template,
)
from mingjing.insight.approvals.forms.terms import TermsForm, line_of, rule_from

__all__ = [
    "COLUMNS",
    "SHEET",
    "ColumnsForm",
    "Fault",
    "ForecastForm",
    "RatingsForm",
    "ReceiveForm",
    "TermsForm",
    "line_of",
    "months_in",
    "rating_template",
    "rule_from",
]
