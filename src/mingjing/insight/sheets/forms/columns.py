"""The two sheets' columns, and a duty's fields as the words of their cells.

The sheets are in Chinese whatever language the page is in: one file goes round many
desks, and its headings are how it is recognised when it comes back.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.utils import translation

from mingjing.cycle.duties.forms import DutyForm
from mingjing.cycle.duties.models import Duty
from mingjing.insight.sheets.queries import ListFields

LIST, DUES, CHOICES, HELP = "责任清单", "待办事项", "选项", "说明"
KEY, VERSION = "编号", "版本"


class Column(NamedTuple):
    head: str
    name: str  # of the form's field, or of what is only shown
    width: int
    locked: bool = False


LIST_COLUMNS = (
    Column(KEY, "key", 11, locked=True),
    Column(VERSION, "version", 6, locked=True),
    Column("单位", "unit", 16, locked=True),
    Column("责任事项", "title", 44),
    Column("承办岗位", "post", 22),
    Column("核验岗位", "checker_post", 22),
    Column("怎样到期", "kind", 11),
    Column("到期日", "due_on", 12),
    Column("第几个月", "month", 9),
    Column("几日（周几）", "day", 12),
    Column("佐证要求", "proof", 32),
    Column("依据", "basis", 32),
    Column("预计分钟", "minutes", 9),
    Column("责任类别", "side", 11),
    Column("起算", "starts_on", 12),
    Column("截止", "ends_on", 12),
    Column("状态", "state", 9, locked=True),
    Column("下次到期", "next_due_on", 12, locked=True),
)
DUES_COLUMNS = (
    Column(KEY, "key", 18, locked=True),
    Column("责任事项", "title", 44, locked=True),
    Column("期次", "period", 16, locked=True),
    Column("到期", "due_on", 12, locked=True),
    Column("佐证要求", "proof", 32, locked=True),
    Column("佐证（文号、网址或系统编号）", "pointer", 36),
    Column("办理说明", "note", 36),
)
COLUMNS = {LIST: LIST_COLUMNS, DUES: DUES_COLUMNS}
# The clock of a duty is one thing in four cells.
CLOCK = ("kind", "due_on", "month", "day")
DAYS = frozenset({"due_on", "starts_on", "ends_on"})
WHOLES = frozenset({"month", "day", "minutes"})
POSTS = frozenset({"post", "checker_post"})


def editable(sheet: str) -> tuple[str, ...]:
    return tuple(c.name for c in COLUMNS[sheet] if not c.locked)


def head_of(name: str) -> str:
    columns = (*LIST_COLUMNS, *DUES_COLUMNS)
    return next(column.head for column in columns if column.name == name)


def words_of(name: str) -> dict[str, str]:
    """What stands in the cell for each value that a choice can have."""
    if name == "state":
        return _chinese(Duty._meta.get_field("state").flatchoices)
    return _chinese(DutyForm.base_fields[name].choices)  # type: ignore[attr-defined]


def _chinese(choices: Iterable[tuple[Any, Any]]) -> dict[str, str]:
    with translation.override("zh-hans"):
        return {str(value): str(label) for value, label in choices}


def cells_of(fields: ListFields) -> dict[str, str]:
    """The words of a duty's editable cells, by the form's field."""
    clock = fields["clock"]
    kinds, sides = words_of("kind"), words_of("side")
    return {
        "title": fields["title"],
        "post": fields["post"],
        "checker_post": fields["checker_post"],
        "kind": kinds[clock.get("every", clock["kind"])],
        "due_on": clock.get("due_on") or "",
        "month": str(clock.get("month") or ""),
        "day": str(clock.get("day") or ""),
        "proof": fields["proof"],
        "basis": fields["basis"],
        "minutes": str(fields["minutes"]),
        "side": sides[fields["side"]],
        "starts_on": fields["starts_on"],
        "ends_on": fields["ends_on"],
    }
