"""What bids cost, beside each other and beside the budget."""

import math
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from mingjing_analytics.procurement.sound.asked import Asked, price, record
from mingjing_analytics.procurement.sound.market import Decision, Market
from mingjing_analytics.procurement.sound.records import Bid, Process
from mingjing_analytics.procurement.statistics import quartiles

_PAIR = 2
_FEN = Decimal("0.01")

Priced = tuple[Bid, Decimal]


def close_to_winner(market: Market, asked: Asked) -> None:
    """R024: the next bid lies hardly above the one that won."""
    most = asked.number("share")
    for decision, won, second in _next(market, asked):
        gap = (second[1] - won[1]) / won[1]
        shown = (price(decision.process, bid) for bid, _ in (won, second))
        asked.judge(decision.subject, gap, most, shown, flagged=gap <= most)


def heavy_discount(market: Market, asked: Asked) -> None:
    """R058: the bid that won lies far below the next."""
    least = asked.number("share")
    for decision, won, second in _next(market, asked):
        gap = (second[1] - won[1]) / won[1]
        shown = (price(decision.process, bid) for bid, _ in (won, second))
        asked.judge(decision.subject, gap, least, shown, flagged=gap >= least)


def wide_spread(market: Market, asked: Asked) -> None:
    """R022: the dearest bid is a multiple of the cheapest."""
    least, count = asked.number("spread"), asked.number("bids")
    for process, subject, bids in _lots(market, asked):
        if len(bids) < count:
            asked.cannot("too_few", process)
            continue
        low, high = bids[0], bids[-1]
        spread = (high[1] - low[1]) / low[1]
        shown = (price(process, bid) for bid, _ in bids)
        asked.judge(subject, spread, least, shown, flagged=spread >= least)


def regular_steps(market: Market, asked: Asked) -> None:
    """R023: prices that climb by equal steps, or by equal shares."""
    least, slack = asked.number("bids"), asked.number("slack")
    for process, subject, bids in _lots(market, asked):
        prices = sorted({amount for _, amount in bids})
        if len(prices) < least:
            asked.cannot("too_few", process)
            continue
        steps = [b - a for a, b in pairwise(prices)]
        shares = [b / a for a, b in pairwise(prices)]
        uneven = min(
            _spread(steps, max(steps[0], _FEN)), _spread(shares, shares[0] - 1)
        )
        shown = (price(process, bid) for bid, _ in bids)
        asked.judge(subject, uneven, slack, shown, flagged=uneven <= slack)


def identical_prices(market: Market, asked: Asked) -> None:
    """R028: different bidders, the same price to the fen."""
    least = asked.number("bids")
    for process, subject, bids in _lots(market, asked):
        alike: dict[Decimal, list[Bid]] = defaultdict(list)
        for bid, amount in bids:
            alike[amount].append(bid)
        same = max(alike.values(), key=len)
        if len(bids) < _PAIR:
            asked.cannot("too_few", process)
            continue
        shown = (price(process, bid) for bid in same)
        asked.judge(subject, len(same), least, shown, flagged=len(same) >= least)


def at_the_budget(market: Market, asked: Asked) -> None:
    """R031: the price that won lies at the budget, or above."""
    least = asked.number("share")
    for decision in market.decisions:
        process = decision.process
        if process.direct or len(process.active) > 1:
            # The budget of several lots is not the budget of one.
            continue
        budget = market.amount(process.budget)
        paid = market.amount(decision.award.money)
        if not budget:
            asked.cannot("no_budget", process)
        elif not paid:
            asked.cannot("no_amount", process)
        else:
            shown = (
                record(process, "/tender/value", process.budget),
                record(process, f"{decision.award.path}/value", decision.award.money),
            )
            share = paid / budget
            asked.judge(decision.subject, share, least, shown, flagged=share >= least)


