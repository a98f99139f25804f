"""What became of a contract: its price, its changes, its payments, its publication."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from mingjing_analytics.procurement.sound.asked import (
    Asked,
    Record,
    article,
    record,
)
from mingjing_analytics.procurement.sound.market import Market
from mingjing_analytics.procurement.sound.records import Award, Contract, Process

_PUBLISHED = frozenset({"contractSigned", "contractNotice", "contractText"})
_GONE = frozenset({"cancelled"})


def differs_from_award(market: Market, asked: Asked) -> None:
    """R059: contracts that sum up to something else than was awarded.

    Where a change is on record, R069 asks about it.
    """
    least = asked.number("share")
    for process, award, contracts in _awarded(market, asked):
        if any(one.amendments for one in contracts):
            continue
        awarded, signed = _sums(market, award, contracts)
        if not awarded or signed is None:
            asked.cannot("no_amount", process)
            continue
        share = abs(signed - awarded) / awarded
        shown = _amounts(process, award, contracts)
        asked.judge(
            _subject(process, award), share, least, shown, flagged=share > least
        )


def dearer_by_changes(market: Market, asked: Asked) -> None:
    """R069: a changed contract that costs more than the award and the law's addition."""
    for process, award, contracts in _awarded(market, asked):
        if not any(one.amendments for one in contracts):
            continue
        awarded, signed = _sums(market, award, contracts)
        if not awarded or signed is None:
            asked.cannot("no_amount", process)
            continue
        limit = market.limit("addition", process, _signed(award, contracts))
        most = asked.number("share") if limit is None else limit.value
        share = (signed - awarded) / awarded
        law = [article(limit)] if limit else []
        shown = _amounts(process, award, contracts)
        subject = _subject(process, award)
        asked.judge(subject, share, most, shown, flagged=share > most, law=law)


def changed(market: Market, asked: Asked) -> None:
    """R064: a contract that was changed."""
    least = asked.number("changes")
    for process, contract in _contracts(market, asked):
        count = len(contract.amendments)
        shown = (
            record(process, f"{contract.path}/amendments", one)
            for one in contract.amendments
        )
        subject = _subject(process, contract)
        asked.judge(subject, count, least, shown, flagged=count >= least)


def overpaid(market: Market, asked: Asked) -> None:
    """R068: more paid than the contract says."""
    most = asked.number("share")
    for process, contract in _contracts(market, asked):
        amount = market.amount(contract.money)
        paid = [market.amount(one) for one in contract.paid]
        if not amount or None in paid or not paid:
            asked.cannot("no_amount", process)
            continue
        total = sum((one for one in paid if one is not None), Decimal())
        share = total / amount
        shown = [
            record(process, f"{contract.path}/value", contract.money),
            *(
                record(process, f"{contract.path}/implementation/transactions", one)
                for one in contract.paid
            ),
        ]
        subject = _subject(process, contract)
        asked.judge(subject, share, 1 + most, shown, flagged=share > 1 + most)


def not_published(market: Market, asked: Asked) -> None:
    """R063: a contract whose text was not published, or later than the law allows."""
    carried = any(one.documents for p in market.processes for one in p.contracts)
    for process, contract in _contracts(market, asked):
        if not carried:
            # A publisher who lists no contract's documents says nothing about any.
            asked.cannot("no_documents", process)
            continue
        papers = [one for one in contract.documents if one.kind in _PUBLISHED]
        subject, path = _subject(process, contract), f"{contract.path}/documents"
        limit = market.limit("publish_contract", process, contract.signed)
        law = [article(limit)] if limit else []
        if not papers:
            kinds = "、".join(sorted({one.kind or "?" for one in contract.documents}))
            asked.judge(
                subject, 0, 1, [record(process, path, kinds)], flagged=True, law=law
            )
            continue
        dates = [one.published for one in papers if one.published is not None]
        if limit is None or contract.signed is None or not dates:
            asked.cannot("no_limit" if limit is None else "no_dates", process)
            continue
        first = min(dates)
        days = market.days(limit, contract.signed, first)
        if days is None:
            asked.cannot("no_calendar", process)
            continue
        shown = [
            record(process, f"{contract.path}/dateSigned", contract.signed.isoformat()),
            record(process, path, first.isoformat()),
        ]
        asked.judge(
            subject, days, limit.value, shown, flagged=days > limit.value, law=law
        )


def _contracts(market: Market, asked: Asked) -> Iterator[tuple[Process, Contract]]:
    for process in market.processes:
        if process.active and not process.contracts:
            asked.cannot("no_contract", process)
        for contract in process.contracts:
            if contract.status not in _GONE:
                yield process, contract


def _awarded(
    market: Market, asked: Asked
) -> Iterator[tuple[Process, Award, list[Contract]]]:
    """Give each award in force with its contracts."""
    for process in market.processes:
        lone = len(process.active) == 1
        for award in process.active:
            own = [
                one
                for one in process.contracts
                if one.status not in _GONE
                and (one.award == award.id or (lone and one.award is None))
            ]
            if own:
                yield process, award, own
            else:
                asked.cannot("no_contract", process)


def _sums(
    market: Market, award: Award, contracts: list[Contract]
) -> tuple[Decimal | None, Decimal | None]:
    signed = [market.amount(one.money) for one in contracts]
    total = sum((one for one in signed if one is not None), Decimal())
    return market.amount(award.money), None if None in signed else total


def _amounts(
    process: Process, award: Award, contracts: list[Contract]
) -> Iterator[Record]:
    yield record(process, f"{award.path}/value", award.money)
    for one in contracts:
        yield record(process, f"{one.path}/value", one.money)
        for change in one.amendments:
            yield record(process, f"{one.path}/amendments", change)


def _signed(award: Award, contracts: list[Contract]) -> datetime | None:
    return min((one.signed for one in contracts if one.signed), default=award.date)


def _subject(process: Process, part: Award | Contract) -> str:
    several = process.active if isinstance(part, Award) else process.contracts
    return process.ocid if len(several) == 1 else f"{process.ocid} + {part.id}"
