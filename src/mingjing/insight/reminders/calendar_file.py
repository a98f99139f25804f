"""Dues as an iCalendar file (RFC 5545): all-day events, each with its clock in words."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from mingjing.cycle.duties.models import Due

_LINE_OCTETS = 75  # RFC 5545, 3.1


def write(
    dues: Iterable[Due],
    *,
    now: datetime,
    english: bool,
    url_of: Callable[[Due], str],
) -> str:
    stamp = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Mingjing//Dues//ZH"]
    for due in dues:
        words = due.explanation_en if english else due.explanation_zh
        lines += [
            "BEGIN:VEVENT",
            f"UID:due-{due.pk}@mingjing",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{due.due_on:%Y%m%d}",
            f"DTEND;VALUE=DATE:{due.due_on + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(f'{due.duty.title} {due.period_label}'.strip())}",
            f"DESCRIPTION:{_escaped(words)}",
            f"URL:{url_of(due)}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _escaped(words: str) -> str:
    """RFC 5545, 3.3.11; a lone return would end the line and begin a forged one."""
    words = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return words.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def _folded(line: str) -> str:
    """Lines of at most 75 octets; no character is cut."""
    parts: list[str] = []
    part, octets = "", 0
    for sign in line:
        size = len(sign.encode())
        if octets + size > _LINE_OCTETS - (1 if parts else 0):
            parts.append(part)
            part, octets = "", 0
        part += sign
        octets += size
    return "\r\n ".join([*parts, part])
