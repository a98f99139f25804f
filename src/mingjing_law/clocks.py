"""From a start day to a due day. Pure functions; no clock is read here.

The day of the event is not counted (民法典第二百零一条); months end on the same day
number or the month's last day (第二百零二条); a last day that is a rest day moves to
the next working day (第二百零三条). `docs/spec/clocks.md` has the rules with examples.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from mingjing_law.calendar import Calendar
from mingjing_law.deadlines import Deadline, settle
from mingjing_law.limits import (
    ONE_DAY,
    BadLimit,
    Ceiling,
    Extension,
    Fixed,
    Limit,
    Pause,
    Restart,
    Unit,
    add_months,
    check_extension,
)
from mingjing_law.recur import Occurrence, Recurrence, next_occurrence, occurrences
from mingjing_law.rules import NoClock, from_fact, recurrence_from_fact

__all__ = [
    "Ceiling",
    "Channel",
    "DaysLeft",
    "Deadline",
    "Extension",
    "Fixed",
    "Limit",
    "NoClock",
    "Occurrence",
    "Pause",
    "Recurrence",
    "Restart",
    "compare",
    "days_left",
    "due",
    "fixed",
    "from_fact",
    "next_occurrence",
    "occurrences",
    "received_on",
    "recurrence_from_fact",
]

Channel = Literal["in_person", "signed_mail", "ordinary_mail", "internet", "fax"]
MONTHS_A_YEAR = 12


class MissingEvent(ValueError):
    """The day that starts the clock for this channel is not known."""


def due(
    rule: Limit,
    start: date,
    calendar: Calendar,
    *,
    pauses: Iterable[Pause] = (),
    extension: Extension | None = None,
    restart: Restart | None = None,
) -> Deadline:
    """When `rule` falls due if its event was on `start`.

    For `min_period` the answer is the first day on which the period may end, for
    `min_before_event` the last day to act before the event on `start`.
    Raises `BeyondCeiling` for more time than the rule allows.
    """
    held = tuple(pauses)
    _check(rule, start, held, extension, restart)
    paused = frozenset(day for pause in held for day in pause.days())
    origin = restart.on if restart else start
    calendar.require(origin)
    raw = _end(rule, origin, calendar, paused, extension)
    calendar.require(raw)
    day = raw
    while rule.rolls and (calendar.is_rest_day(day) or day in paused):
        day += ONE_DAY
    return Deadline(
        rule=rule,
        start=start,
        due_on=day,
        raw_due_on=raw,
        provisional=_provisional(rule, origin, raw, day, calendar),
        calendar=calendar,
        pauses=held,
        extension=extension,
        restart=restart,
    )


def _check(
    rule: Limit,
    start: date,
    pauses: Collection[Pause],
    extension: Extension | None,
    restart: Restart | None,
) -> None:
    if rule.kind == "min_before_event" and (pauses or extension or restart):
        raise BadLimit(
            "倒数的期限不能暂停、延长或者重新起算。"
            "A limit counted backwards cannot be stretched."
        )
    if extension:
        check_extension(rule, extension)
    if restart and restart.on < start:
        raise BadLimit("重新起算不能早于收到之日。A restart cannot precede the start.")


def _provisional(
    rule: Limit, origin: date, raw: date, day: date, calendar: Calendar
) -> bool:
    if rule.unit != "workday":
        return not calendar.covers_all(raw, day)
    # The start itself counts for nothing, so its year need not be on paper.
    after = origin if rule.counts_first_day else origin + ONE_DAY
    if rule.kind == "min_before_event":
        return not calendar.covers_all(day, origin - ONE_DAY)
    return not calendar.covers_all(after, day)


def _end(
    rule: Limit,
    origin: date,
    calendar: Calendar,
    paused: Collection[date],
    extension: Extension | None,
) -> date:
    if rule.kind == "min_before_event":
        # The day of the event stays out of a backward count, whatever the rule says.
        return _count(origin, -rule.n, replace(rule, counts_first_day=False), calendar)
    after = origin - ONE_DAY if rule.counts_first_day else origin
    for stage in _stages(rule, extension):
        end = _count(after, stage.n, stage, calendar)
        if paused and stage.unit in ("day", "workday"):
            end = _walk(after, stage.n, stage, calendar, paused)
        elif paused:
            # A month cannot skip a day: days lost in pauses are added at its end.
            lost = sum(after < day <= end for day in paused)
            end = _walk(end, lost, replace(stage, unit="day"), calendar, paused)
        after = end
    return after


def _stages(rule: Limit, extension: Extension | None) -> list[Limit]:
    """The limit and its extension: one longer term where their units agree.

    3 + 3 months from 30 November end on 30 May, not on 28 May by way of February.
    """
    if extension is None:
        return [rule]
    if rule.unit == extension.unit:
        return [replace(rule, n=rule.n + extension.n)]
    if {rule.unit, extension.unit} == {"month", "year"}:
        months = _months(rule.unit, rule.n) + _months(extension.unit, extension.n)
        return [replace(rule, n=months, unit="month")]
    more = replace(rule, n=extension.n, unit=extension.unit, counts_first_day=False)
    return [rule, more]


def _count(after: date, n: int, rule: Limit, calendar: Calendar) -> date:
    if rule.unit == "workday":
        return calendar.nth_working_day(after, n)
    if rule.unit == "day":
        return after + timedelta(n)
    if rule.counts_first_day:
        return add_months(after + ONE_DAY, _months(rule.unit, n)) - ONE_DAY
    return add_months(after, _months(rule.unit, n))


def _months(unit: Unit, n: int) -> int:
    return n * MONTHS_A_YEAR if unit == "year" else n


def _walk(
    after: date, n: int, rule: Limit, calendar: Calendar, paused: Collection[date]
) -> date:
    day = after
    while n:
        day += ONE_DAY
        idle = rule.unit == "workday" and calendar.is_rest_day(day)
        n -= not idle and day not in paused
    return day


def fixed(
    on: date,
    calendar: Calendar,
    *,
    roll: bool = False,
    basis: str = "",
    basis_en: str = "",
    start: date | None = None,
) -> Deadline:
    """A day that a plan names itself; `basis` is the caller's own words."""
    return settle(Fixed(on, roll, basis_zh=basis, basis_en=basis_en), calendar, start)


