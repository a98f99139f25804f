"""The shape of a time limit, and what may stretch it.

The unit belongs to the rule, never to the law: in the Penalty Law 7 日 are working
days and 90 日 are not (行政处罚法第八十五条), so nothing here is set globally.
"""

import calendar as gregorian
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Unit = Literal["day", "workday", "month", "year"]
Kind = Literal["max_deadline", "min_period", "min_before_event"]

UNITS_ZH: dict[Unit, str] = {
    "day": "日",
    "workday": "个工作日",
    "month": "个月",
    "year": "年",
}
UNITS_EN: dict[Unit, str] = {
    "day": "day",
    "workday": "working day",
    "month": "month",
    "year": "year",
}
LONGEST: dict[Unit, int] = {"day": 36500, "workday": 36500, "month": 1200, "year": 100}
ONE_DAY = timedelta(1)


class BadLimit(ValueError):
    """A limit that no calendar can count."""


class BeyondCeiling(ValueError):
    """More time was asked than the rule allows anybody to give."""


@dataclass(frozen=True)
class Ceiling:
    """How far a limit may be extended, and whose yes it takes.

    `n` more units, or `up_to` units in all; neither when the text gives no number.
    """

    unit: Unit
    n: int | None = None
    up_to: int | None = None
    times: int = 1
    needs_zh: str = ""
    needs_en: str = ""


@dataclass(frozen=True)
class Limit:
    """A number of days, working days, months or years counted from an event.

    `roll`: whether a last day that is a rest day moves to the next working day
    (民法典第二百零三条). `counts_first_day`: the day of the event is not counted
    unless a rule says otherwise (第二百零一条).
    """

    n: int
    unit: Unit
    kind: Kind = "max_deadline"
    roll: bool = True
    counts_first_day: bool = False
    rule: str = ""
    event_zh: str = ""
    event_en: str = ""
    basis_zh: str = ""
    basis_en: str = ""
    checked: bool = True
    ceiling: Ceiling | None = None

    def __post_init__(self) -> None:
        if self.unit not in ("day", "workday", "month", "year"):
            raise BadLimit(f"{self.rule}: no clock counts in “{self.unit}”")
        if self.n < 1:
            raise BadLimit(f"{self.rule}: a limit needs at least 1 {self.unit}")
        if self.n > LONGEST[self.unit]:
            raise BadLimit(f"{self.rule}: {self.n} {self.unit}s are over a century")

    @property
    def rolls(self) -> bool:
        """A term counted in working days, or backwards, has nothing to roll."""
        return self.roll and self.unit != "workday" and self.kind != "min_before_event"


@dataclass(frozen=True)
class Fixed:
    """A day that a plan or a law names itself."""

    on: date
    roll: bool = False
    rule: str = ""
    said_zh: str = ""
    said_en: str = ""
    basis_zh: str = ""
    basis_en: str = ""
    checked: bool = True


@dataclass(frozen=True)
class Pause:
    """Days that do not count, the first and the last included.

    E.g. 听证、检验、检测、鉴定 (行政许可法第四十五条) or asking a third party
    (政府信息公开条例第三十三条第三款).
    """

    since: date
    until: date
    reason_zh: str = ""
    reason_en: str = ""

    def __post_init__(self) -> None:
        if self.until < self.since:
            raise BadLimit(
                f"暂停在{self.since}开始，却在{self.until}结束。"
                f"A pause cannot end ({self.until}) before it begins ({self.since})."
            )

    def days(self) -> Iterable[date]:
        return (
            self.since + timedelta(i) for i in range((self.until - self.since).days + 1)
        )


@dataclass(frozen=True)
class Extension:
    """More time, decided by whoever the rule names."""

    n: int
    unit: Unit
    approved_by: str = ""


@dataclass(frozen=True)
class Restart:
    """The clock begins anew, e.g. when the corrected request arrives (补正)."""

    on: date
    reason_zh: str = "补正"
    reason_en: str = "corrected"


def check_extension(limit: Limit, extension: Extension) -> None:
    """Raise `BeyondCeiling` unless the rule lets somebody give that much more."""
    ceiling = limit.ceiling
    named = limit.rule or f"{limit.n} {limit.unit}"
    if extension.n < 1:
        raise BadLimit("延长至少一天。An extension is at least 1.")
    if limit.kind != "max_deadline" or ceiling is None:
        raise BeyondCeiling(
            f"{named}：没有规定可以延长。{named}: the rule knows no extension."
        )
    zh, en = UNITS_ZH[ceiling.unit], UNITS_EN[ceiling.unit]
    if extension.unit != ceiling.unit:
        raise BeyondCeiling(
            f"{named}：延长要以“{zh}”计。{named}: extensions count in {en}s."
        )
    allowed = ceiling.n
    if ceiling.up_to is not None:
        allowed = ceiling.up_to - limit.n
    if allowed is None:
        return  # the text lets somebody extend it and gives no number
    allowed *= ceiling.times
    if extension.n > allowed:
        raise BeyondCeiling(
            f"{named}：最多延长{allowed}{zh}，不能延长{extension.n}{zh}。"
            f"{named}: at most {allowed} more {en}s, {extension.n} asked."
        )


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or its last day (民法典第二百零二条).

    >>> add_months(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    last = gregorian.monthrange(year, month)[1]
    return date(year, month, min(day.day, last))
