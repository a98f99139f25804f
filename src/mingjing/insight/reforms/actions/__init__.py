"""What people do with reforms and suggestions."""

from mingjing.insight.reforms.actions.reforms import (
    AlreadyMoved,
    ReformDraft,
    Refused,
    approve_reform,
    propose_reform,
    refuse_reform,
    stop_reform,
    withdraw_reform,
)
from mingjing.insight.reforms.actions.suggestions import (
    AlreadyAnswered,
    answer_suggestion,
    receive_suggestion,
)

__all__ = [
    "AlreadyAnswered",
    "AlreadyMoved",
    "ReformDraft",
    "Refused",
    "answer_suggestion",
    "approve_reform",
    "propose_reform",
    "receive_suggestion",
    "refuse_reform",
    "stop_reform",
    "withdraw_reform",
]
