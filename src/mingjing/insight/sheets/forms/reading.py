"""A file that came back: which of its rows say something that did not go out."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import IO, Any

from django.utils.translation import gettext as _

from mingjing.base.people.models import Person
from mingjing.insight.sheets import queries
from mingjing.insight.sheets.forms.columns import (
    COLUMNS,
    DAYS,
    KEY,
    LIST,
    VERSION,
    WHOLES,
    cells_of,
    editable,
)
from mingjing_documents.workbook import (
    Limits,
    Line,
    Unreadable,
    Why,
    day_of,
    plain,
    read_sheets,
    whole_of,
)
from mingjing_ledger.canonical import canonical

# 30 MB is what a list weighs after somebody pasted pictures beside it.
_LIMITS = Limits(size=32 * 1024 * 1024, unpacked=64 * 1024 * 1024, rows=10_020)
MAX_ROWS = 10_000
_BREAKS = re.compile(r"\s*(?:[\r\n]|_x000D_)+\s*")
_HEADS_WITHIN = 20  # lines of titles that people set above the heads


class NotOurSheet(Exception):
    """The file cannot be read as a list; the words say why and what to do."""


@dataclass
class Row:
    """One row that says something new: the cells that differ, by the form's field."""

    id: str  # L7, D3: of the list's sheet or of the dues', and the row in Excel
    sheet: str
    row: int
    key: str
    given: dict[str, str]
    version: int = 0
    hidden: bool = False
    twice: int = 0  # the row above that has the same key


@dataclass
class Reading:
    rows: list[Row] = field(default_factory=list)
    same_count: int = 0
    unread_heads: list[str] = field(default_factory=list)

    @property
    def as_json(self) -> list[dict[str, Any]]:
        return [asdict(row) for row in self.rows]

    @property
    def digest(self) -> str:
        """Of what was read: a file saved once more is the same file."""
        return sha256(canonical(self.as_json)).hexdigest()


def read(file: IO[bytes], person: Person) -> Reading:
    """Raises NotOurSheet when nothing of it can be read."""
    try:
        sheets = read_sheets(file, list(COLUMNS), _LIMITS)
    except Unreadable as refusal:
        raise NotOurSheet(_why(refusal.why)) from refusal
    if not sheets:
        raise NotOurSheet(
            _("文件里没有“责任清单”或“待办事项”工作表。请用这里下载的表。")
        )
    reading = Reading()
    for name, lines in sheets.items():
        rows = [row for row in _rows(name, lines, reading) if _says_something(row)]
        if len(rows) > MAX_ROWS:
            raise NotOurSheet(_why(Why.TOO_MANY_ROWS))
        _mark_twice(rows)
        kept = _changed(rows, person) if name == LIST else _claims(rows)
        reading.rows += kept
        reading.same_count += len(rows) - len(kept)
    return reading


def _says_something(row: Row) -> bool:
    return any(row.given.values()) or bool(row.key and row.sheet == LIST)


def _why(why: Why) -> str:
    return {
        Why.TOO_LARGE: _("文件超过 32 MB。请删掉表里的图片，或分成几次上传。"),
        Why.UNPACKS_TOO_LARGE: _(
            "文件里有太多空白格式。请选中清单下面的空行，整行删除，存盘后再传。"
        ),
        Why.TOO_MANY_ROWS: _("超过 10000 行。请分成几次上传。"),
        Why.NO_WORKBOOK: _(
            "打不开这个文件。请在 Excel 或 WPS 里另存为不加密的 .xlsx，再上传。"
        ),
    }[why]


def _rows(name: str, lines: list[Line], reading: Reading) -> Iterator[Row]:
    places, first = _heads(name, lines, reading)
    for line in lines[first:]:
        words = {
            column: text_of(column, line.cells[place])
            for column, place in places.items()
            if place in line.cells
        }
        yield Row(
            id=f"{'L' if name == LIST else 'D'}{line.number}",
            sheet=name,
            row=line.number,
            key=_key(name, words.get("key", "")),
            version=whole_of(words.get("version", "")) or 0,
            hidden=line.hidden,
            given={n: words.get(n, "") for n in editable(name) if n in places},
        )


def _key(name: str, words: str) -> str:
    key = plain(words)
    return key.upper() if name == LIST else key


def _heads(
    name: str, lines: list[Line], reading: Reading
) -> tuple[dict[str, int], int]:
    """Where each of our columns stands, and which line follows the heads."""
    ours = {column.head: column.name for column in COLUMNS[name]}
    for after, line in enumerate(lines[:_HEADS_WITHIN], start=1):
        heads = {str(v).strip(): place for place, v in line.cells.items()}
        if KEY not in heads:
            continue
        missing = [
            head
            for head, column in ours.items()
            if head not in heads and (column in editable(name) or head == VERSION)
        ]
        if missing:
            words = _("工作表“%(name)s”缺少这些列：%(heads)s。请用这里下载的表。")
            raise NotOurSheet(words % {"name": name, "heads": "、".join(missing)})
        reading.unread_heads += [head for head in heads if head not in ours]
        return {ours[h]: place for h, place in heads.items() if h in ours}, after
    raise NotOurSheet(
        _("工作表“%(name)s”里找不到“编号”一列。请用这里下载的表。") % {"name": name}
    )


def text_of(column: str, value: Any) -> str:
    """A cell's words in the one form in which the list itself writes them."""
    if column in DAYS:
        day = day_of(value)
        return day.isoformat() if day else str(value).strip()
    if column in WHOLES or column == "version":
        whole = whole_of(value)
        return str(value).strip() if whole is None else str(whole)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # a document number typed as 41
    # Alt+Enter within a cell: the fields of a duty are one line each.
    return _BREAKS.sub(" ", str(value)).strip()


def _mark_twice(rows: list[Row]) -> None:
    first: dict[str, int] = {}
    for row in rows:
        if row.key and first.setdefault(row.key, row.row) != row.row:
            row.twice = first[row.key]


def _claims(rows: list[Row]) -> list[Row]:
    for row in rows:
        row.given = {name: words for name, words in row.given.items() if words}
    return rows


def _changed(rows: list[Row], person: Person) -> list[Row]:
    """Rows whose cells differ from what went out under their version, and new rows."""
    duties = queries.duties_by_code(person, {row.key for row in rows if row.key})
    known = {
        duties[row.key]: row.version
        for row in rows
        if not row.twice
        and row.key in duties
        and 1 <= row.version <= duties[row.key].version
    }
    before = {duty.code: cells_of(f) for duty, f in queries.fields_at(known).items()}
    kept = []
    for row in rows:
        if row.key in before and not row.twice:
            went_out = before[row.key]
            row.given = {
                name: words
                for name, words in row.given.items()
                if words != text_of(name, went_out[name])
            }
        if row.given:
            kept.append(row)
    return kept
