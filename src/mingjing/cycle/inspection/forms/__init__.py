"""What the pages ask. Whether it may be is the rules' and the actions' matter."""

from mingjing.cycle.inspection.forms.programme import (
    Approve,
    Filter,
    InspectionForm,
    Note,
    Plain,
    ProgrammeForm,
    Reason,
    initial_of,
)
from mingjing.cycle.inspection.forms.visits import (
    Abandon,
    AdmitForm,
    AnswerForm,
    CodeForm,
    CommitForm,
    ConclusionForm,
    FeedBackForm,
    HelpNoteForm,
    RefuseForm,
    RevealForm,
)

__all__ = [
    "Abandon",
    "AdmitForm",
    "AnswerForm",
    "Approve",
    "CodeForm",
    "CommitForm",
    "ConclusionForm",
    "FeedBackForm",
    "Filter",
    "HelpNoteForm",
    "InspectionForm",
    "Note",
    "Plain",
    "ProgrammeForm",
    "Reason",
    "RefuseForm",
    "RevealForm",
    "initial_of",
]
