"""A deadline in one Chinese and one English sentence: start, rule, skipped, result."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from mingjing_law.limits import ONE_DAY, Fixed, Limit

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from mingjing_law.deadlines import Deadline

UNITS_ZH = {"day": "日", "workday": "个工作日", "month": "个月", "year": "年"}
UNITS_EN = {"day": "day", "workday": "working day", "month": "month", "year": "year"}
WEEKDAYS = "一二三四五六日"
HOLIDAYS_EN = {
    "元旦": "New Year",
    "春节": "Spring Festival",
    "清明节": "Qingming",
    "劳动节": "Labour Day",
    "端午节": "Dragon Boat Festival",
    "中秋节": "Mid-Autumn Festival",
    "国庆节": "National Day",
    "周末": "the weekend",
}


def chinese(deadline: Deadline) -> str:
    rule = deadline.rule
    due = _zh(deadline.due_on, deadline.start)
    if isinstance(rule, Fixed):
        text = _fixed_zh(deadline, rule)
    elif rule.kind == "min_before_event":
        text = (
            f"{_zh(deadline.start)}{_event_zh(rule)}，"
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
    first = "从当日起" if rule.counts_first_day else "从次日起"
    parts = [f"{_zh(deadline.start)}{_event_zh(rule)}"]
    if deadline.restart:
        day = _zh(deadline.restart.on, deadline.start)
        parts.append(f"{day}{deadline.restart.reason_zh}，重新起算")
    verb = "至少" if rule.kind == "min_period" else "算"
    parts.append(f"{first}{verb}{_amount_zh(rule)}")
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
    ending = "可以结束" if rule.kind == "min_period" else "到期"
    due = _zh(deadline.due_on, deadline.start)
    if deadline.due_on != deadline.raw_due_on:
        raw = _zh(deadline.raw_due_on, deadline.start)
        why = _why_zh(deadline, deadline.raw_due_on)
        parts += [f"末日{raw}是{why}", f"顺延到{due}{ending}"]
    else:
        parts += [skips] * bool(skips) + [f"{due}{ending}"]
    return "，".join(parts)


def _skips_zh(deadline: Deadline) -> str:
    if not isinstance(deadline.rule, Limit) or deadline.rule.unit != "workday":
        return ""
    runs = [
        f"{name}（{_span_zh(days[0], days[-1], deadline.start)}）"
        for name, days in _holidays(deadline)
    ]
    made_up = [
        f"{_zh(day, deadline.start)}（周{WEEKDAYS[day.weekday()]}）"
        for day in _made_up(deadline)
    ]
    text = f"跳过{'、'.join(runs)}，" if runs else "中间没有法定节假日，"
    return text + (f"{'、'.join(made_up)}上班，算在内，" if made_up else "")


def _tail_zh(deadline: Deadline) -> str:
    rule = deadline.rule
    text = "。"
    if deadline.provisional:
        text += f"{_unknown(deadline)}年放假安排未公布，日期暂定。"
    if rule.basis_zh:
        mark = "" if rule.checked else "（未核）"
        text += f"依据：{rule.basis_zh}{mark}。"
    return text


def _event_zh(rule: Limit) -> str:
    return rule.event_zh or "起算"


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


def english(deadline: Deadline) -> str:
    rule = deadline.rule
    due = _en(deadline.due_on, deadline.start)
    if isinstance(rule, Fixed):
        text = _fixed_en(deadline, rule)
    elif rule.kind == "min_before_event":
        text = (
            f"{_event_en(rule)} {_en(deadline.start)}; {_amount_en(rule.n, rule)} "
            f"back from the day before{_skips_en(deadline)}; {due} at the latest"
        )
    else:
        text = _forward_en(deadline, rule)
    return text + _tail_en(deadline)


def _fixed_en(deadline: Deadline, rule: Fixed) -> str:
    said = f"{rule.said_en}; " if rule.said_en else ""
    if deadline.due_on != rule.on:
        moved = (
            f"{_en(rule.on)} is {_why_en(deadline, rule.on)}, "
            f"so due {_en(deadline.due_on, rule.on)}"
        )
        return said + moved
    return f"{said}due {_en(rule.on)}" if said else f"Due {_en(rule.on)}"


def _forward_en(deadline: Deadline, rule: Limit) -> str:
    first = "that day" if rule.counts_first_day else "the next day"
    parts = [f"{_event_en(rule)} {_en(deadline.start)}"]
    if deadline.restart:
        day = _en(deadline.restart.on, deadline.start)
        parts.append(f"{deadline.restart.reason_en} {day}, so counted anew")
    least = "at least " if rule.kind == "min_period" else ""
    amount = f"{least}{_amount_en(rule.n, rule)} from {first}"
    parts.append(amount + _skips_en(deadline))
    if deadline.extension:
        parts.append(f"extended by {_amount_en(deadline.extension.n, rule)}")
    parts += [
        f"{_span_en(pause.since, pause.until, deadline.start)} not counted "
        f"({pause.reason_en or 'paused'})"
        for pause in deadline.pauses
    ]
    ending = "may end" if rule.kind == "min_period" else "due"
    due = _en(deadline.due_on, deadline.start)
    if deadline.due_on != deadline.raw_due_on:
        raw = _en(deadline.raw_due_on, deadline.start)
        why = _why_en(deadline, deadline.raw_due_on)
        parts.append(f"the last day, {raw}, is {why}, so {ending} {due}")
    else:
        parts.append(f"{ending} {due}")
    return "; ".join(parts)


def _skips_en(deadline: Deadline) -> str:
    if not isinstance(deadline.rule, Limit) or deadline.rule.unit != "workday":
        return ""
    runs = [
        f"{_named_en(name)} ({_span_en(days[0], days[-1], deadline.start)})"
        for name, days in _holidays(deadline)
    ]
    made_up = [f"{day:%A} {_en(day, deadline.start)}" for day in _made_up(deadline)]
    text = f", skipping {', '.join(runs)}" if runs else ", no public holiday between"
    return text + (f", counting {', '.join(made_up)}" if made_up else "")


def _tail_en(deadline: Deadline) -> str:
    rule = deadline.rule
    text = "."
    if deadline.provisional:
        year = _unknown(deadline)
        text += f" Provisional: the holidays of {year} are not published."
    basis = rule.basis_en or rule.basis_zh
    if basis:
        text += f" Basis: {basis}{'' if rule.checked else ' (unchecked)'}."
    return text


def _event_en(rule: Limit) -> str:
    return rule.event_en or "From"


def _amount_en(n: int, rule: Limit) -> str:
    return f"{n} {UNITS_EN[rule.unit]}{'' if n == 1 else 's'}"


def _why_en(deadline: Deadline, day: date) -> str:
    name = deadline.calendar.name_of(day)
    return f"in the {_named_en(name)} holiday" if name else f"a {day:%A}"


def _named_en(name: str) -> str:
    return " and ".join(HOLIDAYS_EN.get(each, each) for each in name.split("、"))


def _en(day: date, near: date | None = None) -> str:
    year = "" if near and near.year == day.year else f" {day.year}"
    return f"{day.day} {day:%B}{year}"


def _span_en(first: date, last: date, near: date) -> str:
    if first == last:
        return _en(first, near)
    same = (first.year, first.month) == (last.year, last.month)
    start = str(first.day) if same else _en(first, near)
    return f"{start} to {_en(last, near)}"


def _holidays(deadline: Deadline) -> Iterable[tuple[str, list[date]]]:
    """The public holidays passed over, each with its days in a row."""
    named = [
        (day, name)
        for day, _reason in deadline.skipped
        if (name := deadline.calendar.name_of(day)) and day not in deadline.paused
    ]
    for (name, _run), group in groupby(
        enumerate(named), key=lambda at: (at[1][1], at[1][0].toordinal() - at[0])
    ):
        yield name, [day for _place, (day, _name) in group]


def _made_up(deadline: Deadline) -> list[date]:
    """Weekend days between start and due that count because they are worked."""
    first, last = sorted((deadline.counted_from, deadline.due_on))
    days = (first + ONE_DAY * i for i in range(1, (last - first).days + 1))
    return [
        day
        for day in days
        if deadline.calendar.worked_for(day) and day not in deadline.paused
    ]


def _unknown(deadline: Deadline) -> str:
    """The first year without a notice between the start and the due day."""
    first, last = sorted((deadline.counted_from, deadline.due_on))
    years = [
        year
        for year in range(first.year, last.year + 1)
        if year not in deadline.calendar.years
    ]
    return str(years[0] if years else last.year)
