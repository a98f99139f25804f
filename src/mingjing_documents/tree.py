"""From lines to a tree: headings by the rank of their markers, enumerations inside."""

from dataclasses import dataclass, field

from mingjing_documents.front import ANNEX, SIGNED, is_title
from mingjing_documents.inline import Mark, marks_in, series_of
from mingjing_documents.markers import (
    HEADING_RANK,
    INLINE_RANK,
    Marker,
    marker_of,
    strip,
)
from mingjing_documents.tables import Row, split_marker

SHORT = 30  # a signature's line is shorter


@dataclass
class Line:
    """A line of the text: [start, end), its heading level, or the row it prints."""

    start: int
    end: int
    heading: int = 0
    row: Row | None = None


@dataclass
class Piece:
    """A node in the making. `own` are the stretches of text that are its alone."""

    kind: str
    rank: int
    marker: str
    number: int
    start: int
    body: int
    end: int
    own: list[tuple[int, int]] = field(default_factory=list)
    children: list["Piece"] = field(default_factory=list)
    row: Row | None = None
    title: str | None = None


def grow(text: str, lines: list[Line]) -> Piece:
    """The root piece; its children are the document's first level."""
    root = Piece("root", 0, "", 0, 0, 0, len(text))
    stack, listing = [root], False
    for at, line in enumerate(lines):
        words = text[line.start : line.end]
        if line.row is not None:
            _plant_row(stack, line, text)
        elif not strip(words):
            continue
        elif SIGNED.fullmatch(words) or _signs(text, lines, at):
            stack, listing = [root], False
        elif ANNEX.match(words):
            stack, listing = [root], True
        else:
            marker = marker_of(words)
            if listing and marker and marker.kind == "num" and len(words) < 2 * SHORT:
                continue  # 附件：1.… 2.… lists what is attached
            listing = False
            _plant(stack, line, marker, words)
    return root


def _signs(text: str, lines: list[Line], at: int) -> bool:
    """A short line without a stop, with the date of signing within two lines."""
    words = strip(text[lines[at].start : lines[at].end])
    if len(words) > SHORT or words[-1:] in tuple("。；：，、") or marker_of(words):
        return False
    after = [text[n.start : n.end] for n in lines[at + 1 : at + 4] if n.end > n.start]
    return any(SIGNED.fullmatch(w) for w in after[:2])


def _plant(stack: list[Piece], line: Line, marker: Marker | None, words: str) -> None:
    if marker:
        piece = Piece(
            marker.kind, marker.rank, marker.words, marker.number,
            line.start + marker.start, line.start + marker.end, line.end,
        )  # fmt: skip
    elif line.heading and len(words) <= 2 * SHORT and not is_title(strip(words)):
        indent = len(words) - len(words.lstrip(" \t\u3000#"))
        start = line.start + indent
        rank = HEADING_RANK + line.heading
        piece = Piece(f"h{line.heading}", rank, "", 0, start, start, line.end)
    else:
        _extend(stack, line.start, line.end)
        return
    _push(stack, piece)
    piece.own.append((piece.body, line.end))


def _push(stack: list[Piece], piece: Piece) -> None:
    while stack[-1].rank >= piece.rank:
        stack.pop()
    stack[-1].children.append(piece)
    for above in stack[1:]:
        above.end = piece.end
    stack.append(piece)


def _extend(stack: list[Piece], start: int, end: int) -> None:
    stack[-1].own.append((start, end))
    for piece in stack[1:]:
        piece.end = end


# -- rows of a task table -----------------------------------------------------------------

_CATEGORY, _TASK, _ROW = 91, 92, 93


def _plant_row(stack: list[Piece], line: Line, text: str) -> None:
    row = line.row
    assert row is not None  # noqa: S101 -- the caller looked
    cells, begins = row.cells, row.begins
    if set(cells) == {"category"}:
        _push(stack, _row_piece("category", _CATEGORY, line, cells["category"], None))
        return
    if cells.get("category") and begins.get("category"):
        _push(stack, _row_piece("category", _CATEGORY, line, cells["category"], None))
    both = cells.get("task") and cells.get("measures")
    if both and not begins.get("task") and stack[-1].kind in ("task", "row"):
        _grow_under_task(stack, line, row)
        return
    title = cells.get("task") or cells["measures"]
    piece = _row_piece("task", _TASK, line, title, row)
    _push(stack, piece)
    if cells.get("number", "") and piece.marker == "":
        piece.marker = cells["number"]
    if not both:
        return
    at = text.find(cells["measures"], line.start, line.end)
    if at >= 0:
        piece.own.append((at, at + len(cells["measures"])))


