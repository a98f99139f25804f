"""What the pages ask. Whether it may be is the rules' and the actions' matter."""

from mingjing.cycle.findings.forms.answers import (
    Confirm,
    CureForm,
    Merge,
    Note,
    Reason,
    ReplyForm,
    Seen,
    StartCure,
    answers_of,
    changes_of,
    objections_of,
)
from mingjing.cycle.findings.forms.finding import FindingForm, OwnForm
from mingjing.cycle.findings.forms.lists import Filter

__all__ = [
    "Confirm",
    "CureForm",
    "Filter",
    "FindingForm",
    "Merge",
    "Note",
    "OwnForm",
    "Reason",
    "ReplyForm",
    "Seen",
    "StartCure",
    "answers_of",
    "changes_of",
    "objections_of",
]
