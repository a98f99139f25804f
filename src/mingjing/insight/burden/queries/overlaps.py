"""The same thing asked twice: standing requests to one unit in nearly the same words."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from django.db.models import QuerySet

from mingjing.base.people.models import Unit
from mingjing.cycle.duties.models import Duty
from mingjing.cycle.duties.queries.burden import WEIGHING

ALIKE = 0.5  # of the pairs of characters that two titles have, the share they have both
_NOISE = re.compile(r"[\W\d_]|公布|报送|上报|本单位|情况")


@dataclass(frozen=True, order=True)
class Alike:
    """Two standing requests to one unit in nearly the same words, by their keys."""

    unlike: float  # 0 is the same wording
    one: int
    other: int


@dataclass(frozen=True)
class Overlap:
    one: Duty
    other: Duty
    share: int  # percent of the wording in common
    same_proof: bool


@lru_cache(maxsize=4096)
def _pairs_of(words: str) -> frozenset[str]:
    kept = _NOISE.sub("", words)
    return frozenset(kept[n : n + 2] for n in range(len(kept) - 1))


# Many units are asked in the same words: each two titles are compared once.
@lru_cache(maxsize=65536)
def _common(one: str, other: str) -> float:
    """Jaccard's coefficient of two sets of character pairs."""
    mine, theirs = _pairs_of(one), _pairs_of(other)
    every = mine | theirs
    return len(mine & theirs) / len(every) if every else 0.0


def overlaps(units: QuerySet[Unit]) -> list[Alike]:
    """The likest first. A hint for a person: alike in words is not yet the same thing."""
    asked: dict[int, list[tuple[int, str]]] = defaultdict(list)
    rows = Duty.objects.filter(unit__in=units, state__in=WEIGHING).order_by("code")
    for unit, pk, title in rows.values_list("unit_id", "pk", "title"):
        asked[unit].append((pk, title))
    return sorted(
        Alike(1 - share, one, other)
        for group in asked.values()
        for (one, mine), (other, theirs) in combinations(group, 2)
        if (share := _common(mine, theirs)) >= ALIKE
    )


def dressed(pairs: Iterable[Alike]) -> list[Overlap]:
    """What a page shows of them; one query."""
    shown = list(pairs)
    named = {pk for pair in shown for pk in (pair.one, pair.other)}
    duties = Duty.objects.select_related("unit").in_bulk(named)
    return [
        Overlap(
            duties[pair.one],
            duties[pair.other],
            round(100 * (1 - pair.unlike)),
            duties[pair.one].proof == duties[pair.other].proof,
        )
        for pair in shown
    ]
