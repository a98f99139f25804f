"""The sheet of ratings: its template, and reading it back with every fault by cell."""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.writer.excel import save_workbook

from mingjing.base.people.forms.cells import NotAWorkbook, lines_of
from mingjing.insight.approvals.actions import RatedMonth
from mingjing.insight.approvals.models import Item
from mingjing_documents.workbook import Line, day_of, plain, whole_of

SHEET = "好差评"
LEVELS = ("非常满意", "满意", "基本满意", "不满意", "非常不满意")
HEADS = ("事项", "月份", *LEVELS, "差评已回访", "差评已整改")
_MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})月?")


class RatingsForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("好差评统计表"),
        help_text=gettext_lazy(
            "一行一个事项一个月，只要各档的数，不要评价人。已有的月份按新表更正。"
        ),
    )


@dataclass(frozen=True)
class Fault:
    """What is wrong in one cell, and where it stands in Excel."""

    row: int
    column: int
    words: str

    def __str__(self) -> str:
        place = _("第 %(row)s 行 %(column)s 列") % {
            "row": self.row,
            "column": "ABCDEFGHI"[self.column],
        }
        return f"{place}：{self.words}"


def rating_template(items: list[Item]) -> bytes:
    """A workbook to fill: a line for each item."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEET
    for column, head in enumerate(HEADS, start=1):
        sheet.cell(1, column, head).font = Font(bold=True)
    for row, item in enumerate(items, start=2):
        cell = sheet.cell(row, 1, item.name)
        cell.data_type = "s"  # a name that begins with "=" stays words
    out = io.BytesIO()
    save_workbook(book, out)
    return out.getvalue()


def months_in(
    file: Any, items: Mapping[str, Item]
) -> tuple[list[RatedMonth], list[Fault]]:
    """The months of a sheet, or all that is wrong with it: never half of it."""
    try:
        lines = lines_of(file.read(), [SHEET]).get(SHEET, [])
    except NotAWorkbook as error:
        return [], [Fault(1, 0, str(error))]
    places = _columns(lines[0]) if lines else {}
    missing = [head for head in HEADS if head not in places]
    if missing:
        words = _("“%(sheet)s”表里没有这些列：%(heads)s。") % {
            "sheet": SHEET,
            "heads": "、".join(missing),
        }
        return [], [Fault(1, 0, words)]
    rows, faults, seen = [], [], dict[tuple[int, date], int]()
    for line in lines[1:]:
        found, wrong = _month(line, places, items)
        faults += wrong
        if found is None:
            continue
        earlier = seen.setdefault((found.item.pk, found.month), line.number)
        if earlier != line.number:
            words = _("和第 %(n)s 行重复。") % {"n": earlier}
            faults.append(Fault(line.number, 0, words))
        rows.append(found)
    return ([], faults) if faults else (rows, [])


def _columns(line: Line) -> dict[str, int]:
    return {plain(str(value)): column for column, value in line.cells.items()}


def _month(
    line: Line, places: dict[str, int], items: Mapping[str, Item]
) -> tuple[RatedMonth | None, list[Fault]]:
    faults: list[Fault] = []

    def cell(head: str) -> Any:
        return line.cells.get(places[head])

    def wrong(head: str, words: str) -> None:
        faults.append(Fault(line.number, places[head] - 1, words))

    def count(head: str) -> int:
        value = whole_of(cell(head)) if cell(head) not in (None, "") else 0
        if value is None or value < 0:
            wrong(head, _("应是不小于 0 的整数。"))
            return 0
        return value

    item = items.get(str(cell("事项") or "").strip())
    if item is None:
        wrong("事项", _("没有叫这个名字的事项。"))
    month = _month_of(cell("月份"))
    if month is None:
        wrong("月份", _("应是 2026-03 或 2026年3月 这样的月份。"))
    counts = tuple(count(level) for level in LEVELS)
    called, mended = count("差评已回访"), count("差评已整改")
    bad = counts[3] + counts[4]
    for head, value in (("差评已回访", called), ("差评已整改", mended)):
        if value > bad:
            wrong(head, _("比差评的 %(n)s 件还多。") % {"n": bad})
    if faults or item is None or month is None:
        return None, faults
    a, b, c, d, e = counts
    return RatedMonth(item, month, (a, b, c, d, e), called, mended), []


def _month_of(value: Any) -> date | None:
    if isinstance(value, str):
        match = _MONTH.fullmatch(plain(value))
        if match and 1 <= int(match[2]) <= 12:
            return date(int(match[1]), int(match[2]), 1)
    day = day_of(value)
    return day.replace(day=1) if day else None
