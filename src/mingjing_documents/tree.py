"""From lines to a tree: each marker stands below the last one of a higher rank."""

import re

from mingjing_documents.front import ANNEX, CLOSING, SIGNED, is_title
from mingjing_documents.layout import Line
from mingjing_documents.markers import HEADING_RANK, Marker, marker_of, strip
from mingjing_documents.notes import NOTED, is_note_line
from mingjing_documents.pieces import Piece
from mingjing_documents.rows import plant_row

SHORT = 30  # a signature's line is shorter
LONGEST_HEADING = 60
AUTOMATIC = 38  # the rank of automatic numbers in no known form, plus their depth
_HANDED = ("num", "num_paren", "circle", "decimal")
_PLAN = re.compile(r"(?m)^[\s\u3000]*1\.1[\s\u3000]*[\u4e00-\u9fff]")


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

    def reset(self, *, listing: bool = False) -> None:
        self.stack, self.listing, self.fresh = [self.root], listing, True

    def add(self, line: Line, words: str) -> None:
        marker = self._marker(line, words)
        if self.listing and marker and self._lists(marker, words):
            return
        self.listing = False
        if marker:
            self.plant(
                Piece(
                    marker.kind, marker.rank, marker.words, marker.number,
                    line.start + marker.start, line.start + marker.end, line.end,
                ),
                line,
            )  # fmt: skip
        elif self._is_heading(line, words):
            start = line.start + len(words) - len(words.lstrip(" \t\u3000"))
            rank = HEADING_RANK + line.heading
            self.plant(
                Piece(f"h{line.heading}", rank, "", 0, start, start, line.end), line
            )
        else:
            self.extend(line, words)

    def _lists(self, marker: Marker, words: str) -> bool:
        short = len(words) < 2 * SHORT and "。" not in words
        return marker.kind in ("num", "cn", "num_paren") and short

    def _marker(self, line: Line, words: str) -> Marker | None:
        marker = marker_of(words)
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
        self._note(piece, NOTED.search(self.text, line.start, line.end) is not None)

    def push(self, piece: Piece) -> None:
        while self.stack[-1].rank >= piece.rank:
            self.stack.pop()
        self.stack[-1].children.append(piece)
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
            if len(self.stack) > 1 and self.stack[-1] is piece:
                self.stack[-2].noted_children += 1

    def _hand_up(self) -> None:
        """A note after the last of several items without notes is their heading's."""
        if len(self.stack) <= 2:
            return
        item, above = self.stack[-1], self.stack[-2]
        several = len(above.children) > 1 and above.noted_children == 0
        if item.kind in _HANDED and several and not item.noted:
            self.stack.pop()


def grow(text: str, lines: list[Line]) -> Piece:
    """The root piece; its children are the document's first level."""
    tree = Tree(text)
    for at, line in enumerate(lines):
        words = text[line.start : line.end]
        if line.row is not None:
            tree.fresh = False
            plant_row(tree, line)
        elif not strip(words):
            continue
        elif SIGNED.fullmatch(words) or _signs(text, lines, at):
            tree.reset()
        elif ANNEX.match(words):
            tree.reset(listing=True)
        elif CLOSING.match(words):
            tree.reset()
        else:
            tree.add(line, words)
    return tree.root


def _signs(text: str, lines: list[Line], at: int) -> bool:
    """A short line without a stop, with the date of signing within three lines."""
    line = lines[at]
    if line.end - line.start > 2 * SHORT:
        return False
    words = strip(text[line.start : line.end])
    if is_note_line(words) or "：" in words:
        return False
    if len(words) > SHORT or words[-1:] in tuple("。；：，、:;") or marker_of(words):
        return False
    seen = 0
    for after in lines[at + 1 : at + 8]:
        following = text[after.start : after.end]
        if not strip(following):
            continue
        if SIGNED.fullmatch(following):
            return True
        seen += 1
        if seen == 2 or len(following) > 2 * SHORT:
            return False
    return False
