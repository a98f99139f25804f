"""Task tables (任务分解表): each row a task, merged cells carried down."""

import re
from dataclasses import dataclass, field

from mingjing_documents.markers import marker_of, strip
from mingjing_documents.text import Table

_ROLES: list[tuple[str, str]] = [
    ("number", r"序号|编号|号"),
    ("lead", r"牵头(?:责任)?(?:单位|部门)|主办(?:单位|部门)|主责(?:单位|部门)|牵头"),
    ("supporting", r"(?:配合|协办|参与|参加|协同)(?:单位|部门)|配合"),
    ("responsible", r"(?:责任|承办|落实|实施|执行)(?:单位|部门|主体|科室|股室|处室)(?:及责任人)?"),
    ("other", r".*(?:领导|责任人|联系人|备注|电话|完成情况|进展|状态|得分|分值).*"),
    ("deadline", r".*(?:时限|时间|期限|节点|进度安排).*"),
    ("measures", r".*(?:措施|要求|具体内容|任务内容|实施内容|工作举措|举措|目标|做法|标准|成果).*"),
    ("category", r"领域|类别|类型|分类|项目类别|重点领域|行动|板块|方面|一级任务|专项|大项|任务类别"),
    ("task", r".*(?:任务|事项|工作内容|工作|项目|内容|重点).*"),
]  # fmt: skip
_COMPILED = [(role, re.compile(pattern)) for role, pattern in _ROLES]
HEADER_ROWS = 4


@dataclass(frozen=True)
class Row:
    """One body row: cells by role, and which of them begin here (not carried down)."""

    index: int
    cells: dict[str, str]
    begins: dict[str, bool]


@dataclass(frozen=True)
class TaskTable:
    rows: list[Row] = field(default_factory=list)


def task_table(table: Table) -> TaskTable | None:
    """Recognise a task table by its header, or None for any other table."""
    for at, words in enumerate(table.rows[:HEADER_ROWS]):
        roles = _roles(words)
        names = set(roles.values())
        if names & {"task", "measures"} and names & {"lead", "responsible", "deadline"}:
            body = [
                _row(table, index, roles)
                for index in range(at + 1, len(table.rows))
                if _roles(table.rows[index]) != roles  # the header repeated on a page
            ]
            return TaskTable([row for row in body if row])
    return None


def _roles(words: tuple[str, ...]) -> dict[int, str]:
    found: dict[int, str] = {}
    for column, cell in enumerate(words):
        name = re.sub(r"[\s\u3000（()）]", "", cell)
        if not name or len(name) > 14 or (column and words[column - 1] == cell):
            continue
        role = next((r for r, p in _COMPILED if p.fullmatch(name)), None)
        if role == "task" and "task" in found.values():
            role = "measures" if "measures" not in found.values() else None
        if role and (role not in found.values() or role == "other"):
            found[column] = role
    return found


def _row(table: Table, index: int, roles: dict[int, str]) -> Row | None:
    words, own = table.rows[index], table.own[index]
    cells, begins = {}, {}
    for column, role in roles.items():
        if column < len(words) and role != "other":
            cells[role] = strip(words[column])
            begins[role] = own[column] if column < len(own) else True
    first = strip(words[0]) if words else ""
    if len(set(words)) == 1 and first:  # one cell across the table: a heading row
        return Row(index, {"category": first}, {"category": True})
    if not (cells.get("task") or cells.get("measures")) or first.startswith(
        ("合计", "注：", "备注")
    ):
        return None
    return Row(index, cells, begins)


def split_marker(words: str) -> tuple[str, str]:
    """“一、财政资金” → ("一、", "财政资金")."""
    marker = marker_of(words)
    return (marker.words, strip(words[marker.end :])) if marker else ("", strip(words))
