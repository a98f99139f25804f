"""Turns the enumerations in a piece's own text into children of it."""

from mingjing_documents.inline import Mark, marks_in, sentence_end, series_of
from mingjing_documents.markers import INLINE_RANK, strip
from mingjing_documents.notes import is_note_line
from mingjing_documents.pieces import Piece, Span, check_count, without


def split_inline(text: str, piece: Piece) -> None:
    """Split `piece` in place; its children stay in the order of the text."""
    lines = [part for span in piece.own for part in _lines(text, *span)]
    marks: list[Mark] = []
    line_of: dict[Mark, int] = {}
    opening = True
    for at, (start, end) in enumerate(lines):
        for mark in marks_in(text, start, end):
            opening = opening and (bool(marks) or not strip(text[start : mark.start]))
            marks.append(mark)
            line_of[mark] = at
        opening = opening and (bool(marks) or not strip(text[start:end]))
    groups = series_of(marks, whole=opening)
    if not groups:
        return
    check_count(sum(map(len, groups)))
    ends = [_last_end(text, lines, line_of, group) for group in groups]
    starts = [group[0].start for group in groups]
    ends = [
        sentence_end(text, group, end, starts)
        for group, end in zip(groups, ends, strict=True)
    ]
    found = _sweep(groups, ends)
    piece.own = without(piece.own, found)
    piece.children = sorted(found + piece.children, key=lambda p: p.start)


def _lines(text: str, start: int, end: int) -> list[Span]:
    found = []
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        found.append((start, stop))
        start = stop + 1
    return found


def _last_end(
    text: str, lines: list[Span], line_of: dict[Mark, int], group: list[Mark]
) -> int:
    """Where a series ends: with its last line, and notes below it as the others have."""
    at = line_of[group[-1]]
    before = line_of[group[-2]]
    if at > before + 1 and is_note_line(text[slice(*lines[at - 1])]):
        while at + 1 < len(lines) and is_note_line(text[slice(*lines[at + 1])]):
            at += 1
    return lines[at][1]


def _sweep(groups: list[list[Mark]], ends: list[int]) -> list[Piece]:
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
        end = ends[group] if last else groups[group][nth + 1].start
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
    """At most one level for each kind of series, so that this cannot run deep."""
    for piece in pieces:
        _own(piece.children)
        piece.own = without([(piece.body, piece.end)], piece.children)
