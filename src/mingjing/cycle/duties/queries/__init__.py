"""Every read of duties and dues that is more than a filter, by its name."""

from mingjing.cycle.duties.queries.burden import (
    Burden,
    PostLoad,
    burden_of_unit,
    load_of_posts,
    minutes_by_month,
    month_of,
    months_from,
    peak_with,
)
from mingjing.cycle.duties.queries.clocks import (
    answer_deadline,
    ceiling_of,
    occurrences_of,
)
from mingjing.cycle.duties.queries.history import last_act, moves_seen_by
from mingjing.cycle.duties.queries.lists import (
    UnitOffers,
    duties_with_next_due,
    held_post,
    offers_by_unit,
    office_post,
    superior_post_of,
)
from mingjing.cycle.duties.queries.roadmap import RoadmapRow, roadmap_rows
from mingjing.cycle.duties.queries.status import (
    STATUSES,
    DayCount,
    StatusCounts,
    counts_by_status,
    dues_by_day,
    with_status,
)

__all__ = [
    "STATUSES",
    "Burden",
    "DayCount",
    "PostLoad",
    "RoadmapRow",
    "StatusCounts",
    "UnitOffers",
    "answer_deadline",
    "burden_of_unit",
    "ceiling_of",
    "counts_by_status",
    "dues_by_day",
    "duties_with_next_due",
    "held_post",
    "last_act",
    "load_of_posts",
    "minutes_by_month",
    "month_of",
    "months_from",
    "moves_seen_by",
    "occurrences_of",
    "offers_by_unit",
    "office_post",
    "peak_with",
    "roadmap_rows",
    "superior_post_of",
    "with_status",
]
