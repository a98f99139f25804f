"""A second, deliberately simple implementation: one day at a time over plain sets.

It knows nothing of the library. Its holidays and its numbers are the lists as they
were first collected, so it also checks that nothing was lost on the way into TOML.
"""

import csv
import json
from datetime import date, timedelta
from pathlib import Path

VECTORS = Path(__file__).parents[1] / "vectors" / "law"
DAY = timedelta(days=1)

_holidays = json.loads((VECTORS / "holidays.json").read_text("utf-8"))
OFF = {date.fromisoformat(day): name for day, name in _holidays["off"].items()}
WORK = {date.fromisoformat(day) for day in _holidays["work"]}
KNOWN_YEARS = {2024, 2025, 2026}

with (VECTORS / "limits.csv").open(encoding="utf-8") as _file:
    LIMITS = {row["id"]: row for row in csv.DictReader(_file)}

LIBERTY = {"SPL-46-guard"}  # a limit on custody is not prolonged by a holiday
COMPUTABLE = [
    each
    for each, row in LIMITS.items()
    if (
        row["kind"] in ("max_deadline", "min_period", "min_before_event")
        and row["unit"] != "hour"
    )
    or row["kind"] in ("recurring", "fixed_date")
]


def works(day):
    if day in OFF:
        return False
    if day in WORK:
        return True
    return day.isoweekday() not in (6, 7)


def months_later(day, months):
    year, month = day.year, day.month
    for _ in range(months):
        month += 1
        if month == 13:
            year, month = year + 1, 1
    number = day.day
    while True:
        try:
            return date(year, month, number)
        except ValueError:
            number -= 1


def working_days_later(start, n):
    day, seen = start, set()
    while n > 0:
        day = day + DAY
        seen.add(day.year)
        if works(day):
            n = n - 1
    return day, day, not seen <= KNOWN_YEARS


def forward(start, n, unit, *, roll):
    """(raw, due, provisional)"""
    if unit == "workday":
        return working_days_later(start, n)
    if unit == "day":
        raw = start
        for _ in range(n):
            raw = raw + DAY
    else:
        raw = months_later(start, n if unit == "month" else 12 * n)
    day, seen = raw, {raw.year}
    while roll and not works(day):
        day = day + DAY
        seen.add(day.year)
    return raw, day, not seen <= KNOWN_YEARS


def backward(start, n, unit):
    seen = set()
    day = start
    left = n
    while left > 0:
        day = day - DAY
        seen.add(day.year)
        if unit == "day" or works(day):
            left = left - 1
    if unit == "day":
        seen = {day.year}
    return day, day, not seen <= KNOWN_YEARS


def period_end(day, unit, n):
    if unit == "times_per_year" and n == "2":
        unit = "half_year"
    months = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}[unit]
    ends = [month for month in range(1, 13) if month % months == 0]
    month = min(end for end in ends if end >= day.month)
    return months_later(date(day.year, month, 1), 1) - DAY


def answer(rule, start):
    """(raw, due, provisional) for a fact's id and a start day."""
    row = LIMITS[rule]
    kind, unit = row["kind"], row["unit"]
    if kind == "recurring":
        end = period_end(start, unit, row["n"])
        return end, end, end.year not in KNOWN_YEARS
    if kind == "fixed_date":
        day = start
        while f"{day:%m-%d}" != row["n"]:
            day = day + DAY
        return day, day, day.year not in KNOWN_YEARS
    if kind == "min_before_event":
        return backward(start, int(row["n"]), unit)
    return forward(start, int(row["n"]), unit, roll=rule not in LIBERTY)
