"""What is read of a compiled release; a value of the wrong type is there, and ignored."""

from typing import Any

from msgspec import Struct

Other = str | int | float | bool | list[Any] | None
OtherThanList = str | int | float | bool | dict[str, Any] | None


class Organization(Struct, gc=False):
    """A reference to a party."""

    id: Any = None


class Amount(Struct, gc=False):
    """A value object."""

    amount: Any = None
    currency: Any = None


class Bid(Struct, gc=False):
    """One of `bids/details`."""

    status: Any = None
    date: Any = None
    tenderers: list[Organization | Other] | OtherThanList = None
    value: Amount | Other = None


class Bids(Struct, gc=False):
    """The bids extension's object."""

    details: list[Bid | Other] | OtherThanList = None


class Classification(Struct, gc=False):
    """An item's classification."""

    id: Any = None


class Item(Struct, gc=False):
    """An awarded item."""

    classification: Classification | Other = None


class Award(Struct, gc=False):
    """One of `awards`."""

    status: Any = None
    suppliers: list[Organization | Other] | OtherThanList = None
    items: list[Item | Other] | OtherThanList = None


class Period(Struct, gc=False, rename="camel"):
    """The tender period."""

    start_date: Any = None
    end_date: Any = None


class Tender(Struct, gc=False, rename="camel"):
    """The tender section."""

    status: Any = None
    procurement_method: Any = None
    procurement_method_details: Any = None
    number_of_tenderers: Any = None
    tender_period: Period | Other = None
    procuring_entity: Organization | Other = None


class Release(Struct, gc=False):
    """A compiled release: one contracting process."""

    ocid: Any = None
    buyer: Organization | Other = None
    tender: Tender | Other = None
    bids: Bids | Other = None
    awards: list[Award | Other] | OtherThanList = None
