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


@dataclass(frozen=True, slots=True)
class Award:
    """An award as contracts refer to it, and as it is written."""

    id: str
    lot: str
    suppliers: frozenset[str]
    json: Json


def awards_of(draft: Draft, lots: Sequence[str], bids: Sequence[Bid]) -> list[Award]:
    """Build the awards: rows with the same lot and suppliers are one award."""
    grouped: dict[str, list[Row]] = {}
    for row in draft.of_lots("result", lots):
        _lot, name, _ids = _key(draft, row)
        grouped.setdefault(name, []).append(row)
    return [_award(draft, rows, bids) for rows in grouped.values()]


def _award(draft: Draft, rows: list[Row], bids: Sequence[Bid]) -> Award:
    lot, name, ids = _key(draft, rows[0])
    # The notice follows within two working days of the decision (Regulation on
    # Government Procurement, art. 43), and stands in for it where no day is given.
    decided = draft.moment(rows, "awarded_on") or draft.moment(rows, "result_notice")
    bid = next((b.id for b in bids if b.lot == lot and b.tenderers == ids), None)
    said = only(
        [
            ("date", draft.when(decided, f"awards/{name}/date")),
            ("value", value_of(draft.money(rows, "award_amount"))),
            ("relatedBid", bid),
            ("documents", _notice(draft, name, rows)),
        ]
    )
    return _made(draft, rows[0], said)


def _key(draft: Draft, row: Row) -> tuple[str, str, frozenset[str]]:
    """The lot, the id and the suppliers' ids of the award that a row tells of."""
    lot = row.text("lot")
    ids = frozenset(one.id for one in draft.register.find(row, "supplier"))
    return lot, "+".join([lot or "0", *sorted(ids)]), ids


def _made(draft: Draft, row: Row, said: Json) -> Award:
    lot, name, ids = _key(draft, row)
    head = only(
        [
            ("id", name),
            ("status", "active"),
            ("suppliers", draft.refer_all(row, "supplier", "supplier")),
            ("relatedLots", [lot] if lot else None),
        ]
    )
    return Award(name, lot, ids, head | said)


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
    draft.say(
        row,
        "contract_number",
        "没有对应的中标成交结果，按合同补记一条成交（无金额和日期）。",
        "No result is given for this contract; an award without amount and date was "
        "added for it.",
    )
    return _made(draft, row, {})
