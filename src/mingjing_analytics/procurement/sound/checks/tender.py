"""How a purchase was called for: time, notice, documents, method, number of bidders."""

from collections import defaultdict
from decimal import Decimal

from mingjing_analytics.procurement.sound.asked import (
    Asked,
    Record,
    article,
    record,
)
from mingjing_analytics.procurement.sound.market import Market, day
from mingjing_analytics.procurement.sound.records import Process

_PERIOD = "/tender/tenderPeriod"
_NOTICE = frozenset({"tenderNotice"})
_PAPERS = frozenset({"biddingDocuments", "technicalSpecifications"})


def short_submission(market: Market, asked: Asked) -> None:
    """R003: days from start to deadline, against the limit for regime and method."""
    for process in market.processes:
        start, end = process.start, process.end
        if process.direct:
            continue
        if start is None or end is None:
            asked.cannot("no_dates", process)
            continue
        limit = market.limit("bid_period", process, start)
        days = (day(end) - day(start)).days
        if limit is not None:
            counted = market.days(limit, start, end)
            if counted is None:
                asked.cannot("no_calendar", process)
                continue
            days = counted
        least = asked.number("days") if limit is None else limit.value
        stated = [
            record(process, f"{_PERIOD}/startDate", start.isoformat()),
            record(process, f"{_PERIOD}/endDate", end.isoformat()),
        ]
        law = [article(limit)] if limit else []
        asked.judge(process.ocid, days, least, stated, flagged=days < least, law=law)


def hardly_advertised(market: Market, asked: Asked) -> None:
    """R004: no notice among the documents, or one later than the bidding began."""
    late = asked.number("days")
    for process in market.processes:
        if not process.tendered:
            continue
        if not process.documents:
            asked.cannot("no_documents", process)
            continue
        notices = [one for one in process.documents if one.kind in _NOTICE]
        if not notices:
            kinds = "、".join(sorted({one.kind or "?" for one in process.documents}))
            shown = [record(process, "/tender/documents", kinds)]
            asked.judge(process.ocid, 0, 1, shown, flagged=True)
            continue
        dated = [(one.published, one.path) for one in notices if one.published]
        if not dated or process.start is None:
            asked.cannot("no_dates", process)
            continue
        published, path = min(dated)
        days = (day(published) - day(process.start)).days
        stated = [
            record(process, f"{path}/datePublished", published.isoformat()),
            record(process, f"{_PERIOD}/startDate", process.start.isoformat()),
        ]
        asked.judge(process.ocid, days, late, stated, flagged=days >= late)


def incomplete(market: Market, asked: Asked) -> None:
    """R005: how many of six things every tender must say are missing."""
    most = asked.number("missing")
    for process in market.processes:
        if process.direct:
            continue
        kinds = {one.kind for one in process.documents}
        missing = [
            path
            for path, filled in (
                ("/tender/documents (tenderNotice)", kinds & _NOTICE),
                ("/tender/documents (biddingDocuments)", kinds & _PAPERS),
                (f"{_PERIOD}/startDate", process.start),
                (f"{_PERIOD}/endDate", process.end),
                ("/tender/value", process.budget),
                ("/tender/procurementMethod", process.method),
            )
            if not filled
        ]
        stated = (record(process, path, "") for path in missing)
        count = len(missing)
        asked.judge(process.ocid, count, most, stated, flagged=count >= most)


def direct_without_reason(market: Market, asked: Asked) -> None:
    """R010: a supplier chosen without competition, and no reason written."""
    for process in market.processes:
        if process.method is None and process.details is None:
            asked.cannot("no_method", process)
        elif process.direct:
            method = f"{process.method or ''} {process.details or ''}".strip()
            stated = [
                record(process, "/tender/procurementMethod", method),
                record(process, "/tender/procurementMethodRationale", ""),
            ]
            asked.judge(process.ocid, 0, 1, stated, flagged=process.rationale is None)


def single_bid(market: Market, asked: Asked) -> None:
    """R018: competition was called for, and hardly anybody came."""
    few = asked.number("bidders")
    for process in market.processes:
        if process.method is None:
            asked.cannot("no_method", process)
        elif process.tendered:
            count = process.bidders()
            if not count:
                asked.cannot("no_bidders", process)
                continue
            asked.judge(
                process.ocid, count, few, _who_bid(process), flagged=count <= few
            )


def too_few_to_award(market: Market, asked: Asked) -> None:
    """MJ01: fewer bidders than the law asks for, and yet an award."""
    for process in market.processes:
        if not process.tendered or not process.active:
            continue
        count = process.bidders()
        if not count:
            asked.cannot("no_bidders", process)
            continue
        limit = market.limit("fewest_bidders", process, process.end or process.start)
        if limit is None:
            asked.cannot("no_limit", process)
            continue
        shown = _who_bid(process)
        shown += [record(process, f"{one.path}/id", one.id) for one in process.active]
        least = limit.value
        asked.judge(
            process.ocid,
            count,
            least,
            shown,
            flagged=count < least,
            law=[article(limit)],
        )


def few_bidders(market: Market, asked: Asked) -> None:
    """R019: one buyer gets fewer bids for a kind of goods than other buyers get."""
    groups: dict[tuple[str, str], list[tuple[Process, int]]] = defaultdict(list)
    for process in market.processes:
        if process.direct:
            continue
        kind, count = market.kind(process.classes), process.bidders()
        if kind is None or process.owner is None or count is None:
            asked.cannot("no_class" if kind is None else "no_bidders", process)
            continue
        groups[process.owner, kind].append((process, count))
    totals: dict[str, tuple[int, int]] = {}
    for (_, kind), found in groups.items():
        bids, calls = totals.get(kind, (0, 0))
        bids += sum(count for _, count in found)
        totals[kind] = bids, calls + len(found)
    least, most = asked.number("processes"), asked.number("bidders")
    for (owner, kind), found in groups.items():
        own = sum(count for _, count in found)
        others = totals[kind][0] - own, totals[kind][1] - len(found)
        if len(found) < least or others[1] < least:
            asked.cannot("too_few", found[0][0])
            continue
        mean = Decimal(own) / len(found)
        fewer = mean * 2 <= Decimal(others[0]) / others[1]
        shown = (one for process, _ in found for one in _who_bid(process))
        asked.judge(
            f"{owner} + {kind}", mean, most, shown, flagged=mean <= most and fewer
        )


def _who_bid(process: Process) -> list[Record]:
    bids = [
        record(process, f"{bid.path}/tenderers", "、".join(bid.tenderers) or bid.id)
        for bid in process.submitted
    ]
    number = process.number if process.number is not None else len(process.tenderers)
    return bids or [record(process, "/tender/numberOfTenderers", number)]
