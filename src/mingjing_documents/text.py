"""Plain text and Markdown as offices store them."""

import codecs
import re
from dataclasses import dataclass

from mingjing_documents.model import Unreadable

MAX_BYTES = 8 * 1024 * 1024
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True)
class Paragraph:
    """One paragraph; `heading` is its outline level where a style or # gives one."""

    text: str
    heading: int = 0


@dataclass(frozen=True)
class Table:
    """A table as a full grid: merged cells repeat their words; `own` marks firsts."""

    rows: tuple[tuple[str, ...], ...]
    own: tuple[tuple[bool, ...], ...]


Block = Paragraph | Table


def decode(data: bytes) -> str:
    """UTF-8 with or without BOM, UTF-16 with BOM, else GB18030. Raises Unreadable."""
    if len(data) > MAX_BYTES:
        raise Unreadable("文件太大，文本最多 8 MB。", "The text is larger than 8 MB.")
    encodings = [name for bom, name in _BOMS if data.startswith(bom)] or [
        "utf-8",
        "gb18030",
    ]
    for name in encodings:
        try:
            words = data.decode(name)
        except UnicodeDecodeError:
            continue
        if "\x00" not in words:
            return words.replace("\r\n", "\n").replace("\r", "\n")
    raise Unreadable(
        "认不出这个文件的编码，请另存为 UTF-8 文本或 .docx。",
        "The encoding is unknown; save it as UTF-8 text or .docx.",
    )


def read_text(data: bytes, *, markdown: bool) -> list[Block]:
    blocks: list[Block] = []
    for line in decode(data).split("\n"):
        head = re.match(r"(#{1,6})\s+", line) if markdown else None
        blocks.append(Paragraph(line, len(head[1]) if head else 0))
    return blocks
