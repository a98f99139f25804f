"""All processes together, with what several indicators ask of them."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from functools import cached_property
from itertools import combinations

from mingjing_analytics.procurement.legal import (
    Limit,
    Limits,
    load_limits,
    regime_of,
)
from mingjing_analytics.procurement.sound.records import (
    Award,
    Bid,
    Money,
    Party,
    Process,
)

# How many working days lie after one day, up to and with another; None when the calendar
# does not reach that far.
WorkingDays = Callable[[date, date], int | None]

_CHINA = timezone(timedelta(hours=8))
_DIGITS = 3
_NOISE = re.compile(r"[\s\-()（）—,，.。]+")
_SHORTEST = 6


@dataclass(frozen=True, slots=True)
class Sanction:
    """An organisation shut out of bidding, from one day to another, by somebody's list."""

    id: str
    since: date
    until: date
    source: str


@dataclass(frozen=True, slots=True)
class Choices:
    """What a user may choose, beside the thresholds.

    Attributes:
        currency: ISO 4217; None takes the one most amounts are in.
        province: For thresholds set by provinces, as the table of limits spells it.
        digits: How many characters of an item's class make a kind of purchase. Three suit
            the catalogue of government procurement (A02 …).
        priced: Only these methods compare prices (procurementMethodDetails); empty for all.
        unpriced: These methods do not compare prices.
        left_out: These methods are not looked at.
        said: What a publisher's own words for the status of bids and awards mean.
        sanctions: None when no list was given.
        working_days: None when no calendar was given.

    """

    currency: str | None = None
    province: str = ""
    digits: int = _DIGITS
    priced: frozenset[str] = frozenset()
    unpriced: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()
    said: Mapping[str, str] = field(default_factory=dict)
    limits: Limits = field(default_factory=load_limits)
    sanctions: tuple[Sanction, ...] | None = None
    working_days: WorkingDays | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """An award in force, the bid that won it, and the valid bids it was chosen from."""

    process: Process
    award: Award
    bid: Bid | None
    rivals: tuple[Bid, ...]
    refused: tuple[Bid, ...]

    @property
    def subject(self) -> str:
        """The process, with the award when there are several."""
        ocid = self.process.ocid
        return ocid if len(self.process.active) == 1 else f"{ocid} + {self.award.id}"


class Market:
    """Processes that were not cancelled, and what is known of all of them together."""

    def __init__(self, processes: Iterable[Process], choices: Choices) -> None:
        self.choices = choices
        self.processes = [
            one
            for one in processes
            if one.status != "cancelled" and one.details not in choices.left_out
        ]
        self.currencies = _currencies(self.processes)
        self.currency = choices.currency or _modal(self.currencies)
        self.decisions = [
            decision
            for process in self.processes
            for decision in self.decisions_of(process)
        ]

    @cached_property
    def winners(self) -> dict[str, frozenset[str]]:
        """Who won each decided process, by ocid."""
        return {
            process.ocid: frozenset(
                firm for award in process.active for firm in award.suppliers
            )
            for process in self.processes
            if process.active
        }

    @cached_property
    def together(self) -> dict[tuple[str, str], list[Process]]:
        """Give the decided processes that each two firms bid in against each other."""
        found: dict[tuple[str, str], list[Process]] = defaultdict(list)
        for process in self.processes:
            if process.direct or not process.active:
                continue
            rivals = {
                (a, b) if a < b else (b, a)
                for one, other in combinations(process.submitted, 2)
                if set(one.tenderers).isdisjoint(other.tenderers)
                for a in one.tenderers
                for b in other.tenderers
            }
            for pair in rivals:
                found[pair].append(process)
        return found

    @cached_property
    def contacts(self) -> dict[str, dict[str, dict[str, str]]]:
        """How each organisation is reached: by ocid, id and contact, where that stands."""
        found: dict[str, dict[str, dict[str, str]]] = {}
        for process in self.processes:
            here: dict[str, dict[str, str]] = {}
            for party in process.parties:
                for contact, path in _reached(party):
                    here.setdefault(party.id, {})[contact] = path
            found[process.ocid] = dict(sorted(here.items()))
        return found

    def decisions_of(self, process: Process) -> list[Decision]:
        """Give the decisions of one process."""
        return [_decision(process, award) for award in process.active]

    def amount(self, money: Money | None) -> Decimal | None:
        """Give an amount in the currency of the run; None for nothing, or for another."""
        if money is None or money.currency not in (None, self.currency):
            return None
        return money.amount

    def compares_prices(self, process: Process) -> bool:
        """Say whether the price decides under this process's method."""
        if self.choices.priced:
            return process.details in self.choices.priced
        return process.details not in self.choices.unpriced

    def kind(self, classes: Iterable[str]) -> str | None:
        """Give the kind of a purchase, when all its items are of one."""
        kinds = {one[: self.choices.digits] for one in classes}
        return kinds.pop() if len(kinds) == 1 else None

    def limit(self, kind: str, process: Process, on: datetime | None) -> Limit | None:
        """Give the limit of the law that fits a process on a day."""
        regime = regime_of(process.category)
        if regime is None or on is None:
            return None
        return self.choices.limits.find(
            kind,
            regime,
            day(on),
            method=process.details or "",
            category=process.category or "",
            province=self.choices.province,
        )

    def days(self, limit: Limit, start: datetime, end: datetime) -> int | None:
        """Count days as a limit does, the first not counted (民法典第二百零一条)."""
        first, last = day(start), day(end)
        if limit.days == "calendar":
            return (last - first).days
        if self.choices.working_days is None:
            return None
        if last < first:
            return (last - first).days
        return self.choices.working_days(first, last)


