"""Reads a release leniently: what cannot be read is an issue, not a guess."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from sys import intern
from typing import Any

from mingjing_analytics.procurement.sound.records import (
    SUBMITTED,
    Award,
    Bid,
    Contract,
    Document,
    Issue,
    Money,
    Party,
    Process,
)

_BID_STATUSES = SUBMITTED | {"invited", "withdrawn"}
_AWARD_STATUSES = frozenset({"pending", "active", "cancelled", "unsuccessful"})
# Off the codelist, but without doubt.
_SAID = {
    "accepted": "valid",
    "qualified": "valid",
    "有效": "valid",
    "rejected": "disqualified",
    "not-qualified": "disqualified",
    "invalid": "disqualified",
    "否决": "disqualified",
    "无效": "disqualified",
    "撤回": "withdrawn",
    "complete": "active",
    "awarded": "active",
    "中标": "active",
    "成交": "active",
    "废标": "unsuccessful",
    "流标": "unsuccessful",
    "终止": "cancelled",
}
# The letters of the catalogue of government procurement (政府采购品目分类目录).
_CATALOGUE = {"A": "goods", "B": "works", "C": "services"}
_LONGEST = 40
# A hundred million million: more than any purchase, and small enough to reckon with.
_MOST = Decimal(10) ** 14
_PLACES = 12
# Beyond these a date is a slip of the pen, and reckoning with it may overflow.
_YEARS = range(1980, 2200)


class Reader:
    """Reads one release; remembers what it could not use."""

    def __init__(
        self, line: int, issues: list[Issue], said: Mapping[str, str] | None = None
    ) -> None:
        self._line = line
        self._issues = issues
        self._said = {**_SAID, **(said or {})}

    def process(self, release: dict[str, Any]) -> Process | None:
        """Read a release; None without an ocid."""
        ocid = release.get("ocid")
        if not isinstance(ocid, str) or not ocid.strip():
            self._tell("/ocid", ocid, "没有 ocid，已跳过 no ocid, skipped")
            return None
        made = Process(self._line, ocid)
        self._tender(made, _map(release.get("tender")))
        made.buyer = self._text(_map(release.get("buyer")).get("id"))
        bids = _map(release.get("bids")).get("details")
        made.bids = tuple(self._bid(*one) for one in self._each("/bids/details", bids))
        made.awards = tuple(
            self._award(*one) for one in self._each("/awards", release.get("awards"))
        )
        made.submitted = tuple(bid for bid in made.bids if bid.status in SUBMITTED)
        made.active = tuple(award for award in made.awards if award.status == "active")
        made.contracts = tuple(
            self._contract(*one)
            for one in self._each("/contracts", release.get("contracts"))
        )
        parties = list(self._each("/parties", release.get("parties")))
        made.parties = tuple(
            party for one in parties if (party := self._party(*one)) is not None
        )
        made.names = {
            found: name
            for one in (release.get("buyer"), *(body for _, body in parties))
            if (found := self._text(_map(one).get("id")))
            and (name := self._text(_map(one).get("name")))
        }
        return made

    def _text(self, value: object) -> str | None:
        """Read an identifier or a word; a whole number counts as its digits."""
        if isinstance(value, str):
            # The same firms, words and paths stand in thousands of processes.
            return intern(value.strip()) or None
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        return None

    def _instant(self, path: str, value: object) -> datetime | None:
        """Read a date with time and offset; a bare date is not an instant, and is told."""
        if value is None or value == "":
            return None
        if isinstance(value, str):
            try:
                found = datetime.fromisoformat(value)
                if found.tzinfo is not None and found.year in _YEARS:
                    return found
            except ValueError:
                pass
        self._tell(
            path, value, "不是可用的带时区时刻 not a usable instant with an offset"
        )
        return None

    def _money(self, path: str, value: object) -> Money | None:
        """Read an amount exactly; text that is a number counts, and is told."""
        amount = _map(value).get("amount")
        if amount is None or amount == "":
            return None
        found = _decimal(amount)
        if found is None:
            sentence = "不是可用的金额 not an amount that can be used"
            self._tell(f"{path}/amount", amount, sentence)
            return None
        if isinstance(amount, str):
            sentence = "金额写成了文字，按数字读 a text, read as a number"
            self._tell(f"{path}/amount", amount, sentence)
        return Money(found, self._text(_map(value).get("currency")))

    def _tender(self, made: Process, tender: dict[str, Any]) -> None:
        made.title = self._text(tender.get("title"))
        made.status = self._text(tender.get("status"))
        made.method = self._text(tender.get("procurementMethod"))
        made.details = self._text(tender.get("procurementMethodDetails"))
        made.rationale = self._text(tender.get("procurementMethodRationale"))
        made.budget = self._money("/tender/value", tender.get("value"))
        period, path = _map(tender.get("tenderPeriod")), "/tender/tenderPeriod"
        made.start = self._instant(f"{path}/startDate", period.get("startDate"))
        made.end = self._instant(f"{path}/endDate", period.get("endDate"))
        made.entity = self._text(_map(tender.get("procuringEntity")).get("id"))
        number = tender.get("numberOfTenderers")
        if isinstance(number, int) and not isinstance(number, bool) and number >= 0:
            made.number = number
        elif number is not None:
            self._tell("/tender/numberOfTenderers", number, "不是个数 not a count")
        made.tenderers = self._ids(tender.get("tenderers"))
        made.classes = self._classes(tender.get("items"))
        made.category = self._category(tender, made.classes)
        made.documents = self._documents("/tender/documents", tender.get("documents"))

    def _category(self, tender: dict[str, Any], classes: tuple[str, ...]) -> str | None:
        stated = self._text(tender.get("mainProcurementCategory"))
        if stated is not None:
            return stated
        letters = {_CATALOGUE.get(one[0]) for one in classes}
        return letters.pop() if len(letters) == 1 else None

    def _bid(self, path: str, bid: dict[str, Any]) -> Bid:
        return Bid(
            path,
            self._text(bid.get("id")) or path,
            self._ids(bid.get("tenderers")),
            self._status(path, bid.get("status"), _BID_STATUSES),
            self._money(f"{path}/value", bid.get("value")),
            self._instant(f"{path}/date", bid.get("date")),
            self._words(bid.get("relatedLots")),
        )

    def _award(self, path: str, award: dict[str, Any]) -> Award:
        related = _list(award.get("relatedBids"))
        return Award(
            path,
            self._text(award.get("id")) or path,
            self._status(path, award.get("status"), _AWARD_STATUSES),
            self._ids(award.get("suppliers")),
            self._money(f"{path}/value", award.get("value")),
            self._instant(f"{path}/date", award.get("date")),
            self._text(related[0] if related else award.get("relatedBid")),
            self._words(award.get("relatedLots")),
            self._classes(award.get("items")),
        )

    def _contract(self, path: str, contract: dict[str, Any]) -> Contract:
        done = f"{path}/implementation/transactions"
        listed = _map(contract.get("implementation")).get("transactions")
        paid = (
            self._money(f"{at}/value", one.get("value") or one.get("amount"))
            for at, one in self._each(done, listed)
        )
        changes = self._each(f"{path}/amendments", contract.get("amendments"))
        documents = self._documents(f"{path}/documents", contract.get("documents"))
        return Contract(
            path,
            self._text(contract.get("id")) or path,
            self._text(contract.get("awardID")),
            self._text(contract.get("status")),
            self._money(f"{path}/value", contract.get("value")),
            self._instant(f"{path}/dateSigned", contract.get("dateSigned")),
            tuple(self._text(one.get("id")) or at for at, one in changes),
            tuple(one for one in paid if one is not None),
            documents,
        )

    def _party(self, path: str, party: dict[str, Any]) -> Party | None:
        found = self._text(party.get("id"))
        if found is None:
            return None
        contact, address = _map(party.get("contactPoint")), _map(party.get("address"))
        return Party(
            path,
            found,
            frozenset(self._words(party.get("roles"))),
            self._text(contact.get("telephone")),
            self._text(contact.get("email")),
            self._text(address.get("streetAddress")),
        )

    def _documents(self, path: str, listed: object) -> tuple[Document, ...]:
        return tuple(
            Document(
                at,
                self._text(one.get("documentType")),
                self._instant(f"{at}/datePublished", one.get("datePublished")),
            )
            for at, one in self._each(path, listed)
        )

    def _status(self, path: str, value: object, known: frozenset[str]) -> str | None:
        text = self._text(value)
        if text is None or text in known:
            return text
        mapped = self._said.get(text.lower())
        if mapped in known:
            sentence = f"代码表外的状态，按 {mapped} 读 read as {mapped}"
            self._tell(f"{path}/status", text, sentence)
            return mapped
        sentence = "代码表外的状态，不采用 not in the codelist, not used"
        self._tell(f"{path}/status", text, sentence)
        return None

    def _ids(self, listed: object) -> tuple[str, ...]:
        one_or_more = [listed] if isinstance(listed, dict) else _list(listed)
        found = (self._text(_map(one).get("id")) for one in one_or_more)
        return tuple(dict.fromkeys(one for one in found if one is not None))

    def _classes(self, items: object) -> tuple[str, ...]:
        found = (
            self._text(_map(_map(one).get("classification")).get("id"))
            for one in _list(items)
        )
        return tuple(dict.fromkeys(one for one in found if one is not None))

    def _words(self, listed: object) -> tuple[str, ...]:
        found = (self._text(one) for one in _list(listed))
        return tuple(sorted({one for one in found if one is not None}))

    def _each(self, path: str, listed: object) -> Iterator[tuple[str, dict[str, Any]]]:
        """Give each object of a list with its path; what is no object is told."""
        if listed is None:
            return
        if not isinstance(listed, list):
            self._tell(path, listed, "不是列表，不采用 not a list, not used")
            return
        for place, one in enumerate(listed):
            if isinstance(one, dict):
                yield intern(f"{path}/{place}"), one
            else:
                sentence = "不是对象，不采用 not an object, not used"
                self._tell(f"{path}/{place}", one, sentence)

    def _tell(self, path: str, value: object, sentence: str) -> None:
        self._issues.append(Issue(self._line, path, shown(value), sentence))


def shown(value: object) -> str:
    """Show the beginning of a value."""
    if isinstance(value, dict | list):
        return "{…}" if isinstance(value, dict) else "[…]"
    text = str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _map(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _decimal(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        return None
    text = value.replace(",", "").strip() if isinstance(value, str) else value
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    # Nothing negative was ever bid, and an exponent of millions is an attack on memory.
    if not found.is_finite() or not 0 <= found < _MOST:
        return None
    places = found.as_tuple().exponent
    return found if isinstance(places, int) and places >= -_PLACES else None
