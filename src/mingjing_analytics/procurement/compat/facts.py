"""What each contracting process says by itself, before any threshold.

A flag is a fact compared with a threshold, so a changed threshold reads facts again and
no release. Each function follows the definition of the peer's indicator it is named for.
"""

from dataclasses import dataclass
from typing import Any

from msgspec import Struct

from mingjing_analytics.procurement.compat.release import (
    Amount,
    Award,
    Bid,
    Bids,
    Classification,
    Item,
    Organization,
    Period,
    Release,
    Tender,
)
from mingjing_analytics.procurement.instants import days_between
from mingjing_analytics.procurement.numbers import may_differ, peer_amount


class Facts(Struct, array_like=True, gc=False):
    """One process: what each indicator needs to know of it."""

    ocid: str
    method: str | None = None
    details: str | None = None
    days: int | None = None
    single: bool = False
    ratio: float | None = None
    rivals: tuple[str, str] | None = None
    supplier: str | None = None
    valid: list[str] = []
    equal: list[str] = []
    late: list[str] = []
    rejected: int = 0
    alone: str | None = None
    lowest: bool = False
    submitted: int = 0
    disqualified: int = 0
    buyer: str | None = None
    entity: str | None = None
    bidders: list[str] = []
    refused: list[str] = []
    classes: list[tuple[str, list[str]]] = []


@dataclass(slots=True)
class Basis:
    """What facts depend on: a change here means reading the releases again."""

    currency: str | None = None
    include: frozenset[str] = frozenset()
    exclude: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()
    digits: int = 2
    ratios: bool = True
    lowest: bool = True


# Plain tuples: half of the time goes into bids.
_Bid = tuple[str, int, list[str], float | None, str | None, str | None]
"""status, number of tenderers listed, their ids, amount, currency, date"""


class InexactError(Exception):
    """An amount with so many digits that the peer may read another double."""


def facts_of(release: Release, basis: Basis, *, exact: bool) -> Facts | None:
    """State the facts of one release; None for a process that is left out.

    Args:
        release: The release.
        basis: What facts depend on; an unset currency is set to the first one met.
        exact: Whether amounts were already read digit by digit.

    Raises:
        InexactError: When they were not, and need to be.

    """
    ocid = release.ocid
    if ocid.__class__ is not str:
        return None
    tender = release.tender if isinstance(release.tender, Tender) else None
    details = _text(tender, "procurement_method_details")
    if tender is not None and tender.status == "cancelled":
        return None
    if details is not None and details in basis.left_out:
        return None
    facts = Facts(ocid, details=details)
    if tender is not None:
        _tender(facts, tender)
    if release.buyer.__class__ is Organization:
        facts.buyer = _id(release.buyer)
    awards = release.awards if release.awards.__class__ is list else None
    if awards:
        _classes(facts, awards, basis.digits)
    bids = _bids(release, exact=exact)
    if bids:
        compared = (
            details in basis.include if basis.include else details not in basis.exclude
        )
        _competition(facts, awards, bids, tender, basis if compared else None)
    return facts


def _competition(
    facts: Facts,
    awards: list[Any] | None,
    bids: list[_Bid],
    tender: Tender | None,
    basis: Basis | None,
) -> None:
    """State what the bids say; without a basis, nothing that compares prices."""
    submitted = [bid for bid in bids if bid[0] not in _NOT_SUBMITTED]
    refused = [bid for bid in submitted if bid[0] == "disqualified"]
    if awards is not None:
        valid = [bid for bid in submitted if bid[0] == "valid"]
        _awarded(facts, awards, valid, refused, basis)
        _late(facts, tender, awards, valid)
        if basis is not None and basis.lowest and (refused or basis.currency is None):
            _lowest(facts, awards, submitted, basis)
    facts.submitted = len(submitted)
    facts.disqualified = len(refused)
    facts.bidders = [one for bid in submitted for one in bid[2]]
    if refused:
        facts.refused = [one for bid in refused for one in bid[2]]
    if basis is not None:
        facts.equal = _equal(submitted)


