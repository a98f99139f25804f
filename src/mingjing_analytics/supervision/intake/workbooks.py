"""Whether a workbook may be opened: what a few kilobytes can unfold to is asked first.

A workbook is a zip of XML. A bomb unpacks to gigabytes; a sheet with one cell at A1 and
one at XFD1048576 asks for seventeen thousand million cells. Both would end the process.
"""

import re
import zipfile
import zlib
from pathlib import Path
from typing import IO

from python_calamine import CalamineError, CalamineWorkbook

from mingjing_analytics.supervision.refusal import Refused

_MOST_BYTES = 1 << 30
_SURELY_FINE = 64 << 20
_MOST_RATIO = 100
_MOST_CELLS = 60_000_000
_BLOCK = 1 << 20
_SHEETS = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_CELL = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*(?<!/)>')
_LONGEST_TAG = 512


def refuse_bomb(path: Path) -> None:
    """Unpack a workbook of the zip kind into nothing, counting. Raises Refused."""
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
            if not any(part.filename.lower().startswith("xl/") for part in parts):
                raise Refused(
                    "不是 Excel 工作簿，请另存为 xlsx。",
                    "This is no Excel workbook; save it as xlsx.",
                )
            room = min(
                _MOST_BYTES, max(_SURELY_FINE, path.stat().st_size * _MOST_RATIO)
            )
            for part in parts:
                # What the head says of the length is not believed.
                part.file_size = _MOST_BYTES + 1
                with packed.open(part) as unpacked:
                    room -= _measure(
                        unpacked, room, cells=bool(_SHEETS.match(part.filename))
                    )
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        RuntimeError,  # an encrypted part
        NotImplementedError,
    ) as error:
        raise Refused(
            f"工作簿打不开：{error}", f"Cannot open the workbook: {error}"
        ) from None


def _measure(unpacked: IO[bytes], room: int, *, cells: bool) -> int:
    size, widest, lowest, rest = 0, 0, 0, b""
    while block := unpacked.read(_BLOCK):
        size += len(block)
        if size > room:
            raise Refused(
                "工作簿展开后太大，请分成几个文件。",
                "The workbook unpacks to too much; split it.",
            )
        if not cells:
            continue
        for letters, digits in _CELL.findall(rest + block):
            lowest = max(lowest, int(digits))
            widest = max(widest, _column(letters))
        if widest * lowest > _MOST_CELLS:
            raise Refused(
                "工作表的区域太大，请删去表外的单元格。",
                "The sheet is too wide and long; delete cells beyond the table.",
            )
        rest = block[-_LONGEST_TAG:]
    return size


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def merged_cells(path: Path) -> dict[str, list[tuple[int, int, int, int]]]:
    """Merged cells of each sheet: (top, left, bottom, right) from 0; of an xlsx only."""
    with path.open("rb") as file:
        if file.read(2) != b"PK":
            return {}
        file.seek(0)
        try:
            book = CalamineWorkbook.from_filelike(file)
            return {
                name: [
                    (*start, *end)
                    for start, end in book.get_sheet_by_name(name).merged_cell_ranges
                    or ()
                ]
                for name in book.sheet_names
            }
        except (CalamineError, ValueError) as error:
            raise Refused(
                f"工作簿打不开：{error}", f"Cannot open the workbook: {error}"
            ) from None
