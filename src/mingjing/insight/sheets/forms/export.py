"""The workbook that goes out: choices to pick from, keys that cannot be overtyped."""

import io
from collections.abc import Iterable
from copy import copy
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.writer.excel import save_workbook

from mingjing.base.people.models import Person
from mingjing.cycle.duties.models import Due, Duty
from mingjing.insight.sheets import queries, rules
from mingjing.insight.sheets.forms.columns import (
    CHOICES,
    DAYS,
    DUES,
    DUES_COLUMNS,
    HELP,
    LIST,
    LIST_COLUMNS,
    WHOLES,
    Column,
    cells_of,
    words_of,
)

SPARE_ROWS = 300  # beneath the list, ready to be filled in
_LINE = Side(style="thin", color="D5DCDC")
_HELP = (
    ("怎样用这份表", "改白色的格子，存盘，再在“Excel 往返”页面上传。"),
    ("灰色的格子", "是编号和现状，锁着，改了也不算。没有密码：需要时可以撤销保护。"),
    ("新增责任", "在清单下面的空行填写，编号空着。上传后先起草，再由办公室下达。"),
    ("删掉的行", "不会删掉系统里的责任。要终止，请在系统里写明理由。"),
    ("别人同时改了", "上传后逐格对照：下载时、现在、表里，由您选用哪一个。"),
    ("日期", "2026-03-05、2026年3月5日、二〇二六年三月五日都可以。"),
    ("待办事项", "填上文号、网址或系统编号，就是申报办结；同一文号可用于多项。"),
)


def workbook_of(duties: Iterable[Duty], person: Person) -> bytes:
    """The duties shown to the person as one sheet, what they owe as another."""
    book = Workbook()
    book.remove(book.worksheets[0])
    dues = list(queries.owed_dues(person))
    # Whoever owes something opens the file at what they owe.
    if dues:
        _dues_sheet(book, dues)
    _list_sheet(book, duties, open_=rules.may_edit_list(person))
    _help_sheet(book)
    out = io.BytesIO()
    save_workbook(book, out)
    return out.getvalue()


def _list_sheet(book: Workbook, duties: Iterable[Duty], *, open_: bool) -> None:
    sheet = book.create_sheet(LIST)
    columns = [c if open_ else c._replace(locked=True) for c in LIST_COLUMNS]
    kit = _begin(sheet, columns)
    states = words_of("state")
    row = 1
    for row, duty in enumerate(duties, start=2):
        own = {
            "key": duty.code,
            "version": duty.version,
            "unit": duty.unit.short_name,
            "state": states[duty.state],
            "next_due_on": duty.next_due_on,  # type: ignore[attr-defined]
        }
        _fill(sheet, row, kit, cells_of(queries.fields_of(duty)) | own)
    if open_:
        for spare in range(row + 1, row + 1 + SPARE_ROWS):
            _fill(sheet, spare, kit, {})
        _offer_choices(book, sheet, row + SPARE_ROWS)
    _close(sheet, row, columns)


def _dues_sheet(book: Workbook, dues: list[Due]) -> None:
    sheet = book.create_sheet(DUES)
    kit = _begin(sheet, DUES_COLUMNS)
    for row, due in enumerate(dues, start=2):
        words = {
            "key": queries.key_of(due),
            "title": due.duty.title,
            "period": due.period_label or due.period,
            "due_on": due.due_on,
            "proof": due.duty.proof,
        }
        _fill(sheet, row, kit, words)
    _close(sheet, len(dues) + 1, DUES_COLUMNS)


def _help_sheet(book: Workbook) -> None:
    sheet = book.create_sheet(HELP)
    sheet.column_dimensions["A"].width = 16
    sheet.column_dimensions["B"].width = 70
    for row, (name, words) in enumerate(_HELP, start=1):
        sheet.cell(row, 1, name).font = Font(bold=True)
        sheet.cell(row, 2, words).alignment = Alignment(wrap_text=True)


Kit = list[tuple[Column, Any]]


