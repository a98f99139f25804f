"""Tables as they come: their head found, their rows read, what cannot be read named."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from pathlib import Path

from mingjing_analytics.procurement.importing.heads import (
    Cells,
    Head,
    find_head,
    no_head,
)
from mingjing_analytics.procurement.importing.issues import Issue, Place, issue
from mingjing_analytics.procurement.importing.kinds import known
from mingjing_analytics.procurement.importing.values import (
    Cell,
    Moment,
    Money,
    Value,
    is_blank,
    read_cell,
)
from mingjing_analytics.supervision.intake import TOTALS, lines_of
from mingjing_analytics.supervision.intake.cells import Bad, plain
from mingjing_analytics.supervision.intake.workbooks import merged_cells
from mingjing_analytics.supervision.refusal import Refused

_FOOT = re.compile(r"(注|备注|说明|制表|填表|审核|经办|单位负责人|联系人)")
# Stands beside the row of a template that shows how, while nobody typed over it.
EXAMPLE_MARK = "← 示例行，原样不动不会导入 an example; as it stands it is not imported"
NOTES = "说明 notes"
_MONEY = frozenset({"money", "signed"})


@dataclass(frozen=True, slots=True)
class Row:
    """A row that could be read, cell by cell, under the names of its kind's columns."""

    kind: str
    place: Place
    values: Mapping[str, Value]
    cells: tuple[str, ...]

    def text(self, name: str) -> str:
        value = self.values.get(name)
        return value if isinstance(value, str) else ""

    def texts(self, name: str) -> tuple[str, ...]:
        value = self.values.get(name)
        return value if isinstance(value, tuple) else ()

    def money(self, name: str) -> Money | None:
        value = self.values.get(name)
        return value if isinstance(value, Money) else None

    def moment(self, name: str) -> Moment | None:
        value = self.values.get(name)
        return value if isinstance(value, Moment) else None

    def number(self, name: str) -> Decimal | None:
        value = self.values.get(name)
        return value if isinstance(value, Decimal) else None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that was not taken, as it was written."""

    place: Place
    cells: tuple[str, ...]


@dataclass(slots=True)
class Taken:
    """What came of the files: rows, issues, rows left out."""

    rows: list[Row] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    left_out: dict[Place, LeftOut] = field(default_factory=dict)

    def leave(self, row: Row | LeftOut) -> None:
        """Keep a row among those not taken; a second reason does not count it twice."""
        self.left_out.setdefault(row.place, LeftOut(row.place, row.cells))


def read_files(paths: Sequence[Path]) -> Taken:
    """Read every sheet of every file; a file that cannot be read gives one issue."""
    taken = Taken()
    names = [path.name for path in paths]
    read: dict[str, str] = {}
    for path in paths:
        label = path.name if names.count(path.name) == 1 else str(path)
        try:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            if digest in read:
                twin = read[digest]
                told = (
                    f"与 {twin} 是同一个文件，只读一次。",
                    f"The same file as {twin}.",
                )
                taken.issues.append(issue(Place(label), "", "", *told))
                continue
            read[digest] = label
            _read_file(path, label, taken)
        except Refused as refused:
            taken.issues.append(issue(Place(label), "", "", refused.zh, refused.en))
        except OSError as error:
            reason = error.strerror or type(error).__name__
            told = f"打不开文件：{reason}。", f"Cannot open the file: {reason}."
            taken.issues.append(issue(Place(label), "", "", *told))
    return taken


def _read_file(path: Path, label: str, taken: Taken) -> None:
    """All of a file's lines are read before any is taken. Raises Refused, OSError."""
    lines = list(lines_of(path))
    merged = merged_cells(path)
    if not any(_said(cells) for _name, _number, cells in lines):
        told = "文件里没有内容。", "The file is empty."
        taken.issues.append(issue(Place(label), "", "", *told))
    for name, found in groupby(lines, key=lambda line: line[0]):
        sheet = [(number, cells) for _name, number, cells in found]
        _read_sheet(Place(label, name), sheet, merged.get(name, ()), taken)


