"""Where the titles of a sheet stand, what kind of table they make, in which units."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from mingjing_analytics.procurement.importing.issues import Issue, Place, issue
from mingjing_analytics.procurement.importing.kinds import (
    Match,
    bare_title,
    best_match,
    known,
    nearest,
    unit_in,
)
from mingjing_analytics.procurement.importing.values import Cell
from mingjing_analytics.supervision.intake.cells import plain

Cells = list[Cell]
_HEAD_WITHIN = 20
_NO_MATTER = frozenset({"", "序号", "备注", "no", "说明"})
_PREFACE_UNIT = re.compile(r"单位[:：]?\s*(?:人民币)?((?:百万|千万|亿|万|千)?元)")
# 中标情况 over 供应商 and 金额 is 中标供应商 and 中标金额.
_GROUP = re.compile(r"(情况|信息|结果|内容)$")


@dataclass(frozen=True, slots=True)
class Head:
    """The row of titles: which kind, where each column is, its unit, its last line.

    ``unused`` are the titles of columns that nothing is read from.
    """

    match: Match
    units: Mapping[int, Decimal | None]
    last: int
    unused: tuple[str, ...]


def find_head(lines: list[tuple[int, Cells]], hint: str) -> Head | None:
    """The titles within the first rows, in one row or in two under merged cells."""
    preface: Decimal | None = None
    for at, (_number, cells) in enumerate(lines[:_HEAD_WITHIN]):
        own = [(str(cell).strip() if cell is not None else "") for cell in cells]
        under = lines[at + 1][1] if at + 1 < len(lines) else []
        one = [[title] if title else [] for title in own]
        two = _two_rows(own, [str(cell or "").strip() for cell in under])
        single, double = best_match(one, hint), best_match(two, hint)
        if double and (single is None or len(double.places) > len(single.places)):
            return _made(double, two, preface, at + 1)
        if single:
            return _made(single, one, preface, at)
        for title in own:
            found = _PREFACE_UNIT.search(plain(title))
            preface = unit_in(found[1]) if found else preface
    return None


def _made(
    match: Match, titles: list[list[str]], preface: Decimal | None, last: int
) -> Head:
    used = set(match.places.values())
    unused = [
        ways[-1]
        for at, ways in enumerate(titles)
        if ways and at not in used and bare_title(ways[-1]) not in _NO_MATTER
    ]
    return Head(match, _units(titles, preface), last, tuple(unused))


def _two_rows(over: list[str], under: list[str]) -> list[list[str]]:
    ways: list[list[str]] = []
    above = ""
    for at in range(max(len(over), len(under))):
        own = over[at] if at < len(over) else ""
        sub = under[at] if at < len(under) else ""
        above = own or (above if sub else "")
        group = _GROUP.sub("", above)
        ways.append([f"{group}{sub}", sub] if sub else [own] if own else [])
    return ways


def _units(
    titles: list[list[str]], preface: Decimal | None
) -> dict[int, Decimal | None]:
    units: dict[int, Decimal | None] = {}
    for at, ways in enumerate(titles):
        # The lower title's unit is nearer than that of the title above it.
        own = [unit for way in reversed(ways) if (unit := unit_in(way)) is not None]
        units[at] = own[0] if own else preface
    return units


def no_head(place: Place, lines: list[tuple[int, Cells]]) -> Issue:
    rows = [[[str(cell)] for cell in cells] for _n, cells in lines[:_HEAD_WITHIN]]
    near = max((nearest(row) for row in rows), key=lambda found: found[0])
    if not near[0]:
        return issue(
            place, "", "", "没有认出表头。", "No row of titles was recognised."
        )
    kind, missing = known().kinds[near[1]], [known().columns[n] for n in near[2]]
    return issue(
        place,
        "",
        "",
        f"最像“{kind.zh}”，缺少列：{'、'.join(one.zh for one in missing)}。",
        f"Most like {kind.en}; missing: {', '.join(one.en for one in missing)}.",
    )
