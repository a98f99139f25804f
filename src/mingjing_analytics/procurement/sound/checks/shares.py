"""How a market is shared: by method, among firms, over kinds of purchases."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from mingjing_analytics.procurement.sound.asked import Asked, Reason, Record, record
from mingjing_analytics.procurement.sound.market import Decision, Market
from mingjing_analytics.procurement.sound.records import Process
from mingjing_analytics.procurement.statistics import quartiles

_SPAN = Decimal("1.5")
_WHOLE = 10_000


@dataclass(slots=True)
class _Kind:
    """Awards of one kind of purchase, and each firm's part of their value."""

    total: Decimal = Decimal()
    parts: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    decisions: list[Decision] = field(default_factory=list)


def without_competition(market: Market, asked: Asked) -> None:
    """R013: a buyer who chooses without competition more often than not."""
    groups: dict[str, list[Process]] = defaultdict(list)
    for process in market.processes:
        if process.method is None and process.details is None:
            asked.cannot("no_method", process)
        elif process.owner is None:
            asked.cannot("no_buyer", process)
        else:
            groups[process.owner].append(process)
    least, bound = asked.number("processes"), asked.number("share")
    for owner, found in groups.items():
        if len(found) < least:
            asked.cannot("too_few", found[0])
            continue
        direct = [one for one in found if one.direct]
        share = Decimal(len(direct)) / len(found)
        shown = (
            record(one, "/tender/procurementMethod", one.details or one.method)
            for one in direct
        )
        asked.judge(owner, share, bound, shown, flagged=share >= bound)


def share_of_buyer(market: Market, asked: Asked) -> None:
    """R040: one firm that gets most awards of one buyer."""
    groups: dict[str, list[Decision]] = defaultdict(list)
    for decision in market.decisions:
        owner = decision.process.owner
        if owner is None or not decision.award.suppliers:
            reason: Reason = "no_buyer" if owner is None else "no_supplier"
            asked.cannot(reason, decision.process)
        else:
            groups[owner].append(decision)
    least, bound = asked.number("awards"), asked.number("share")
    for owner, found in groups.items():
        if len(found) < least:
            asked.cannot("too_few", found[0].process)
            continue
        by_firm: dict[str, list[Decision]] = defaultdict(list)
        for decision in found:
            for firm in decision.award.suppliers:
                by_firm[firm].append(decision)
        for firm, own in by_firm.items():
            share = Decimal(len(own)) / len(found)
            subject = f"{firm} + {owner}"
            asked.judge(subject, share, bound, _awards(own), flagged=share >= bound)


def varied_supplier(market: Market, asked: Asked) -> None:
    """R048: one firm that sells many kinds of things."""
    kinds: dict[str, set[str]] = defaultdict(set)
    won: dict[str, list[Decision]] = defaultdict(list)
    for decision in market.decisions:
        suppliers = decision.award.suppliers
        classes = decision.award.classes or decision.process.classes
        if len(suppliers) != 1 or not classes:
            # What each member of a consortium brings is not told.
            reason: Reason = "no_class" if suppliers else "no_supplier"
            asked.cannot(reason, decision.process)
            continue
        digits = market.choices.digits
        kinds[suppliers[0]].update(one[:digits] for one in classes)
        won[suppliers[0]].append(decision)
    least = asked.number("awards")
    counted = {firm: len(kinds[firm]) for firm in won if len(won[firm]) >= least}
    for _ in range(len(won) - len(counted)):
        asked.cannot("too_few")
    if not counted:
        return
    low, high = quartiles([float(count) for count in counted.values()])
    bound = max(
        asked.number("kinds"), Decimal(str(high)) + _SPAN * Decimal(str(high - low))
    )
    for firm, count in counted.items():
        asked.judge(firm, count, bound, _kinds(won[firm]), flagged=count >= bound)


def market_share(market: Market, asked: Asked) -> None:
    """R050: one firm that gets most of what is spent on a kind of purchase."""
    bound = asked.number("share")
    for name, kind in _markets(market, asked):
        for firm, part in kind.parts.items():
            share = part / kind.total
            own = [one for one in kind.decisions if firm in one.award.suppliers]
            subject = f"{firm} + {name}"
            asked.judge(subject, share, bound, _awards(own), flagged=share >= bound)


def concentration(market: Market, asked: Asked) -> None:
    """R051: Herfindahl and Hirschman's index of a kind of purchase."""
    bound = asked.number("index")
    for name, kind in _markets(market, asked):
        index = _WHOLE * sum((part / kind.total) ** 2 for part in kind.parts.values())
        shown = _awards(kind.decisions)
        asked.judge(name, Decimal(index), bound, shown, flagged=index >= bound)


def _markets(market: Market, asked: Asked) -> Iterator[tuple[str, _Kind]]:
    """Give the kinds with enough awards; a consortium's award counts in equal parts."""
    kinds: dict[str, _Kind] = defaultdict(_Kind)
    for decision in market.decisions:
        award = decision.award
        name = market.kind(award.classes or decision.process.classes)
        amount = market.amount(award.money)
        if name is None or not amount or not award.suppliers:
            reason: Reason = "no_class" if name is None else "no_amount"
            asked.cannot(reason, decision.process)
            continue
        kind = kinds[name]
        kind.total += amount
        kind.decisions.append(decision)
        for firm in award.suppliers:
            kind.parts[firm] += amount / len(award.suppliers)
    least = asked.number("awards")
    for name, kind in kinds.items():
        if len(kind.decisions) < least:
            asked.cannot("too_few", kind.decisions[0].process)
        else:
            yield name, kind


def _awards(decisions: Iterable[Decision]) -> Iterator[Record]:
    for one in decisions:
        who = "、".join(one.award.suppliers)
        text = f"{who} {one.award.money or ''}".strip()
        yield record(one.process, f"{one.award.path}/value", text)


def _kinds(decisions: Iterable[Decision]) -> Iterator[Record]:
    for one in decisions:
        own = bool(one.award.classes)
        path = f"{one.award.path}/items" if own else "/tender/items"
        classes = one.award.classes or one.process.classes
        yield record(one.process, path, "、".join(classes))
