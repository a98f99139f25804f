"""Every read of findings that is more than a filter, by its name."""

from mingjing.cycle.findings.queries.clocks import (
    reply_deadline,
    reply_limit,
    watch_deadline,
)
from mingjing.cycle.findings.queries.lists import (
    AGES,
    REACHED,
    SORTS,
    Alike,
    Said,
    alike,
    findings_like,
    replies_asked,
)
from mingjing.cycle.findings.queries.loop import (
    AgeRow,
    RelapseRate,
    open_by_age,
    reached,
    relapse_rate,
)
from mingjing.cycle.findings.queries.status import (
    OPEN_STATUSES,
    STATUSES,
    Figure,
    counts_by_status,
    with_status,
)
from mingjing.cycle.findings.queries.thread import (
    Step,
    reply_of,
    severity_words,
    thread,
)

__all__ = [
    "AGES",
    "OPEN_STATUSES",
    "REACHED",
    "SORTS",
    "STATUSES",
    "AgeRow",
    "Alike",
    "Figure",
    "RelapseRate",
    "Said",
    "Step",
    "alike",
    "counts_by_status",
    "findings_like",
    "open_by_age",
    "reached",
    "relapse_rate",
    "replies_asked",
    "reply_deadline",
    "reply_limit",
    "reply_of",
    "severity_words",
    "thread",
    "watch_deadline",
    "with_status",
]
