"""What a half-year counts, and the rows behind each count."""

from mingjing.insight.reports.queries.facts import (
    FACT_FIGURES,
    PURPOSE,
    Fact,
    facts_of,
    rows_of,
    units_of,
)
from mingjing.insight.reports.queries.figures import (
    FIGURES,
    SECTIONS,
    Figure,
    Section,
    Span,
    counted,
    kept_of,
    period_of,
    shown,
    span_of,
)
from mingjing.insight.reports.queries.rows import Line, lines, pairs_of
from mingjing.insight.reports.queries.words import as_word, facts_as_word

__all__ = [
    "FACT_FIGURES",
    "FIGURES",
    "PURPOSE",
    "SECTIONS",
    "Fact",
    "Figure",
    "Line",
    "Section",
    "Span",
    "as_word",
    "counted",
    "facts_as_word",
    "facts_of",
    "kept_of",
    "lines",
    "pairs_of",
    "period_of",
    "rows_of",
    "shown",
    "span_of",
    "units_of",
]
