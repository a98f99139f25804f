"""What an import could not take, by file, sheet, row and column."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_LONGEST = 120
_HEAD = ("文件", "工作表", "行", "列", "值", "说明")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: file name, sheet, row from 1."""

    file: str
    sheet: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing that is wrong at one place, in a sentence 中文 English."""

    place: Place
    column: str
    value: str
    sentence: str

    @property
    def cells(self) -> tuple[str, ...]:
        """For a row of a table: file, sheet, row, column, value, sentence."""
        place = self.place
        row = str(place.row) if place.row else ""
        return (place.file, place.sheet, row, self.column, self.value, self.sentence)


def issue(place: Place, column: str, value: object, zh: str, en: str) -> Issue:
    """Say what is wrong with a value; a long one is cut."""
    told = str(value)
    shown = told if len(told) <= _LONGEST else f"{told[:_LONGEST]}…"
    return Issue(place, column, shown, f"{zh} {en}")


def write_issues(path: Path, found: Iterable[Issue]) -> None:
    """Write issues as CSV that Excel opens; cells that it would run are defused."""
    kept = io.StringIO(newline="")
    rows = csv.writer(kept)
    rows.writerow(_HEAD)
    rows.writerows([defused(cell) for cell in one.cells] for one in found)
    path.write_bytes(b"\xef\xbb\xbf" + kept.getvalue().encode())


def defused(cell: str) -> str:
    """What a spreadsheet would run as a formula becomes text by a quotation mark."""
    return f"'{cell}" if cell.startswith(_DANGEROUS) else cell