def cheapest_refused(market: Market, asked: Asked) -> None:
    """R036: the cheapest bid was disqualified, and a dearer one won."""
    least = asked.number("share")
    for decision in market.decisions:
        process, award = decision.process, decision.award
        won = market.amount(decision.bid.money if decision.bid else award.money)
        if not market.compares_prices(process) or not process.bids:
            asked.cannot("no_bids", process)
            continue
        if not won:
            asked.cannot("no_amount", process)
            continue
        low = min(_priced(market, decision.refused), key=_cost, default=None)
        saved = Decimal() if low is None else (won - low[1]) / won
        shown = [record(process, f"{award.path}/value", f"{won:f}")]
        if low is not None:
            shown.append(price(process, low[0]))
        flagged = saved > 0 and saved >= least
        asked.judge(decision.subject, saved, least, shown, flagged=flagged)


def unusual_budget(market: Market, asked: Asked) -> None:
    """R016: a budget far from others of its kind, on a scale of orders of magnitude."""
    peers: dict[str, list[tuple[Process, Decimal]]] = defaultdict(list)
    for process in market.processes:
        kind, amount = market.kind(process.classes), market.amount(process.budget)
        if kind is None or not amount:
            asked.cannot("no_class" if kind is None else "no_budget", process)
        else:
            peers[kind].append((process, amount))
    least, times = asked.number("peers"), float(asked.number("times"))
    for found in peers.values():
        if len(found) < least:
            asked.cannot("too_few", found[0][0])
            continue
        low, high = quartiles([math.log10(amount) for _, amount in found])
        floor = low - times * (high - low)
        ceiling = high + times * (high - low)
        for process, amount in found:
            place = math.log10(amount)
            bound = Decimal(str(round(10 ** (floor if place < floor else ceiling), 2)))
            shown = [record(process, "/tender/value", process.budget)]
            out = place < floor or place > ceiling
            asked.judge(process.ocid, amount, bound, shown, flagged=out)


def _next(market: Market, asked: Asked) -> Iterator[tuple[Decision, Priced, Priced]]:
    """Give each decision on price with the bid that won and the cheapest other."""
    for decision in market.decisions:
        process = decision.process
        if not market.compares_prices(process) or process.direct:
            continue
        if not process.bids:
            asked.cannot("no_bids", process)
            continue
        if decision.bid is None:
            asked.cannot("winner_unknown", process)
            continue
        won = market.amount(decision.bid.money)
        others = _priced(market, decision.rivals)
        second = min(others, key=_cost, default=None)
        if not won or second is None:
            asked.cannot("no_amount" if not won else "too_few", process)
        elif second[1] >= won:
            yield decision, (decision.bid, won), second


def _lots(market: Market, asked: Asked) -> Iterator[tuple[Process, str, list[Priced]]]:
    """Give the priced bids of each lot, by price, one of each set of bidders."""
    for process in market.processes:
        if process.direct or not market.compares_prices(process):
            continue
        bids = process.submitted
        if not bids:
            asked.cannot("no_bids", process)
            continue
        names = sorted({lot for bid in bids for lot in bid.lots}) or [""]
        for lot in names:
            own = [bid for bid in bids if not bid.lots or lot in bid.lots]
            found = sorted(_priced(market, own), key=_cost)
            first = {
                bid.tenderers or (bid.id,): (bid, cost) for bid, cost in found[::-1]
            }
            rest = sorted(first.values(), key=_cost)
            if rest:
                yield process, process.ocid + (f" + {lot}" if lot else ""), rest
            else:
                asked.cannot("no_amount", process)


def _priced(market: Market, bids: tuple[Bid, ...] | list[Bid]) -> list[Priced]:
    found = ((bid, market.amount(bid.money)) for bid in bids)
    return [(bid, amount) for bid, amount in found if amount]


def _cost(one: Priced) -> tuple[Decimal, str]:
    return one[1], one[0].path


def _spread(numbers: list[Decimal], unit: Decimal) -> Decimal:
    return (max(numbers) - min(numbers)) / unit