def _read_sheet(
    place: Place,
    lines: list[tuple[int, Cells]],
    merged: Sequence[tuple[int, int, int, int]],
    taken: Taken,
) -> None:
    if place.sheet == NOTES or not any(_said(cells) for _number, cells in lines):
        return
    head = find_head(lines, f"{place.sheet} {place.file}")
    if head is None:
        taken.issues.append(no_head(place, lines))
        return
    _tell_unused(Place(place.file, place.sheet, lines[head.last][0]), head, taken)
    _fill(lines, merged, head)
    titles = [plain(cell) for cell in lines[head.last][1]]
    for number, cells in lines[head.last + 1 :]:
        said = _said(cells)
        if not said or _is_no_row(said, titles, cells) or _is_example(cells, head):
            continue
        _read_row(Place(place.file, place.sheet, number), cells, head, taken)


def _tell_unused(place: Place, head: Head, taken: Taken) -> None:
    """A column whose title is not known must not be lost in silence."""
    if head.unused:
        kind = known().kinds[head.match.kind]
        told = (
            f"按“{kind.zh}”读入，这些列没有用到。",
            f"Read as {kind.en}; these columns were not used.",
        )
        taken.issues.append(issue(place, "", "、".join(head.unused), *told))


def _said(cells: Cells) -> list[Cell]:
    return [cell for cell in cells if not (cell is None or str(cell).strip() == "")]


def _is_no_row(said: list[Cell], titles: list[str], cells: Cells) -> bool:
    """Sums, words at the foot, and titles printed again on each page."""
    first = plain(said[0])
    if TOTALS.match(first) or (len(said) == 1 and _FOOT.match(first)):
        return True
    return [plain(cell) for cell in cells] == titles


def _is_example(cells: Cells, head: Head) -> bool:
    return EXAMPLE_MARK in cells and all(
        cells[at] == known().columns[name].example
        for name, at in head.match.places.items()
    )


def _fill(
    lines: list[tuple[int, Cells]],
    merged: Sequence[tuple[int, int, int, int]],
    head: Head,
) -> None:
    """What a merged cell says, each of its rows says; a sum of money is said once."""
    columns = {at: name for name, at in head.match.places.items()}
    for top, left, bottom, _right in merged:
        name = columns.get(left)
        if top <= head.last or name is None or top >= len(lines):
            continue
        if known().columns[name].type in _MONEY:
            continue
        value = lines[top][1][left] if left < len(lines[top][1]) else None
        for at in range(top + 1, min(bottom + 1, len(lines))):
            if left < len(lines[at][1]):
                lines[at][1][left] = value


def _read_row(place: Place, cells: Cells, head: Head, taken: Taken) -> None:
    kind = known().kinds[head.match.kind]
    written = tuple("" if cell is None else str(cell) for cell in cells)
    values: dict[str, Value] = {}
    bad: list[Issue] = []
    for name, at in head.match.places.items():
        cell = cells[at] if at < len(cells) else None
        if is_blank(cell):
            continue
        column = known().columns[name]
        try:
            values[name] = read_cell(column.type, cell, head.units.get(at))
        except Bad as error:
            bad.append(issue(place, column.zh, cell, f"{error.zh}。", f"{error.en}."))
    if not values and not bad:
        # Ledgers are numbered far below their last row.
        return
    named = {one.column for one in bad}
    for name in kind.must:
        title = known().columns[name].zh
        if name not in values and title not in named:
            bad.append(issue(place, title, "", "没有填。", "It is empty."))
    if bad:
        taken.issues.extend(bad)
        taken.leave(LeftOut(place, written))
        return
    taken.rows.extend(_parts(Row(head.match.kind, place, values, written)))


_IN_A_LEDGER = (
    ("tender", frozenset({"title", "buyer"})),
    ("result", frozenset({"supplier"})),
    ("contract", frozenset({"contract_number", "contract_amount", "signed_on"})),
)


def _parts(row: Row) -> Iterator[Row]:
    """A ledger's row is a notice, a result and a contract in one."""
    if row.kind != "ledger":
        yield row
        return
    for name, marks in _IN_A_LEDGER:
        if name != "tender" and not marks & row.values.keys():
            continue
        kept = {
            column: row.values[column]
            for column in known().kinds[name].columns
            if column in row.values
        }
        yield Row(name, row.place, kept, row.cells)
