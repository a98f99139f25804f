"""One text for the whole document, and its lines with their places."""

from dataclasses import dataclass, field

from mingjing_documents.markers import strip
from mingjing_documents.tables import Row, TaskTable, task_table
from mingjing_documents.text import Block, Paragraph, Table


@dataclass(slots=True)
class Line:
    """A line of the text: [start, end), its heading level, or the row it prints.

    `cells` says where each column of a row begins and ends in the text.
    """

    start: int
    end: int
    heading: int = 0
    marker: str = ""
    row: Row | None = None
    cells: dict[int, tuple[int, int]] = field(default_factory=dict)


class Layout:
    def __init__(self) -> None:
        self.parts: list[str] = []
        self.lines: list[Line] = []
        self.at = 0

    def add(self, words: str, *, heading: int = 0, marker: str = "") -> None:
        self.lines.append(self._put(words, heading, marker))

    def skip(self, words: str) -> None:
        """In the text, but no line of the tree: the header of a table."""
        self._put(words, 0, "")

    def _put(self, words: str, heading: int, marker: str) -> Line:
        line = Line(self.at, self.at + len(words), heading, marker)
        self.parts.append(words)
        self.at += len(words) + 1
        return line

    def add_row(self, row: Row) -> None:
        """A row; the category that begins in it stands on a line above."""
        at = row.columns.get("category", -1)
        printed = list(row.printed)
        if row.begins.get("category") and set(row.cells) - {"category", "number"}:
            head = Row({"category": row.cells["category"]}, {}, {}, ())
            self.add(row.cells["category"])
            self.lines[-1].row = head
            printed[at] = ""
        places, parts, here = {}, [], self.at
        for column, cell in enumerate(printed):
            if cell:
                places[column] = (here, here + len(cell))
                parts.append(cell)
                here += len(cell) + 1
        self.add("\t".join(parts))
        self.lines[-1].row, self.lines[-1].cells = row, places


def lay_out(blocks: list[Block]) -> tuple[str, list[Line]]:
    layout = Layout()
    before: TaskTable | None = None
    for block in blocks:
        if isinstance(block, Paragraph):
            if block.listed:
                layout.skip(block.text)
                continue
            layout.add(block.text, heading=block.heading, marker=block.marker)
            before = None if strip(block.text) else before
            continue
        tasks = task_table(block, before)
        before = tasks
        if tasks is None:
            _plain_table(layout, block)
            continue
        for words in tasks.headers:
            layout.skip("\t".join(dict.fromkeys(words)).replace("\n", " "))
        for row in tasks.rows:
            layout.add_row(row)
    return "\n".join(layout.parts), layout.lines


def _plain_table(layout: Layout, table: Table) -> None:
    for row, own in zip(table.rows, table.own, strict=True):
        for cell, first in zip(row, own, strict=True):
            for line in cell.split("\n") if first else ():
                layout.add(line)