def _begin(sheet: Any, columns: Iterable[Column]) -> Kit:
    """The head, and for each column the style that all its cells share."""
    kit = []
    for number, column in enumerate(columns, start=1):
        head = sheet.cell(1, number, column.head)
        head.font = Font(bold=True, color="FFFFFF")
        head.fill = PatternFill("solid", fgColor="0F5257")
        head.alignment = Alignment(vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(number)].width = column.width
        sample = Cell(sheet)
        sample.border = Border(bottom=_LINE)
        sample.alignment = Alignment(vertical="top", wrap_text=column.width > 20)
        sample.protection = Protection(locked=column.locked)
        if column.locked:
            sample.fill = PatternFill("solid", fgColor="EEF2F2")
        if column.name in DAYS or column.name == "next_due_on":
            sample.number_format = "yyyy-mm-dd"
        else:
            # Nobody's 41号 becomes a date, and what begins with "=" stays words.
            sample.number_format = "General" if column.name in WHOLES else "@"
            sample.quotePrefix = column.name not in WHOLES
        kit.append((column, sample._style))
    sheet.row_dimensions[1].height = 30
    sheet.freeze_panes = "E2" if len(kit) > len(DUES_COLUMNS) else "C2"
    return kit


def _fill(sheet: Any, row: int, kit: Kit, words: dict[str, Any]) -> None:
    for number, (column, style) in enumerate(kit, start=1):
        cell = sheet.cell(row, number)
        value = _value(column.name, words.get(column.name))
        if value not in ("", None):
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"  # "=cmd|…" is what somebody wrote, not a formula
        cell._style = copy(style)


def _value(name: str, value: Any) -> Any:
    if name in DAYS and isinstance(value, str) and value:
        return date.fromisoformat(value)
    if name in WHOLES and value:
        return int(value)
    return value


def _close(sheet: Any, last: int, columns: Iterable[Column]) -> None:
    width = len(tuple(columns))
    sheet.auto_filter.ref = f"A1:{get_column_letter(width)}{max(last, 2)}"
    guard = sheet.protection
    guard.sheet = True
    # In this file False says that it is allowed.
    guard.autoFilter = guard.sort = guard.formatColumns = guard.formatRows = False
    guard.formatCells = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"


def _offer_choices(book: Workbook, sheet: Any, last: int) -> None:
    lists = book.create_sheet(CHOICES)
    lists.sheet_state = "hidden"
    labels = [label for _unit, label in queries.post_labels()]
    offered = {
        "post": labels,
        "checker_post": labels,
        "kind": list(words_of("kind").values()),
        "side": list(words_of("side").values()),
    }
    for place, (name, words) in enumerate(offered.items(), start=1):
        letter = get_column_letter(place)
        for row, word in enumerate(words, start=1):
            lists.cell(row, place, word).data_type = "s"
        source = f"{CHOICES}!${letter}$1:${letter}${max(len(words), 1)}"
        _offer(sheet, name, last, source)
    _ask(sheet, "minutes", last, ("whole", "1", "2400"))


def _letter(name: str) -> str:
    names = [column.name for column in LIST_COLUMNS]
    return str(get_column_letter(names.index(name) + 1))


def _offer(sheet: Any, name: str, last: int, source: str) -> None:
    choice = DataValidation(type="list", formula1=source, allow_blank=True)
    choice.showErrorMessage = True
    choice.errorTitle, choice.error = "请从列表里选", "这一格只能选列表里的。"
    sheet.add_data_validation(choice)
    choice.add(f"{_letter(name)}2:{_letter(name)}{last}")


def _ask(sheet: Any, name: str, last: int, limits: tuple[str, str, str]) -> None:
    kind, least, most = limits
    number = DataValidation(
        type=kind, operator="between", formula1=least, formula2=most, allow_blank=True
    )
    number.showErrorMessage = True
    number.error = f"请填 {least} 到 {most} 的整数。"
    sheet.add_data_validation(number)
    number.add(f"{_letter(name)}2:{_letter(name)}{last}")
