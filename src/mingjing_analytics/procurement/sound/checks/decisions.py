"""How long it took to decide and to sign."""

from collections.abc import Callable
from decimal import Decimal

from mingjing_analytics.procurement.sound.asked import Asked, article, record
from mingjing_analytics.procurement.sound.market import Market, day
from mingjing_analytics.procurement.sound.records import Award, Contract, Process

_END = "/tender/tenderPeriod/endDate"


def decided_at_once(market: Market, asked: Asked) -> None:
    """R061: decided on the day of the deadline, or before it."""
    _decided(market, asked, lambda days, bound: days < bound)


def decided_late(market: Market, asked: Asked) -> None:
    """R062: decided long after the deadline."""
    _decided(market, asked, lambda days, bound: days > bound)


def signed_late(market: Market, asked: Asked) -> None:
    """R060: signed after the limit of the law, or before the award."""
    for process in market.processes:
        for contract in process.contracts:
            award = _award_of(process, contract)
            if award is None:
                asked.cannot("no_award", process)
                continue
            if award.date is None or contract.signed is None:
                asked.cannot("no_dates", process)
                continue
            limit = market.limit("sign_within", process, award.date)
            most = asked.number("days") if limit is None else limit.value
            days = (day(contract.signed) - day(award.date)).days
            signed = f"{contract.path}/dateSigned"
            shown = (
                record(process, f"{award.path}/date", award.date.isoformat()),
                record(process, signed, contract.signed.isoformat()),
            )
            law = [article(limit)] if limit else []
            several = len(process.contracts) > 1
            subject = f"{process.ocid} + {contract.id}" if several else process.ocid
            asked.judge(
                subject, days, most, shown, flagged=days > most or days < 0, law=law
            )


def _award_of(process: Process, contract: Contract) -> Award | None:
    active = process.active
    if contract.award is None:
        return active[0] if len(active) == 1 else None
    return next((one for one in active if one.id == contract.award), None)


def _decided(
    market: Market, asked: Asked, beyond: Callable[[int, Decimal], bool]
) -> None:
    bound = asked.number("days")
    for decision in market.decisions:
        process, award = decision.process, decision.award
        if not process.tendered:
            continue
        if process.end is None or award.date is None:
            asked.cannot("no_dates", process)
            continue
        days = (day(award.date) - day(process.end)).days
        shown = (
            record(process, _END, process.end.isoformat()),
            record(process, f"{award.path}/date", award.date.isoformat()),
        )
        asked.judge(decision.subject, days, bound, shown, flagged=beyond(days, bound))
