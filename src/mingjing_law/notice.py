"""Reads the State Council's yearly holiday notice as it is printed.

    一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。

Every printed weekday and total is checked against the calendar; a notice that does
not agree with itself is refused, never repaired.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from mingjing_law.calendar import SATURDAY, Holiday, Notice

HOLIDAYS = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
WEEKDAYS = "一二三四五六日"

_TITLE = re.compile(r"国务院办公厅关于(\d{4})年部分节假日安排的通知")
_NUMBER = re.compile(r"国办发明电〔\d{4}〕\d+号")
_ISSUED = re.compile(r"^\s*(\d{4})年(\d{1,2})月(\d{1,2})日\s*$", re.MULTILINE)
_ITEM = re.compile(
    r"^\s*[一二三四五六七八九十]+、([^：:]{2,12})[：:](.+)$", re.MULTILINE
)
_DAY = (
    r"(?:(?P<{0}y>\d{{4}})年)?(?:(?P<{0}m>\d{{1,2}})月)?(?P<{0}d>\d{{1,2}})日"
    r"(?:[（(](?P<{0}w>[^）)]*)[）)])?"
)
_SPAN = re.compile(_DAY.format("a") + r"(?:[至—-]+" + _DAY.format("b") + r")?")
_TOTAL = re.compile(r"(?:共|放假)\s*(\d+)\s*天")
_WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])")


class BadNotice(ValueError):
    """The text is no holiday notice, or contradicts itself."""


@dataclass(frozen=True)
class Reading:
    """The notice, and the sentences with dates that changed nothing."""

    notice: Notice
    unused: tuple[str, ...]


def parse_notice(text: str, *, paper: str = "", version: int = 1) -> Reading:
    """Understand the text of one notice. Raises `BadNotice` saying where and why."""
    title = _TITLE.search(text)
    if title is None:
        raise BadNotice(
            "没有找到“国务院办公厅关于××××年部分节假日安排的通知”这个标题。"
            "The title of a holiday notice was not found."
        )
    year = int(title[1])
    holidays, unused = [], []
    for item in _ITEM.finditer(text):
        holiday, rest = _holiday(year, item[1].strip(), "".join(item[2].split()))
        holidays.append(holiday)
        unused += rest
    _complete(year, holidays)
    number, issued = _NUMBER.search(text), _ISSUED.search(text)
    notice = Notice(
        year=year,
        title=title[0],
        number=number[0] if number else "",
        issued_on=date(*map(int, issued.groups())) if issued else None,
        paper=paper,
        status="published",
        version=version,
        checked_on=None,
        holidays=tuple(holidays),
    )
    return Reading(notice, tuple(unused))


def _holiday(year: int, name: str, body: str) -> tuple[Holiday, list[str]]:
    off: list[date] = []
    work: list[date] = []
    unused: list[str] = []
    for sentence in filter(None, (part.strip() for part in body.split("。"))):
        days = _days(year, name, sentence)
        if "上班" in sentence and "放假" not in sentence:
            work += days
        elif "放假" in sentence and "上班" not in sentence:
            _check_total(name, sentence, len(days))
            off += days
        elif days:
            unused.append(sentence)
    if not off:
        raise BadNotice(
            f"{name}：没有读出放假的日期。No rest day was found for {name}."
        )
    for day in work:
        if day.weekday() < SATURDAY or day in off:
            raise BadNotice(
                f"{name}：{day}不是周末，不会是补班日。"
                f"{name}: {day} cannot be a make-up working day."
            )
    return Holiday(name, tuple(sorted(set(off))), tuple(sorted(set(work)))), unused


def _days(year: int, name: str, sentence: str) -> list[date]:
    days: list[date] = []
    month = None
    for span in _SPAN.finditer(sentence):
        first = _day(year, name, span, "a", month)
        last = _day(year, name, span, "b", first.month) if span["bd"] else first
        if not 0 <= (last - first).days <= 31:
            raise BadNotice(f"{name}：“{span[0]}”首尾颠倒或者过长。Bad span: {span[0]}")
        days += [first + timedelta(i) for i in range((last - first).days + 1)]
        month = last.month
    return days


def _day(
    year: int, name: str, span: re.Match[str], end: str, month: int | None
) -> date:
    month = int(span[f"{end}m"]) if span[f"{end}m"] else month
    if month is None:
        raise BadNotice(f"{name}：“{span[0]}”没有写月份。No month in {span[0]}.")
    if span[f"{end}y"]:
        year = int(span[f"{end}y"])
    elif name.startswith("元旦") and month == 12:
        year -= 1  # New Year reaches back into the year before
    try:
        day = date(year, month, int(span[f"{end}d"]))
    except ValueError as wrong:
        raise BadNotice(f"{name}：没有“{span[0]}”这一天。No such day.") from wrong
    printed = _WEEKDAY.search(span[f"{end}w"] or "")
    if printed and WEEKDAYS[day.weekday()] != printed[1].replace("天", "日"):
        raise BadNotice(
            f"{name}：{day}是周{WEEKDAYS[day.weekday()]}，通知写的是周{printed[1]}。"
            f"{name}: {day} is a {day:%A}; the notice prints another weekday."
        )
    return day


def _check_total(name: str, sentence: str, count: int) -> None:
    total = _TOTAL.search(sentence)
    if total and int(total[1]) != count:
        raise BadNotice(
            f"{name}：通知写共{total[1]}天，日期数出来是{count}天。"
            f"{name}: the notice says {total[1]} days, its dates make {count}."
        )


def _complete(year: int, holidays: list[Holiday]) -> None:
    named = "、".join(holiday.name for holiday in holidays)
    missing = [name for name in HOLIDAYS if name not in named]
    if missing:
        names = "、".join(missing)
        raise BadNotice(
            f"{year}年的通知里没有找到：{names}。Not found in the notice: {names}."
        )
    days = [day for holiday in holidays for day in holiday.off + holiday.work]
    twice = sorted({day for day in days if days.count(day) > 1})
    if twice:
        raise BadNotice(f"{twice[0]}出现了两次。{twice[0]} stands twice in the notice.")


def as_toml(notice: Notice) -> str:
    """The calendar file of a notice, as `calendar.read_notice` reads it."""
    lines = [
        "# A day not listed here is a working day from Monday to Friday.",
        f"year = {notice.year}",
        f'title = "{notice.title}"',
        f'number = "{notice.number}"',
    ]
    if notice.issued_on:
        lines.append(f"issued_on = {notice.issued_on}")
    lines.append(f'paper = "{notice.paper}"')
    lines += [f'status = "{notice.status}"', f"version = {notice.version}"]
    if notice.checked_on:
        lines.append(f"checked_on = {notice.checked_on}")
    for holiday in notice.holidays:
        off, work = (", ".join(map(str, d)) for d in (holiday.off, holiday.work))
        lines += ["", "[[holiday]]", f'name = "{holiday.name}"']
        lines += [f"off = [{off}]", f"work = [{work}]"]
    return "\n".join(lines) + "\n"
