"""Organisations that are reached by the same telephone, mailbox or door."""

from collections import defaultdict
from collections.abc import Collection
from itertools import combinations

from mingjing_analytics.procurement.sound.asked import Asked, record
from mingjing_analytics.procurement.sound.market import Market
from mingjing_analytics.procurement.sound.records import Process

_BUYS = frozenset({"buyer", "procuringEntity"})
_BIDS = frozenset({"tenderer", "supplier"})

# By organisation and contact, the path where it stands.
Contacts = dict[str, dict[str, str]]


def shared_with_buyer(market: Market, asked: Asked) -> None:
    """R043: a bidder reached by the same contact as the buyer."""
    for process in market.processes:
        by_firm = market.contacts[process.ocid]
        if not by_firm:
            asked.cannot("no_contacts", process)
        buyers = {one.id for one in process.parties if one.roles & _BUYS}
        buyers |= {one for one in (process.buyer, process.entity) if one}
        for firm in sorted(by_firm.keys() - buyers):
            for buyer in sorted(buyers & by_firm.keys()):
                _compare(asked, process, by_firm, (firm, buyer))


def shared_by_bidders(market: Market, asked: Asked) -> None:
    """R044: bidders against each other, reached by the same contact."""
    common = _common(market, int(asked.number("common")))
    for process in market.processes:
        by_firm = market.contacts[process.ocid]
        if not by_firm:
            asked.cannot("no_contacts", process)
        rivals = sorted(_rivals(process) & by_firm.keys())
        for pair in combinations(rivals, 2):
            if _against(process, *pair):
                _compare(asked, process, by_firm, pair, common)


def _compare(
    asked: Asked,
    process: Process,
    by_firm: Contacts,
    pair: tuple[str, str],
    common: Collection[str] = (),
) -> None:
    one, other = by_firm[pair[0]], by_firm[pair[1]]
    same = sorted(found for found in one.keys() & other.keys() if found not in common)
    shown = (
        record(process, found[contact], contact.partition(" ")[2])
        for contact in same
        for found in (one, other)
    )
    least = asked.number("contacts")
    subject = " + ".join((process.ocid, *pair))
    asked.judge(subject, len(same), least, shown, flagged=len(same) >= least)


def _common(market: Market, most: int) -> set[str]:
    """Find contacts of many organisations: an agent's telephone, a business park's door."""
    holders: dict[str, set[str]] = defaultdict(set)
    for by_firm in market.contacts.values():
        for firm, found in by_firm.items():
            for contact in found:
                holders[contact].add(firm)
    return {contact for contact, found in holders.items() if len(found) > most}


def _rivals(process: Process) -> set[str]:
    listed = {firm for bid in process.submitted for firm in bid.tenderers}
    if listed:
        return listed
    stated = {one.id for one in process.parties if one.roles & _BIDS}
    return stated | set(process.tenderers)


def _against(process: Process, one: str, other: str) -> bool:
    """Say whether two bid against each other; partners in a consortium may share a desk."""
    return not any({one, other} <= set(bid.tenderers) for bid in process.submitted)
