"""Duties that come back: every week, month, quarter, half year or year."""

import calendar as gregorian
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from mingjing_law.calendar import Calendar
from mingjing_law.deadlines import Deadline, settle
from mingjing_law.limits import ONE_DAY, BadLimit, Fixed, add_months

Every = Literal["week", "month", "quarter", "half_year", "year"]

MONTHS_IN: dict[Every, int] = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
EVERY_ZH: dict[Every, str] = {
    "week": "每周",
    "month": "每月",
    "quarter": "每季度",
    "half_year": "每半年",
    "year": "每年",
}
EVERY_EN: dict[Every, str] = {
    "week": "every week",
    "month": "every month",
    "quarter": "every quarter",
    "half_year": "every half year",
    "year": "every year",
}
NUMBERS_ZH = "一二三四"
DAYS_IN_WEEK = 7
DAYS_IN_MONTH = 31


@dataclass(frozen=True)
class Recurrence:
    """Once in each period; due on the period's last day unless a day is named.

    `day`: the weekday (1 Monday … 7 Sunday) of a week, or the day of the month, a
    day the month lacks being its last. `month`: which month of a quarter, half year
    or year (counted from 1). `lead_days`: how long before it is due an occurrence
    opens; without it, on the period's first day.
    """

    every: Every
    day: int | None = None
    month: int | None = None
    lead_days: int | None = None
    roll: bool = False
    rule: str = ""
    basis_zh: str = ""
    basis_en: str = ""
    checked: bool = True

    def __post_init__(self) -> None:
        if self.every not in EVERY_ZH:
            raise BadLimit(f"{self.rule}: nothing comes back every “{self.every}”")
        months = MONTHS_IN.get(self.every, 0)
        if self.month is not None and not 1 <= self.month <= months:
            raise BadLimit(f"{self.rule}: no month {self.month} in a {self.every}")
        days = DAYS_IN_MONTH if months else DAYS_IN_WEEK
        if self.day is not None and not 1 <= self.day <= days:
            raise BadLimit(f"{self.rule}: no day {self.day} in a {self.every}")

    def due_in(self, start: date) -> date:
        """The day it is due in the period that begins on `start`, before any roll."""
        if self.every == "week":
            return start + timedelta((self.day or DAYS_IN_WEEK) - 1)
        month = add_months(start, (self.month or MONTHS_IN[self.every]) - 1)
        last = gregorian.monthrange(month.year, month.month)[1]
        return month.replace(day=min(self.day or last, last))


@dataclass(frozen=True)
class Occurrence:
    """One time it falls due. `start`: from when it can be done."""

    period_key: str
    label_zh: str
    label_en: str
    start: date
    deadline: Deadline


def occurrences(
    recurrence: Recurrence, since: date, until: date, calendar: Calendar
) -> list[Occurrence]:
    """Every occurrence whose due day lies in `since` … `until`, both included."""
    calendar.require(since, until)
    found = (
        _occurrence(recurrence, start, calendar)
        for start in _periods(recurrence.every, since, until)
    )
    return [each for each in found if since <= each.deadline.due_on <= until]


def period_of(every: Every, day: date) -> date:
    """The first day of the week, month, quarter, half year or year of `day`."""
    if every == "week":
        return day - timedelta(day.weekday())
    months = MONTHS_IN[every]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def _after(every: Every, start: date, periods: int = 1) -> date:
    if every == "week":
        return start + timedelta(DAYS_IN_WEEK * periods)
    return add_months(start, MONTHS_IN[every] * periods)


def _periods(every: Every, since: date, until: date) -> Iterator[date]:
    # A long holiday can push a due day of one or two weeks ago past `since`.
    start = _after(every, period_of(every, since), -3 if every == "week" else -1)
    while start <= until:
        yield start
        start = _after(every, start)


def _occurrence(recurrence: Recurrence, start: date, calendar: Calendar) -> Occurrence:
    on = recurrence.due_in(start)
    key, zh, en = _label(recurrence.every, start)
    named = recurrence.every != "year"  # the due day names the year itself
    opens = start
    if recurrence.lead_days is not None:
        opens = on - timedelta(recurrence.lead_days)
    rule = Fixed(
        on=on,
        roll=recurrence.roll,
        rule=recurrence.rule,
        said_zh=_said_zh(recurrence) + (f"，{zh}" if named else ""),
        said_en=_said_en(recurrence) + (f", {en}" if named else ""),
        basis_zh=recurrence.basis_zh,
        basis_en=recurrence.basis_en,
        checked=recurrence.checked,
    )
    return Occurrence(key, zh, en, opens, settle(rule, calendar, opens))


def _label(every: Every, start: date) -> tuple[str, str, str]:
    year = start.year
    if every == "week":
        year, week, _day = start.isocalendar()
        return f"{year}-W{week:02}", f"{year}年第{week}周", f"week {week} of {year}"
    if every == "month":
        return f"{start:%Y-%m}", f"{year}年{start.month}月", f"{start:%B %Y}"
    if every == "year":
        return f"{year}", f"{year}年", f"{year}"
    place = (start.month - 1) // MONTHS_IN[every]
    if every == "half_year":
        half = ("first", "second")[place]
        zh = f"{year}年{'上下'[place]}半年"
        return f"{year}-H{place + 1}", zh, f"{half} half of {year}"
    zh = f"{year}年第{NUMBERS_ZH[place]}季度"
    return f"{year}-Q{place + 1}", zh, f"quarter {place + 1} of {year}"


def _said_zh(recurrence: Recurrence) -> str:
    every = EVERY_ZH[recurrence.every]
    if recurrence.day is None and recurrence.month is None:
        return f"{every}一次"
    if recurrence.every == "week":
        return f"{every}{'一二三四五六日'[(recurrence.day or DAYS_IN_WEEK) - 1]}前"
    month = f"{recurrence.month}月" if recurrence.every == "year" else ""
    if recurrence.every in ("quarter", "half_year"):
        month = f"第{recurrence.month or MONTHS_IN[recurrence.every]}个月"
    return f"{every}{month}{f'{recurrence.day}日前' if recurrence.day else '底前'}"


def _said_en(recurrence: Recurrence) -> str:
    every = EVERY_EN[recurrence.every]
    if recurrence.day is None and recurrence.month is None:
        return f"{every.capitalize()}"
    if recurrence.every == "week":
        weekday = date(2024, 1, recurrence.day or DAYS_IN_WEEK)  # began on a Monday
        return f"{every.capitalize()} by {weekday:%A}"
    if recurrence.every == "year":
        month = date(2024, recurrence.month or 12, 1)
        day = f"{recurrence.day} " if recurrence.day else "the end of "
        return f"{every.capitalize()} by {day}{month:%B}"
    day = f"day {recurrence.day}" if recurrence.day else "the end"
    if recurrence.every == "month":
        return f"{every.capitalize()} by {day}"
    place = recurrence.month or MONTHS_IN[recurrence.every]
    return f"{every.capitalize()} by {day} of month {place}"


def next_occurrence(recurrence: Recurrence, on: date, calendar: Calendar) -> Occurrence:
    """The first occurrence due on `on` or later."""
    calendar.require(on)
    last = _after(recurrence.every, on, 2) + ONE_DAY
    return occurrences(recurrence, on, last, calendar)[0]
