"""From a file to its outline. The rules in words: docs/spec/outline.md."""

import re
from collections.abc import Iterator
from pathlib import PurePath

from mingjing_documents.deadlines import deadline_in
from mingjing_documents.docx import read_docx
from mingjing_documents.front import read_front, year_of
from mingjing_documents.markers import marker_of, strip
from mingjing_documents.model import Deadline, Node, Outline, Unreadable, Warned
from mingjing_documents.notes import Note, notes_in, units_in
from mingjing_documents.tables import task_table
from mingjing_documents.text import Block, Paragraph, read_text
from mingjing_documents.tree import Line, Piece, grow, split_inline

LONGEST_HEAD = 24  # of a heading that ends with a colon
INLINE_TITLE = 60
OLE = b"\xd0\xcf\x11\xe0"


def read_outline(data: bytes, name: str) -> Outline:
    """Read an official document.

    `data` is the file's bytes, `name` its name (the ending decides how it is read:
    .docx, .txt, .md). Raises Unreadable with one sentence in Chinese and English.
    """
    blocks = _blocks(data, PurePath(name).suffix.lower())
    text, lines = _lay_out(blocks)
    if not strip(text):
        raise Unreadable("文件里没有文字。", "There is no text in this file.")
    words = [text[line.start : line.end] for line in lines]
    front = read_front(words, _first_marked(lines, words))
    root = grow(text, lines[front.body_from :])
    pieces = _flatten(text, root)
    year = year_of(front, text)
    nodes = [_node(text, piece, level, parent, year) for piece, level, parent in pieces]
    return Outline(
        front.title,
        front.doc_number,
        front.addressee,
        text,
        nodes,
        _warnings(pieces),
    )


def _blocks(data: bytes, ending: str) -> list[Block]:
    if data.startswith(OLE):
        raise Unreadable(
            "这是旧版或加密的 Office 文件，请用 Word 或 WPS 另存为 .docx。",
            "This is an old or encrypted Office file; save it as .docx.",
        )
    if ending == ".docx" or data.startswith(b"PK\x03\x04"):
        return read_docx(data)
    if ending in (".txt", ".md", ".text", ".markdown"):
        return read_text(data, markdown=ending in (".md", ".markdown"))
    raise Unreadable(
        f"还不会读 {ending or '没有扩展名的'} 文件，请另存为 .docx 或 .txt。",
        f"Cannot read {ending or 'a file without an ending'} yet; save it as .docx or .txt.",
    )


def _lay_out(blocks: list[Block]) -> tuple[str, list[Line]]:
    """One text for the whole document, and its lines with their places."""
    parts: list[str] = []
    lines: list[Line] = []
    at = 0

    def add(words: str, **more: object) -> None:
        nonlocal at
        lines.append(Line(at, at + len(words), **more))  # type: ignore[arg-type]
        parts.append(words)
        at += len(words) + 1

    for block in blocks:
        if isinstance(block, Paragraph):
            add(block.text, heading=block.heading)
            continue
        tasks = task_table(block)
        if tasks is None:
            for row, own in zip(block.rows, block.own, strict=True):
                for cell, first in zip(row, own, strict=True):
                    for line in cell.split("\n") if first else ():
                        add(line)
            continue
        by_index = {row.index: row for row in tasks.rows}
        for index, row in enumerate(block.rows):
            add("\t".join(dict.fromkeys(row)), row=by_index.get(index))
            if index not in by_index:
                lines.pop()  # the header: in the text, not in the tree
    return "\n".join(parts), lines


def _first_marked(lines: list[Line], words: list[str]) -> int:
    for at, (line, text) in enumerate(zip(lines, words, strict=True)):
        if line.row is not None or marker_of(text):
            return at
    return len(lines)


def _flatten(text: str, root: Piece) -> list[tuple[Piece, int, int | None]]:
    """Every piece with its level and its parent's index, parents first."""
    split_inline(text, root)
    root.children.sort(key=lambda p: p.start)
    found: list[tuple[Piece, int, int | None]] = []
    waiting: list[tuple[Piece, int, int | None]] = [
        (child, 1, None) for child in reversed(root.children)
    ]
    while waiting:
        piece, level, parent = waiting.pop()
        if piece.kind != "inline" and piece.own:
            split_inline(text, piece)
        found.append((piece, level, parent))
        here = len(found) - 1
        waiting += [(child, level + 1, here) for child in reversed(piece.children)]
    return found


def _node(
    text: str, piece: Piece, level: int, parent: int | None, year: int | None
) -> Node:
    notes = _own_notes(text, piece)
    title, rest = _title_and_text(text, piece, notes)
    node = Node(level, piece.marker, title, rest, (piece.start, piece.end), parent)
    for note in notes:
        node.lead_units += [u for u in note.lead if u not in node.lead_units]
        node.responsible_units += [
            u for u in note.responsible if u not in node.responsible_units
        ]
        node.supporting_units += [
            u for u in note.supporting if u not in node.supporting_units
        ]
    node.deadline = _deadline(f"{title}。{rest}", notes, year)
    if piece.row is not None:
        _from_row(node, piece, year)
    return node


