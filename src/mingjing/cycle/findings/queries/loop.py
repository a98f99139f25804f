"""The loop in numbers: how old what is open is, how far it came, how much came back."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from mingjing.cycle.findings.models import Finding
from mingjing.cycle.findings.queries.lists import (
    AGES,
    REACHED,
    Said,
    age_condition,
    findings_like,
)
from mingjing.cycle.findings.queries.status import Figure, with_status
from mingjing.cycle.findings.states import OPEN, Severity


@dataclass(frozen=True)
class AgeRow:
    """One age, its open findings by severity; each part opens its own rows."""

    age: str
    total: Figure
    parts: tuple[Figure, ...]


def open_by_age(queryset: QuerySet[Finding], *, on: date) -> list[AgeRow]:
    """Days since it was found, of what is told and not over."""
    counts = {
        f"{place}_{each.value}": Count("pk", filter=age_condition(age, on) & Q(severity=each))
        for place, age in enumerate(AGES)
        for each in Severity
    }  # fmt: skip
    found = queryset.filter(state__in=OPEN).order_by().aggregate(**counts)
    rows = []
    for place, age in enumerate(AGES):
        address = f"status=open&age={age}"
        parts = tuple(
            Figure(each.value, found[f"{place}_{each.value}"], f"{address}&severity={each.value}")
            for each in Severity
        )  # fmt: skip
        rows.append(
            AgeRow(age, Figure(age, sum(p.count for p in parts), address), parts)
        )
    return rows


def reached(queryset: QuerySet[Finding], *, on: date) -> list[Figure]:
    """How many came at least so far; the last of all, relapsed, came back."""
    counted = with_status(queryset.filter(merged_into=None), on=on).order_by()
    counts = {key: Count("pk", filter=way) for key, way in REACHED.items()}
    found = counted.aggregate(**counts)
    return [Figure(key, found[key], f"reached={key}") for key in REACHED]


@dataclass(frozen=True)
class RelapseRate:
    """Of those signed off at least ``days`` ago, how many came back within them.

    ``share`` is None when none was watched so long: unknown is not zero.
    """

    days: int
    watched: Figure
    relapsed: Figure

    @property
    def share(self) -> float | None:
        return self.relapsed.count / self.watched.count if self.watched.count else None


def relapse_rate(
    queryset: QuerySet[Finding], *, on: date, days: tuple[int, ...] = (90, 180)
) -> list[RelapseRate]:
    """MISSION row 66: whether the cure lasted, at 90 and at 180 days."""
    rates = []
    for each in days:
        watched = findings_like(queryset, Said(watched=each), on=on).count()
        back = findings_like(queryset, Said(relapsed=each), on=on).count()
        rates.append(
            RelapseRate(
                each,
                Figure("watched", watched, f"watched={each}"),
                Figure("relapsed", back, f"relapsed={each}"),
            )
        )
    return rates
