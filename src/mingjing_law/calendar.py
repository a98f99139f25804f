"""Which days are working days, as the State Council's yearly notices fix them.

A day that no notice names follows the week (Monday to Friday work). A year
without a notice is assumed to do so throughout, and `covers` says that it is an
assumption: whatever leaned on such a day must be shown as provisional.
"""

import hashlib
import os
import tomllib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path

FIRST_DAY = date(1990, 1, 1)
LAST_DAY = date(2110, 12, 31)
SATURDAY = 5
NOTICES = Path(__file__).parent / "calendars"
EXTRA_NOTICES = "MINGJING_CALENDARS"
"""Environment variable naming the folder of notices imported on this server."""


class BadCalendar(ValueError):
    """A calendar file says something that cannot be."""


class BeyondCalendar(ValueError):
    """A day before 1990 or after 2110, most likely a slip of the pen."""


@dataclass(frozen=True)
class Holiday:
    """One holiday of a notice: its rest days and the days worked in exchange."""

    name: str
    off: tuple[date, ...]
    work: tuple[date, ...] = ()


@dataclass(frozen=True)
class Notice:
    """One year's notice. A second notice in the same year has version 2."""

    year: int
    title: str
    number: str
    issued_on: date | None
    paper: str
    status: str
    version: int
    checked_on: date | None
    holidays: tuple[Holiday, ...]

    def canonical(self) -> str:
        """Everything that can move a deadline, and nothing else."""
        lines = [f"{self.year} v{self.version}"]
        for holiday in self.holidays:
            lines += [f"- {day} {holiday.name}" for day in sorted(holiday.off)]
            lines += [f"+ {day} {holiday.name}" for day in sorted(holiday.work)]
        return "\n".join(lines)


class Calendar:
    """Working days from 1990 to 2110, of which some years are on paper.

    >>> calendar = load_calendar()
    >>> calendar.is_working_day(date(2026, 9, 20))  # a Sunday worked for 1 October
    True
    """

    def __init__(self, notices: Iterable[Notice]) -> None:
        latest: dict[int, Notice] = {}
        for notice in notices:
            if notice.version >= getattr(latest.get(notice.year), "version", 0):
                latest[notice.year] = notice
        if not latest:
            raise BadCalendar(
                "没有任何一年的放假安排。There is no holiday notice at all."
            )
        self.notices = tuple(latest[year] for year in sorted(latest))
        self.years = frozenset(latest)
        self._off = {
            day: h.name for n in self.notices for h in n.holidays for day in h.off
        }
        self._work = {
            day: h.name for n in self.notices for h in n.holidays for day in h.work
        }
        text = "\n".join(notice.canonical() for notice in self.notices)
        digest = hashlib.sha256(text.encode()).hexdigest()[:8]
        self.version = f"{max(self.years)}-{digest}"
        self._index()

    def _index(self) -> None:
        first, last = FIRST_DAY.toordinal(), LAST_DAY.toordinal()
        works = bytearray(
            date.fromordinal(day).weekday() < SATURDAY for day in range(first, last + 1)
        )
        for day in self._off:
            works[day.toordinal() - first] = False
        for day in self._work:
            works[day.toordinal() - first] = True
        # _until[i]: how many working days lie in FIRST_DAY … FIRST_DAY + i.
        self._until = array("l", accumulate(works))
        self._working = array("l", (first + i for i, work in enumerate(works) if work))

    @property
    def last_known_day(self) -> date:
        """The last day of the last year with a notice."""
        return date(max(self.years), 12, 31)

    def require(self, *days: date) -> None:
        """Raise `BeyondCalendar` for a day outside 1990–2110."""
        for day in days:
            self._place(day)

    def covers(self, day: date) -> bool:
        """Whether a notice for that day's year is on file."""
        return day.year in self.years

    def covers_all(self, first: date, last: date) -> bool:
        """Whether every year from `first` to `last` has its notice."""
        return self.years.issuperset(range(first.year, last.year + 1))

    def is_working_day(self, day: date) -> bool:
        if day in self._work:
            return True
        return day.weekday() < SATURDAY and day not in self._off

    def is_rest_day(self, day: date) -> bool:
        return not self.is_working_day(day)

    def name_of(self, day: date) -> str | None:
        """The holiday a rest day belongs to; None for a plain weekend or a work day."""
        return self._off.get(day)

    def worked_for(self, day: date) -> str | None:
        """The holiday for which this weekend day is worked in exchange, if any."""
        return self._work.get(day)

    def working_days_between(self, after: date, until: date) -> int:
        """Working days after `after`, up to and with `until`; negative backwards."""
        return self._until[self._place(until)] - self._until[self._place(after)]

    def nth_working_day(self, start: date, n: int) -> date:
        """The n-th working day after `start`, or before it when n is negative.

        `start` itself never counts. Raises `BeyondCalendar` outside 1990–2110.
        """
        if n == 0:
            return start
        place = self._place(start)
        done = self._until[place]
        if n < 0:
            done -= self.is_working_day(start)
        wanted = done + n - (n > 0)
        if not 0 <= wanted < len(self._working):
            raise BeyondCalendar(_beyond(f"{start} {n:+d}"))
        return date.fromordinal(self._working[wanted])

    def roll_forward(self, day: date) -> date:
        """That day if it is worked, else the next working day."""
        return day if self.is_working_day(day) else self.nth_working_day(day, 1)

    def working_ordinals(self) -> Sequence[int]:
        """Proleptic ordinals of all working days, ascending (for `vector`)."""
        return self._working

    def _place(self, day: date) -> int:
        if not FIRST_DAY <= day <= LAST_DAY:
            raise BeyondCalendar(_beyond(str(day)))
        return day.toordinal() - FIRST_DAY.toordinal()


