"""The six superlatives (审批最少 … 服务最好) as six measures of an item.

Each stands beside the item's own past, the earlier half of what the log covers, and
beside the best known value among the items of the same log. A superlative has no goal
that could be reached: it says in which direction, and how far others are.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from mingjing.insight.approvals.models import Item, Part, Terms
from mingjing.insight.approvals.queries.catalogue import terms_of
from mingjing.insight.approvals.queries.figures import (
    closed_cases,
    experience,
    handovers_per_case,
)
from mingjing.insight.approvals.queries.ratings import rated
from mingjing.insight.approvals.queries.tables import Asked, part_table
from mingjing.insight.approvals.states import SHOWN_FROM
from mingjing_analytics.process.measures.cases import bounds
from mingjing_analytics.process.table import NO_TIME, EventTable, select


@dataclass(frozen=True)
class Best:
    """One measure: now, before, and the best of the others with whose it is.

    ``kind`` names measure and unit; None where it cannot be told.
    """

    kind: str
    now: float | None
    before: float | None
    best: float | None
    best_of: str

    @property
    def better(self) -> bool | None:
        """Whether it went the right way; None where it stayed or cannot be told."""
        if self.now is None or self.before is None or self.now == self.before:
            return None
        return (self.now > self.before) == (self.kind in MORE_IS_BETTER)


KINDS = ("materials", "steps", "hands", "same_day", "half", "rating")
MORE_IS_BETTER = frozenset({"same_day", "rating"})
_Values = dict[str, float | None]


def superlatives(part: Part) -> list[Best]:
    """The six measures of an item in a log."""
    parts = list(Part.objects.filter(log=part.log).select_related("item", "log"))
    terms = terms_of(each.item for each in parts)
    values = {each.item: _values(each, terms.get(each.item_id)) for each in parts}
    rows = [each for each in parts if each.item_id == part.item_id]
    before, now = values[rows[0].item]
    return [_best(kind, part.item, before, now, values) for kind in KINDS]


def _best(
    kind: str,
    item: Item,
    before: _Values,
    now: _Values,
    values: dict[Item, tuple[_Values, _Values]],
) -> Best:
    others = [
        (value, other.name)
        for other, (_before, latest) in values.items()
        if other != item and (value := latest[kind]) is not None
    ]
    pick = max if kind in MORE_IS_BETTER else min
    best, best_of = pick(others) if others else (None, "")
    return Best(kind, now[kind], before[kind], best, best_of)


def _values(part: Part, terms: Terms | None) -> tuple[_Values, _Values]:
    """Of the earlier half of the time and of the later one."""
    before, now = (dict(half) for half in _halves(Asked(part, terms)))
    ratings = rated(part.item)
    now["rating"] = ratings.share if ratings else None
    before["rating"] = None
    now["materials"] = terms.materials if terms else None
    earlier = part.item.terms.order_by("number").first()
    before["materials"] = earlier.materials if earlier else None
    return before, now


@lru_cache(maxsize=512)
def _halves(asked: Asked) -> tuple[tuple[tuple[str, float | None], ...], ...]:
    table = part_table(asked.part)
    first, _last = bounds(table)
    timed = first[first != NO_TIME]
    if not len(timed):
        nothing = tuple((kind, None) for kind in KINDS)
        return nothing, nothing
    middle = int((int(timed.min()) + int(timed.max())) // 2)
    early = (first != NO_TIME) & (first < middle)
    late = (first != NO_TIME) & (first >= middle)
    return tuple(_of(select(table, half), asked.terms) for half in (early, late))


def _of(table: EventTable, terms: Terms | None) -> tuple[tuple[str, float | None], ...]:
    closed = closed_cases(table, terms)
    enough = int(closed.sum()) >= SHOWN_FROM
    half, _most, same_day = experience(table, closed)
    steps = float(np.diff(table.offsets)[closed].mean()) if enough else None
    return (
        ("steps", steps),
        ("hands", handovers_per_case(table, closed) if enough else None),
        ("same_day", same_day if enough else None),
        ("half", half if enough else None),
    )