def day(moment: datetime) -> date:
    """Give the day of an instant, in China."""
    return moment.astimezone(_CHINA).date()


def _decision(process: Process, award: Award) -> Decision:
    rivals, refused = [], []
    bid = _winning(process, award)
    winners = {
        firm
        for one in process.active
        if _together(one.lots, award.lots)
        for firm in one.suppliers
    }
    for one in process.bids:
        if one is bid or not _together(one.lots, award.lots):
            continue
        if not winners.isdisjoint(one.tenderers):
            continue
        if one.status == "valid":
            rivals.append(one)
        elif one.status == "disqualified":
            refused.append(one)
    return Decision(process, award, bid, tuple(rivals), tuple(refused))


def _winning(process: Process, award: Award) -> Bid | None:
    """Find the bid that won: as the award says, else the one bid of its very suppliers."""
    if award.bid is not None:
        named = [bid for bid in process.bids if bid.id == award.bid]
        return named[0] if len(named) == 1 else None
    suppliers = set(award.suppliers)
    own = [
        bid
        for bid in process.submitted
        if suppliers
        and set(bid.tenderers) == suppliers
        and _together(bid.lots, award.lots)
    ]
    return own[0] if len(own) == 1 else None


def _together(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Say whether two things touch the same lot; without lots, a thing touches all."""
    return not one or not other or not set(one).isdisjoint(other)


def _currencies(processes: list[Process]) -> Counter[str]:
    found: Counter[str] = Counter()
    for process in processes:
        stated = [process.budget]
        stated += [bid.money for bid in process.bids]
        stated += [award.money for award in process.awards]
        found.update(one.currency for one in stated if one and one.currency)
    return found


def _modal(currencies: Counter[str]) -> str | None:
    """Give the most frequent currency; of equals, the first by its letters."""
    return min(currencies, key=lambda one: (-currencies[one], one), default=None)


def _reached(party: Party) -> Iterator[tuple[str, str]]:
    """Give a party's contacts in plain writing, each with its path."""
    for kind, where, value in (
        ("telephone", "contactPoint", party.phone),
        ("email", "contactPoint", party.email),
        ("streetAddress", "address", party.address),
    ):
        if value is None:
            continue
        plain = value.casefold() if kind == "email" else _NOISE.sub("", value)
        if len(plain) >= _SHORTEST:
            yield f"{kind} {plain}", f"{party.path}/{where}/{kind}"
