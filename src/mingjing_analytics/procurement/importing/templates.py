"""An empty workbook for each kind of table, which the importer reads as it stands."""

import io

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from mingjing_analytics.procurement.importing.kinds import Column, Kind, known
from mingjing_analytics.procurement.importing.sheets import EXAMPLE_MARK, NOTES

_NEEDED = PatternFill("solid", fgColor="FFF2CC")
_HEAD = Font(bold=True)
_WRAP = Alignment(wrap_text=True, vertical="top")
_WIDE, _NARROW, _LEAST = 40, 12, 10
_TYPES = {
    "text": ("文字", "text"),
    "url": ("网址，以 http 开头", "an address that begins with http"),
    "code": ("编号，按文字填写", "a number, written as text"),
    "organisation": ("单位全称", "full name of the organisation"),
    "organisations": ("单位全称，几个用分号隔开", "full names, divided by semicolons"),
    "credit_code": ("18 位统一社会信用代码", "18 characters"),
    "credit_codes": ("18 位，几个用分号隔开", "18 characters each, semicolons between"),
    "lot": ("包号，如 1、2", "number of the lot: 1, 2"),
    "category": ("货物、工程或服务", "货物 goods, 工程 works or 服务 services"),
    "number": ("数", "a number"),
    "count": ("整数", "a whole number"),
    "money": ("金额（元）；也可在格内写万元", "yuan; or with 万元 in the cell"),
    "signed": ("金额（元），可以为负", "yuan; may be negative"),
    "method": ("公开招标、邀请招标、竞争性谈判、竞争性磋商、询价、单一来源、框架协议", "a method"),
    "criteria": ("综合评分法或最低评标价法", "a method of evaluation"),
    "start": ("日期，可加时分", "a day, with or without the time"),
    "end": ("日期和时分", "a day and the time"),
    "moment": ("日期，可加时分", "a day, with or without the time"),
    "ending": ("废标、流标、终止或取消", "废标, 流标, 终止 or 取消"),
    "validity": ("是、否或撤回", "是 yes, 否 no or 撤回 withdrawn"),
    "contract_status": ("履行中、履行完毕、解除、作废", "a state of the contract"),
    "scale": ("大型、中型、小型、微型企业或个体工商户", "a size of firm"),
}  # fmt: skip


def template(kind: str) -> bytes:
    """An xlsx with the titles of a kind, a row that shows how, and a sheet of notes.

    The row that shows how is not imported while it stands as it is. Raises KeyError for a kind
    that ``kinds.toml`` does not name.
    """
    one = known().kinds[kind]
    book = Workbook()
    sheet = book.active
    if not isinstance(sheet, Worksheet):
        raise TypeError(kind)
    sheet.title = one.zh
    for at, name in enumerate(one.columns, 1):
        column = known().columns[name]
        head = sheet.cell(1, at, _title(column))
        head.font = _HEAD
        if _is_needed(one, name):
            head.fill = _NEEDED
        _as_text(sheet.cell(2, at, column.example))
        letter = get_column_letter(at)
        sheet.column_dimensions[letter].width = max(_LEAST, 2 * len(column.zh) + 4)
        sheet.column_dimensions[letter].number_format = "@"
    sheet.freeze_panes = "A2"
    last = sheet.cell(2, len(one.columns) + 1, EXAMPLE_MARK)
    sheet.column_dimensions[last.column_letter].width = _WIDE
    _notes(book.create_sheet(NOTES), one)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _title(column: Column) -> str:
    return f"{column.zh}（元）" if column.type in {"money", "signed"} else column.zh


def _is_needed(kind: Kind, name: str) -> bool:
    return any(group == (name,) for group in kind.needs)


def _as_text(cell: Cell) -> None:
    cell.number_format = "@"
    cell.font = Font(italic=True, color="808080")


def _notes(sheet: Worksheet, kind: Kind) -> None:
    sheet.append(
        ["列 Column", "必填 Needed", "怎样填 How", "说明 Note", "也认得 Also read"]
    )
    for name in kind.columns:
        column = known().columns[name]
        zh, en = _TYPES[column.type]
        sheet.append(
            [
                f"{column.zh} {column.en}",
                _need(kind, name),
                f"{zh} {en}",
                column.note,
                "、".join(column.titles[1:6]),
            ]
        )
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = _WRAP
    for at, width in enumerate((_WIDE, _NARROW, _WIDE, _WIDE, _WIDE), 1):
        sheet.column_dimensions[get_column_letter(at)].width = width


def _need(kind: Kind, name: str) -> str:
    if _is_needed(kind, name):
        return "是 yes"
    if any(name in group for group in kind.needs):
        return "几列之一 one of several"
    return ""
