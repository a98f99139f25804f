"""Every read of the desk, by its name. Late is asked of the date, never stored."""

from mingjing.insight.desk.queries.board import (
    STATUSES,
    Figures,
    Line,
    Said,
    figures,
    found,
    lines,
    scope,
    week_of,
)
from mingjing.insight.desk.queries.decisions import KINDS, Decision, Pile, piles_for
from mingjing.insight.desk.queries.roads import Road, roads
from mingjing.insight.desk.queries.settling import Chosen, Settled, chosen, settled
from mingjing.insight.desk.queries.week import (
    Card,
    Week,
    burden_bars,
    findings_to_answer,
    later_than,
    offers_to,
    owed_by,
    to_check_by,
    week_for,
)

__all__ = [
    "KINDS",
    "STATUSES",
    "Card",
    "Chosen",
    "Decision",
    "Figures",
    "Line",
    "Pile",
    "Road",
    "Said",
    "Settled",
    "Week",
    "burden_bars",
    "chosen",
    "figures",
    "findings_to_answer",
    "found",
    "later_than",
    "lines",
    "offers_to",
    "owed_by",
    "piles_for",
    "roads",
    "scope",
    "settled",
    "to_check_by",
    "week_for",
    "week_of",
]
