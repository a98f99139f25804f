"""From tables to releases: one compiled OCDS 1.1 release for each project number."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import msgspec

from mingjing_analytics.procurement.importing.awards import awards_of
from mingjing_analytics.procurement.importing.bids import bids_of, tenderers_of
from mingjing_analytics.procurement.importing.budgets import say_unclear_budget
from mingjing_analytics.procurement.importing.contacts import (
    contacts_of,
    leave_row,
    leave_strangers,
)
from mingjing_analytics.procurement.importing.contracts import (
    contract_id,
    contracts_of,
)
from mingjing_analytics.procurement.importing.draft import (
    Draft,
    Json,
    Project,
    only,
    slug,
)
from mingjing_analytics.procurement.importing.issues import Issue
from mingjing_analytics.procurement.importing.organisations import Register
from mingjing_analytics.procurement.importing.sheets import (
    LeftOut,
    Row,
    Taken,
    read_files,
)
from mingjing_analytics.procurement.importing.tenders import planning_of, tender_of

_PREFIX = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,62}")
_EXACT = msgspec.json.Encoder(decimal_format="number")


class PrefixError(ValueError):
    """A prefix that is no identifier."""


@dataclass(frozen=True, slots=True)
class Imported:
    """Releases, what is wrong, and the rows that were not taken."""

    releases: tuple[Json, ...]
    issues: tuple[Issue, ...]
    left_out: tuple[LeftOut, ...]

    def lines(self) -> bytes:
        """JSON Lines, one release a line; amounts with every digit they had."""
        return encoded(self.releases)


def encoded(releases: Iterable[Json]) -> bytes:
    """JSON Lines of releases; a decimal is written digit by digit."""
    return b"".join(_EXACT.encode(one) + b"\n" for one in releases)


def to_releases(files: Sequence[Path], *, prefix: str) -> Imported:
    """Make compiled releases of tables of notices, results, contracts and payments.

    Each file is CSV or a workbook, each sheet one of the tables of ``kinds.toml``, in
    any order. A row that cannot be read, or that points to a project, lot or contract
    nobody announced, is left out as a whole and said so. ``prefix`` stands before the
    project number in the ocid. Raises PrefixError for one that is no identifier.
    """
    if not _PREFIX.fullmatch(prefix):
        raise PrefixError(
            f"前缀只能有字母、数字和连字符 Letters, digits and hyphens only: {prefix}"
        )
    taken = read_files(files)
    register = Register(taken.issues)
    register.learn(taken.rows)
    projects = _projects(taken)
    contacts = contacts_of(taken, register)
    releases: list[Json] = []
    for key, project in projects.items():
        draft = Draft(f"{prefix.rstrip('-')}-{key}", project, register, taken)
        release = _release(draft, contacts)
        if release is not None:
            releases.append(release)
    leave_strangers(taken, register, contacts, releases)
    order = {row.place: at for at, row in enumerate(taken.rows)}
    left = sorted(taken.left_out.values(), key=lambda one: order.get(one.place, -1))
    return Imported(tuple(releases), tuple(taken.issues), tuple(left))


@lru_cache(maxsize=1 << 16)
def project_key(number: str) -> str:
    """A project number as it stands in an ocid: width, case and marks do not count."""
    return slug(unicodedata.normalize("NFKC", number))


def _projects(taken: Taken) -> dict[str, Project]:
    """Projects that were announced; rows that point to another are left out."""
    projects: dict[str, Project] = {}
    for row in taken.rows:
        if row.kind in {"tender", "single_source"}:
            key = project_key(row.text("number"))
            project = projects.setdefault(key, Project(row.text("number")))
            project.rows.setdefault(row.kind, []).append(row)
    owners = _owners(taken.rows, projects)
    for row in taken.rows:
        if row.kind in {"tender", "single_source", "party"}:
            continue
        found = _owner(row, taken, projects, owners)
        if found is not None:
            found.rows.setdefault(row.kind, []).append(row)
    return projects


def _owners(rows: Sequence[Row], projects: dict[str, Project]) -> dict[str, set[str]]:
    """Contract number → keys of the announced projects it stands under."""
    owners: dict[str, set[str]] = {}
    for row in rows:
        if row.kind == "contract":
            key = project_key(row.text("number"))
            if key in projects:
                name = contract_id(row, projects[key].number)
                owners.setdefault(name, set()).add(key)
    return owners


def _owner(
    row: Row,
    taken: Taken,
    projects: dict[str, Project],
    owners: dict[str, set[str]],
) -> Project | None:
    if row.kind == "payment":
        keys = owners.get(row.text("contract_number"), set())
        if row.text("number"):
            keys = keys & {project_key(row.text("number"))}
        if len(keys) == 1:
            return projects[next(iter(keys))]
        zh, en = (
            ("几个项目都有这份合同，请写项目编号。", "Several projects have it.")
            if keys
            else ("没有这份合同。", "No such contract.")
        )
        leave_row(taken, row, "contract_number", zh, en)
        return None
    found = projects.get(project_key(row.text("number")))
    if found is None:
        leave_row(
            taken,
            row,
            "number",
            "没有这个项目的采购公告或台账。",
            "No notice or ledger announces this project.",
        )
    return found


def _release(draft: Draft, contacts: dict[str, Json]) -> Json | None:
    project = draft.project
    refusal = _unfit(draft)
    if refusal:
        _leave_all(draft, *refusal)
        return None
    lots = _lots(project)
    say_unclear_budget(draft)
    buyer_row = next(row for row in project.defining if row.text("buyer"))
    draft.first([*project.defining, *project.of("result", "contract")], "buyer")
    buyer = draft.refer_all(buyer_row, "buyer", "buyer")[0]
    details, bids = bids_of(draft, lots)
    awards = awards_of(draft, lots, bids)
    contracts = contracts_of(draft, awards, lots)
    awarded = [award.lot for award in awards]
    tender = tender_of(draft, lots, awarded=awarded) | tenderers_of(details, draft)
    if not draft.happened:
        draft.happened = _other_moments(project)
    date = max(draft.happened, key=lambda text: text[:19])
    return only(
        [
            ("ocid", draft.ocid),
            ("id", f"{draft.ocid}-{date[:10]}"),
            ("date", date),
            ("tag", ["compiled"]),
            ("initiationType", "tender"),
            ("language", "zh"),
            ("parties", draft.parties(contacts)),
            ("buyer", buyer),
            ("planning", planning_of(draft)),
            ("tender", tender),
            ("bids", {"details": details} if details else {}),
            ("awards", [award.json for award in awards]),
            ("contracts", contracts),
            ("x_dayOnly", sorted(set(draft.days))),
        ]
    )


def _leave_all(draft: Draft, zh: str, en: str) -> None:
    """The project's first row says why, and each other that it went with it."""
    rows = [row for rows in draft.project.rows.values() for row in rows]
    first = draft.project.defining[0]
    draft.leave(first, "number", zh, en)
    told = {first.place}
    for row in rows:
        if row.place not in told:
            told.add(row.place)
            draft.leave(row, "number", "所属项目未导入。", "Its project was left out.")


def _unfit(draft: Draft) -> tuple[str, str] | None:
    """What keeps a project from being a release: no title, no buyer or no date."""
    rows = draft.project.defining
    for column, zh, en in (
        ("title", "项目名称", "title"),
        ("buyer", "采购人", "buyer"),
    ):
        if not any(row.text(column) for row in rows):
            return f"缺{zh}，整个项目未导入。", f"No {en}; the project was left out."
    if not _other_moments(draft.project):
        return (
            "各表中没有一个日期，整个项目未导入。",
            "No date in any table; the project was left out.",
        )
    return None


def _other_moments(project: Project) -> list[str]:
    """Every instant that any row of the project gives."""
    return [
        moment.text
        for rows in project.rows.values()
        for row in rows
        for name in row.values
        if (moment := row.moment(name)) is not None
    ]


def _lots(project: Project) -> list[str]:
    """The lots that were announced; if none were, those that later tables name."""
    announced = _distinct(project.defining)
    return announced or _distinct(project.of("result", "evaluation", "contract"))


def _distinct(rows: Sequence[Row]) -> list[str]:
    return list(dict.fromkeys(lot for row in rows if (lot := row.text("lot"))))
