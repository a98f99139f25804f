"""What one contracting process says, once it is read: the records flags rest on."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

SUBMITTED = frozenset({"pending", "valid", "disqualified"})


@dataclass(frozen=True, slots=True)
class Issue:
    """A value that could not be used: line, path, value, and one sentence."""

    line: int
    path: str
    value: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency."""

    amount: Decimal
    currency: str | None

    def __str__(self) -> str:
        """Say the amount as it was written."""
        return f"{self.amount:f} {self.currency or ''}".rstrip()


@dataclass(frozen=True, slots=True)
class Bid:
    """A bid: of one bidder or of a consortium, on one lot or on all."""

    path: str
    id: str
    tenderers: tuple[str, ...]
    status: str | None
    money: Money | None
    date: datetime | None
    lots: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Award:
    """An award with its suppliers and the classes of what was awarded."""

    path: str
    id: str
    status: str | None
    suppliers: tuple[str, ...]
    money: Money | None
    date: datetime | None
    bid: str | None
    lots: tuple[str, ...]
    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A published document."""

    path: str
    kind: str | None
    published: datetime | None


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract with its changes and payments."""

    path: str
    id: str
    award: str | None
    status: str | None
    money: Money | None
    signed: datetime | None
    amendments: tuple[str, ...]
    paid: tuple[Money, ...]
    documents: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation with what it is reached by."""

    path: str
    id: str
    roles: frozenset[str]
    phone: str | None
    email: str | None
    address: str | None


@dataclass(slots=True)
class Process:
    """A contracting process as one compiled release tells it.

    Attributes:
        submitted: Bids that were handed in and not withdrawn.
        active: Awards in force.

    """

    line: int
    ocid: str
    title: str | None = None
    status: str | None = None
    method: str | None = None
    details: str | None = None
    rationale: str | None = None
    category: str | None = None
    budget: Money | None = None
    start: datetime | None = None
    end: datetime | None = None
    buyer: str | None = None
    entity: str | None = None
    number: int | None = None
    tenderers: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    bids: tuple[Bid, ...] = ()
    submitted: tuple[Bid, ...] = ()
    awards: tuple[Award, ...] = ()
    active: tuple[Award, ...] = ()
    contracts: tuple[Contract, ...] = ()
    documents: tuple[Document, ...] = ()
    parties: tuple[Party, ...] = ()
    names: dict[str, str] = field(default_factory=dict)

    @property
    def owner(self) -> str | None:
        """Who buys: the buyer, or else the procuring entity."""
        return self.buyer or self.entity

    @property
    def direct(self) -> bool:
        """Whether a supplier was chosen without competition."""
        return self.method == "direct" or "单一来源" in (self.details or "")

    @property
    def tendered(self) -> bool:
        """Whether bids were called for openly or by invitation."""
        return self.method in {"open", "selective"} and not self.direct

    def bidders(self) -> int | None:
        """Count the bidders: as listed, else as stated; None when nothing says.

        A list of bids outweighs a count: the count is typed by hand, and absent or stale
        in most published data.
        """
        listed = {one for bid in self.submitted for one in (bid.tenderers or (bid.id,))}
        if listed:
            return len(listed)
        return self.number if self.number is not None else (len(self.tenderers) or None)
