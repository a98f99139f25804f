"""Row by row and cell by cell: what the file would change, and where it conflicts.

Three values stand behind each cell: what went out, what stands now, what came back.
Only what came back differently is a wish; only where the other two differ is there
anything to choose.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from mingjing.base.people.models import Person
from mingjing.base.ui.forms import unseen_in
from mingjing.cycle.duties.actions import EDITABLE, DutyDraft
from mingjing.cycle.duties.models import Due, Duty
from mingjing.cycle.duties.rules import may_claim, may_edit
from mingjing.cycle.duties.states import OWED
from mingjing.cycle.evidence.models import Use
from mingjing.cycle.evidence.rules import tidy
from mingjing.insight.sheets import queries, rules
from mingjing.insight.sheets.forms.columns import CLOCK, LIST, cells_of, head_of
from mingjing.insight.sheets.forms.pages import ClaimRow, ListRow
from mingjing.insight.sheets.forms.reading import text_of
from mingjing.insight.sheets.models import Sheet
from mingjing_ledger.canonical import canonical

AT_ONCE = 200  # rows on one page, and in one submit
_BROKEN = frozenset(
    ("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!")
)


@dataclass
class Cell:
    name: str
    head: str
    before: str
    now: str
    given: str
    error: str = ""
    taken: bool = True

    @property
    def conflict(self) -> bool:
        return self.now not in (self.before, self.given)


@dataclass
class Item:
    """One row of the file as the page shows it, and as it would be done."""

    id: str
    row: int
    hidden: bool
    refused: str
    cells: list[Cell]
    errors: list[str] = field(default_factory=list)
    duty: Duty | None = None
    due: Due | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    draft: DutyDraft | None = None
    pointer: str = ""
    note: str = ""

    @property
    def faulty(self) -> bool:
        return bool(self.errors) or any(cell.error for cell in self.cells)

    @property
    def conflict(self) -> bool:
        return any(cell.conflict for cell in self.cells)

    @property
    def kind(self) -> str:
        return "claim" if self.due else "edit" if self.duty else "draft"


@dataclass(frozen=True)
class Review:
    items: list[Item]
    already: list[str]  # ids of rows that stand so by now
    later_count: int  # rows that wait for the next page

    @property
    def edits(self) -> bool:
        return any(item.kind == "edit" for item in self.items)


# Of a conflict: may the sheet's value be taken? Asked by the item's id and the field.
Chosen = Callable[[str, str], bool]


def review(sheet: Sheet, person: Person, chosen: Chosen) -> Review:
    rows, later = sheet.rows[:AT_ONCE], sheet.rows[AT_ONCE:]
    build = _Builder(person, rows, chosen)
    items, already = [], []
    for row in rows:
        item = build.item(row)
        if build.stands_so(item):
            already.append(item.id)
        else:
            items.append(item)
    return Review(items, already, len(later))


def origin_of(given: dict[str, str]) -> str:
    """The same new row sent twice, from whichever file, is drafted once."""
    return f"sheet:{sha256(canonical(given)).hexdigest()[:40]}"


class _Builder:
    """What all rows of a page ask of the database, asked once."""

    def __init__(
        self, person: Person, rows: list[dict[str, Any]], chosen: Chosen
    ) -> None:
        self.person, self.chosen = person, chosen
        keys = {row["key"] for row in rows if row["key"]}
        self.duties = queries.duties_by_code(person, keys)
        self.dues = queries.dues_by_key(person, {k for k in keys if "/" in k})
        versions = {
            self.duties[row["key"]]: row["version"]
            for row in rows
            if not row["twice"]
            and row["key"] in self.duties
            and 1 <= row["version"] <= self.duties[row["key"]].version
        }
        self.before = queries.fields_at(versions)
        self.posts = queries.posts_by_label()
        shown = {due.pk for due in self.dues.values()}
        uses = Use.objects.filter(due__in=shown, ended_at=None)
        self.proofs = set(uses.values_list("due", "evidence__pointer"))
        origins = [origin_of(_filled(r["given"])) for r in rows if not r["key"]]
        self.drafted = set(
            Duty.objects.filter(origin__in=origins).values_list("origin", flat=True)
        )

    def stands_so(self, item: Item) -> bool:
        """Done meanwhile, here or elsewhere: nothing is left to choose."""
        if item.duty:
            return not item.errors and all(c.given == c.now for c in item.cells)
        if item.due:
            proven = (item.due.pk, item.pointer) in self.proofs
            return proven and item.due.state not in OWED
        return item.draft is not None and item.draft.origin in self.drafted

    def item(self, row: dict[str, Any]) -> Item:
        item = Item(
            id=row["id"],
            row=row["row"],
            hidden=row["hidden"],
            refused=row.get("refused", ""),
            cells=[],
        )
        if row["twice"]:
            words = _("编号 %(key)s 在第 %(row)s 行已经有了。新增一项请清空编号。")
            item.errors.append(words % {"key": row["key"], "row": row["twice"]})
        if row["sheet"] == LIST:
            self._list_row(item, row)
        else:
            self._claim_row(item, row)
        for cell in item.cells:
            cell.error = cell.error or _unreadable(cell.given)
        return item

    def _list_row(self, item: Item, row: dict[str, Any]) -> None:
        if not row["key"]:
            self._draft(item, row["given"])
            return
        duty = self.duties.get(row["key"])
        item.duty = duty
        if duty is None:
            words = _("没有编号为 %(key)s 的责任，或您看不到它。新增一项请清空编号。")
            item.errors.append(words % {"key": row["key"]})
            item.cells = _plain_cells(row["given"])
        elif row["twice"]:
            item.cells = _plain_cells(row["given"])
        elif duty not in self.before:
            item.errors.append(_("“版本”一格被改过，无法对照。请重新下载再改。"))
            item.cells = _plain_cells(row["given"])
        elif not may_edit(self.person, duty):
            item.errors.append(
                _("这项责任您不能修改：由领导小组办公室修改，已终止的不再修改。")
            )
            item.cells = _plain_cells(row["given"])
        else:
            self._edit(item, duty, row["given"])

    def _edit(self, item: Item, duty: Duty, given: dict[str, str]) -> None:
        before = cells_of(self.before[duty])
        now = cells_of(queries.fields_of(duty))
        item.cells = [
            Cell(name, head_of(name), text_of(name, before[name]), now[name], words)
            for name, words in given.items()
        ]
        for cell in item.cells:
            cell.taken = not cell.conflict or self.chosen(item.id, cell.name)
        taken = {cell.name: cell.given for cell in item.cells if cell.taken}
        form = ListRow(
            now | taken, posts=self.posts, unit=duty.unit, kept_clock=duty.clock
        )
        asked = set(taken) | ({*CLOCK} if taken.keys() & {*CLOCK} else set())
        # An unchanged cell is no fault of this file: a post, say, that is vacant today.
        faults = {n: e for n, e in _faults(form).items() if n in asked}
        self._tell(item, faults)
        data = form.cleaned_data
        if not item.faulty:
            item.changes = {
                name: data[name]
                for name in EDITABLE
                if name in data
                and (name in asked or (name == "clock" and asked & {*CLOCK}))
            }

    def _draft(self, item: Item, given: dict[str, str]) -> None:
        item.cells = _plain_cells(given)
        if not rules.may_edit_list(self.person):
            item.errors.append(_("只有领导小组办公室可以新增责任。"))
            return
        form = ListRow(
            {"minutes": "10", "side": "主体责任"} | _filled(given), posts=self.posts
        )
        self._tell(item, _faults(form))
        if not item.faulty:
            words = {name: form.cleaned_data[name] for name in EDITABLE}
            item.draft = DutyDraft(**words, origin=origin_of(_filled(given)))

    def _claim_row(self, item: Item, row: dict[str, Any]) -> None:
        item.due = self.dues.get(row["key"])
        item.cells = _plain_cells(row["given"])
        item.pointer = tidy(row["given"].get("pointer", ""))
        item.note = row["given"].get("note", "")
        if item.due is None:
            words = _("没有编号为 %(key)s 的待办事项，或您看不到它。")
            item.errors.append(words % {"key": row["key"] or "—"})
        elif not may_claim(self.person, item.due):
            item.errors.append(_("这一项现在不由您办：可能已经申报，或不在您的岗位。"))
        else:
            self._tell(item, _faults(ClaimRow(row["given"])))

    def _tell(self, item: Item, faults: dict[str, str]) -> None:
        """Each fault at its cell; a cell that was left empty is shown for it."""
        cells = {cell.name: cell for cell in item.cells}
        for name, words in faults.items():
            if name not in cells:
                item.cells.append(Cell(name, head_of(name), "", "", ""))
            cell = cells.get(name, item.cells[-1])
            cell.error = words


def _plain_cells(given: dict[str, str]) -> list[Cell]:
    return [Cell(n, head_of(n), "", "", words) for n, words in given.items() if words]


def _filled(given: dict[str, str]) -> dict[str, str]:
    return {name: words for name, words in given.items() if words}


def _faults(form: Any) -> dict[str, str]:
    return {name: "".join(map(str, words)) for name, words in form.errors.items()}


def _unreadable(words: str) -> str:
    if words in _BROKEN:
        return _("公式出错（%(value)s）。请改成文字。") % {"value": words}
    if hidden := unseen_in(words):
        sentence = _("有看不见或认不出的字符（%(codes)s）。请清空这一格，重新打字。")
        return sentence % {"codes": hidden}
    return ""
