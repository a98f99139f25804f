"""Word documents (.docx), read from the XML itself: nothing in them is ever run.

Tracked insertions count, deletions do not. Automatic numbers are not in the text of a
paragraph; they are worked out from numbering.xml and written before it.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from mingjing_documents.model import Unreadable
from mingjing_documents.numbering import Numbering
from mingjing_documents.text import Block, Paragraph, Table, check_lines

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MAX_PART = 16 * 1024 * 1024
MAX_RATIO = 200  # ordinary documents compress 5 to 30 times
SMALL_PART = 1_000_000  # a part below this may compress as well as it likes
MAX_TAGS = 700_000  # of a part, opening and closing; each costs memory as a tree
MAX_ENTRIES = 5_000  # files in the zip
MAX_COLUMNS = 126  # Word itself allows 63
MAX_DEPTH = 12  # tables within tables

# Words in these are not part of the document as it reads: deletions, field codes,
# text boxes (a second copy stands in mc:Fallback).
_SILENT = {
    f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}txbxContent", f"{W}pict",
    f"{W}delText", f"{MC}Fallback", f"{W}footnoteReference", f"{W}rPr", f"{W}ruby",
}  # fmt: skip
_WRAPPERS = {
    f"{W}{name}"
    for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")
}
_BREAKS = {
    f"{W}tab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
    f"{W}ptab": "\t",
}

# What zipfile and zlib raise over files that are cut short, encrypted or oddly packed.
_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    struct.error,
)


def _damaged() -> Unreadable:
    return Unreadable(
        "这个 .docx 打不开，可能已损坏或加密；请用 Word 或 WPS 打开后另存一份再传。",
        "This .docx cannot be opened; it may be damaged or encrypted. "
        "Open it in Word or WPS and save it anew.",
    )


def _hostile() -> Unreadable:
    return Unreadable(
        "这个 .docx 的内部结构不正常，没有读取；请用 Word 或 WPS 另存一份再传。",
        "This .docx is not built as a document is and was not read; "
        "save it anew in Word or WPS.",
    )


def read_docx(data: bytes) -> list[Block]:
    """The body's paragraphs and tables in order. Raises Unreadable."""
    parts = _parts(data)
    numbering = Numbering(
        _tree(parts.get("word/numbering.xml")), _tree(parts.get("word/styles.xml"))
    )
    document = _tree(parts.get("word/document.xml"))
    body = document.find(f"{W}body") if document is not None else None
    if body is None:
        raise _damaged()
    return [block for child in _flow(body) for block in _blocks(child, numbering, 0)]


