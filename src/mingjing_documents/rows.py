"""Rows of a task table as pieces: categories above tasks above rows of measures."""

from typing import TYPE_CHECKING

from mingjing_documents.layout import Line
from mingjing_documents.markers import marker_of, number_of
from mingjing_documents.pieces import Piece, Span
from mingjing_documents.tables import Row, split_marker

if TYPE_CHECKING:
    from mingjing_documents.tree import Tree

_CATEGORY, _TASK, _ROW = 91, 92, 93
_BRACKETS = "（()）.．、 "


def plant_row(tree: "Tree", line: Line) -> None:
    row = line.row
    assert row is not None  # noqa: S101 -- the caller looked
    cells = row.cells
    if not set(cells) - {"category", "number"}:
        piece = _piece("category", _CATEGORY, line, cells["category"], row)
        piece.row = None
        _number(piece, cells.get("number", ""))
        tree.push(piece)
        return
    if "category" in cells and not cells["category"]:
        while tree.stack[-1].rank >= _CATEGORY:
            tree.stack.pop()  # a row outside every category
    both = bool(cells.get("task") and cells.get("measures"))
    if both and not row.begins.get("task") and tree.stack[-1].kind in ("task", "row"):
        _grow_under_task(tree, line, row)
        return
    role = "task" if cells.get("task") else "measures"
    piece = _piece("task", _TASK, line, cells[role], row, role)
    if row.begins.get("number") or "number" not in row.columns:
        _number(piece, cells.get("number", ""))
    tree.push(piece)
    if both and (place := line.cells.get(row.columns["measures"])):
        piece.own.append(place)


def _number(piece: Piece, words: str) -> None:
    """The column 序号 gives the marker, where the task has none of its own."""
    if words and piece.marker == "":
        piece.marker = words
        bare = words.strip(_BRACKETS)
        piece.number = number_of(bare) if bare and len(bare) < 4 else 0


def _grow_under_task(tree: "Tree", line: Line, row: Row) -> None:
    """A task merged over several rows of measures: each row is a child of it."""
    while tree.stack[-1].kind != "task":
        tree.stack.pop()
    task = tree.stack[-1]
    if task.row is not None:  # its first row becomes the first child
        place = task.own[-1] if task.own else (task.start, task.end)
        first = Piece("row", _ROW, "", 0, place[0], place[0], task.end)
        first.row = task.row
        each = row.begins.get("number", False)  # numbers count the rows, not the task
        _entitle(first, task.row.cells["measures"], place)
        if each and not first.marker:
            first.marker, first.number = task.marker, task.number
            task.marker, task.number = "", 0
        task.children.append(first)
        task.row, task.own = None, task.own[:-1]
    piece = _piece("row", _ROW, line, row.cells["measures"], row, "measures")
    if row.begins.get("number"):
        _number(piece, row.cells["number"])
    tree.push(piece)


def _piece(
    kind: str, rank: int, line: Line, words: str, row: Row | None, role: str = ""
) -> Piece:
    piece = Piece(kind, rank, "", 0, line.start, line.start, line.end)
    piece.row = row
    place = line.cells.get(row.columns[role]) if row and role in row.columns else None
    _entitle(piece, words, place)
    return piece


def _entitle(piece: Piece, words: str, place: Span | None) -> None:
    """A cell of one sentence is the title; of several, it reads as a paragraph does."""
    piece.marker, piece.title = split_marker(words)
    if piece.marker and (marker := marker_of(words)):
        piece.number = marker.number
    if place and "。" in words[:-1]:
        body = words.find(piece.title.split("\n")[0]) if piece.title else 0
        piece.title = None
        piece.own.append((place[0] + max(body, 0), place[1]))
    elif piece.title:
        piece.title = piece.title.replace("\n", "").rstrip("。；;")
