"""Reading: the newest survey, its flags, purchases and organisations in a reader's words."""

from mingjing.insight.purchases.queries.asking import (
    asking,
    last_measurement,
    open_flags,
)
from mingjing.insight.purchases.queries.shown import (
    Kept,
    Line,
    Shown,
    lines_of,
    moved,
    named,
    offers_of,
    reasons,
    records_of,
    shown_flag,
    shown_flags,
    steps_of,
)
from mingjing.insight.purchases.queries.surveys import (
    Met,
    around,
    flags_about,
    survey_of,
)

__all__ = [
    "Kept",
    "Line",
    "Met",
    "Shown",
    "around",
    "asking",
    "flags_about",
    "last_measurement",
    "lines_of",
    "moved",
    "named",
    "offers_of",
    "open_flags",
    "reasons",
    "records_of",
    "shown_flag",
    "shown_flags",
    "steps_of",
    "survey_of",
]
