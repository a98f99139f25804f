"""Instants of RFC 3339 (section 5.6): a date, a time and an offset, or nothing."""

import re
from datetime import UTC, date, datetime, timedelta

# A space may stand for the T, and letters may be small (notes to the grammar).
_INSTANT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d+))?"
    r"(?:([Zz])|([+\-\u2212])(\d\d):(\d\d))",
    re.ASCII,
)
_PLAIN = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:[0-5]\d(?:Z|[+-](?:0\d|1\d|2[0-3]):[0-5]\d)", re.ASCII
)
_NANO = 9
_DAY = 86_400
_LEAP_SECOND = 60
_EPOCH = date(1970, 1, 1).toordinal()
_ERA = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
_NOTHING = timedelta(0)


def instant(text: str) -> tuple[int, int] | None:
    """Give seconds since 1970 and nanoseconds; None unless it is an instant of RFC 3339."""
    if _PLAIN.fullmatch(text):
        try:
            return (datetime.fromisoformat(text) - _ERA) // _SECOND, 0
        except (ValueError, OverflowError):
            pass
    match = _INSTANT.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(part) for part in match.groups()[:6])
    days = _days(year, month, day)
    shift = _offset(match)
    if (
        days is None
        or shift is None
        or hour > 23
        or minute > 59
        or second > _LEAP_SECOND
    ):
        return None
    nanos = int((match[7] or "0")[:_NANO].ljust(_NANO, "0"))
    return days * _DAY + hour * 3600 + minute * 60 + second - shift, nanos


def days_between(start: str, end: str) -> int | None:
    """Count whole days between two instants given as text; None unless both are instants."""
    if _PLAIN.fullmatch(start) and _PLAIN.fullmatch(end):
        try:
            passed = datetime.fromisoformat(end) - datetime.fromisoformat(start)
        except ValueError:
            pass
        else:
            return passed.days if passed >= _NOTHING else -((-passed).days)
    first, last = instant(start), instant(end)
    return None if first is None or last is None else whole_days(first, last)


def whole_days(start: tuple[int, int], end: tuple[int, int]) -> int:
    """Count whole days from one instant to another, cut towards nothing."""
    nanos = (end[0] - start[0]) * 10**9 + end[1] - start[1]
    days = abs(nanos) // (_DAY * 10**9)
    return days if nanos >= 0 else -days


def _days(year: int, month: int, day: int) -> int | None:
    """Count days since 1970; the year 0 exists in RFC 3339 (as a leap year), not in Python."""
    try:
        if year:
            return date(year, month, day).toordinal() - _EPOCH
        return date(400, month, day).toordinal() - _EPOCH - 146_097
    except ValueError:
        return None


def _offset(match: re.Match[str]) -> int | None:
    if match[8]:
        return 0
    hours, minutes = int(match[10]), int(match[11])
    if hours > 23 or minutes > 59:
        return None
    seconds = hours * 3600 + minutes * 60
    return seconds if match[9] == "+" else -seconds
