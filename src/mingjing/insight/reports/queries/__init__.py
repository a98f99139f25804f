"""What a half-year counts, and the rows behind each count."""

from mingjing.insight.reports.queries.figures import (
    FIGURES,
    SECTIONS,
    Figure,
    Section,
    Span,
    counted,
    period_of,
    shown,
    span_of,
)
from mingjing.insight.reports.queries.rows import Line, lines, pairs_of
from mingjing.insight.reports.queries.words import as_word

__all__ = [
    "FIGURES",
    "SECTIONS",
    "Figure",
    "Line",
    "Section",
    "Span",
    "as_word",
    "counted",
    "lines",
    "pairs_of",
    "period_of",
    "shown",
    "span_of",
]
