"""Reads of sessions: lists, what became of decisions, what their clocks will say."""

from mingjing.cycle.sessions.queries.lists import (
    SORTS,
    Said,
    decisions_of,
    evidence_of,
    hearings,
    next_hearing,
    owed_here,
    sessions_like,
    waiting_count,
)
from mingjing.cycle.sessions.queries.previews import Preview, basis_of, preview_of

__all__ = [
    "SORTS",
    "Preview",
    "Said",
    "basis_of",
    "decisions_of",
    "evidence_of",
    "hearings",
    "next_hearing",
    "owed_here",
    "preview_of",
    "sessions_like",
    "waiting_count",
]
