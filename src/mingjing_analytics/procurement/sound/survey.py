"""What pages show of a run: purchases, organisations, flags, and what thresholds decide."""

import hashlib
from collections import Counter
from decimal import Decimal

import msgspec

from mingjing_analytics.procurement.sound.asked import Asked, Flag
from mingjing_analytics.procurement.sound.choices import Asking
from mingjing_analytics.procurement.sound.market import Market
from mingjing_analytics.procurement.sound.records import Award, Bid, Process
from mingjing_analytics.procurement.sound.run import Reading, measure, sensitivities

JOINED = " + "
_SIGN = "\x1f"


class Told(msgspec.Struct, frozen=True):
    """One value that a flag rests on."""

    ocid: str
    line: int
    path: str
    value: str


class Raised(msgspec.Struct, frozen=True):
    """A flag; `id` is the same in every run that raises it."""

    id: str
    code: str
    subject: str
    value: Decimal
    threshold: Decimal
    basis: list[str]
    ocids: list[str]
    records: list[Told]


class Offer(msgspec.Struct, frozen=True):
    """A bid as a page shows it."""

    firms: list[str]
    amount: Decimal | None
    currency: str | None
    status: str | None
    at: str | None
    lots: list[str]
    won: bool


class Purchase(msgspec.Struct, frozen=True):
    """A contracting process as a page shows it."""

    ocid: str
    title: str | None
    owner: str | None
    method: str | None
    category: str | None
    budget: Decimal | None
    start: str | None
    end: str | None
    bidders: int | None
    offers: list[Offer]
    winners: list[str]
    awarded: Decimal | None
    decided: str | None
    contracts: list[Decimal]
    paid: Decimal
    kind: str | None = None


class Organisation(msgspec.Struct, frozen=True):
    """An organisation with what it bought, bid for and won: counts, and no score."""

    id: str
    name: str
    bought: int
    bid: int
    won: int


class Reckoned(msgspec.Struct, frozen=True):
    """One indicator: how much it could judge, why not, and what its thresholds decide."""

    code: str
    judged: int
    flags: int
    not_computed: dict[str, int]
    examples: dict[str, list[str]]
    numbers: dict[str, Decimal]
    sensitivity: dict[str, list[tuple[Decimal, int]]]


class Survey(msgspec.Struct, frozen=True):
    """A run as pages show it."""

    currency: str | None
    other_currencies: dict[str, int]
    indicators: dict[str, Reckoned]
    flags: list[Raised]
    purchases: dict[str, Purchase]
    organisations: dict[str, Organisation]
    issue_count: int

    def to_bytes(self) -> bytes:
        """Write it; equal runs give equal bytes."""
        return msgspec.json.encode(self)


def read_survey(data: bytes) -> Survey:
    """Read a survey back.

    Raises:
        msgspec.DecodeError: When it is none.

    """
    return msgspec.json.decode(data, type=Survey)


def survey(reading: Reading, asking: Asking) -> Survey:
    """Measure, and put together what pages show.

    Args:
        reading: What was read.
        asking: Choices and thresholds.

    """
    result = measure(reading, asking)
    market = Market(reading.processes.values(), asking.choices)
    moved = sensitivities(market, asking)
    return Survey(
        result.currency,
        result.other_currencies,
        {code: _reckoned(one, moved[code]) for code, one in result.asked.items()},
        [_raised(flag) for flag in result.flags],
        {one.ocid: _purchase(one, market) for one in market.processes},
        _organisations(market.processes),
        result.issue_count,
    )


def identity(code: str, subject: str) -> str:
    """Name a flag, the same in every run: 32 hexadecimal digits of SHA-256."""
    return hashlib.sha256(f"{code}{_SIGN}{subject}".encode()).hexdigest()[:32]


def _reckoned(
    one: Asked, sensitivity: dict[str, list[tuple[Decimal, int]]]
) -> Reckoned:
    reasons = one.not_computed
    return Reckoned(
        one.indicator.code,
        one.judged,
        len(one.flags),
        dict(sorted(reasons.counts.items())),
        dict(sorted(reasons.examples.items())),
        {each.name: one.number(each.name) for each in one.indicator.parameters},
        sensitivity,
    )


def _raised(flag: Flag) -> Raised:
    return Raised(
        identity(flag.code, flag.subject),
        flag.code,
        flag.subject,
        flag.value,
        flag.threshold,
        list(flag.basis),
        flag.ocids,
        [Told(one.ocid, one.line, one.path, one.value) for one in flag.records],
    )


def _purchase(process: Process, market: Market) -> Purchase:
    won = {
        decision.bid.path
        for decision in market.decisions_of(process)
        if decision.bid is not None
    }
    money = [market.amount(one.money) for one in process.active]
    contracts = [market.amount(one.money) for one in process.contracts]
    paid = [market.amount(one) for each in process.contracts for one in each.paid]
    dates = [one.date for one in process.active if one.date is not None]
    return Purchase(
        process.ocid,
        process.title,
        process.owner,
        process.details or process.method,
        process.category,
        market.amount(process.budget),
        process.start.isoformat() if process.start else None,
        process.end.isoformat() if process.end else None,
        process.bidders(),
        [_offer(bid, bid.path in won) for bid in process.bids],
        _winners(process.active),
        sum((one for one in money if one is not None), Decimal()) if money else None,
        min(dates).isoformat() if dates else None,
        [one for one in contracts if one is not None],
        sum((one for one in paid if one is not None), Decimal()),
        market.kind(process.classes),
    )


def _offer(bid: Bid, won: bool) -> Offer:  # noqa: FBT001 - a field like the others
    return Offer(
        list(bid.tenderers),
        bid.money.amount if bid.money else None,
        bid.money.currency if bid.money else None,
        bid.status,
        bid.date.isoformat() if bid.date else None,
        list(bid.lots),
        won,
    )


def _winners(awards: tuple[Award, ...]) -> list[str]:
    return list(dict.fromkeys(firm for one in awards for firm in one.suppliers))


def _organisations(processes: list[Process]) -> dict[str, Organisation]:
    bought: Counter[str] = Counter()
    bid: Counter[str] = Counter()
    won: Counter[str] = Counter()
    names: dict[str, str] = {}
    for process in processes:
        names.update(process.names)
        if process.owner is not None:
            bought[process.owner] += 1
        bid.update({firm for one in process.submitted for firm in one.tenderers})
        won.update(_winners(process.active))
    everybody = sorted(bought.keys() | bid.keys() | won.keys())
    return {
        one: Organisation(one, names.get(one, one), bought[one], bid[one], won[one])
        for one in everybody
    }