_NOT_SUBMITTED = frozenset({"invited", "withdrawn"})
_FINAL = frozenset({"cancelled", "unsuccessful"})


def _text(thing: object, name: str) -> str | None:
    value = getattr(thing, name, None)
    return value if value.__class__ is str else None


def _id(thing: Any) -> str | None:
    found = thing.id
    return found if found.__class__ is str else None


def _ids(listed: object) -> list[str]:
    if listed.__class__ is not list:
        return []
    return [
        one.id
        for one in listed
        if one.__class__ is Organization and one.id.__class__ is str
    ]


def _bids(release: Release, *, exact: bool) -> list[_Bid]:
    """Read the bids that have a status; the others take part in nothing."""
    found: list[_Bid] = []
    if release.bids.__class__ is not Bids or release.bids.details.__class__ is not list:
        return found
    for bid in release.bids.details:
        if bid.__class__ is not Bid or bid.status.__class__ is not str:
            continue
        amount = currency = date = None
        value, tenderers = bid.value, bid.tenderers
        if value.__class__ is Amount:
            amount = peer_amount(value.amount)
            if value.currency.__class__ is str:
                currency = value.currency
            if not exact and amount is not None and not (amount * 100).is_integer():
                _few_digits(amount)
        if bid.date.__class__ is str:
            date = bid.date
        if tenderers.__class__ is list:
            found.append(
                (bid.status, len(tenderers), _ids(tenderers), amount, currency, date)
            )
        else:
            found.append((bid.status, -1, [], amount, currency, date))
    return found


def _few_digits(amount: float) -> None:
    if may_differ(amount):
        raise InexactError


def _tender(facts: Facts, tender: Tender) -> None:
    facts.method = _text(tender, "procurement_method")
    number = tender.number_of_tenderers
    facts.single = number.__class__ is int and number == 1
    if tender.procuring_entity.__class__ is Organization:
        facts.entity = _id(tender.procuring_entity)
    period = tender.tender_period
    if period.__class__ is not Period:
        return
    first, last = period.start_date, period.end_date
    if first.__class__ is str and last.__class__ is str:
        facts.days = days_between(first, last)


def _complete(awards: list[Any]) -> list[Award] | None:
    """Give the active awards when all are final; an award without a status is passed over."""
    active = []
    for award in awards:
        if award.__class__ is not Award or award.status.__class__ is not str:
            continue
        if award.status == "active":
            active.append(award)
        elif award.status not in _FINAL:
            return None
    return active


def _awarded(
    facts: Facts,
    awards: list[Any],
    valid: list[_Bid],
    refused: list[_Bid],
    basis: Basis | None,
) -> None:
    """State the facts of a process whose awards are all final (R024, R025, R035, R058)."""
    active = _complete(awards)
    if active is None:
        return
    if refused:
        _alone(facts, active, valid, refused)
    if len(active) != 1 or active[0].suppliers.__class__ is not list:
        return
    suppliers: list[Any] = active[0].suppliers
    if len(suppliers) != 1 or suppliers[0].__class__ is not Organization:
        return
    supplier = _id(suppliers[0])
    if supplier is None:
        return
    single = [bid for bid in valid if bid[1] == 1 and bid[2]]
    facts.supplier = supplier
    facts.valid = list(dict.fromkeys([bid[2][0] for bid in single]))
    if basis is not None and basis.ratios:
        _ratio(facts, supplier, single, basis)


def _ratio(facts: Facts, supplier: str, single: list[_Bid], basis: Basis) -> None:
    won = lost = rival = None
    for _, _, (bidder,), amount, currency, _ in single:
        if amount is None or currency is None:
            continue
        if basis.currency is None:
            basis.currency = currency
        if currency != basis.currency:
            continue
        if bidder == supplier:
            if won is None or amount < won:
                won = amount
        elif lost is None or amount < lost:
            lost, rival = amount, bidder
    if won is None or lost is None or rival is None or lost < won:
        return
    facts.ratio = _divided(lost - won, won)
    facts.rivals = (supplier, rival)


