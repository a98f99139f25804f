"""Day, month, year; the year is said once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing_law.explain.days import holidays, made_up, unknown_year
from mingjing_law.limits import UNITS_EN, Extension, Fixed, Limit

if TYPE_CHECKING:
    from datetime import date

    from mingjing_law.deadlines import Deadline

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


def english(deadline: Deadline) -> str:
    rule = deadline.rule
    due = _en(deadline.due_on, deadline.start)
    if isinstance(rule, Fixed):
        text = _fixed_en(deadline, rule)
    elif rule.kind == "min_before_event":
        text = (
            f"{_event_en(rule)} {_en(deadline.start)}; {_amount_en(rule)} "
            f"counted back from the day before{_skips_en(deadline)}; "
            f"{due} at the latest"
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
    amount = f"{least}{_amount_en(rule)} from {first}"
    parts.append(amount + _skips_en(deadline))
    if deadline.extension:
        parts.append(f"extended by {_amount_en(deadline.extension)}")
    parts += [
        f"{_span_en(pause.since, pause.until, deadline.start)} not counted "
        f"({pause.reason_en or 'paused'})"
        for pause in deadline.pauses
    ]
    ending = "complete" if rule.kind == "min_period" else "due"
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
        for name, days in holidays(deadline)
    ]
    worked = [f"{day:%A} {_en(day, deadline.start)}" for day in made_up(deadline)]
    text = f", skipping {', '.join(runs)}" if runs else ", no public holiday between"
    if deadline.provisional and not runs:
        text = ", leaving out weekends only"
    return text + (f", counting {', '.join(worked)}" if worked else "")


def _tail_en(deadline: Deadline) -> str:
    rule = deadline.rule
    text = "."
    if deadline.provisional:
        year = unknown_year(deadline)
        text += f" Provisional: the holidays of {year} are not published."
    basis = rule.basis_en or rule.basis_zh
    if basis:
        text += f" Basis: {basis}."
    return text


def _event_en(rule: Limit) -> str:
    return rule.event_en or "From"


def _amount_en(rule: Limit | Extension) -> str:
    return f"{rule.n} {UNITS_EN[rule.unit]}{'' if rule.n == 1 else 's'}"


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
