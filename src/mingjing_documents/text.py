"""Plain text and Markdown as offices store them."""

import codecs
import re
from dataclasses import dataclass

from mingjing_documents.model import Unreadable

MAX_BYTES = 4 * 1024 * 1024
MAX_LINES = 60_000  # a real document of that size has a third of them
LONGEST_ENTRY = 300  # of a table of contents
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BREAK = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_RULE = re.compile(r"\|?(?:\s*:?-{2,}:?\s*\|)+\s*(?::?-{2,}:?\s*)?")
CONTENTS = re.compile(r"[\s\u3000]*目[\s\u3000]*[录次][\s\u3000]*")
_ENTRY = re.compile(r".{0,80}(?:[.…·．。]{3,}|\t|\s{3,})\s*[-—]?\s*\d{1,3}\s*[-—]?\s*")
_LEADER = re.compile(r".{0,80}(?:…{2,}|[.·．]{4,})\s*[-—]?\s*\d{1,3}\s*[-—]?\s*")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph.

    `heading` is its outline level where a style or # gives one, `marker` the automatic
    number that `text` begins with, "" where the number is typed or there is none.
    `listed`: a line of the table of contents, which is no heading itself.
    """

    text: str
    heading: int = 0
    marker: str = ""
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table as a full grid: merged cells repeat their words; `own` marks firsts."""

    rows: tuple[tuple[str, ...], ...]
    own: tuple[tuple[bool, ...], ...]


Block = Paragraph | Table


def decode(data: bytes) -> str:
    """UTF-8 with or without BOM, UTF-16 with BOM, else GB18030. Raises Unreadable."""
    if len(data) > MAX_BYTES:
        raise Unreadable("文件太大，文本最多 4 MB。", "The text is larger than 4 MB.")
    encodings = [name for bom, name in _BOMS if data.startswith(bom)] or [
        "utf-8",
        "gb18030",
    ]
    for name in encodings:
        try:
            words = data.decode(name)
        except UnicodeDecodeError:
            continue
        if len(_CONTROL.findall(words[:100_000])) * 200 <= len(words[:100_000]):
            return _CONTROL.sub(" ", _BREAK.sub("\n", words))
    raise Unreadable(
        "认不出这个文件的编码，请另存为 UTF-8 文本或 .docx。",
        "The encoding is unknown; save it as UTF-8 text or .docx.",
    )


def check_lines(count: int) -> None:
    """Raises Unreadable for more lines or paragraphs than any real document has."""
    if count >= MAX_LINES:
        raise Unreadable(
            f"行数太多，最多 {MAX_LINES} 行。", f"There are over {MAX_LINES:,} lines."
        )


def read_text(data: bytes, *, markdown: bool) -> list[Block]:
    words = decode(data)
    check_lines(words.count("\n"))
    lines = words.split("\n")
    return _markdown(lines) if markdown else [Paragraph(line) for line in lines]


def mark_contents(blocks: list[Block]) -> list[Block]:
    """Mark the lines of a table of contents (目录): they are no headings."""
    words = [b.text.strip() if isinstance(b, Paragraph) else "" for b in blocks]
    last: dict[str, int] = {}
    listing = False
    for at, line in enumerate(words):
        if line[:1] == "目" and CONTENTS.fullmatch(line):
            listing = True
            last = last or {line: at for at, line in enumerate(words) if line}
        elif not _is_entry(line, _LEADER) and not (
            listing and (not line or _is_entry(line, _ENTRY) or last[line] > at)
        ):
            listing = False
            continue
        if isinstance(block := blocks[at], Paragraph) and line:
            blocks[at] = Paragraph(block.text, listed=True)
    return blocks


def _is_entry(line: str, form: re.Pattern[str]) -> bool:
    """一、总体要求……3: ends with the number of a page."""
    ends = line[-1:].isdecimal() or line[-1:] in ("-", "—")
    return ends and len(line) <= LONGEST_ENTRY and form.fullmatch(line) is not None


def _markdown(lines: list[str]) -> list[Block]:
    blocks: list[Block] = []
    table: list[tuple[str, ...]] = []
    for line in [*lines, ""]:
        if line.lstrip().startswith("|"):
            if not _RULE.fullmatch(line.strip()):
                cells = line.strip().strip("|").split("|")
                table.append(tuple(_plain(cell.strip()) for cell in cells))
            continue
        if table:
            wide = max(map(len, table))
            rows = tuple(row + ("",) * (wide - len(row)) for row in table)
            blocks.append(Table(rows, tuple((True,) * wide for _ in rows)))
            table = []
        head = re.match(r"\s{0,3}(#{1,6})\s+", line)
        words = line[head.end() :].rstrip("# ") if head else line
        words = re.sub(r"^(\s*)(?:[-*+]|>)\s+", r"\1", words)
        blocks.append(Paragraph(_plain(words), len(head[1]) if head else 0))
    return blocks[:-1]


def _plain(words: str) -> str:
    return re.sub(r"\*\*|__|`|<br\s*/?>", "", words)
