"""What the platform asks of a unit, counted from its own rows and from nobody's clicks.

整治形式主义为基层减负若干规定: forms and reports asked of the grassroots are to be few and
counted. A month's requests are the dues that fall due in it; minutes are the estimate in
each duty; fields are those of the form that answers one.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import combinations

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import get_language

from mingjing.base.people.models import Person, Unit
from mingjing.base.people.queries import standing_of
from mingjing.cycle.duties.models import Due, Duty
from mingjing.cycle.duties.queries import minutes_by_month, month_of, months_from
from mingjing.cycle.duties.queries.burden import WEIGHING
from mingjing.cycle.duties.states import DueState
from mingjing.cycle.plan.models import Measure
from mingjing.insight.burden.models import Press
from mingjing.insight.burden.rules import SHOWN_FROM
from mingjing_law.facts import fact as legal_fact

# What a claim asks a contact to fill in: the pointer, and a word on what it is.
FIELDS_A_CLAIM = 2
_NOT_ASKED = (DueState.VOID, DueState.WAIVED)


@dataclass(frozen=True)
class Meter:
    """One unit in one month."""

    unit: Unit
    month: date
    requests: int
    minutes: int

    @property
    def fields(self) -> int:
        return self.requests * FIELDS_A_CLAIM

    @property
    def limit(self) -> int:
        return self.unit.burden_limit_minutes

    @property
    def over(self) -> bool:
        return self.minutes > self.limit

    @property
    def share(self) -> int:
        """Percent of the budget; a unit without a budget is full with the first minute."""
        return round(100 * self.minutes / self.limit) if self.limit else 100


def visible_units(person: Person) -> QuerySet[Unit]:
    units = Unit.objects.filter(ended_on__isnull=True)
    standing = standing_of(person)
    return units if standing.sees_county else units.filter(pk__in=standing.units)


def asked_of(units: Iterable[int], month: date) -> QuerySet[Due]:
    """The rows behind a meter."""
    following = months_from(month, 2)[1]
    return Due.objects.filter(
        unit_id__in=list(units), due_on__gte=month, due_on__lt=following
    ).exclude(state__in=_NOT_ASKED)


def meters(units: Iterable[Unit], month: date) -> list[Meter]:
    """One query for all units; a unit of which nothing is asked stands there with zero."""
    chosen = list(units)
    rows = (
        asked_of([unit.pk for unit in chosen], month)
        .order_by()
        .values("unit_id")
        .annotate(requests=Count("pk"), minutes=Sum("duty__minutes"))
    )
    by_unit = {row["unit_id"]: row for row in rows}
    nothing = {"requests": 0, "minutes": 0}
    return [
        Meter(unit, month, row["requests"], row["minutes"])
        for unit in chosen
        for row in [by_unit.get(unit.pk, nothing)]
    ]


@dataclass(frozen=True)
class Months:
    """Twelve months of minutes: behind as they fell due, ahead as the rules will ask."""

    months: list[date]
    minutes: list[int]
    this: int  # which of them is the current one


def year_of(unit: Unit, *, on: date, behind: int = 6) -> Months:
    this = month_of(on)
    start = this.year * 12 + this.month - 1 - behind
    first = date(start // 12, start % 12 + 1, 1)
    months = months_from(first, 12)
    last = months_from(this, 2)[1] - timedelta(days=1)
    sums: dict[date, int] = defaultdict(int)
    for due_on, minutes in (
        Due.objects.filter(unit=unit, due_on__range=(first, last))
        .exclude(state__in=_NOT_ASKED)
        .values_list("due_on", "duty__minutes")
    ):
        sums[month_of(due_on)] += minutes
    ahead = minutes_by_month([unit.pk], first=this).get(unit.pk, [])
    sums |= dict(zip(months_from(this, 12)[1:], ahead[1:], strict=False))
    return Months(months, [sums[month] for month in months], behind)


def approved_over_budget(units: QuerySet[Unit]) -> QuerySet[Duty]:
    """Requests that somebody let through by name, with the reason (promise 11)."""
    return (
        Duty.objects.filter(unit__in=units, over_budget_by__isnull=False)
        .select_related("unit", "over_budget_by")
        .order_by("unit__rank", "code")
    )


# --- the same thing asked twice

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


# --- the button


def about_of(duty: Duty) -> str:
    """The request itself, as all units know it; never the unit that pressed."""
    if duty.measure_id:
        return f"measure:{duty.measure_id}"
    return f"fact:{duty.fact}" if duty.fact else f"duty:{duty.pk}"


@dataclass(frozen=True)
class Voice:
    """What was called a burden, and how often; below SHOWN_FROM the number is not said."""

    title: str
    count: int | None
    reasons: tuple[str, ...]


def voices(month: date) -> list[Voice]:
    rows = list(Press.objects.filter(month=month))
    counts: dict[str, int] = defaultdict(int)
    reasons: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        counts[row.about] += row.count
        reasons[row.about][row.get_reason_display()] += row.count
    titles = _titles(counts)
    shown = [
        Voice(
            titles[about],
            count if count >= SHOWN_FROM else None,
            tuple(sorted(reasons[about], key=lambda why: -reasons[about][why]))
            if count >= SHOWN_FROM
            else (),
        )
        for about, count in counts.items()
    ]
    return sorted(shown, key=lambda voice: (-(voice.count or 0), voice.title))


def _titles(abouts: Iterable[str]) -> dict[str, str]:
    keys: dict[str, list[str]] = defaultdict(list)
    for about in abouts:
        kind, key = about.split(":", 1)
        keys[kind].append(key)
    titles = {
        f"measure:{pk}": title
        for pk, title in Measure.objects.filter(pk__in=keys["measure"]).values_list(
            "pk", "title"
        )
    }
    titles |= {
        f"duty:{pk}": title
        for pk, title in Duty.objects.filter(pk__in=keys["duty"]).values_list(
            "pk", "title"
        )
    }
    english = (get_language() or "").startswith("en")
    for key in keys["fact"]:
        owed = legal_fact(key).duty
        titles[f"fact:{key}"] = owed.en if english else owed.zh
    return titles
