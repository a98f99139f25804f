from mingjing.cycle.plan.views.clauses import edit_clause, merge_clause, split_clause
from mingjing.cycle.plan.views.measures import close_measure, edit_measure, measure
from mingjing.cycle.plan.views.plans import move_measures, plan, plans
from mingjing.cycle.plan.views.sources import (
    import_source,
    make_plan,
    review,
    source,
    sources,
)

__all__ = [
    "close_measure",
    "edit_clause",
    "edit_measure",
    "import_source",
    "make_plan",
    "measure",
    "merge_clause",
    "move_measures",
    "plan",
    "plans",
    "review",
    "source",
    "sources",
    "split_clause",
]
