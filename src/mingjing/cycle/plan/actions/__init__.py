"""Every write to documents, clauses, plans and measures; who and when come by name."""

from mingjing.cycle.plan.actions.dropping import (
    ask_to_drop,
    confirm_drop,
    drop_measure,
    take_back_drop,
)
from mingjing.cycle.plan.actions.measures import (
    activate_measures,
    check_measure,
    edit_measure,
    miss_measure,
    reach_measure,
)
from mingjing.cycle.plan.actions.moves import AlreadyMoved
from mingjing.cycle.plan.actions.plans import StillPending, end_plan, make_plan
from mingjing.cycle.plan.actions.sources import (
    Judgement,
    edit_clause,
    import_source,
    judge_clauses,
    judge_each,
    merge_clause,
    split_clause,
)

__all__ = [
    "AlreadyMoved",
    "Judgement",
    "StillPending",
    "activate_measures",
    "ask_to_drop",
    "check_measure",
    "confirm_drop",
    "drop_measure",
    "edit_clause",
    "edit_measure",
    "end_plan",
    "import_source",
    "judge_clauses",
    "judge_each",
    "make_plan",
    "merge_clause",
    "miss_measure",
    "reach_measure",
    "split_clause",
    "take_back_drop",
]
