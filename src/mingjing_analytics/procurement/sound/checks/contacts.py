"""Organisations that are reached by the same telephone, mailbox or door."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from mingjing_analytics.procurement.sound.asked import Asked, Record, record
from mingjing_analytics.procurement.sound.market import Market
from mingjing_analytics.procurement.sound.records import Party, Process

_NOISE = re.compile(r"[\s\-()（）—,，.。]+")
_SHORTEST = 6
_BUYS = frozenset({"buyer", "procuringEntity"})
_BIDS = frozenset({"tenderer", "supplier"})

# What one organisation is reached by: the contact, and where it stands.
Contacts = dict[str, Record]


def shared_with_buyer(market: Market, asked: Asked) -> None:
    """R043: a bidder reached by the same contact as the buyer."""
    for process, by_firm in _contacts(market, asked):
        buyers = {one.id for one in process.parties if one.roles & _BUYS}
        buyers |= {one for one in (process.buyer, process.entity) if one}
        for firm in sorted(by_firm.keys() - buyers):
            for buyer in sorted(buyers & by_firm.keys()):
                _compare(asked, process, by_firm, (firm, buyer))


def shared_by_bidders(market: Market, asked: Asked) -> None:
    """R044: bidders against each other, reached by the same contact."""
    common = _common(market, int(asked.number("common")))
    for process, by_firm in _contacts(market, asked):
        rivals = sorted(_rivals(process) & by_firm.keys())
        for firm in rivals:
            found = by_firm[firm]
            by_firm[firm] = {one: at for one, at in found.items() if one not in common}
        for pair in combinations(rivals, 2):
            if _against(process, *pair):
                _compare(asked, process, by_firm, pair)


def _compare(
    asked: Asked,
    process: Process,
    by_firm: dict[str, Contacts],
    pair: tuple[str, str],
) -> None:
    one, other = by_firm[pair[0]], by_firm[pair[1]]
    same = sorted(one.keys() & other.keys())
    shown = [found[contact] for contact in same for found in (one, other)]
    least = asked.number("contacts")
    subject = " + ".join((process.ocid, *pair))
    asked.judge(subject, len(same), least, shown, flagged=len(same) >= least)


def _contacts(
    market: Market, asked: Asked
) -> Iterator[tuple[Process, dict[str, Contacts]]]:
    for process in market.processes:
        found: dict[str, Contacts] = defaultdict(dict)
        for party in process.parties:
            for kind, path, value in _reached(party):
                shown = record(process, f"{party.path}{path}", value)
                found[party.id][f"{kind}:{value}"] = shown
        if found:
            yield process, dict(sorted(found.items()))
        else:
            asked.cannot("no_contacts", process)


def _reached(party: Party) -> Iterator[tuple[str, str, str]]:
    for kind, path, value in (
        ("phone", "/contactPoint/telephone", party.phone),
        ("email", "/contactPoint/email", party.email),
        ("address", "/address/streetAddress", party.address),
    ):
        plain = _NOISE.sub("", value or "").casefold()
        if kind == "email":
            plain = (value or "").strip().casefold()
        if len(plain) >= _SHORTEST:
            yield kind, path, plain


def _common(market: Market, most: int) -> set[str]:
    """Find contacts of many organisations: an agent's telephone, a business park's door."""
    holders: dict[str, set[str]] = defaultdict(set)
    for process in market.processes:
        for party in process.parties:
            for kind, _, value in _reached(party):
                holders[f"{kind}:{value}"].add(party.id)
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
