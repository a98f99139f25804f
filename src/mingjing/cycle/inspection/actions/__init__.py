"""Every write to programmes, inspections, visits and draws; who and when by name."""

from mingjing.cycle.inspection.actions.concluding import (
    agree_to_conclusion,
    close_inspection,
    draft_conclusion,
    feed_back,
    finish_inspection,
    leave_help_note,
)
from mingjing.cycle.inspection.actions.drawing import (
    abandon_draw,
    answer_draw,
    commit_draw,
    reveal_draw,
)
from mingjing.cycle.inspection.actions.moves import AlreadyMoved, Refused
from mingjing.cycle.inspection.actions.programme import (
    amend_programme,
    approve_programme,
    draft_programme,
    return_programme,
    submit_programme,
)
from mingjing.cycle.inspection.actions.proposing import (
    InspectionDraft,
    drop_inspection,
    edit_inspection,
    propose_inspection,
)
from mingjing.cycle.inspection.actions.visiting import (
    CodeAnswer,
    RefusalNote,
    admit_visit,
    ask_by_code,
    notify_units,
    refuse_visit,
)

__all__ = [
    "AlreadyMoved",
    "CodeAnswer",
    "InspectionDraft",
    "RefusalNote",
    "Refused",
    "abandon_draw",
    "admit_visit",
    "agree_to_conclusion",
    "amend_programme",
    "answer_draw",
    "approve_programme",
    "ask_by_code",
    "close_inspection",
    "commit_draw",
    "draft_conclusion",
    "draft_programme",
    "drop_inspection",
    "edit_inspection",
    "feed_back",
    "finish_inspection",
    "leave_help_note",
    "notify_units",
    "propose_inspection",
    "refuse_visit",
    "return_programme",
    "reveal_draw",
    "submit_programme",
]
