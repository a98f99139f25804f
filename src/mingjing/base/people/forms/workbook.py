"""The register as an Excel file: the template to fill, and reading it back.

A fault is told by sheet, row and column as Excel shows them, so that it can be found.
"""

import io
from dataclasses import dataclass
from typing import Any

from django.forms import Form
from django.utils import translation
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.writer.excel import save_workbook

from mingjing.base.people.actions import PersonFacts, UnitFacts
from mingjing.base.people.actions.importing import (
    PersonRow,
    PostRow,
    Register,
    RegisterRefused,
    UnitRow,
)
from mingjing.base.people.forms.cells import (
    MAX_ROWS,
    NotAWorkbook,
    lines_of,
)
from mingjing.base.people.forms.register import (
    ROLES,
    UNIT_KINDS,
    PersonForm,
    PostForm,
    UnitForm,
)
from mingjing.base.people.models import Unit
from mingjing.base.ui.forms import unseen_in
from mingjing_documents.workbook import Broken, Line, day_of, plain, whole_of

UNITS, PERSONS, _LISTS = "单位", "人员", "选项"
UNIT_HEADS = (
    "名称",
    "简称",
    "类型",
    "上级单位简称",
    "同类组",
    "统一社会信用代码",
    "每月负担上限",
)
PERSON_HEADS = (
    "账号",
    "姓名",
    "邮箱",
    "单位简称",
    "岗位",
    "职责",
    "副手",
    "任职日期",
)
HEADS = {UNITS: UNIT_HEADS, PERSONS: PERSON_HEADS}
# Which column shows the fault of which field of the page's own forms.
_COLUMNS = {
    "name": "名称",
    "short_name": "简称",
    "kind": "类型",
    "peer_group": "同类组",
    "credit_code": "统一社会信用代码",
    "burden_limit_minutes": "每月负担上限",
}
_PERSON_COLUMNS = {"username": "账号", "name": "姓名", "email": "邮箱"}
_POST_COLUMNS = {"title": "岗位", "role": "职责"}
# Typed on a Chinese keyboard these come in full width; they mean the same.
_PLAIN = {"账号", "邮箱", "统一社会信用代码", "每月负担上限", "任职日期"}
_YES, _NO = "是", "否"


@dataclass(frozen=True)
class Fault:
    sheet: str
    row: int
    column: int
    words: str

    def __str__(self) -> str:
        place = _("%(sheet)s 第 %(row)s 行 %(column)s 列") % {
            "sheet": self.sheet,
            "row": self.row,
            "column": "ABCDEFGH"[self.column],
        }
        return f"{place}：{self.words}"


@dataclass(frozen=True)
class Row:
    """One line of a sheet: its number in Excel, its cells by heading, what breaks it."""

    number: int
    cells: dict[str, Any]
    faults: tuple[Fault, ...] = ()


def template() -> bytes:
    """An empty workbook whose choices are offered as lists, from a hidden sheet."""
    book = Workbook()
    lists = book.create_sheet(_LISTS)
    lists.sheet_state = "hidden"
    kinds, roles = list(_kinds()), list(_roles())
    for column, words in enumerate((kinds, roles, [_YES, _NO]), start=1):
        for number, word in enumerate(words, start=1):
            lists.cell(number, column, word)
    units = book.worksheets[0]
    units.title = UNITS
    persons = book.create_sheet(PERSONS, 1)
    _head(units, UNIT_HEADS)
    _head(persons, PERSON_HEADS)
    _offer(units, "C", f"{_LISTS}!$A$1:$A${len(kinds)}")
    _offer(persons, "F", f"{_LISTS}!$B$1:$B${len(roles)}")
    _offer(persons, "G", f"{_LISTS}!$C$1:$C$2")
    for number in range(2, 500):
        units.cell(number, 6).number_format = "@"  # 18 digits are no number
    return _bytes(book)