def compare(deadline: Deadline, calendar: Calendar) -> Deadline | None:
    """The same question under another calendar; None when the answer stands.

    The answer changes when the due day moves or stops being provisional.
    """
    if isinstance(deadline.rule, Fixed):
        new = settle(deadline.rule, calendar, deadline.start)
    else:
        new = due(
            deadline.rule,
            deadline.start,
            calendar,
            pauses=deadline.pauses,
            extension=deadline.extension,
            restart=deadline.restart,
        )
    before = (deadline.due_on, deadline.provisional)
    if before == (new.due_on, new.provisional):
        return None
    return replace(new, moved_from=deadline.due_on)


def received_on(
    channel: Channel,
    *,
    submitted: date | None = None,
    signed: date | None = None,
    confirmed: date | None = None,
) -> date:
    """The day a request counts as received (政府信息公开条例第三十一条).

    当面提交 that day; 需要签收的邮寄 the day it is signed for; 平常信函, 互联网 and
    传真 the day applicant and organ confirm it. Raises `MissingEvent`.
    """
    days = {
        "in_person": ("submitted", submitted),
        "signed_mail": ("signed", signed),
        "ordinary_mail": ("confirmed", confirmed),
        "internet": ("confirmed", confirmed),
        "fax": ("confirmed", confirmed),
    }
    needed, day = days[channel]
    if day is None:
        raise MissingEvent(f"{channel}: the day it was {needed} starts the clock")
    return day


@dataclass(frozen=True)
class DaysLeft:
    """Days from `on` to the due day; negative when it is past."""

    days: int
    working_days: int
    zh: str
    en: str


def days_left(due_on: date, on: date, calendar: Calendar) -> DaysLeft:
    """How long there is, in calendar days, or how many working days it is over."""
    days = (due_on - on).days
    working = calendar.working_days_between(on, due_on)
    if days > 0:
        plural = "" if days == 1 else "s"
        return DaysLeft(days, working, f"还有 {days} 天", f"{days} day{plural} left")
    if days == 0:
        return DaysLeft(0, 0, "今天到期", "due today")
    if working:
        plural = "" if working == -1 else "s"
        past = f"{-working} working day{plural} past"
        return DaysLeft(days, working, f"已过 {-working} 个工作日", past)
    plural = "" if days == -1 else "s"
    return DaysLeft(days, 0, f"已过 {-days} 天", f"{-days} day{plural} past")