def _own_notes(text: str, piece: Piece) -> list[Note]:
    """Notes in a piece's own text, and the one that closes its last enumeration.

    At the end of a paragraph, after enumerated items that carry none of their own, a
    note speaks of the whole paragraph.
    """
    found = [note for a, b in piece.own for note in notes_in(text, a, b)]
    items = [child for child in piece.children if child.kind == "inline"]
    if len(items) > 1:
        inner = [[n for a, b in i.own for n in notes_in(text, a, b)] for i in items]
        if inner[-1] and not any(inner[:-1]) and not items[-1].children:
            note = inner[-1][-1]
            if note.end > note.start and not strip(
                text[note.end : items[-1].end]
            ).strip("。；;"):
                items[-1].own = [
                    (a, min(b, note.start)) for a, b in items[-1].own if a < note.start
                ]
                found.append(note)
    return found


def _title_and_text(text: str, piece: Piece, notes: list[Note]) -> tuple[str, str]:
    if piece.title is not None:
        rest = "\n".join(strip(text[a:b]) for a, b in piece.own)
        return piece.title, strip(rest)
    if not piece.own:
        return "", ""
    start, end = piece.own[0]
    stop = text.find("\n", start, end)
    stop = end if stop < 0 else stop
    cut = _title_end(text, start, stop, notes, inline=piece.kind == "inline")
    title = _bare(text, start, cut, notes)
    after = cut + 1 if cut < end and text[cut] in "。：；:;\n" else cut
    parts = [text[after:end], *(text[a:b] for a, b in piece.own[1:])]
    return title, strip("\n".join(strip(p) for p in parts if strip(p)))


def _title_end(
    text: str, start: int, stop: int, notes: list[Note], *, inline: bool
) -> int:
    bracketed = [(n.start, n.end) for n in notes if n.end > n.start]
    marks = "。；;！？" if inline else "。"
    for match in re.finditer(f"[{marks}：:]", text[start:stop]):
        at = start + match.start()
        if any(a <= at < b for a, b in bracketed):
            continue
        if match[0] in "：:":
            if inline or at - start > LONGEST_HEAD or "，" in text[start:at]:
                continue
            if at + 1 >= stop or not strip(text[at + 1 : stop]):
                return at
        return at
    opening = [a for a, b in bracketed if start <= a < stop and text[a] not in "（(【["]
    return min(opening, default=stop)


def _bare(text: str, start: int, end: int, notes: list[Note]) -> str:
    """The title without the notes that stand in it."""
    for note in sorted(notes, key=lambda n: -n.start):
        if start <= note.start < note.end <= end:
            return strip(
                _bare(text, start, note.start, notes) + text[note.end : end]
            ).rstrip("；;，,。")
    return strip(text[start:end]).rstrip("；;，,。")


def _deadline(words: str, notes: list[Note], year: int | None) -> Deadline:
    for note in notes:
        if note.deadline:
            found = deadline_in(note.deadline, year=year, noted=True)
            if found.kind != "none":
                return found
    return deadline_in(words, year=year, noted=False)


def _from_row(node: Node, piece: Piece, year: int | None) -> None:
    cells = piece.row.cells if piece.row else {}
    node.lead_units = units_in(cells.get("lead", ""))
    node.responsible_units = units_in(cells.get("responsible", ""))
    node.supporting_units = units_in(cells.get("supporting", ""))
    noted = deadline_in(cells.get("deadline", ""), year=year, noted=True)
    if noted.kind != "none":
        node.deadline = noted


def _warnings(pieces: list[tuple[Piece, int, int | None]]) -> list[Warned]:
    """Numbers that repeat or skip among neighbours of one kind."""
    last: dict[tuple[int | None, str], int] = {}
    found = []
    for piece, _, parent in pieces:
        if not piece.number or piece.marker in ("最后", "然后", "再者"):
            continue
        before = last.get((parent, piece.kind))
        last[parent, piece.kind] = piece.number
        if before is None or piece.number in (before + 1, 1):
            continue
        found.append(_odd(piece, before))
    return found


def _odd(piece: Piece, before: int) -> Warned:
    span = (piece.start, piece.end)
    if piece.number <= before:
        return Warned(
            "number_repeated",
            f"序号重复或倒退：“{piece.marker}”前面已有 {before}，照原文保留。",
            f"The number “{piece.marker}” repeats or goes back from {before}; kept.",
            span,
        )
    return Warned(
        "number_skipped",
        f"序号跳过：“{piece.marker}”前面是 {before}，照原文保留。",
        f"A number is skipped before “{piece.marker}” (after {before}); kept.",
        span,
    )


def shown(outline: Outline) -> Iterator[str]:
    """The outline as a readable tree, line by line."""
    yield f"《{outline.title or '（无标题）'}》 {outline.doc_number}".strip()
    for node in outline.nodes:
        units = "、".join([*node.lead_units, *node.responsible_units])
        tail = " ｜ ".join(filter(None, [units, node.deadline.text]))
        yield f"{'  ' * node.level}{node.marker} {node.title}{f'  〔{tail}〕' if tail else ''}"
    for warning in outline.warnings:
        yield f"! {warning.zh}"