def export(units: list[Unit]) -> bytes:
    """The units as the same sheet, to be corrected and compared."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = UNITS
    _head(sheet, UNIT_HEADS)
    kinds = {value: word for word, value in _kinds().items()}
    for number, unit in enumerate(units, start=2):
        values = (
            unit.name,
            unit.short_name,
            kinds[unit.kind],
            unit.parent.short_name if unit.parent else "",
            unit.peer_group,
            unit.credit_code or "",
            unit.burden_limit_minutes,
        )
        for column, value in enumerate(values, start=1):
            cell = sheet.cell(number, column, value)
            if isinstance(value, str):
                # A name that begins with "=" stays words, never a formula.
                cell.data_type = "s"
    return _bytes(book)


def read(data: bytes) -> tuple[Register, list[Fault]]:
    """Every row of both sheets, or else every fault found in them.

    Raises NotAWorkbook when the file is too large, no workbook or not our template.
    """
    sheets = lines_of(data, list(HEADS))
    units, persons = _rows(sheets, UNITS), _rows(sheets, PERSONS)
    if not units and not persons:
        raise NotAWorkbook(_("两张工作表里都没有填写。"))
    faults = [f for row in units for f in row.faults or _unit_faults(row)]
    faults += [f for row in persons for f in row.faults or _person_faults(row)]
    if faults:
        return Register([], []), faults
    return Register([_unit(r) for r in units], [_person(r) for r in persons]), []


def faults_of(refusal: RegisterRefused) -> list[Fault]:
    """What the register itself refused, told at the cell that it is about."""
    sheets = {"units": UNITS, "persons": PERSONS}
    return [
        Fault(sheets[r.sheet], r.number, _place_of(r.sheet, r.field), r.words)
        for r in refusal.rows
    ]


def _place_of(sheet: str, field: str) -> int:
    if sheet == "units":
        head = {**_COLUMNS, "parent": "上级单位简称"}.get(field, "名称")
        return UNIT_HEADS.index(head)
    own = {"unit": "单位简称", "as_deputy": "副手", "since_on": "任职日期"}
    columns = _PERSON_COLUMNS | _POST_COLUMNS | own
    return PERSON_HEADS.index(columns.get(field, "账号"))


def _unit(row: Row) -> UnitRow:
    cells = row.cells
    facts = UnitFacts(
        name=str(cells["名称"]),
        short_name=str(cells["简称"]),
        kind=_kinds()[cells["类型"]],
        peer_group=str(cells["同类组"]),
        credit_code=str(cells["统一社会信用代码"]).upper() or None,
        burden_limit_minutes=int(cells["每月负担上限"] or 240),
    )
    return UnitRow(number=row.number, facts=facts, parent=str(cells["上级单位简称"]))


def _person(row: Row) -> PersonRow:
    cells = row.cells
    facts = PersonFacts(
        username=str(cells["账号"]),
        name=str(cells["姓名"]),
        email=str(cells["邮箱"]),
    )
    post = None
    since_on = day_of(cells["任职日期"])
    if cells["岗位"] and since_on is not None:
        post = PostRow(
            unit=str(cells["单位简称"]),
            title=str(cells["岗位"]),
            role=_roles()[cells["职责"]],
            as_deputy=cells["副手"] == _YES,
            since_on=since_on,
        )
    return PersonRow(number=row.number, facts=facts, post=post)


def _kinds() -> dict[str, str]:
    return _words(UNIT_KINDS)


def _roles() -> dict[str, str]:
    return _words(ROLES)


def _words(choices: Any) -> dict[str, str]:
    # The sheet is in Chinese whatever language the page is in.
    with translation.override("zh-hans"):
        return {str(label): str(value) for value, label in choices}


def _rows(sheets: dict[str, list[Line]], name: str) -> list[Row]:
    if name not in sheets:
        raise NotAWorkbook(_("缺少工作表“%(name)s”。请用下载的模板。") % {"name": name})
    heads, lines = HEADS[name], sheets[name]
    columns = range(1, len(heads) + 1)
    if not lines or tuple(str(lines[0].cells.get(c)).strip() for c in columns) != heads:
        words = _("工作表“%(name)s”的表头和模板不一样。请用下载的模板。")
        raise NotAWorkbook(words % {"name": name})
    rows = []
    for line in lines[1:]:
        cells = {
            head: _tidy(head, line.cells.get(column, ""))
            for column, head in zip(columns, heads, strict=True)
        }
        if any(c != "" for c in cells.values()):
            rows.append(Row(line.number, cells, _broken(name, line.number, cells)))
    return rows


def _tidy(head: str, value: Any) -> Any:
    if not isinstance(value, str) or isinstance(value, Broken):
        return value
    return plain(value) if head in _PLAIN else value.strip()


def _broken(sheet: str, number: int, cells: dict[str, Any]) -> tuple[Fault, ...]:
    """Cells whose words are not what they look like."""
    faults = []
    for column, value in enumerate(cells.values()):
        if isinstance(value, Broken):
            words = _("公式出错（%(value)s）。请改成文字。") % {"value": value}
            faults.append(Fault(sheet, number, column, words))
        elif isinstance(value, str) and (hidden := unseen_in(value)):
            words = _("有看不见或认不出的字符（%(codes)s）。请清空这一格，重新打字。")
            faults.append(Fault(sheet, number, column, words % {"codes": hidden}))
    return tuple(faults)


def _unit_faults(row: Row) -> list[Fault]:
    code = row.cells["统一社会信用代码"]
    if isinstance(code, int | float):
        words = _(
            "代码被存成了数字，Excel 只保留前 15 位，后面的已经丢失。"
            "请把这一格设成“文本”，再照证书重填。"
        )
        return [Fault(UNITS, row.number, 5, words)]
    given = {name: row.cells[head] for name, head in _COLUMNS.items()}
    given["kind"] = _kinds().get(given["kind"], given["kind"])
    given["burden_limit_minutes"] = _minutes(given["burden_limit_minutes"])
    form = UnitForm({**given, "rank": 1000})
    return _faults(form, _COLUMNS, UNITS, row, UNIT_HEADS)


def _person_faults(row: Row) -> list[Fault]:
    cells = row.cells
    given = {name: cells[head] for name, head in _PERSON_COLUMNS.items()}
    faults = _faults(PersonForm(given), _PERSON_COLUMNS, PERSONS, row, PERSON_HEADS)
    if not (cells["单位简称"] or cells["岗位"]):
        return faults
    role = _roles().get(cells["职责"], cells["职责"])
    post = PostForm({"title": cells["岗位"], "role": role})
    faults += _faults(post, _POST_COLUMNS, PERSONS, row, PERSON_HEADS)
    if not cells["单位简称"]:
        faults.append(Fault(PERSONS, row.number, 3, _("必须填写。")))
    if cells["副手"] not in ("", _YES, _NO):
        faults.append(Fault(PERSONS, row.number, 6, _("请填“是”或“否”。")))
    if day_of(cells["任职日期"]) is None:
        words = _("请填日期，例如 2026-03-01。")
        faults.append(Fault(PERSONS, row.number, 7, words))
    return faults


def _faults(
    form: Form, columns: dict[str, str], sheet: str, row: Row, heads: tuple[str, ...]
) -> list[Fault]:
    return [
        Fault(sheet, row.number, heads.index(columns[name]), str(words))
        for name, errors in form.errors.items()
        for words in errors
    ]


def _minutes(value: Any) -> Any:
    whole = whole_of(value or 240)
    return value if whole is None else whole


def _head(sheet: Any, heads: tuple[str, ...]) -> None:
    for column, head in enumerate(heads, start=1):
        cell = sheet.cell(1, column, head)
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = 22
    sheet.freeze_panes = "A2"


def _offer(sheet: Any, column: str, source: str) -> None:
    choice = DataValidation(type="list", formula1=source, allow_blank=True)
    choice.showErrorMessage = True
    sheet.add_data_validation(choice)
    choice.add(f"{column}2:{column}{MAX_ROWS}")


def _bytes(book: Workbook) -> bytes:
    out = io.BytesIO()
    save_workbook(book, out)
    return out.getvalue()
