"""Every write to data supervision, by the verb's name; who and when come by name."""

from mingjing.insight.supervision.actions.cards import resume_model, set_values
from mingjing.insight.supervision.actions.data import (
    DataNote,
    delete_outlived,
    receive_data_set,
    withdraw_data_set,
)
from mingjing.insight.supervision.actions.flags import (
    Confirmed,
    answer_flag,
    ask_unit,
    confirm_flag,
    dismiss_flag,
    expire_flags,
    explain_flag,
    transfer_flag,
)
from mingjing.insight.supervision.actions.putting_up import FlagNote, put_up_flag
from mingjing.insight.supervision.actions.runs import run_model
from mingjing.insight.supervision.actions.samples import draw_sample, judge_sample
from mingjing.insight.supervision.actions.telling import AlreadyMoved, Refused

__all__ = [
    "AlreadyMoved",
    "Confirmed",
    "DataNote",
    "FlagNote",
    "Refused",
    "answer_flag",
    "ask_unit",
    "confirm_flag",
    "delete_outlived",
    "dismiss_flag",
    "draw_sample",
    "expire_flags",
    "explain_flag",
    "judge_sample",
    "put_up_flag",
    "receive_data_set",
    "resume_model",
    "run_model",
    "set_values",
    "transfer_flag",
    "withdraw_data_set",
]
