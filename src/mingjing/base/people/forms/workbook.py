"""The register as an Excel file: the template to fill, and reading it back.

A fault is told by sheet, row and column as Excel shows them, so that it can be found.
"""

import io
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.forms import Form
from django.utils import translation
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.writer.excel import save_workbook
from python_calamine import CalamineError, CalamineWorkbook

from mingjing.base.people.actions import PersonFacts, UnitFacts
from mingjing.base.people.actions.importing import (
    PersonRow,
    PostRow,
    Register,
    RegisterRefused,
    UnitRow,
)
from mingjing.base.people.forms.register import (
    ROLES,
    UNIT_KINDS,
    PersonForm,
    PostForm,
    UnitForm,
)
from mingjing.base.people.models import Unit

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
_YES, _NO = "是", "否"
_MAX_BYTES = 2 * 1024 * 1024
# An honest sheet of 5 000 rows unpacks to about 5 MB; a zip bomb to gigabytes.
_MAX_UNPACKED = 60 * 1024 * 1024
_MAX_ROWS = 5000


class NotAWorkbook(Exception):
    """The file cannot be read as our template; the words say why."""


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
    """One line of a sheet: its number in Excel and its cells by heading."""

    number: int
    cells: dict[str, Any]


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
    book = _open(data)
    units = _rows(book, UNITS, UNIT_HEADS)
    persons = _rows(book, PERSONS, PERSON_HEADS)
    faults = [fault for row in units for fault in _unit_faults(row)]
    faults += [fault for row in persons for fault in _person_faults(row)]
    if faults:
        return Register([], []), faults
    return Register([_unit(r) for r in units], [_person(r) for r in persons]), []


def faults_of(refusal: RegisterRefused) -> list[Fault]:
    """What the register itself refused, told at the first column of its row."""
    sheets = {"units": UNITS, "persons": PERSONS}
    return [Fault(sheets[r.sheet], r.number, 0, r.words) for r in refusal.rows]


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


def _open(data: bytes) -> CalamineWorkbook:
    if len(data) > _MAX_BYTES:
        raise NotAWorkbook(_("文件超过 2 MB。请分成几次导入。"))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(info.file_size for info in archive.infolist())
        if unpacked > _MAX_UNPACKED:
            raise NotAWorkbook(_("文件展开后太大，不能读取。"))
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except (zipfile.BadZipFile, CalamineError) as error:
        raise NotAWorkbook(_("这不是 .xlsx 文件。请用下载的模板填写。")) from error


def _rows(book: CalamineWorkbook, name: str, heads: tuple[str, ...]) -> list[Row]:
    if name not in book.sheet_names:
        raise NotAWorkbook(_("缺少工作表“%(name)s”。请用下载的模板。") % {"name": name})
    lines = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    if len(lines) > _MAX_ROWS:
        raise NotAWorkbook(_("超过 5000 行。请分成几次导入。"))
    if not lines or tuple(str(c).strip() for c in lines[0][: len(heads)]) != heads:
        words = _("工作表“%(name)s”的表头和模板不一样。请用下载的模板。")
        raise NotAWorkbook(words % {"name": name})
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        cells = [*line, *[""] * len(heads)][: len(heads)]
        tidy = [c.strip() if isinstance(c, str) else c for c in cells]
        if any(c not in ("", None) for c in tidy):
            rows.append(Row(number, dict(zip(heads, tidy, strict=True))))
    return rows


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
    given["burden_limit_minutes"] = _whole(given["burden_limit_minutes"] or 240)
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


def _whole(value: Any) -> Any:
    """Excel knows no whole numbers: 240 comes as 240.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def day_of(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


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
    choice.add(f"{column}2:{column}{_MAX_ROWS}")


def _bytes(book: Workbook) -> bytes:
    out = io.BytesIO()
    save_workbook(book, out)
    return out.getvalue()
