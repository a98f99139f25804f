"""Every write to findings, by the verb's name; who and when come by name."""

from mingjing.cycle.duties.actions import AlreadyMoved, Refused
from mingjing.cycle.findings.actions.answering import (
    VARIABLE,
    confirm_finding,
    reply_to_finding,
)
from mingjing.cycle.findings.actions.curing import (
    CureStart,
    CureText,
    redo_cure,
    return_cure,
    sign_off,
    start_cure,
    write_cure,
)
from mingjing.cycle.findings.actions.opening import (
    FindingDraft,
    SourceNote,
    add_source,
    merge_finding,
    open_finding,
    report_own,
)
from mingjing.cycle.findings.actions.revising import (
    contest_finding,
    end_contest,
    revoke_finding,
    vary_finding,
)
from mingjing.cycle.findings.actions.telling import (
    edit_finding,
    notify_finding,
    recount_reply_days,
    withdraw_finding,
)

__all__ = [
    "VARIABLE",
    "AlreadyMoved",
    "CureStart",
    "CureText",
    "FindingDraft",
    "Refused",
    "SourceNote",
    "add_source",
    "confirm_finding",
    "contest_finding",
    "edit_finding",
    "end_contest",
    "merge_finding",
    "notify_finding",
    "open_finding",
    "recount_reply_days",
    "redo_cure",
    "reply_to_finding",
    "report_own",
    "return_cure",
    "revoke_finding",
    "sign_off",
    "start_cure",
    "vary_finding",
    "withdraw_finding",
    "write_cure",
]
