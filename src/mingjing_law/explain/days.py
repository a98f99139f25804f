"""The days an explanation names: holidays passed over, weekends worked."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from mingjing_law.limits import ONE_DAY

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from mingjing_law.deadlines import Deadline


def holidays(deadline: Deadline) -> Iterable[tuple[str, list[date]]]:
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


def made_up(deadline: Deadline) -> list[date]:
    """Weekend days between start and due that count because they are worked."""
    first, last = sorted((deadline.counted_from, deadline.due_on))
    days = (first + ONE_DAY * i for i in range(1, (last - first).days + 1))
    return [
        day
        for day in days
        if deadline.calendar.worked_for(day) and day not in deadline.paused
    ]


def unknown_year(deadline: Deadline) -> str:
    """The first year without a notice between the start and the due day."""
    first, last = sorted((deadline.counted_from, deadline.due_on))
    years = [
        year
        for year in range(first.year, last.year + 1)
        if year not in deadline.calendar.years
    ]
    return str(years[0] if years else last.year)
