"""From a file to its outline. The rules in words: docs/spec/outline.md."""

from collections.abc import Iterator
from os import PathLike
from pathlib import Path, PurePath

from mingjing_documents.docx import read_docx
from mingjing_documents.enumerations import split_inline
from mingjing_documents.front import Front, is_closing, read_front, year_of
from mingjing_documents.layout import Line, lay_out
from mingjing_documents.markers import marker_of, strip
from mingjing_documents.model import Outline, Unreadable
from mingjing_documents.nodes import make_node
from mingjing_documents.pieces import Piece, check_count
from mingjing_documents.slips import slips_in
from mingjing_documents.text import MAX_BYTES, Block, mark_contents, read_text
from mingjing_documents.tree import grow

OLE = b"\xd0\xcf\x11\xe0"
MAX_FILE = 64 * 1024 * 1024  # a .docx may carry pictures


def read_outline(source: bytes | str | PathLike[str], name: str = "") -> Outline:
    """Read an official document.

    `source` is the file's bytes or its path, `name` its name (the ending decides how
    it is read: .docx, .txt, .md). Raises Unreadable with one sentence in Chinese and
    English, or OSError when the path cannot be opened.
    """
    if not isinstance(source, bytes):
        name = name or str(source)
        _not_too_large(Path(source).stat().st_size, name)
        source = Path(source).read_bytes()
    blocks = mark_contents(_blocks(source, PurePath(name).suffix.lower()))
    text, lines = lay_out(blocks)
    if not strip(text):
        raise Unreadable("文件里没有文字。", "There is no text in this file.")
    front = _front(text, lines)
    root = grow(text, lines[front.body_from :])
    found = _flatten(text, root)
    year = year_of(front, text)
    return Outline(
        front.title,
        front.doc_number,
        front.addressee,
        text,
        [make_node(text, piece, level, at, year) for piece, level, at in found],
        slips_in(found),
        front.issuing,
    )


def _not_too_large(size: int, name: str) -> None:
    limit = MAX_FILE if name.lower().endswith(".docx") else MAX_BYTES
    if size > limit:
        whole = limit // 1024 // 1024
        raise Unreadable(
            f"文件太大，最多 {whole} MB。", f"The file is larger than {whole} MB."
        )


def _blocks(data: bytes, ending: str) -> list[Block]:
    _not_too_large(len(data), ending)
    if data.startswith(OLE):
        raise Unreadable(
            "这是旧版或加密的 Office 文件，请用 Word 或 WPS 另存为 .docx。",
            "This is an old or encrypted Office file; save it as .docx.",
        )
    if ending == ".docm":
        raise Unreadable(
            "这是带宏的 .docm 文件，没有读取；请另存为不含宏的 .docx。",
            "This .docm holds macros and was not read; save it as a .docx without.",
        )
    if ending == ".docx" or data.startswith(b"PK\x03\x04"):
        return read_docx(data)
    if ending == ".pdf" or data.startswith(b"%PDF"):
        raise Unreadable(
            "还不会读 PDF，请用它的 Word 原稿（.docx）或另存为 .txt。",
            "PDF cannot be read yet; use the Word original (.docx) or save it as .txt.",
        )
    if ending in (".txt", ".md", ".text", ".markdown"):
        return read_text(data, markdown=ending in (".md", ".markdown"))
    raise Unreadable(
        f"还不会读 {ending or '没有扩展名的'} 文件，请另存为 .docx 或 .txt。",
        f"Cannot read {ending or 'a file without an ending'} yet; "
        "save it as .docx or .txt.",
    )


def _front(text: str, lines: list[Line]) -> Front:
    words = [text[line.start : line.end] for line in lines[:200]]
    return read_front(words, _first_marked(lines[:200], words))


def _first_marked(lines: list[Line], words: list[str]) -> int:
    """The first line of the body: numbered, a row, or a styled heading after others."""
    seen = 0
    for at, (line, text) in enumerate(zip(lines, words, strict=True)):
        if line.row is not None or line.marker or marker_of(text):
            return at
        if is_closing(text) or (line.heading and seen and len(text) <= 60):
            return at
        seen += bool(strip(text))
    return len(lines)


def _flatten(text: str, root: Piece) -> list[tuple[Piece, int, int | None]]:
    """Every piece with its level and its parent's index, parents first."""
    split_inline(text, root)
    found: list[tuple[Piece, int, int | None]] = []
    waiting: list[tuple[Piece, int, int | None]] = [
        (child, 1, None) for child in reversed(root.children)
    ]
    while waiting:
        piece, level, parent = waiting.pop()
        if piece.kind != "inline" and piece.own:
            split_inline(text, piece)
        found.append((piece, level, parent))
        check_count(len(found))
        here = len(found) - 1
        waiting += [(child, level + 1, here) for child in reversed(piece.children)]
    return found


def shown(outline: Outline) -> Iterator[str]:
    """The outline as a readable tree, line by line."""
    yield f"《{outline.title or '（无标题）'}》 {outline.doc_number}".strip()
    for node in outline.nodes:
        units = "、".join([*node.lead_units, *node.responsible_units])
        tail = " ｜ ".join(filter(None, [units, node.deadline.text]))
        yield (
            f"{'  ' * node.level}{node.marker} {node.title}"
            f"{f'  〔{tail}〕' if tail else ''}"
        )
    for warning in outline.warnings:
        yield f"! {warning.zh}"
