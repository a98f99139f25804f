from mingjing.cycle.plan.views.clauses import edit_clause, merge_clause, split_clause
from mingjing.cycle.plan.views.measures import (
    answer_drop,
    close_measure,
    edit_measure,
    measure,
)
from mingjing.cycle.plan.views.plans import end_plan, move_measures, plan, plans
from mingjing.cycle.plan.views.review import review
from mingjing.cycle.plan.views.sources import (
    import_source,
    make_plan,
    source,
    source_file,
    sources,
)

__all__ = [
    "answer_drop",
    "close_measure",
    "edit_clause",
    "edit_measure",
    "end_plan",
    "import_source",
    "make_plan",
    "measure",
    "merge_clause",
    "move_measures",
    "plan",
    "plans",
    "review",
    "source",
    "source_file",
    "sources",
    "split_clause",
]