def _grow_under_task(stack: list[Piece], line: Line, row: Row) -> None:
    """A task merged over several rows of measures: each row is a child of it."""
    while stack[-1].kind != "task":
        stack.pop()
    task = stack[-1]
    if task.row is not None:  # its first row becomes the first child
        first = Piece("row", _ROW, "", 0, task.start, task.start, task.end)
        marker, first.title = split_marker(task.row.cells["measures"])
        first.marker, first.row = marker, task.row
        task.children.append(first)
        task.row, task.own = None, []
    marker, title = split_marker(row.cells["measures"])
    piece = Piece("row", _ROW, marker, 0, line.start, line.start, line.end)
    piece.title, piece.row = title, row
    _push(stack, piece)


def _row_piece(kind: str, rank: int, line: Line, words: str, row: Row | None) -> Piece:
    marker, title = split_marker(words)
    piece = Piece(kind, rank, marker, 0, line.start, line.start, line.end)
    piece.title, piece.row = title, row
    return piece


# -- enumerations inside -------------------------------------------------------------------


def split_inline(text: str, piece: Piece) -> None:
    """Turn the enumerations in a piece's own text into children of it, in place."""
    lines = [part for span in piece.own for part in _lines(text, *span)]
    marks, ends, opening = [], {}, True
    for start, end in lines:
        for mark in marks_in(text, start, end):
            marks.append(mark)
            ends[mark] = end
            opening = opening and not strip(text[start : mark.start])
    groups = series_of(marks, whole=opening)
    if not groups:
        return
    found = _sweep(groups, ends)
    piece.own = _without(piece.own, found)
    piece.children = found + piece.children


def _lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    found = []
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        found.append((start, stop))
        start = stop + 1
    return found


def _sweep(groups: list[list[Mark]], ends: dict[Mark, int]) -> list[Piece]:
    """One pass over the marks with a stack of open series: linear in their number."""
    places = [(m, g, n) for g, group in enumerate(groups) for n, m in enumerate(group)]
    top: list[Piece] = []
    stack: list[tuple[int, Piece]] = []
    for mark, group, nth in sorted(places, key=lambda p: p[0].start):
        depth = _depth(stack, groups, mark, group)
        if nth and (depth == len(stack) or stack[depth][0] != group):
            continue  # an enclosing series went on: what is left of this one is prose
        for _, closed in stack[depth:]:
            closed.end = min(closed.end, mark.start)
        last = nth == len(groups[group]) - 1
        end = ends[mark] if last else groups[group][nth + 1].start
        if depth:
            end = min(end, stack[depth - 1][1].end)
        piece = Piece(
            "inline", INLINE_RANK, mark.words, mark.number, mark.start, mark.end, end
        )
        (stack[depth - 1][1].children if depth else top).append(piece)
        stack[depth:] = [(group, piece)]
    _own(top)
    return top


def _depth(
    stack: list[tuple[int, Piece]], groups: list[list[Mark]], mark: Mark, group: int
) -> int:
    """Where in the stack this mark stands: its own series', or a place for a new one."""
    for depth, (open_group, piece) in enumerate(stack):
        if open_group == group:
            return depth
        same_kind = groups[open_group][0].series == mark.series
        if same_kind or piece.end <= mark.start:
            return depth
    return len(stack)


def _own(pieces: list[Piece]) -> None:
    for piece in pieces:
        _own(piece.children)
        piece.own = _without([(piece.body, piece.end)], piece.children)


def _without(
    spans: list[tuple[int, int]], pieces: list[Piece]
) -> list[tuple[int, int]]:
    """The spans less the pieces' extents; both in order."""
    found, at = [], 0
    for first, end in spans:
        start = first
        while at < len(pieces) and pieces[at].end <= start:
            at += 1
        here = at
        while here < len(pieces) and pieces[here].start < end:
            if pieces[here].start > start:
                found.append((start, pieces[here].start))
            start = max(start, pieces[here].end)
            here += 1
        if start < end:
            found.append((start, end))
    return found
