"""The cells of a workbook that somebody sent: nothing in it is believed.

A file may say that it is small and unpack to gigabytes, or set one cell at the far
corner of the sheet, so that a reader which builds the whole table takes the server down.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

_MAX_BYTES = 2 * 1024 * 1024
# An honest sheet of 5 000 rows unpacks to about 5 MB; a zip bomb to gigabytes.
_MAX_UNPACKED = 20 * 1024 * 1024
# All but the rows and their words: styles, names, relations.
_MAX_PART = 2 * 1024 * 1024
_MAX_PARTS = 500
_LARGE = ("xl/worksheets/", "xl/sharedStrings")
MAX_ROWS = 5000
_LAST_ROW = 1_048_576  # of any Excel sheet; a forged one may name a row beyond it
# What openpyxl raises on a file that is no workbook, or a forged one.
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, SyntaxError, EOFError, OSError,
    AttributeError, KeyError, IndexError, TypeError, ValueError, NotImplementedError,
    RuntimeError, OverflowError,
)  # fmt: skip

Sheets = dict[str, list[list[Any]]]


class NotAWorkbook(Exception):
    """The file cannot be read as our template; the words say why."""


def lines_of(data: bytes, widths: dict[str, int]) -> Sheets:
    """The lines of the named sheets, each as wide as asked; absent sheets are left out.

    Raises NotAWorkbook when the file is too large, forged, or no workbook at all.
    """
    if len(data) > _MAX_BYTES:
        raise NotAWorkbook(_("文件超过 2 MB。请分成几次导入。"))
    try:
        _weigh(data)
        # Row by row: one cell at XFD1048576 must not become a table of that size.
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        return {
            name: list(_lines(book[name], width))
            for name, width in widths.items()
            if name in book.sheetnames
        }
    except _UNREADABLE as error:
        raise NotAWorkbook(_("这不是 .xlsx 文件。请用下载的模板填写。")) from error


def _weigh(data: bytes) -> None:
    # What a part says it unpacks to is also all that Python reads of it.
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
    small = [part for part in parts if not part.filename.startswith(_LARGE)]
    if (
        len(parts) > _MAX_PARTS
        or sum(part.file_size for part in parts) > _MAX_UNPACKED
        or any(part.file_size > _MAX_PART for part in small)
    ):
        raise NotAWorkbook(_("文件展开后太大，不能读取。"))


def _lines(sheet: Any, width: int) -> Iterator[list[Any]]:
    sheet.reset_dimensions()  # what the file says of its own size is not believed
    for number, line in enumerate(
        sheet.iter_rows(max_row=_LAST_ROW, max_col=width), start=1
    ):
        cells = [Broken(c.value) if c.data_type == "e" else c.value for c in line]
        if number <= MAX_ROWS:
            yield cells
        elif any(cell not in ("", None) for cell in cells):
            raise NotAWorkbook(_("超过 5000 行。请分成几次导入。"))


class Broken(str):
    """What Excel shows where a formula failed: #REF!, #N/A."""

    __slots__ = ()
