"""The lines of an Excel workbook that somebody sent: nothing in it is believed.

A file may say that it is small and unpack to gigabytes, or set one cell at the far
corner of the sheet, so that a reader which builds the whole table takes the server
down. Cells are read row by row, and only what stands in a row is kept.
"""

import re
import unicodedata
import zipfile
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import IO, Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

# ReadOnlyWorksheet forgets which rows are hidden and which cells are merged; the
# parser under it knows both. It is private: openpyxl is pinned to the exact version.
from openpyxl.worksheet._reader import WorkSheetParser

_LARGE = ("xl/worksheets/", "xl/sharedStrings")
# Pictures that somebody pasted beside the list are never opened.
_UNREAD = ("xl/media/", "xl/drawings/", "xl/embeddings/", "docProps/")
# All but the rows and their words: styles, names, relations.
_MAX_PART = 2 * 1024 * 1024
_MAX_PARTS = 5000
MAX_COLUMNS = 100
# What openpyxl raises on a file that is no workbook, or a forged one.
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, SyntaxError, EOFError, OSError,
    AttributeError, KeyError, IndexError, TypeError, ValueError, NotImplementedError,
    RuntimeError, OverflowError,
)  # fmt: skip
_DIGITS = {c: str(n) for n, c in enumerate("〇一二三四五六七八九")} | dict.fromkeys(
    "零○ＯO", "0"
)
_CHINESE_DAY = re.compile(
    r"([〇零○ＯO一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月"
    r"([一二三四五六七八九十]{1,3})[日号]?"
)
_DAY = re.compile(r"(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})\s?[日号]?")


class Why(StrEnum):
    """Why a file is not read."""

    TOO_LARGE = "too large"
    UNPACKS_TOO_LARGE = "unpacks too large"
    TOO_MANY_ROWS = "too many rows"
    NO_WORKBOOK = "no workbook"


class Unreadable(Exception):
    """The file is not read; ``why`` says which limit or form it misses."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True)
class Limits:
    """``size`` of the file and ``unpacked`` of what is read in it, both in bytes."""

    size: int
    unpacked: int
    rows: int


class Broken(str):
    """What Excel shows where a formula failed: #REF!, #N/A."""

    __slots__ = ()


@dataclass(frozen=True)
class Line:
    """One row that says something: its number in Excel, its cells by column from 1."""

    number: int
    cells: dict[int, Any]
    hidden: bool = False


def read_sheets(
    file: IO[bytes], names: Collection[str], limits: Limits
) -> dict[str, list[Line]]:
    """The lines of the named sheets that the workbook has, blank rows left out.

    A value is a str, int, float, bool, date, datetime or Broken. A formula is read as
    the result that Excel stored. Cells merged over several rows all carry the value of
    the first. Raises Unreadable.
    """
    try:
        _weigh(file, limits)
        book = load_workbook(file, read_only=True, data_only=True)
        return {
            name: _lines(book[name], limits.rows)
            for name in names
            if name in book.sheetnames
        }
    except _UNREADABLE as error:
        raise Unreadable(Why.NO_WORKBOOK) from error


def _weigh(file: IO[bytes], limits: Limits) -> None:
    file.seek(0, 2)
    if file.tell() > limits.size:
        raise Unreadable(Why.TOO_LARGE)
    file.seek(0)
    # What a part says it unpacks to is also all that Python reads of it.
    with zipfile.ZipFile(file) as archive:
        parts = archive.infolist()
    read = [part for part in parts if not part.filename.startswith(_UNREAD)]
    small = [part for part in read if not part.filename.startswith(_LARGE)]
    if (
        len(parts) > _MAX_PARTS
        or sum(part.file_size for part in read) > limits.unpacked
        or any(part.file_size > _MAX_PART for part in small)
    ):
        raise Unreadable(Why.UNPACKS_TOO_LARGE)
    file.seek(0)


def _lines(sheet: Any, most: int) -> list[Line]:
    book, found = sheet.parent, {}
    with sheet._get_source() as source:
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for number, row in parser.parse():
            hidden = _is_hidden(parser.row_dimensions.pop(str(number), {}))
            if cells := dict(_cells(row)):
                found[number] = Line(number, cells, hidden)
            if len(found) > most:
                raise Unreadable(Why.TOO_MANY_ROWS)
        merged = parser.merged_cells
    for area in merged.mergeCell if merged else ():
        _spread(found, area)
    return list(found.values())


def _is_hidden(row: dict[str, str]) -> bool:
    return row.get("hidden") in ("1", "true")


def _cells(row: list[dict[str, Any]]) -> Iterator[tuple[int, Any]]:
    for cell in row:
        value, column = cell["value"], cell["column"]
        if column > MAX_COLUMNS or value is None or value == "":
            continue
        if isinstance(value, str) and not value.strip():
            continue
        yield column, Broken(value) if cell["data_type"] == "e" else value


def _spread(found: dict[int, Line], area: Any) -> None:
    """One unit's name over all its rows: each row says it."""
    first = found.get(area.min_row)
    value = first.cells.get(area.min_col) if first else None
    if value is None or area.max_row == area.min_row:
        return
    # Ten thousand small areas, or one over a million rows: neither may cost more.
    rows: Collection[int] = range(area.min_row + 1, area.max_row + 1)
    for number in rows if len(rows) < len(found) else sorted(found.keys()):
        if number in rows and number in found:
            found[number].cells.setdefault(area.min_col, value)


def plain(words: str) -> str:
    """Full-width digits, letters and signs as half-width; no blanks around.

    >>> plain("　２０２６．３．５ ")
    '2026.3.5'
    """
    return unicodedata.normalize("NFKC", words).strip()


def day_of(value: Any) -> date | None:
    """The day that a cell names, as people write days; None when it names none.

    >>> [day_of(v).isoformat() for v in ("二〇二六年三月五日", "２０２６.3.5", "2026/03/05")]
    ['2026-03-05', '2026-03-05', '2026-03-05']
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        return None
    words = re.sub(r"\s+", " ", value).strip()
    if found := _CHINESE_DAY.fullmatch(words.replace(" ", "")):
        year = "".join(_DIGITS[c] for c in found[1])
        return _day(year, _count(found[2]), _count(found[3]))
    found = _DAY.fullmatch(plain(words).removesuffix(" 00:00:00"))
    return _day(*found.groups()) if found else None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:  # 31 February, month 13
        return None


def _count(words: str) -> str:
    """一 to 九十九 in digits; "0", which is no day, for 一二 or 十十."""
    tens, ten, ones = words.partition("十")
    if not ten:
        return _DIGITS.get(words, "0")
    first = "1" if not tens else _DIGITS.get(tens, "")
    last = "0" if not ones else _DIGITS.get(ones, "")
    return first + last if first and last else "0"


def whole_of(value: Any) -> int | None:
    """The whole number in a cell: Excel knows 240 as 240.0, people type ２４０.

    >>> [whole_of(v) for v in (240.0, " ２４０ ", "二百", 1.5)]
    [240, 240, None, None]
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return int(value) if value == value // 1 and abs(value) < 1e15 else None
    words = plain(str(value))
    return int(words) if re.fullmatch(r"[0-9]{1,15}", words) else None