def _parts(data: bytes) -> dict[str, bytes]:
    wanted = ("word/document.xml", "word/numbering.xml", "word/styles.xml")
    _look_at_directory(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            _refuse_macros(names)
            return {name: _inflate(archive, name) for name in wanted if name in names}
    except Unreadable:
        raise  # it is a ValueError too
    except _BROKEN as error:
        raise _damaged() from error


def _refuse_macros(names: set[str]) -> None:
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Unreadable(
            "文件里有宏，没有读取；请另存为不含宏的 .docx。",
            "The file holds macros and was not read; save it as a .docx without.",
        )


def _look_at_directory(data: bytes) -> None:
    """The zip's list of contents is read whole, so its length is looked at first."""
    at = data.rfind(b"PK\x05\x06")
    if at < 0 or len(data) < at + 22:
        raise _damaged()
    entries, size = struct.unpack_from("<HI", data, at + 10)
    if entries > MAX_ENTRIES or size > MAX_ENTRIES * 100:
        raise _hostile()


def _inflate(archive: zipfile.ZipFile, name: str) -> bytes:
    info = archive.getinfo(name)
    big = info.file_size > SMALL_PART
    if info.file_size > MAX_PART or (
        big and info.file_size > MAX_RATIO * max(info.compress_size, 1)
    ):
        raise _hostile()
    with archive.open(info) as part:  # the size written in the header may lie
        data = part.read(MAX_PART + 1)
    if len(data) > MAX_PART or data.count(b"<") > MAX_TAGS:
        raise _hostile()
    check_lines(data.count(b"<w:p>") + data.count(b"<w:p "))
    return data


def _tree(data: bytes | None) -> etree._Element | None:
    """The part as a tree. A document type is refused: entities come that way."""
    if data is None:
        return None
    head = data[:200].decode("latin-1")
    encoding = re.search(r"encoding\s*=\s*[\"']([\w-]+)", head)
    if encoding and encoding[1].lower() not in ("utf-8", "utf-16", "us-ascii"):
        raise _hostile()
    if b"<!DOCTYPE" in data or b"<\0!\0D\0" in data or b"\0<\0!\0D" in data:
        raise _hostile()
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:  # also: nested more than 256 deep
        raise _hostile() from error
    if root.getroottree().docinfo.doctype:
        raise _hostile()
    return root


def _flow(parent: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables, also inside content controls and insertions."""
    for child in parent:
        if child.tag in (f"{W}p", f"{W}tbl"):
            yield child
        elif child.tag in _WRAPPERS and not _is_contents(child):
            yield from _flow(child)


def _is_contents(wrapper: etree._Element) -> bool:
    """Word's own table of contents is a content control of that kind."""
    kind = wrapper.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return kind is not None and "Contents" in kind.get(f"{W}val", "")


def _blocks(
    element: etree._Element, numbering: Numbering, depth: int
) -> Iterator[Block]:
    if depth > MAX_DEPTH:
        raise _hostile()
    if element.tag == f"{W}tbl":
        yield _table(element, numbering, depth)
        return
    if numbering.is_contents(element):
        return
    marker, heading = numbering.of(element)
    lines = _words(element).split("\n")
    if marker and not lines[0].strip():
        marker = ""  # an empty numbered paragraph prints a bare number
    yield Paragraph(marker + lines[0].lstrip() if marker else lines[0], heading, marker)
    yield from (Paragraph(line) for line in lines[1:])


def _words(paragraph: etree._Element) -> str:
    found: list[str] = []
    waiting = [iter(paragraph)]
    while waiting:
        child = next(waiting[-1], None)
        if child is None:
            waiting.pop()
        elif child.tag == f"{W}t":
            found.append(child.text or "")
        elif child.tag in _BREAKS:
            found.append(_BREAKS[child.tag])
        elif child.tag not in _SILENT and child.tag != f"{W}pPr":
            waiting.append(iter(child))
    return "".join(found)


def _table(table: etree._Element, numbering: Numbering, depth: int) -> Table:
    rows: list[tuple[str, ...]] = []
    own: list[tuple[bool, ...]] = []
    for row in table.iterchildren(f"{W}tr"):
        words: list[str] = []
        first: list[bool] = []
        for cell in _cells(row):
            wide = _number(cell, "gridSpan", 1)
            merged = cell.find(f"{W}tcPr/{W}vMerge")
            goes_on = (
                merged is not None and merged.get(f"{W}val", "continue") != "restart"
            )
            here = _cell(cell, numbering, depth)
            at = len(words)
            if goes_on and rows and at < len(rows[-1]):
                here = rows[-1][at]
            words += [here] * wide
            first += [not goes_on] + [False] * (wide - 1)
            if at > MAX_COLUMNS:
                raise _hostile()
        rows.append(tuple(words))
        own.append(tuple(first))
    return Table(tuple(rows), tuple(own))


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if child.tag == f"{W}tc":
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent"):
            yield from _cells(child)


def _cell(cell: etree._Element, numbering: Numbering, depth: int) -> str:
    lines: list[str] = []
    for child in _flow(cell):
        for block in _blocks(child, numbering, depth + 1):
            if isinstance(block, Paragraph):
                lines.append(block.text)
            else:
                lines += [" ".join(row) for row in block.rows]
    return "\n".join(lines).strip()


def _number(cell: etree._Element, name: str, default: int) -> int:
    found = cell.find(f"{W}tcPr/{W}{name}")
    words = found.get(f"{W}val", "") if found is not None else ""
    return min(int(words), 64) if words.isdigit() else default
