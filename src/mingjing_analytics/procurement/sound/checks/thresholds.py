"""Purchases that stay just below the threshold of open tender, alone or together."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from mingjing_analytics.procurement.legal import Limit
from mingjing_analytics.procurement.sound.asked import (
    Asked,
    Record,
    article,
    record,
)
from mingjing_analytics.procurement.sound.market import Market, day
from mingjing_analytics.procurement.sound.records import Award, Process


def near_threshold(market: Market, asked: Asked) -> None:
    """R002: a budget just below the threshold, bought without open tender."""
    margin = asked.number("margin")
    for process in market.processes:
        if process.method == "open":
            continue
        on, budget = process.start or process.end, market.amount(process.budget)
        limit = _threshold(market, asked, process, on)
        if limit is None:
            continue
        if budget is None:
            asked.cannot("no_budget", process)
            continue
        near = limit.value * (1 - margin) <= budget < limit.value
        shown = [record(process, "/tender/value", process.budget)]
        asked.judge(
            process.ocid, budget, limit.value, shown, flagged=near, law=[article(limit)]
        )


def direct_near_threshold(market: Market, asked: Asked) -> None:
    """R049: a direct award just below the threshold."""
    margin = asked.number("margin")
    for process, award, amount, limit in _direct(market, asked):
        near = limit.value * (1 - margin) <= amount < limit.value
        asked.judge(
            process.ocid,
            amount,
            limit.value,
            [_awarded(process, award)],
            flagged=near,
            law=[article(limit)],
        )


def split_purchases(market: Market, asked: Asked) -> None:
    """R011: one buyer, one kind, one year; each below the threshold, together above."""
    groups: dict[tuple[str, str, int], list[tuple[Process, Decimal]]] = defaultdict(
        list
    )
    limits: dict[tuple[str, str, int], Limit] = {}
    for process in market.processes:
        if process.method == "open":
            continue
        kind, on = market.kind(process.classes), process.start or process.end
        limit = _threshold(market, asked, process, on)
        if limit is None or on is None:
            continue
        amount = market.amount(process.budget)
        if kind is None or process.owner is None or amount is None:
            asked.cannot("no_class" if kind is None else "no_budget", process)
        elif amount < limit.value:
            key = (process.owner, kind, day(on).year)
            groups[key].append((process, amount))
            limits[key] = limit
    least = asked.number("purchases")
    for key, found in groups.items():
        together = sum((amount for _, amount in found), Decimal())
        shown = (record(one, "/tender/value", one.budget) for one, _ in found)
        limit = limits[key]
        asked.judge(
            " + ".join(str(part) for part in key),
            together,
            limit.value,
            shown,
            flagged=len(found) >= least and together >= limit.value,
            law=[article(limit)],
        )


def repeated_direct(market: Market, asked: Asked) -> None:
    """R055: direct awards of one buyer to one firm in one year, together above."""
    groups: dict[tuple[str, str, int], list[tuple[Process, Award, Decimal]]]
    groups, limits = defaultdict(list), {}
    for process, award, amount, limit in _direct(market, asked):
        if process.owner is None or award.date is None:
            asked.cannot("no_buyer" if process.owner is None else "no_dates", process)
            continue
        if amount < limit.value:
            for firm in award.suppliers:
                key = (process.owner, firm, day(award.date).year)
                groups[key].append((process, award, amount))
                limits[key] = limit
    least = asked.number("awards")
    for key, found in groups.items():
        together = sum((amount for *_, amount in found), Decimal())
        shown = (_awarded(process, award) for process, award, _ in found)
        limit = limits[key]
        asked.judge(
            " + ".join(str(part) for part in key),
            together,
            limit.value,
            shown,
            flagged=len(found) >= least and together >= limit.value,
            law=[article(limit)],
        )


def _direct(
    market: Market, asked: Asked
) -> Iterable[tuple[Process, Award, Decimal, Limit]]:
    for process in market.processes:
        if not process.direct:
            continue
        for award in process.active:
            on = process.start or process.end or award.date
            limit = _threshold(market, asked, process, on)
            amount = market.amount(award.money)
            if limit is not None and amount is None:
                asked.cannot("no_amount", process)
            elif limit is not None and amount is not None:
                yield process, award, amount, limit


def _threshold(
    market: Market, asked: Asked, process: Process, on: datetime | None
) -> Limit | None:
    if on is None:
        asked.cannot("no_dates", process)
        return None
    limit = market.limit("open_threshold", process, on)
    if limit is None:
        asked.cannot("no_category" if not process.category else "no_limit", process)
    return limit


def _awarded(process: Process, award: Award) -> Record:
    who = "、".join(award.suppliers)
    return record(process, f"{award.path}/value", f"{who} {award.money}".strip())
