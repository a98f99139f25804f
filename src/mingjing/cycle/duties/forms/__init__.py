"""What the pages ask. Whether it may be is the rules' and the actions' matter."""

from mingjing.cycle.duties.forms.acts import (
    AnswerSupport,
    Ask,
    AskExtension,
    CallForSupport,
    Confirm,
    DecideExtension,
    DraftFromPlan,
    OfferDuties,
    Reason,
    ReasonedAnswer,
)
from mingjing.cycle.duties.forms.duty import DutyForm, EditDuty, initial_of
from mingjing.cycle.duties.forms.legal import FactFilter, LegalForm
from mingjing.cycle.duties.forms.lists import Filter

__all__ = [
    "AnswerSupport",
    "Ask",
    "AskExtension",
    "CallForSupport",
    "Confirm",
    "DecideExtension",
    "DraftFromPlan",
    "DutyForm",
    "EditDuty",
    "FactFilter",
    "Filter",
    "LegalForm",
    "OfferDuties",
    "Reason",
    "ReasonedAnswer",
    "initial_of",
]
