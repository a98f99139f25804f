"""The awards of a release: who won which lot, for how much, when."""

from collections.abc import Sequence
from dataclasses import dataclass

from mingjing_analytics.procurement.importing.bids import Bid
from mingjing_analytics.procurement.importing.draft import (
    Draft,
    Json,
    only,
    value_of,
)
from mingjing_analytics.procurement.importing.sheets import Row
from mingjing_analytics.procurement.importing.values import Moment


@dataclass(frozen=True, slots=True)
class Award:
    """An award as contracts refer to it, and as it is written."""

    id: str
    lot: str
    suppliers: frozenset[str]
    json: Json


def awards_of(draft: Draft, lots: Sequence[str], bids: Sequence[Bid]) -> list[Award]:
    """Build the awards: rows with the same lot and suppliers are one award."""
    grouped: dict[tuple[str, frozenset[str]], list[Row]] = {}
    for row in draft.project.of("result"):
        lot = row.text("lot")
        if lot and lot not in lots:
            draft.leave(row, "lot", "项目没有这个包。", "The project has no such lot.")
            continue
        suppliers = draft.register.find(row, "supplier")
        ids = frozenset(one.id for one in suppliers)
        grouped.setdefault((lot, ids), []).append(row)
    return [_award(draft, lot, ids, rows, bids) for (lot, ids), rows in grouped.items()]


def _award(
    draft: Draft,
    lot: str,
    ids: frozenset[str],
    rows: list[Row],
    bids: Sequence[Bid],
) -> Award:
    name = "+".join([lot or "0", *sorted(ids)])
    money = next((m for row in rows if (m := row.money("award_amount"))), None)
    draft.first(rows, "award_amount")
    when, notice = draft.first(rows, "awarded_on"), draft.first(rows, "result_notice")
    # A result notice is out within two days of the decision; it stands in for it.
    decided = when or notice
    bid = next((b.id for b in bids if b.lot == lot and b.tenderers == ids), None)
    return Award(
        name,
        lot,
        ids,
        only(
            [
                ("id", name),
                ("status", "active"),
                (
                    "date",
                    draft.when(decided[0], f"awards/{name}/date")
                    if decided and isinstance(decided[0], Moment)
                    else None,
                ),
                ("value", value_of(money)),
                ("suppliers", draft.refer_all(rows[0], "supplier", "supplier")),
                ("relatedLots", [lot] if lot else None),
                ("relatedBid", bid),
                ("documents", _notice(draft, name, rows)),
            ]
        ),
    )


def _notice(draft: Draft, award: str, rows: list[Row]) -> list[Json]:
    for row in rows:
        when = row.moment("result_notice")
        if when:
            path = f"awards/{award}/documents/awardNotice/datePublished"
            return [
                only(
                    [
                        ("id", "awardNotice"),
                        ("documentType", "awardNotice"),
                        ("title", "中标成交结果公告"),
                        ("url", row.text("url")),
                        ("datePublished", draft.when(when, path)),
                    ]
                )
            ]
    return []


def derived_award(draft: Draft, row: Row) -> Award:
    """An award that only a contract tells of: whom it went to, and nothing else."""
    lot = row.text("lot")
    suppliers = draft.register.find(row, "supplier")
    ids = frozenset(one.id for one in suppliers)
    name = "+".join([lot or "0", *sorted(ids)])
    draft.say(
        row,
        "contract_number",
        "没有对应的中标成交结果，按合同补记一条成交（无金额和日期）。",
        "No result is given for this contract; an award without amount and date was "
        "added for it.",
    )
    return Award(
        name,
        lot,
        ids,
        only(
            [
                ("id", name),
                ("status", "active"),
                ("suppliers", draft.refer_all(row, "supplier", "supplier")),
                ("relatedLots", [lot] if lot else None),
            ]
        ),
    )
