"""What a clock answers: a due day that can account for itself."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from mingjing_law import explain
from mingjing_law.calendar import Calendar
from mingjing_law.limits import ONE_DAY, Extension, Fixed, Limit, Pause, Restart


@dataclass(frozen=True)
class Deadline:
    """When something falls due, and everything needed to say why or ask again.

    `raw_due_on` is the day before any roll; `moved_from` the due day under an
    earlier calendar, set by `clocks.compare` only. `provisional`: the answer leans
    on a year whose holidays are not published.
    """

    rule: Limit | Fixed
    start: date
    due_on: date
    raw_due_on: date
    provisional: bool
    calendar: Calendar = field(repr=False, compare=False)
    pauses: tuple[Pause, ...] = ()
    extension: Extension | None = None
    restart: Restart | None = None
    moved_from: date | None = None

    @property
    def calendar_version(self) -> str:
        return self.calendar.version

    @property
    def basis(self) -> str:
        return self.rule.basis_zh

    @property
    def counted_from(self) -> date:
        """The day the count began: the event, or the restart."""
        return self.restart.on if self.restart else self.start

    @cached_property
    def paused(self) -> dict[date, Pause]:
        return {day: pause for pause in self.pauses for day in pause.days()}

    @cached_property
    def skipped(self) -> tuple[tuple[date, str], ...]:
        """Each day that was passed over, with the reason in Chinese."""
        if isinstance(self.rule, Limit) and self.rule.unit == "workday":
            first, last = sorted((self.counted_from, self.due_on))
            return tuple(
                (day, self._reason(day))
                for day in _days(first, last)
                if day in self.paused or self.calendar.is_rest_day(day)
            )
        held = [
            (day, self._reason(day))
            for day in _days(self.counted_from, self.due_on)
            if day in self.paused
        ]
        rolled = [
            (day, self._reason(day))
            for day in _days(self.raw_due_on - ONE_DAY, self.due_on)
            if day not in self.paused and day < self.due_on
        ]
        return tuple(held + rolled)

    @property
    def days_counted(self) -> int:
        """Working days, or calendar days, from the start to `raw_due_on`."""
        first, last = sorted((self.counted_from, self.raw_due_on))
        if isinstance(self.rule, Limit) and self.rule.unit == "workday":
            days = [d for d in _days(first, last) if self.calendar.is_working_day(d)]
        else:
            days = _days(first, last)
        return sum(day not in self.paused for day in days)

    @property
    def explanation_zh(self) -> str:
        return explain.chinese(self)

    @property
    def explanation_en(self) -> str:
        return explain.english(self)

    def _reason(self, day: date) -> str:
        if day in self.paused:
            return self.paused[day].reason_zh or "暂停"
        return self.calendar.name_of(day) or "周末"


def settle(rule: Fixed, calendar: Calendar, start: date | None = None) -> Deadline:
    """The deadline of a named day, moved off rest days if its rule says so."""
    day = calendar.roll_forward(rule.on) if rule.roll else rule.on
    return Deadline(
        rule=rule,
        start=start or rule.on,
        due_on=day,
        raw_due_on=rule.on,
        provisional=not calendar.covers_all(rule.on, day),
        calendar=calendar,
    )


def _days(after: date, until: date) -> list[date]:
    return [after + timedelta(i) for i in range(1, (until - after).days + 1)]
