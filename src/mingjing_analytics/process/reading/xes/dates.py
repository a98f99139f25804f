"""ISO 8601 times out of a block of bytes, many at once."""

from dataclasses import dataclass
from datetime import timedelta, timezone

import numpy as np
from numpy.typing import NDArray

from mingjing_analytics.process.reading.times import parse_times
from mingjing_analytics.process.table import NO_TIME, Times

_WIDTH = 40  # bytes looked at; the longest form has 32
_FORMS = {  # length: digits of the fraction, and how the zone is written
    19: (0, ""),
    20: (0, "Z"),
    23: (3, ""),
    24: (3, "Z"),
    25: (0, "+"),
    26: (6, ""),
    27: (6, "Z"),
    29: (3, "+"),
    32: (6, "+"),
}
_MARKS = ((4, b"-"), (7, b"-"), (10, b"T"), (13, b":"), (16, b":"))
_DIGITS = [0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18]
_YEARS = np.arange(10_000)
_LEAP = (_YEARS % 4 == 0) & (_YEARS % 100 != 0) | (_YEARS % 400 == 0)
# Days from 1970-01-01 to 1 January of each year of our era, year 0 never asked for.
_BEFORE = np.concatenate([[0], np.cumsum(365 + _LEAP)])[:-1]
_BEFORE -= _BEFORE[1970]
_LENGTHS = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
_MONTHS = np.array([_LENGTHS, _LENGTHS + (np.arange(13) == 2)])
_ELAPSED = np.cumsum(_MONTHS, axis=1) - _MONTHS

Bytes = NDArray[np.uint8]
Positions = NDArray[np.int64]


@dataclass(frozen=True)
class Dates:
    """µs since 1970-01-01 UTC and whether a zone stood there, shape (texts,)."""

    times: Times
    zoned: NDArray[np.bool_]


def read_dates(
    block: Bytes, begin: Positions, length: Positions, zone: timezone
) -> Dates:
    """Read the times at these places of a block that has 40 bytes to spare.

    What is not in one of the usual forms goes through `parse_times`, one by one.
    """
    times = np.full(len(begin), NO_TIME)
    zoned = np.zeros(len(begin), bool)
    done = np.zeros(len(begin), bool)
    for size, (fraction, written) in _FORMS.items():
        these = np.flatnonzero(length == size)
        if not len(these):
            continue
        found, good = _form(block, begin[these], fraction, written, zone)
        times[these[good]] = found[good]
        zoned[these] = written != ""
        done[these[good]] = True
    for at in np.flatnonzero(~done).tolist():
        raw = block[begin[at] : begin[at] + length[at]].tobytes()
        read = parse_times([raw.decode("utf-8", "replace")], zone)
        times[at], zoned[at] = read.times[0], bool(read.zoned)
    return Dates(times, zoned)


def _form(
    block: Bytes, begin: Positions, fraction: int, written: str, zone: timezone
) -> tuple[Times, NDArray[np.bool_]]:
    """Times in one form, and which really were in it."""
    windows = np.ndarray(len(block) - _WIDTH, f"V{_WIDTH}", block.data, 0, (1,))
    texts = windows[begin].view(np.uint8).reshape(-1, _WIDTH)
    byte = np.ascontiguousarray(texts.T)  # a row for each place, a column for each text
    end = 20 + fraction if fraction else 19
    good = _shaped(byte, fraction, end, written)
    number = (byte - np.uint8(48)).astype(np.int32)
    number[:, ~good] = 1  # any date, so that the sums below stay in their bounds
    day, sound = _days(number)
    clock, in_day = _clock(number[11:19])
    offset, known = _offset(byte, number, end, written, zone)
    times = (day * 86_400 + clock - offset) * 1_000_000
    for at in range(fraction):
        times += number[20 + at] * 10 ** (5 - at)
    return times, good & sound & in_day & known


def _shaped(byte: Bytes, fraction: int, end: int, written: str) -> NDArray[np.bool_]:
    """Which have a mark where the form has one, and digits elsewhere."""
    digits = [*_DIGITS, *range(20, 20 + fraction)]
    marks = [*_MARKS, *[(19, b".")][: fraction > 0]]
    good = np.ones(byte.shape[1], bool)
    if written == "Z":
        marks.append((end, b"Z"))
    elif written:
        marks.append((end + 3, b":"))
        good = (byte[end] == ord("+")) | (byte[end] == ord("-"))
        digits += [end + 1, end + 2, end + 4, end + 5]
    for place, mark in marks:
        good &= byte[place] == mark[0]
    for place in digits:
        good &= (byte[place] - np.uint8(48)) < 10
    return good


def _offset(
    byte: Bytes, number: NDArray[np.int32], end: int, written: str, zone: timezone
) -> tuple[Times, NDArray[np.bool_]]:
    """Seconds east of UTC, and which are a zone at all."""
    if written == "+":
        hours = number[end + 1] * 10 + number[end + 2]
        minutes = number[end + 4] * 10 + number[end + 5]
        seconds = (hours * 3600 + minutes * 60).astype(np.int64)
        east = np.where(byte[end] == ord("-"), -seconds, seconds)
        return east, (hours < 24) & (minutes < 60)
    all_known = np.ones(byte.shape[1], bool)
    if written:
        return np.zeros(byte.shape[1], np.int64), all_known
    own = (zone.utcoffset(None) or timedelta()) // timedelta(seconds=1)
    return np.full(byte.shape[1], own, np.int64), all_known


def _days(number: NDArray[np.int32]) -> tuple[Times, NDArray[np.bool_]]:
    year = number[0] * 1000 + number[1] * 100 + number[2] * 10 + number[3]
    month = number[5] * 10 + number[6]
    day = number[8] * 10 + number[9]
    sound = (year >= 1) & (month >= 1) & (month <= 12) & (day >= 1)
    month = np.where(sound, month, 1)
    leap = _LEAP[year].view(np.int8)
    sound &= day <= _MONTHS[leap, month]
    return _BEFORE[year] + _ELAPSED[leap, month] + day - 1, sound


def _clock(number: NDArray[np.int32]) -> tuple[Times, NDArray[np.bool_]]:
    hour = number[0] * 10 + number[1]
    minute = number[3] * 10 + number[4]
    second = number[6] * 10 + number[7]
    sound = (hour < 24) & (minute < 60) & (second < 60)
    return (hour * 3600 + minute * 60 + second).astype(np.int64), sound