def _beyond(what: str) -> str:
    return (
        f"{what} 超出日历范围（1990—2110年），请核对日期。"
        f"{what} is outside the calendar (1990–2110); check the date."
    )


def read_notice(path: Path) -> Notice:
    """One calendar file. Raises `BadCalendar` naming the file and the field."""
    with path.open("rb") as file:
        try:
            data = tomllib.load(file)
        except tomllib.TOMLDecodeError as wrong:
            raise BadCalendar(f"{path.name}: {wrong}") from wrong
    for field, kind in (("year", int), ("title", str), ("holiday", list)):
        if not isinstance(data.get(field), kind):
            raise BadCalendar(f"{path.name}: field “{field}” must be {kind.__name__}")
    return Notice(
        year=data["year"],
        title=data["title"],
        number=data.get("number", ""),
        issued_on=data.get("issued_on"),
        paper=data.get("paper", ""),
        status=data.get("status", "published"),
        version=data.get("version", 1),
        checked_on=data.get("checked_on"),
        holidays=tuple(_holiday(path, data["year"], each) for each in data["holiday"]),
    )


def _holiday(path: Path, year: int, data: Mapping[str, object]) -> Holiday:
    name = data.get("name")
    if not isinstance(name, str) or not name:
        raise BadCalendar(f"{path.name}: a holiday has no name")
    off = _days(path, name, "off", data.get("off"))
    work = _days(path, name, "work", data.get("work", []))
    for day in off + work:
        # A New Year notice may reach back into the December before it.
        if not date(year, 1, 1) - timedelta(31) <= day <= date(year, 12, 31):
            raise BadCalendar(f"{path.name}: {name}: {day} is not a day of {year}")
    for day in work:
        if day.weekday() < SATURDAY or day in off:
            raise BadCalendar(f"{path.name}: {name}: {day} cannot be a make-up day")
    return Holiday(name, off, work)


def _days(path: Path, name: str, field: str, value: object) -> tuple[date, ...]:
    if not isinstance(value, list) or not all(type(day) is date for day in value):
        raise BadCalendar(f"{path.name}: {name}: “{field}” must be a list of dates")
    return tuple(value)


def load_calendar(extra_dirs: Iterable[Path] = ()) -> Calendar:
    """The notices that come with the library, then those in `extra_dirs`.

    For one year the highest version wins, and among equals the one read last.
    """
    folders = [NOTICES, *extra_dirs]
    paths = [path for folder in folders for path in sorted(folder.glob("*.toml"))]
    return Calendar(read_notice(path) for path in paths)


@cache
def default_calendar() -> Calendar:
    """The calendar of this server: read once, kept until the process ends."""
    extra = os.environ.get(EXTRA_NOTICES)
    return load_calendar([Path(extra)] if extra else ())
