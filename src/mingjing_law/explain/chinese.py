"""Dates read as people write them: the year is said once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing_law.explain.days import holidays, made_up, unknown_year
from mingjing_law.limits import UNITS_ZH, Fixed, Limit

if TYPE_CHECKING:
    from datetime import date

    from mingjing_law.deadlines import Deadline

WEEKDAYS = "一二三四五六日"


def chinese(deadline: Deadline) -> str:
    rule = deadline.rule
    due = _zh(deadline.due_on, deadline.start)
    if isinstance(rule, Fixed):
        text = _fixed_zh(deadline, rule)
    elif rule.kind == "min_before_event":
        text = (
            f"{_zh(deadline.start)}{rule.event_zh}，"
            f"当天不算，往前数{_amount_zh(rule)}，{_skips_zh(deadline)}最迟{due}"
        )
    else:
        text = _forward_zh(deadline, rule)
    return text + _tail_zh(deadline)


def _fixed_zh(deadline: Deadline, rule: Fixed) -> str:
    said = f"{rule.said_zh}，" if rule.said_zh else ""
    if deadline.due_on != rule.on:
        return (
            f"{said}{_zh(rule.on)}是{_why_zh(deadline, rule.on)}，"
            f"顺延到{_zh(deadline.due_on, rule.on)}到期"
        )
    return f"{said}{_zh(rule.on)}到期"


def _forward_zh(deadline: Deadline, rule: Limit) -> str:
    parts = [f"{_zh(deadline.start)}{rule.event_zh}"] if rule.event_zh else []
    if deadline.restart:
        day = _zh(deadline.restart.on, deadline.start)
        parts.append(f"{day}{deadline.restart.reason_zh}，重新起算")
    parts.append(_count_zh(deadline, rule))
    if deadline.extension:
        more = deadline.extension
        by = f"经{more.approved_by}批准" if more.approved_by else "经批准"
        parts.append(f"{by}延长{more.n}{UNITS_ZH[more.unit]}")
    parts += [
        f"{_span_zh(pause.since, pause.until, deadline.start)}"
        f"{pause.reason_zh or '暂停'}，不计"
        for pause in deadline.pauses
    ]
    skips = _skips_zh(deadline).rstrip("，")
    ending = "期满" if rule.kind == "min_period" else "到期"
    due = _zh(deadline.due_on, deadline.start)
    if deadline.due_on != deadline.raw_due_on:
        raw = _zh(deadline.raw_due_on, deadline.start)
        why = _why_zh(deadline, deadline.raw_due_on)
        parts += [f"末日{raw}是{why}", f"顺延到{due}{ending}"]
    else:
        parts += [skips] * bool(skips) + [f"{due}{ending}"]
    return "，".join(parts)


def _count_zh(deadline: Deadline, rule: Limit) -> str:
    first = "当日" if rule.counts_first_day else "次日"
    if not rule.event_zh and not deadline.restart:
        first = f"{_zh(deadline.start)}的{first}"
    verb = "至少" if rule.kind == "min_period" else "算"
    return f"从{first}起{verb}{_amount_zh(rule)}"


def _skips_zh(deadline: Deadline) -> str:
    if not isinstance(deadline.rule, Limit) or deadline.rule.unit != "workday":
        return ""
    runs = [
        f"{name}（{_span_zh(days[0], days[-1], deadline.start)}）"
        for name, days in holidays(deadline)
    ]
    worked = [
        f"{_zh(day, deadline.start)}（周{WEEKDAYS[day.weekday()]}）"
        for day in made_up(deadline)
    ]
    text = f"跳过{'、'.join(runs)}，" if runs else "中间没有法定节假日，"
    if deadline.provisional and not runs:
        text = "只扣除周末，"  # nobody can say yet which holidays lie between
    return text + (f"{'、'.join(worked)}上班，算在内，" if worked else "")


def _tail_zh(deadline: Deadline) -> str:
    rule = deadline.rule
    text = "。"
    if deadline.provisional:
        text += f"{unknown_year(deadline)}年放假安排未公布，日期暂定。"
    if rule.basis_zh:
        text += f"依据：{rule.basis_zh}。"
    return text


def _amount_zh(rule: Limit) -> str:
    return f"{rule.n}{UNITS_ZH[rule.unit]}"


def _why_zh(deadline: Deadline, day: date) -> str:
    name = deadline.calendar.name_of(day)
    return f"{name}假期" if name else f"周{WEEKDAYS[day.weekday()]}"


def _zh(day: date, near: date | None = None) -> str:
    year = "" if near and near.year == day.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"


def _span_zh(first: date, last: date, near: date) -> str:
    if first == last:
        return _zh(first, near)
    same = (first.year, first.month) == (last.year, last.month)
    end = f"{last.day}日" if same else _zh(last, first)
    return f"{_zh(first, near)}至{end}"
