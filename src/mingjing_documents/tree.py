"""From lines to a tree: each marker stands below the last one of a higher rank."""

import re
from collections.abc import Iterator

from mingjing_documents.front import ANNEX, SIGNED, is_closing, is_title
from mingjing_documents.inline import Mark, marks_in, sentence_end, series_of
from mingjing_documents.layout import Line
from mingjing_documents.markers import HEADING_RANK, Marker, marker_of, strip
from mingjing_documents.notes import is_note_line, is_noted
from mingjing_documents.pieces import Piece, check_count
from mingjing_documents.rows import plant_row

SHORT = 30  # a signature's line is shorter
LONGEST_HEADING = 60
AUTOMATIC = 38  # the rank of automatic numbers in no known form, plus their depth
_SIGNED_LINE = re.compile(rf"(?m)^{SIGNED.pattern}$")
_RUN_ON = ("cn_paren", "num", "num_paren", "circle")
_HANDED = ("num", "num_paren", "circle", "decimal")
_PLAN = re.compile(r"(?m)^[ \t\u3000]{0,20}1\.1[ \t\u3000]{0,20}[\u4e00-\u9fff]")


class Tree:
    """Grows line by line; the stack is the way from the root to the last piece."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.root = Piece("root", 0, "", 0, 0, 0, len(text))
        self.stack = [self.root]
        self.listing = False  # within 附件：1.… 2.…
        self.fresh = True  # nothing numbered yet in this part of the document
        self.planned = _PLAN.search(text) is not None  # 1 / 1.1, as 预案 number
        self.decimals: dict[str, int] = {}
        self.count = 0
        self.noted_kinds: set[str] = set()
        self.named_rank = 0  # of 任务1：, by where the first one stands

    def reset(self, *, listing: bool = False) -> None:
        self.stack, self.listing, self.fresh = [self.root], listing, True

    def add(self, line: Line, words: str) -> None:
        marker = self._marker(line, words)
        if self.listing and marker and self._lists(marker, words):
            return
        self.listing = False
        if marker:
            self._plant_marked(line, marker)
        elif self._is_heading(line, words):
            start = line.start + len(words) - len(words.lstrip(" \t\u3000"))
            rank = HEADING_RANK + line.heading
            self.plant(
                Piece(f"h{line.heading}", rank, "", 0, start, start, line.end), line
            )
        else:
            self.extend(line, words)

    def _plant_marked(self, line: Line, marker: Marker) -> None:
        """One piece, or several where the line goes on counting (①…；②…)."""
        first = line.start + marker.start
        run_on = marker.kind in _RUN_ON
        series, end = _counted_on(self.text, line, first) if run_on else ([], line.end)
        words, number, body = marker.words, marker.number, line.start + marker.end
        for following in series[1:]:
            part = Line(first, following.start)
            piece = Piece(
                marker.kind, marker.rank, words, number, first, body, part.end
            )
            self.plant(piece, part)
            first, body = following.start, following.end
            words, number = following.words, following.number
        piece = Piece(marker.kind, marker.rank, words, number, first, body, end)
        self.plant(piece, Line(first, end))
        if end < line.end:  # 1.…；2.…。: what follows speaks of them all
            self.stack.pop()
            rest = Line(end, line.end)
            self.extend(rest, self.text[end : line.end])

    def _lists(self, marker: Marker, words: str) -> bool:
        short = len(words) < 2 * SHORT and "。" not in words
        return marker.kind in ("num", "cn", "num_paren") and short

    def _marker(self, line: Line, words: str) -> Marker | None:
        marker = marker_of(words)
        if marker and marker.kind == "named":
            self.named_rank = self.named_rank or self.stack[-1].rank + 1
            marker = marker._replace(rank=self.named_rank)
        if marker and marker.kind == "bare" and not self.planned:
            marker = None
        if marker and marker.kind == "decimal" and not self._goes_on(marker):
            marker = None
        if marker is None and line.marker and words.startswith(line.marker):
            end = len(line.marker)
            return Marker("auto", AUTOMATIC, line.marker.strip(), 0, 0, end)
        return marker

    def _goes_on(self, marker: Marker) -> bool:
        """1.1 counts when it begins at 1 or follows 1.0's line: 3.15 alone does not."""
        above = re.split("[．.]", marker.words.rstrip("．.、"))[:-1]
        key = ".".join(above)
        before = self.decimals.get(key, 0)
        if not before < marker.number <= before + 2:
            return False
        self.decimals[key] = marker.number
        return True

    def _is_heading(self, line: Line, words: str) -> bool:
        plain = strip(words)
        if not line.heading or len(plain) > LONGEST_HEADING:
            return False
        return not (self.fresh and is_title(plain)) and "。" not in plain[:-1]

    def plant(self, piece: Piece, line: Line) -> None:
        self.fresh = False
        piece.own.append((piece.body, line.end))
        self.push(piece)
        self._note(piece, is_noted(self.text, line.start, line.end))

    def push(self, piece: Piece) -> None:
        while self.stack[-1].rank >= piece.rank:
            self.stack.pop()
        self.stack[-1].children.append(piece)
        self.count += 1
        check_count(self.count)
        for above in self.stack[1:]:
            above.end = piece.end
        self.stack.append(piece)

    def extend(self, line: Line, words: str) -> None:
        noted = is_note_line(words)
        if noted:
            self._hand_up()
        here = self.stack[-1]
        here.own.append((line.start, line.end))
        for piece in self.stack[1:]:
            piece.end = line.end
        self._note(here, noted)

    def _note(self, piece: Piece, noted: bool) -> None:  # noqa: FBT001
        if noted and not piece.noted:
            piece.noted = True
            self.noted_kinds.add(piece.kind)
            if len(self.stack) > 1 and self.stack[-1] is piece:
                self.stack[-2].noted_children += 1

    def _hand_up(self) -> None:
        """A note after the last of several items without notes is their heading's."""
        if len(self.stack) <= 2:
            return
        item, above = self.stack[-1], self.stack[-2]
        several = len(above.children) > 1 and above.noted_children == 0
        own = item.kind in self.noted_kinds  # here each of its kind has its own
        if item.kind in _HANDED and several and not item.noted and not own:
            self.stack.pop()


