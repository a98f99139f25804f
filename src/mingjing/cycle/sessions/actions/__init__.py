"""Every write to sessions, by the verb's name; who and when come by name."""

from mingjing.cycle.sessions.actions.issuing import IssueReport, issue_decisions
from mingjing.cycle.sessions.actions.meeting import (
    Agenda,
    DecisionText,
    SessionPlan,
    cancel_session,
    hold_session,
    minute_session,
    plan_session,
    replan_session,
)
from mingjing.cycle.sessions.actions.moves import AlreadyMoved, Refused

__all__ = [
    "Agenda",
    "AlreadyMoved",
    "DecisionText",
    "IssueReport",
    "Refused",
    "SessionPlan",
    "cancel_session",
    "hold_session",
    "issue_decisions",
    "minute_session",
    "plan_session",
    "replan_session",
]
