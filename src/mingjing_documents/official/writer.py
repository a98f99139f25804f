"""Blocks to bytes. The same blocks give the same bytes, so that a file can be hashed."""

import io
import re
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime

from docx import Document
from docx.document import Document as Doc
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph as Line

from mingjing_documents.official.blocks import (
    Addressee,
    Block,
    Heading,
    Paragraph,
    Signed,
    Table,
    Title,
)
from mingjing_documents.official.page import (
    BLOCK_MM,
    BODY_PT,
    LINE_TWIPS,
    font,
    lay_out,
)

TITLE_PT, TABLE_PT = 22, 12
_HEADINGS = {1: "黑体", 2: "楷体_GB2312", 3: "仿宋_GB2312", 4: "仿宋_GB2312"}
# XML 1.0 has no place for these; a text that was pasted in may.
_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_EPOCH = (1980, 1, 1, 0, 0, 0)


def write(blocks: Iterable[Block], *, title: str = "") -> bytes:
    """The blocks as a .docx file in the layout of GB/T 9704-2012.

    ``title`` stands in the file's properties. Raises ValueError for a heading of a
    level that the standard does not know, or a table row of another length.
    """
    document = Document()
    lay_out(document)
    for block in blocks:
        _add(document, block)
    core = document.core_properties
    core.title, core.author, core.comments = _clean(title), "", ""
    core.created = core.modified = datetime(1980, 1, 1, tzinfo=UTC)
    file = io.BytesIO()
    document.save(file)
    return _same_every_time(file.getvalue())


def _add(document: Doc, block: Block) -> None:
    match block:
        case Title():
            line = _line(document, block.text, "方正小标宋简体", TITLE_PT)
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
            _line(document, "")
        case Addressee():
            _line(document, block.text)
        case Heading():
            if block.level not in _HEADINGS:
                message = f"GB/T 9704 has four levels, not {block.level}"
                raise ValueError(message)
            line = _line(document, block.text, _HEADINGS[block.level], indent=2)
            line.paragraph_format.keep_with_next = True
        case Paragraph():
            _line(document, block.text, indent=2)
        case Table():
            _table(document, block)
        case Signed():
            _signed(document, block)


def _line(
    document: Doc,
    text: str,
    name: str = "仿宋_GB2312",
    points: float = BODY_PT,
    *,
    indent: int = 0,
) -> Line:
    paragraph = document.add_paragraph()
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    form.line_spacing = Pt(LINE_TWIPS / 20)
    if indent:
        _first_line(paragraph, indent)
    font(paragraph.add_run(_clean(text)), name, points)
    return paragraph


def _first_line(paragraph: Line, characters: int) -> None:
    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
    indent.set(qn("w:firstLineChars"), str(characters * 100))
    indent.set(qn("w:firstLine"), str(characters * BODY_PT * 20))


def _signed(document: Doc, block: Signed) -> None:
    """7.3.5.2 不加盖印章: 署名 and 成文日期 right, the date in by two characters."""
    _line(document, "")
    for text, characters in ((block.who, 3), (_date(block), 2)):
        line = _line(document, text)
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        line.paragraph_format.right_indent = Pt(BODY_PT * characters)


def _date(block: Signed) -> str:
    return f"{block.on.year}年{block.on.month}月{block.on.day}日"


def _table(document: Doc, block: Table) -> None:
    grid = document.add_table(rows=0, cols=len(block.head))
    grid.style = "Table Grid"
    grid.autofit = False
    parts = list(block.widths) or [1.0] * len(block.head)
    widths = [Mm(BLOCK_MM[0] * part / sum(parts)) for part in parts]
    for nth, row in enumerate([block.head, *block.rows]):
        if len(row) != len(block.head):
            message = f"a row of {len(row)} cells below a head of {len(block.head)}"
            raise ValueError(message)
        cells = grid.add_row().cells
        for cell, text, width in zip(cells, row, widths, strict=True):
            cell.width = width
            _cell(cell, text, bold=nth == 0)
    repeated = OxmlElement("w:tblHeader")
    grid.rows[0]._tr.get_or_add_trPr().append(repeated)


def _cell(cell: _Cell, text: str, *, bold: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    name = "黑体" if bold else "仿宋_GB2312"
    font(paragraph.add_run(_clean(text)), name, TABLE_PT)


def _clean(text: str) -> str:
    return _NO_XML.sub("", text)


def _same_every_time(data: bytes) -> bytes:
    """The same archive without the hour at which it was made."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in sorted(source.namelist()):
            archive.writestr(
                zipfile.ZipInfo(name, _EPOCH),
                source.read(name),
                compress_type=zipfile.ZIP_DEFLATED,
            )
    return target.getvalue()
