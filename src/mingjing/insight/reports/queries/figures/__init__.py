"""What a half-year counts: shapes, questions, and the sections in their order."""

from mingjing.insight.reports.queries.figures.sections import (
    FIGURES,
    SECTIONS,
    Shown,
    counted,
    kept_of,
    shown,
)
from mingjing.insight.reports.queries.figures.shape import (
    Figure,
    Kept,
    Section,
    Span,
    period_of,
    span_of,
)

__all__ = [
    "FIGURES",
    "SECTIONS",
    "Figure",
    "Kept",
    "Section",
    "Shown",
    "Span",
    "counted",
    "kept_of",
    "period_of",
    "shown",
    "span_of",
]
