"""A flag to take along: a workbook with its rows, a letter with the question."""

import io
from collections.abc import Sequence

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import save_workbook

from mingjing.insight.supervision.models import Flag
from mingjing.insight.supervision.queries.asks import Asks
from mingjing_analytics.supervision.tables import Table
from mingjing_documents.official.blocks import (
    Addressee,
    Block,
    Heading,
    Paragraph,
    Signed,
    Title,
)
from mingjing_documents.official.blocks import Table as Ruled
from mingjing_documents.official.writer import write

_NAME_OF_SHEET = 31


def empty_workbook(table: Table) -> bytes:
    """A workbook with the columns of a table, to be filled or exported to."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = table.zh[:_NAME_OF_SHEET]
    _lines(sheet, [[column.zh for column in table.columns.values()]], bold=1)
    return _saved(book)


def as_workbook(asks: Asks) -> bytes:
    """What the flag says, then its rows by file."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = _("疑点")
    lines = [[asks.question]]
    lines += [[word, value] for word, value in asks.told]
    _lines(sheet, lines, bold=1)
    for number, proof in enumerate(asks.proofs, 1):
        name = f"{number} {proof.heading}"[:_NAME_OF_SHEET]
        head = [_("文件"), _("工作表"), _("行"), *proof.titles]
        rows = [
            [proof.name, sheet_name, str(line), *cells]
            for sheet_name, line, cells in proof.rows
        ]
        _lines(book.create_sheet(name), [head, *rows], bold=1)
    return _saved(book)


def _lines(sheet: Worksheet, lines: Sequence[Sequence[str]], *, bold: int) -> None:
    for row, line in enumerate(lines, 1):
        for column, value in enumerate(line, 1):
            cell = sheet.cell(row, column, value)
            cell.data_type = "s"  # what begins with "=" stays words
            if row <= bold:
                cell.font = Font(bold=True)


def _saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    save_workbook(book, out)
    return out.getvalue()


def as_letter(flag: Flag, asks: Asks) -> bytes:
    """The question to the unit as an official document, with the rows behind it."""
    blocks: list[Block] = [
        Title(_("数据询问")),
        Addressee(f"{flag.unit.name}："),
        Paragraph(asks.question),
        Heading(1, _("一、数据里看到的")),
    ]
    told = [list(each) for each in asks.told]
    blocks.append(Ruled([_("项目"), _("内容")], told, (1, 2)))
    for proof in asks.proofs:
        blocks.append(Paragraph(f"{proof.heading}（{proof.name}）"))
        rows = [
            [_("第 %(n)d 行") % {"n": line}, *cells]
            for _sheet, line, cells in proof.rows
        ]
        blocks.append(Ruled([_("位置"), *proof.titles], rows))
    blocks.append(Heading(1, _("二、常见的正当原因")))
    blocks += [Paragraph(each) for each in asks.innocent]
    blocks.append(Heading(1, _("三、依据")))
    blocks += [
        Paragraph(each) for each in asks.bases or (_("无专门条文，按常理询问。"),)
    ]
    blocks.append(Paragraph(_("这是询问，不是结论。有正当原因的，说明就行。")))
    asked = flag.asked_at or flag.first_run.run_at
    blocks.append(Signed(_("纪检监察机关"), asked.date()))
    return write(blocks, title=_("数据询问"))
