"""Tables of this room: the programme and its visits, and what they leave behind."""

from mingjing.cycle.inspection.models.programme import (
    Inspection,
    Member,
    Programme,
    Visit,
)
from mingjing.cycle.inspection.models.records import Draw, HelpNote, Refusal

__all__ = [
    "Draw",
    "HelpNote",
    "Inspection",
    "Member",
    "Programme",
    "Refusal",
    "Visit",
]
