"""Moments as texts: ISO 8601, and the forms that case systems and Excel write.

A time without a zone is taken in the zone the caller gives, and counted, so that nobody
takes an assumption for a fact.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

import numpy as np

from mingjing_analytics.process.table import NO_TIME, Times

BEIJING = timezone(timedelta(hours=8))  # no summer time since 1992, so a fixed offset
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_CHINESE = re.compile(
    r"(\d{4})\s*[年/.-]\s*(\d{1,2})\s*[月/.-]\s*(\d{1,2})\s*日?\s*T?"
    r"(?:(\d{1,2})\s*[:时]\s*(\d{1,2})\s*(?:[:分]\s*(?:(\d{1,2})(?:[.,](\d{1,6})\d*)?)?"
    r"\s*秒?)?)?\s*(Z|[+-]\d{2}:?\d{2})?"
)
_SECONDS = re.compile(r"\d{9,10}(?:\.\d{1,6})?")
_FINER = re.compile(r"\d{13}|\d{16}")


@dataclass(frozen=True)
class Read:
    """Times of texts: µs since 1970-01-01 UTC, NO_TIME where a text is no time."""

    times: Times  # shape (texts,)
    zoned: int  # how many said their zone
    bare: int  # how many did not


def parse_times(texts: Sequence[str], zone: timezone) -> Read:
    """Read each text; ``zone`` holds for those that name none."""
    times = np.empty(len(texts), np.int64)
    zoned = bare = 0
    for at, text in enumerate(texts):
        moment = _moment(text)
        if moment is None:
            times[at] = NO_TIME
        elif moment.tzinfo is None:
            bare += 1
            times[at] = microseconds(moment.replace(tzinfo=zone))
        else:
            zoned += 1
            times[at] = microseconds(moment)
    return Read(times, zoned, bare)


def microseconds(moment: datetime) -> int:
    """µs since 1970-01-01 UTC of an aware moment."""
    return (moment - _EPOCH) // _MICROSECOND


def _moment(text: str) -> datetime | None:
    text = text.strip()
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    try:
        return _written_otherwise(text)
    except (ValueError, OverflowError):
        return None


def _written_otherwise(text: str) -> datetime | None:
    if _SECONDS.fullmatch(text):
        return _EPOCH + timedelta(seconds=float(text))
    if _FINER.fullmatch(text):
        scale = 1000 if len(text) == 13 else 1
        return _EPOCH + int(text) * scale * _MICROSECOND
    found = _CHINESE.fullmatch(text)
    if found is None:
        return None
    numbers = [int(part or 0) for part in found.group(1, 2, 3, 4, 5, 6)]
    fraction = int((found.group(7) or "").ljust(6, "0"))
    offset = found.group(8)
    zone = datetime.strptime(offset, "%z").tzinfo if offset else None
    year, month, day, hour, minute, second = numbers
    return datetime(year, month, day, hour, minute, second, fraction, tzinfo=zone)
