"""The bids of a release, with those that lost (OCDS bids extension)."""

from collections.abc import Sequence
from dataclasses import dataclass

from mingjing_analytics.procurement.importing.draft import (
    Draft,
    Json,
    only,
    value_of,
)
from mingjing_analytics.procurement.importing.sheets import Row


@dataclass(frozen=True, slots=True)
class Bid:
    """A bid as others refer to it: its id, its lot, the ids of who made it."""

    id: str
    lot: str
    tenderers: frozenset[str]


def bids_of(draft: Draft, lots: Sequence[str]) -> tuple[list[Json], list[Bid]]:
    """Build the bids; a second row of a bidder for a lot is left out and told."""
    details: list[Json] = []
    kept: dict[str, Bid] = {}
    for row in draft.of_lots("evaluation", lots):
        lot = row.text("lot")
        tenderers = draft.register.find(row, "bidder")
        ids = frozenset(one.id for one in tenderers)
        name = "+".join([lot or "0", *sorted(ids)])
        if name in kept:
            draft.leave(
                row,
                "bidder",
                "同一包里已有这一投标人的一行，取先出现的。",
                "This bidder already stands in this lot; the first row is kept.",
            )
            continue
        kept[name] = Bid(name, lot, ids)
        details.append(_detail(draft, row, kept[name]))
    return details, list(kept.values())


def _detail(draft: Draft, row: Row, bid: Bid) -> Json:
    """A bid that nobody judged is pending; one with a reason against it is out."""
    rank = row.number("rank")
    status = row.text("validity") or (
        "disqualified" if row.text("rejected_why") else "pending"
    )
    submitted = draft.when(row.moment("submitted_at"), f"bids/details/{bid.id}/date")
    return only(
        [
            ("id", bid.id),
            ("date", submitted),
            ("status", status),
            ("tenderers", draft.refer_all(row, "bidder", "tenderer")),
            ("value", value_of(row.money("price"))),
            ("relatedLots", [bid.lot] if bid.lot else None),
            ("x_rejectionReason", row.text("rejected_why")),
            ("x_score", row.number("score")),
            ("rank", None if rank is None else int(rank)),
        ]
    )


def tenderers_of(details: Sequence[Json], draft: Draft) -> Json:
    """The tenderers and how many; a number told in a result notice must agree."""
    told = draft.first(draft.project.of("result"), "bidders_count")
    seen: dict[str, Json] = {}
    for bid in details:
        found = bid["tenderers"]
        if isinstance(found, list):
            seen |= {one["id"]: one for one in found}
    if not seen:
        return {"numberOfTenderers": int(str(told[0]))} if told else {}
    one_lot = len({str(bid.get("relatedLots")) for bid in details}) == 1
    if told and one_lot and int(str(told[0])) != len(seen):
        draft.say(
            told[1],
            "bidders_count",
            f"评审明细里有 {len(seen)} 家，以明细为准。",
            f"The evaluation names {len(seen)}; those count.",
        )
    return {"numberOfTenderers": len(seen), "tenderers": list(seen.values())}
