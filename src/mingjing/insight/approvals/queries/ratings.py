"""好差评 of an item over a period: shares with their interval, and the bad ones' cure."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Sum

from mingjing.insight.approvals.models import Item, Rating
from mingjing_analytics.process.measures.shares import wilson

# Below this a rating would point at somebody (DOMAIN, invariant 7).
SHOWN_FROM_RATINGS = 5


@dataclass(frozen=True)
class Rated:
    """``share`` of all who were content or better, with its 95 % interval."""

    total: int
    share: float
    low: float
    high: float
    bad: int
    called_back: int
    mended: int
    first: date
    last: date


def rated(item: Item) -> Rated | None:
    """All that was imported of an item; None where too few rated it."""
    rows = Rating.objects.filter(item=item)
    sums = rows.aggregate(
        good=Sum(F("very_good") + F("good") + F("fair")),
        bad=Sum(F("bad") + F("very_bad")),
        called=Sum("called_back"),
        mended=Sum("mended"),
    )
    total = (sums["good"] or 0) + (sums["bad"] or 0)
    if total < SHOWN_FROM_RATINGS:
        return None
    months = rows.order_by("month").values_list("month", flat=True)
    first, last = months[0], months[len(months) - 1]
    low, high = wilson(sums["good"], total)
    return Rated(
        total,
        sums["good"] / total,
        low,
        high,
        sums["bad"],
        sums["called"],
        sums["mended"],
        first,
        last,
    )