def grow(text: str, lines: list[Line]) -> Piece:
    """The root piece; its children are the document's first level."""
    tree = Tree(text)
    signed = _signatures(text, lines)
    for at, line in enumerate(lines):
        words = text[line.start : line.end]
        if line.row is not None:
            tree.fresh = False
            plant_row(tree, line)
        elif not strip(words):
            continue
        elif at in signed:
            tree.reset()
        elif "附" in words and ANNEX.match(words):
            tree.reset(listing=True)
        elif is_closing(words):
            tree.reset()
        else:
            tree.add(line, words)
    return tree.root


def _counted_on(text: str, line: Line, first: int) -> tuple[list[Mark], int]:
    """The series that the marker of a line begins within the line, and its end."""
    groups = series_of(marks_in(text, line.start, line.end), whole=True)
    series = next((group for group in groups if group[0].start == first), [])
    if not series:
        return [], line.end
    starts = [group[0].start for group in groups]
    return series, sentence_end(text, series, line.end, starts)


def _signatures(text: str, lines: list[Line]) -> set[int]:
    """The lines that give the day of signing, and those above them that sign."""
    starts = {found.start() for found in _SIGNED_LINE.finditer(text)}
    found = set()
    for at, line in enumerate(lines):
        if line.start in starts:
            found |= {at} | set(_signers(text, lines, at))
    return found


def _signers(text: str, lines: list[Line], dated: int) -> Iterator[int]:
    """Up to two short lines without a stop, above the date."""
    seen = 0
    for at in range(dated - 1, max(dated - 8, -1), -1):
        words = strip(text[lines[at].start : lines[at].end])
        if not words:
            continue
        seen += 1
        stops = words[-1] in "。；：，、:;" or "：" in words
        if seen > 2 or stops or len(words) > SHORT or is_note_line(words):
            return
        if marker_of(words) is None:
            yield at