def _divided(above: float, below: float) -> float:
    """Divide as IEEE 754 does: the peer knows no division by zero."""
    if below:
        return above / below
    return above * float("inf")


def _alone(
    facts: Facts, active: list[Award], valid: list[_Bid], refused: list[_Bid]
) -> None:
    """Count the others when one bidder alone was valid, and won (R035)."""
    bidders = {one for bid in valid for one in bid[2]}
    if len(bidders) != 1:
        return
    if bidders == {one for award in active for one in _ids(award.suppliers)}:
        others = {one for bid in refused for one in bid[2]}
        facts.rejected = len(others - bidders)
        (facts.alone,) = bidders


def _late(
    facts: Facts, tender: Tender | None, awards: list[Any], valid: list[_Bid]
) -> None:
    """Name the suppliers with a valid bid whose date sorts after the end, as text (R030)."""
    period = tender.tender_period if tender is not None else None
    end = _text(period, "end_date") if period.__class__ is Period else None
    if end is None:
        return
    late = [bid for bid in valid if bid[5] is not None and bid[5] > end]
    if not late:
        return
    winners = {
        one
        for award in awards
        if award.__class__ is Award and award.status == "active"
        for one in _ids(award.suppliers)
    }
    facts.late = list(
        dict.fromkeys(one for bid in late for one in bid[2] if one in winners)
    )


def _lowest(
    facts: Facts, awards: list[Any], submitted: list[_Bid], basis: Basis
) -> None:
    """Say whether the lowest bid was disqualified, in a process with an award (R036)."""
    if not any(
        award.__class__ is Award and award.status == "active" for award in awards
    ):
        return
    lowest: float | None = None
    refused = valid = False
    for status, _, _, amount, currency, _ in submitted:
        if amount is None or currency is None:
            continue
        if basis.currency is None:
            basis.currency = currency
        if currency != basis.currency:
            continue
        if lowest is None or amount < lowest:
            lowest, refused = amount, status == "disqualified"
        valid = valid or status == "valid"
    facts.lowest = valid and refused


def _equal(submitted: list[_Bid]) -> list[str]:
    """Name the bidders of equal prices; those of one price twice are one (R028)."""
    priced = [
        ((bid[3], bid[4]), bid[2])
        for bid in submitted
        if bid[3] is not None and bid[4] is not None and bid[2]
    ]
    if len({price for price, _ in priced}) == len(priced):
        return []
    last: dict[tuple[float | None, str | None], set[str]] = {}
    found: dict[str, None] = {}
    for price, bidders in priced:
        ids = set(bidders)
        other = last.get(price)
        if other is not None and other != ids:
            found.update(dict.fromkeys(sorted(ids | other)))
        last[price] = ids
    return list(found)


def _classes(facts: Facts, awards: list[Any], digits: int) -> None:
    """Collect the classes of what single suppliers were awarded (R048)."""
    found: dict[str, dict[str, None]] = {}
    for award in awards:
        if award.__class__ is not Award or award.status != "active":
            continue
        suppliers, items = award.suppliers, award.items
        if (
            items.__class__ is not list
            or suppliers.__class__ is not list
            or len(suppliers) != 1
        ):
            continue
        supplier = _id(suppliers[0]) if suppliers[0].__class__ is Organization else None
        if supplier is None:
            continue
        for item in items:
            one = item.classification if item.__class__ is Item else None
            if one.__class__ is Classification and one.id.__class__ is str:
                found.setdefault(supplier, {})[one.id[:digits]] = None
    facts.classes = [(supplier, list(codes)) for supplier, codes in found.items()]
