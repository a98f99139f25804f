"""Who bids, who loses, who is refused, and who bids with whom."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import combinations, pairwise

from mingjing_analytics.procurement.sound.asked import (
    Asked,
    Record,
    record,
)
from mingjing_analytics.procurement.sound.groups import groups_of
from mingjing_analytics.procurement.sound.market import Market
from mingjing_analytics.procurement.sound.records import Bid, Process
from mingjing_analytics.procurement.statistics import quartiles

_SPAN = Decimal("1.5")
_FAR_BACK = 4

Seen = list[tuple[Process, Bid]]


def always_losing(market: Market, asked: Asked) -> None:
    """R025: a firm that bids often and hardly ever wins."""
    bids, won = _valid_bids(market), _wins(market)
    least, most = asked.number("bids"), asked.number("share")
    for firm, seen in bids.items():
        entered = {process.ocid for process, _ in seen}
        if len(entered) < least:
            asked.cannot("too_few")
            continue
        share = Decimal(len(entered & won[firm])) / len(entered)
        asked.judge(firm, share, most, _bids(seen), flagged=share <= most)


def late_and_won(market: Market, asked: Asked) -> None:
    """R030: a bid that came after the deadline, and won."""
    for decision in market.decisions:
        process, bid = decision.process, decision.bid
        if process.direct:
            continue
        if bid is None:
            asked.cannot("winner_unknown" if process.bids else "no_bids", process)
            continue
        if bid.date is None or process.end is None:
            asked.cannot("no_dates", process)
            continue
        minutes = Decimal(int((bid.date - process.end).total_seconds())) / 60
        most = asked.number("minutes")
        path = "/tender/tenderPeriod/endDate"
        shown = (
            record(process, f"{bid.path}/date", bid.date.isoformat()),
            record(process, path, process.end.isoformat()),
        )
        asked.judge(decision.subject, minutes, most, shown, flagged=minutes > most)


def only_winner_valid(market: Market, asked: Asked) -> None:
    """R035: every bidder but the winner was disqualified."""
    least = asked.number("refused")
    for decision in market.decisions:
        process = decision.process
        if process.direct:
            continue
        if not process.bids:
            asked.cannot("no_bids", process)
            continue
        refused = {firm for bid in decision.refused for firm in bid.tenderers}
        # Their place, not their number, tells: one valid rival and it was a contest.
        refused -= set(decision.award.suppliers)
        alone = not decision.rivals and len(refused) >= least
        shown = (
            record(process, f"{bid.path}/status", f"{'、'.join(bid.tenderers)} 否决")
            for bid in decision.refused
        )
        asked.judge(decision.subject, len(refused), least, shown, flagged=alone)


def often_refused(market: Market, asked: Asked) -> None:
    """R038: bids refused far more often than with others: by a buyer, and of a firm."""
    handed: dict[str, Seen] = defaultdict(list)
    given: dict[str, Seen] = defaultdict(list)
    for process in market.processes:
        for bid in process.submitted:
            for firm in bid.tenderers:
                handed[firm].append((process, bid))
            if process.owner is not None:
                given[process.owner].append((process, bid))
    for group in (handed, given):
        _refusals(group, asked)


def steady_pair(market: Market, asked: Asked) -> None:
    """R053: two firms that bid together again and again, and the same one wins."""
    together, who_won = market.together, market.winners
    least, share = asked.number("times"), asked.number("share")
    for (one, other), seen in together.items():
        if len(seen) < least:
            continue
        wins = {
            firm: sum(firm in who_won[process.ocid] for process in seen)
            for firm in (one, other)
        }
        best = max(wins, key=lambda firm: (wins[firm], firm))
        won = Decimal(wins[best]) / len(seen)
        loser = other if best == one else one
        shown = (
            record(process, "/awards", "、".join(sorted(who_won[process.ocid])))
            for process in seen
        )
        steady = won >= share and not wins[loser]
        asked.judge(f"{best} + {loser}", won, share, shown, flagged=steady)


def rotation(market: Market, asked: Asked) -> None:
    """R057: a circle of firms that meet again and again, and win in turn."""
    together, who_won = market.together, market.winners
    least = asked.number("times")
    links = [pair for pair, seen in together.items() if len(seen) >= least]
    circles = groups_of(links)
    for circle in circles:
        if not asked.number("fewest") <= len(circle) <= asked.number("most"):
            asked.cannot("too_few")
            continue
        seen = {
            process.ocid: process
            for pair in combinations(sorted(circle), 2)
            for process in together.get(pair, ())
            if len(who_won[process.ocid] & circle) == 1
        }
        found = sorted(seen.values(), key=_decided)
        turns = [next(iter(who_won[one.ocid] & circle)) for one in found]
        wins = Counter(turns)
        if len(turns) < least * 2:
            asked.cannot("too_few")
            continue
        # In turn: everyone wins, nobody much more, and hardly ever the same twice.
        changes = sum(a != b for a, b in pairwise(turns))
        share = Decimal(changes) / (len(turns) - 1)
        even = len(wins) == len(circle) and max(wins.values()) - min(wins.values()) <= 1
        shown = (
            record(process, "/awards", firm)
            for process, firm in zip(found, turns, strict=True)
        )
        bound = asked.number("share")
        subject = " + ".join(sorted(circle))
        asked.judge(subject, share, bound, shown, flagged=even and share >= bound)


def debarred(market: Market, asked: Asked) -> None:
    """R046: a firm on a list of debarred firms, bidding or winning while it holds."""
    listed = market.choices.sanctions
    if listed is None:
        asked.cannot("no_sanctions")
        return
    by_firm = defaultdict(list)
    for one in listed:
        by_firm[one.id].append(one)
    for process in market.processes:
        on = process.end or process.start
        firms = _taking_part(process)
        if on is None:
            asked.cannot("no_dates", process)
            continue
        for firm, path in firms.items():
            held = [one for one in by_firm[firm] if one.since <= on.date() <= one.until]
            shown = [record(process, path, firm)]
            shown += [
                record(process, one.source, f"{one.since}—{one.until}") for one in held
            ]
            asked.judge(
                f"{process.ocid} + {firm}", len(held), 1, shown, flagged=bool(held)
            )


def _taking_part(process: Process) -> dict[str, str]:
    found: dict[str, str] = {}
    for bid in process.submitted:
        found.update(dict.fromkeys(bid.tenderers, f"{bid.path}/tenderers"))
    for award in process.active:
        found.update(dict.fromkeys(award.suppliers, f"{award.path}/suppliers"))
    return found


def _refusals(group: dict[str, Seen], asked: Asked) -> None:
    least, calls = asked.number("bids"), asked.number("processes")
    shares: dict[str, Decimal] = {}
    for name, seen in group.items():
        if len(seen) < least or len({one.ocid for one, _ in seen}) < calls:
            asked.cannot("too_few")
            continue
        refused = sum(bid.status == "disqualified" for _, bid in seen)
        shares[name] = Decimal(refused) / len(seen)
    if len(shares) < _FAR_BACK:
        for _ in shares:
            asked.cannot("too_few")
        return
    low, high = quartiles([float(share) for share in shares.values()])
    fence = Decimal(str(high)) + _SPAN * Decimal(str(high - low))
    bound = max(asked.number("share"), fence)
    for name, share in shares.items():
        refused_bids = [
            (one, bid) for one, bid in group[name] if bid.status == "disqualified"
        ]
        asked.judge(name, share, bound, _bids(refused_bids), flagged=share >= bound)


def _bids(seen: Iterable[tuple[Process, Bid]]) -> Iterator[Record]:
    for process, bid in seen:
        yield record(process, f"{bid.path}/status", bid.status)


def _valid_bids(market: Market) -> dict[str, Seen]:
    found: dict[str, Seen] = defaultdict(list)
    for process in market.processes:
        if process.active:
            for bid in process.bids:
                if bid.status == "valid":
                    for firm in bid.tenderers:
                        found[firm].append((process, bid))
    return found


def _wins(market: Market) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for decision in market.decisions:
        for firm in decision.award.suppliers:
            found[firm].add(decision.process.ocid)
    return found


def _decided(process: Process) -> tuple[str, str]:
    dates = [one.date.isoformat() for one in process.active if one.date is not None]
    return min(dates, default=""), process.ocid
