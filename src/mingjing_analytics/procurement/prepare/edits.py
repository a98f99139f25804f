"""Each correction of one release, in the order in which they build on each other."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from mingjing_analytics.procurement.lines import Issues
from mingjing_analytics.procurement.prepare.values import (
    Organizations,
    array_of,
    cell,
    number_to_text,
    remove,
)

BID_STATUSES = frozenset({"invited", "pending", "valid", "disqualified", "withdrawn"})
AWARD_STATUSES = frozenset({"pending", "active", "cancelled", "unsuccessful"})

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Edits:
    """What is to be corrected; unset means left as it is."""

    currency: str | None = None
    scheme: str | None = None
    bid_status: str | None = None
    award_status: str | None = None
    roles: bool = False
    amounts: frozenset[float] = frozenset()
    organizations: frozenset[str] = frozenset()
    by_contract: bool = False
    auctions: bool = False
    buyer_prefix: str = ""
    bidder_prefix: str = ""
    split: str | None = None
    bid_statuses: dict[str, str] = field(default_factory=dict)
    award_statuses: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Rows:
    """Issues of one release, as rows: line, ocid, path, indexes, value, what is wrong."""

    line: int
    ocid: object
    rows: list[Row] = field(default_factory=list)

    def add(self, path: str, place: str, wrong: str, value: str = "") -> None:
        self.rows.append((self.line, self.ocid, path, place, value, wrong))


def correct(
    release: dict[str, Any], edits: Edits, line: int, issues: Issues
) -> list[Row]:
    """Correct a release in place.

    Args:
        release: The release.
        edits: What to correct.
        line: Its line, counted from 1.
        issues: Told what the rows have no place for.

    Returns:
        What was wrong and has no default.

    """
    rows = _Rows(line, cell(release.get("ocid")))
    ids = Organizations(edits.organizations)
    ids.listed(release, "parties", "", "")
    if edits.roles:
        ids.learn(release.get("parties"))
    ids.single(release, "buyer", edits.buyer_prefix, "buyer")
    _tender(release.get("tender"), edits, ids)
    if edits.auctions:
        _move_auctions(release, line, issues)
    for place, bid in _bids(release):
        _bid(bid, place, edits, rows)
        ids.listed(bid, "tenderers", edits.bidder_prefix, "tenderer")
    cancelled = _cancelled_contracts(release) if edits.by_contract else {}
    awards = release.get("awards")
    for place, award in _objects(awards):
        _award(award, place, edits, rows, cancelled)
        ids.listed(award, "suppliers", edits.bidder_prefix, "supplier")
    if edits.roles:
        ids.tell_roles(release.get("parties"))
    return rows.rows


def _objects(listed: object) -> Iterator[tuple[int, dict[str, Any]]]:
    """Give the members of an array; one that is no object can only lack what is asked."""
    for place, one in enumerate(array_of(listed)):
        if isinstance(one, dict):
            yield place, one
            continue
        stand_in: dict[str, Any] = {}
        yield place, stand_in
        # The peer's null becomes an object as soon as a default is written into it.
        if one is None and stand_in:
            listed[place] = stand_in  # type: ignore[index]


def _bids(release: dict[str, Any]) -> Iterator[tuple[int, dict[str, Any]]]:
    bids = release.get("bids")
    if isinstance(bids, dict):
        yield from _objects(bids.get("details"))


def _tender(tender: object, edits: Edits, ids: Organizations) -> None:
    if not isinstance(tender, dict):
        return
    ids.single(tender, "procuringEntity", edits.buyer_prefix, "procuringEntity")
    details = tender.get("procurementMethodDetails")
    if edits.split is not None and isinstance(details, str):
        first = details.partition(edits.split)[0] if edits.split else ""
        tender["procurementMethodDetails"] = first.rstrip()


def _move_auctions(release: dict[str, Any], line: int, issues: Issues) -> None:
    auctions = release.get("auctions")
    if "auctions" in release and "bids" in release:
        issues.tell(
            line, "已有 /bids，不能移入 /auctions /bids is occupied, /auctions stays"
        )
        return
    if not isinstance(auctions, list):
        return
    details = []
    for _, auction in _objects(auctions):
        for _, stage in _objects(auction.get("stages")):
            if isinstance(stage.get("bids"), list):
                details.extend(stage["bids"])
            if "bids" in stage:
                remove(stage, "bids")
    release["bids"] = {"details": details}


def _bid(bid: dict[str, Any], place: int, edits: Edits, rows: _Rows) -> None:
    value = bid.get("value")
    if isinstance(value, dict):
        _amount(value, place, edits, rows)
    for item_place, item in _items(bid):
        _scheme(item, f"{place}.{item_place}", "/bids/details[]", edits, rows)
    path = "/bids/details[]/status"
    if "status" not in bid:
        if edits.bid_status is None:
            rows.add(path, str(place), "not set")
            return
        bid["status"] = edits.bid_status
    _status(bid, edits.bid_statuses, BID_STATUSES, (path, str(place)), rows)


def _amount(value: dict[str, Any], place: int, edits: Edits, rows: _Rows) -> None:
    amount = value.get("amount")
    if isinstance(amount, int | float) and not isinstance(amount, bool):
        if float(amount) in edits.amounts:
            remove(value, "amount")
        elif amount == 0:
            rows.add("/bids/details[]/value/amount", str(place), "is zero")
    if "currency" not in value:
        if edits.currency is None:
            rows.add("/bids/details[]/value/currency", str(place), "not set")
        else:
            value["currency"] = edits.currency


def _items(holder: dict[str, Any]) -> Iterator[tuple[int, dict[str, Any]]]:
    items = holder.get("items")
    if isinstance(items, list):
        yield from (
            (place, item) for place, item in enumerate(items) if isinstance(item, dict)
        )


def _scheme(
    item: dict[str, Any], place: str, path: str, edits: Edits, rows: _Rows
) -> None:
    classification = item.get("classification")
    if not isinstance(classification, dict) or "scheme" in classification:
        return
    if edits.scheme is None:
        rows.add(f"{path}/items[]/classification/scheme", place, "not set")
    else:
        classification["scheme"] = edits.scheme


def _status(
    holder: dict[str, Any],
    mapped: dict[str, str],
    known: frozenset[str],
    where: tuple[str, str],
    rows: _Rows,
) -> None:
    status = holder["status"]
    if not isinstance(status, str):
        return
    holder["status"] = status = mapped.get(status, status)
    if status not in known:
        rows.add(*where, "invalid", status)


def _cancelled_contracts(release: dict[str, Any]) -> dict[str, bool]:
    """Say of each award with contracts whether all of them are cancelled."""
    cancelled: dict[str, bool] = {}
    for contract in array_of(release.get("contracts")):
        if not isinstance(contract, dict):
            continue
        number_to_text(contract, "awardID")
        award = contract.get("awardID")
        if isinstance(award, str):
            this = contract.get("status") == "cancelled"
            cancelled[award] = cancelled.get(award, True) and this
    return cancelled


def _award(
    award: dict[str, Any],
    place: int,
    edits: Edits,
    rows: _Rows,
    cancelled: dict[str, bool],
) -> None:
    number_to_text(award, "id")
    for item_place, item in _items(award):
        classification = item.get("classification")
        if isinstance(classification, dict):
            number_to_text(classification, "id")
        _scheme(item, f"{place}.{item_place}", "/awards[]", edits, rows)
    path = "/awards[]/status"
    if "status" in award or edits.award_status is not None:
        award.setdefault("status", edits.award_status)
        _status(award, edits.award_statuses, AWARD_STATUSES, (path, str(place)), rows)
    else:
        rows.add(path, str(place), "not set")
    award_id = award.get("id")
    if isinstance(award_id, str) and cancelled.get(award_id):
        award["status"] = "cancelled"
