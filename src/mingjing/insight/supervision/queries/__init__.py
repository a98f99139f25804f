"""Reading: the catalogue with its precision, flags with their rows, cells of a snapshot."""

from mingjing.insight.supervision.queries.asks import PURCHASES, Asks, asks_of
from mingjing.insight.supervision.queries.catalogue import (
    Shelf,
    card_of,
    model_or_none,
    precision_of,
    precisions,
    shelf_of,
    shelves,
)
from mingjing.insight.supervision.queries.cells import Proof, coverage_of, proofs_of
from mingjing.insight.supervision.queries.papers import (
    as_letter,
    as_workbook,
    empty_workbook,
)
from mingjing.insight.supervision.queries.tables import in_use, merged
from mingjing.insight.supervision.queries.words import (
    Sampled,
    grounds,
    in_words,
    places_of,
    proof_of_row,
    sampled,
    tables_wanted,
    told_of,
)

__all__ = [
    "PURCHASES",
    "Asks",
    "Proof",
    "Sampled",
    "Shelf",
    "as_letter",
    "as_workbook",
    "asks_of",
    "card_of",
    "coverage_of",
    "empty_workbook",
    "grounds",
    "in_use",
    "in_words",
    "merged",
    "model_or_none",
    "places_of",
    "precision_of",
    "precisions",
    "proof_of_row",
    "proofs_of",
    "sampled",
    "shelf_of",
    "shelves",
    "tables_wanted",
    "told_of",
]
