"""Reads of programmes and inspections: lists, clashes, histories, codes."""

from mingjing.cycle.inspection.queries.clashes import Clash, clashes_of, visits_in_year
from mingjing.cycle.inspection.queries.lists import (
    SORTS,
    History,
    Said,
    by_code,
    candidates_like,
    history_of,
    in_version,
    inspections_like,
    of_programme,
    refusals_like,
    running_for,
    visits_of,
    visits_received,
)

__all__ = [
    "SORTS",
    "Clash",
    "History",
    "Said",
    "by_code",
    "candidates_like",
    "clashes_of",
    "history_of",
    "in_version",
    "inspections_like",
    "of_programme",
    "refusals_like",
    "running_for",
    "visits_in_year",
    "visits_of",
    "visits_received",
]
