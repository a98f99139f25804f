"""Task tables (任务分解表): each row a task, merged cells carried down."""

import re
from dataclasses import dataclass, field

from mingjing_documents.markers import marker_of, strip
from mingjing_documents.text import Table

_WHO = "(?:单位|部门|主体|科室|股室|处室|机构|单位部门|部门单位|地区)"
_ROLES: list[tuple[str, str]] = [
    ("number", r"序号|编号|号|序|任务序号|任务编号|No\.?"),
    ("lead", rf"(?:总?牵头(?:责任)?|主办|主责|主要责任|第一责任){_WHO}.{{0,6}}|牵头|牵头责任"),
    ("supporting", rf"(?:配合|协办|参与|参加|协同|协助|协作|责任配合|其他责任){_WHO}|配合|协办|参与"),
    ("responsible", rf"(?:具体)?(?:责任|承办|落实|实施|执行|完成|分工){_WHO}(?:[及和与、]?责任人|[及和与、]?负责人)?|责任分工|分工"),
    ("other", r".*(?:领导|责任人|负责人|联系人|备注|电话|完成情况|进展|状态|得分|分值|依据|来源|是否).*"),
    ("deadline", r".*(?:时限|时间|期限|节点|进度安排|时间表|频次).*"),
    ("task", r"(?:目标|工作|重点|主要|具体|整改|改革)?任务|问题|.{0,6}问题|任务(?:名称|内容)|(?:工作|重点|任务)?(?:事项|项目)(?:名称)?"),
    ("measures", r".*(?:措施|要求|具体内容|任务内容|实施内容|举措|目标|做法|标准|成果|任务分解|内容及要求).*"),
    ("category", r"(?:重点)?领域|类别|类型|分类|(?:任务|项目|工作)类别|行动|板块|方面|一级任务|专项|大项|一级指标"),
    ("task", r".*(?:任务|事项|工作内容|工作|项目|内容|重点|指标).*"),
]  # fmt: skip
_COMPILED = [(role, re.compile(pattern)) for role, pattern in _ROLES]
HEADER_ROWS = 5
LONGEST_NAME = 16
WIDTH_LEFT = 2  # columns beside a cell that heads a group of rows
Cells = dict[str, str]


@dataclass(frozen=True)
class Row:
    """One body row: cells by role, and which of them begin here (not carried down).

    `columns` says where each role stands; `printed` are the cells in order, "" where
    a merged cell goes on.
    """

    cells: Cells
    begins: dict[str, bool]
    columns: dict[str, int]
    printed: tuple[str, ...]


@dataclass
class TaskTable:
    roles: dict[int, str]
    wide: int
    rows: list[Row] = field(default_factory=list)
    headers: list[tuple[str, ...]] = field(default_factory=list)


def task_table(table: Table, before: TaskTable | None = None) -> TaskTable | None:
    """Recognise a task table by its header, or None for any other table.

    `before` is a task table that ended just above: a table of the same width without
    a header of its own goes on with its columns.
    """
    wide = max((len(row) for row in table.rows), default=0)
    roles, begin = _header(table)
    if not roles:
        if before is None or before.wide != wide:
            return None
        roles, begin = before.roles, 0
    found = TaskTable(roles, wide, headers=list(table.rows[:begin]))
    carried: Cells = {}
    for index in range(begin, len(table.rows)):
        if table.rows[index] in found.headers:
            continue  # repeated on each page
        row = _row(table, index, roles, carried)
        if row:
            found.rows.append(row)
            carried = row.cells | {"category": row.cells.get("category", "")}
    return found


def _header(table: Table) -> tuple[dict[int, str], int]:
    """Roles by column and the first body row; a header may take two rows."""
    best: tuple[dict[int, str], int] = ({}, 0)
    for at, words in enumerate(table.rows[:HEADER_ROWS]):
        roles = _roles(words)
        if _is_header(roles) and len(roles) >= len(best[0]):
            best = (roles, at + 1)
        elif best[0] and len(roles) < len(best[0]):
            break
    return best


def _is_header(roles: dict[int, str]) -> bool:
    names = set(roles.values())
    return bool(
        names & {"task", "measures"} and names & {"lead", "responsible", "deadline"}
    )


def _roles(words: tuple[str, ...]) -> dict[int, str]:
    found: dict[int, str] = {}
    for column, cell in enumerate(words):
        name = re.sub(r"[\s\u3000（()）/]", "", cell)
        if not name or len(name) > LONGEST_NAME:
            continue
        if column and words[column - 1] == cell:
            continue
        role = next((r for r, p in _COMPILED if p.fullmatch(name)), None)
        if role == "task" and "task" in found.values():
            role = "measures" if "measures" not in found.values() else None
        if role and (role not in found.values() or role == "other"):
            found[column] = role
    return found


def _row(table: Table, index: int, roles: dict[int, str], before: Cells) -> Row | None:
    words, own = table.rows[index], table.own[index]
    printed = tuple(
        strip(word) if mine else "" for word, mine in zip(words, own, strict=True)
    )
    heading = _heading(words, own, roles)
    if heading:
        return heading
    cells, begins, columns = {}, {}, {}
    for column, role in roles.items():
        if column < len(words) and role != "other":
            cells[role] = strip(words[column])
            begins[role] = own[column] and bool(cells[role])
            columns[role] = column
    for role in ("category", "task"):  # left blank, it goes on as a merged one does
        if role in cells and not cells[role] and cells.get("measures"):
            cells[role] = before.get(role, "")
    first = strip(words[0]) if words else ""
    if not (cells.get("task") or cells.get("measures")):
        return None
    if first.startswith(("合计", "注：", "备注", "说明：")):
        return None
    return Row(cells, begins, columns, printed)


def _heading(
    words: tuple[str, ...], own: tuple[bool, ...], roles: dict[int, str]
) -> Row | None:
    """One cell across the table, perhaps with a number before it: a group of tasks."""
    number = next((c for c, r in roles.items() if r == "number"), None)
    filled = [c for c in range(len(words)) if own[c] and strip(words[c])]
    rest = [c for c in filled if c != number] or filled
    if len(rest) != 1:
        return None
    at = end = rest[0]
    while end + 1 < len(words) and not own[end + 1] and words[end + 1] == words[at]:
        end += 1
    whole = end > at and len(words) - (end - at + 1) <= WIDTH_LEFT
    lone = all(own) and marker_of(strip(words[at])) is not None
    if not (whole or lone):
        return None
    cells = {"category": strip(words[at])}
    if number is not None and number in filled and number != at:
        cells["number"] = strip(words[number])
    printed = tuple(strip(word) if c in filled else "" for c, word in enumerate(words))
    return Row(cells, {"category": True}, {"category": at}, printed)


def split_marker(words: str) -> tuple[str, str]:
    """“一、财政资金” → ("一、", "财政资金")."""
    marker = marker_of(words)
    return (marker.words, strip(words[marker.end :])) if marker else ("", strip(words))
