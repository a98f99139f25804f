"""What is asked of each unit, what of it is asked twice, and what was called a burden."""

from mingjing.insight.burden.queries.meter import (
    FIELDS_A_CLAIM,
    Meter,
    Month,
    approved_over_budget,
    asked_of,
    last_day_of,
    meters,
    meters_of_months,
    visible_units,
    year_of,
)
from mingjing.insight.burden.queries.overlaps import (
    Alike,
    Overlap,
    dressed,
    overlaps,
)
from mingjing.insight.burden.queries.voices import Voice, about_of, titles_of, voices

__all__ = [
    "FIELDS_A_CLAIM",
    "Alike",
    "Meter",
    "Month",
    "Overlap",
    "Voice",
    "about_of",
    "approved_over_budget",
    "asked_of",
    "dressed",
    "last_day_of",
    "meters",
    "meters_of_months",
    "overlaps",
    "titles_of",
    "visible_units",
    "voices",
    "year_of",
]
