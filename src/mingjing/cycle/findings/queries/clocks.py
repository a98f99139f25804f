"""The reply's term and the watch, counted by mingjing_law."""

from collections.abc import Iterable
from datetime import date

from mingjing.cycle.findings.states import WATCH_DAYS, Severity, SourceKind
from mingjing_law.calendar import Calendar, default_calendar
from mingjing_law.clocks import Deadline, Limit, due, from_fact

# House rule of the programme: no law gives a general term for answering a finding, so
# it follows the ten days of 审计法 第四十四条, in working days.
REPLY = Limit(
    10,
    "workday",
    event_zh="问题送达",
    event_en="Finding notified",
    basis_zh="本县清廉建设问题处理规则：单位十个工作日内答复",
    basis_en="the programme's house rule: the unit answers within ten working days",
)
# 审计法 第四十四条: 被审计对象应当自接到审计报告之日起十日内提出书面意见。
_LEGAL = {SourceKind.AUDIT: "AUD-44"}


def reply_limit(kinds: Iterable[str]) -> Limit:
    """The law's own term where the source has one."""
    for kind in kinds:
        if kind in _LEGAL:
            return from_fact(_LEGAL[SourceKind(kind)])
    return REPLY


def reply_deadline(
    kinds: Iterable[str], on: date, calendar: Calendar | None = None
) -> Deadline:
    return due(reply_limit(kinds), on, calendar or default_calendar())


def watch_deadline(severity: str, on: date) -> Deadline:
    """The last day of the watch; days of rest count, a fault does not rest."""
    days = WATCH_DAYS[Severity(severity)]
    limit = Limit(
        days,
        "day",
        roll=False,
        event_zh="销号",
        event_en="Signed off",
        basis_zh=f"本县清廉建设问题处理规则：销号后回看{days}天",
        basis_en=f"the programme's house rule: {days} days of watch after sign-off",
    )
    return due(limit, on, default_calendar())
