"""Each measure's promise beside what came of it: baseline, due days, slip."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Max, Min, Q, QuerySet

from mingjing.cycle.duties.models import Due
from mingjing.cycle.duties.states import OWED, DueState


@dataclass(frozen=True)
class RoadmapRow:
    measure_id: int
    opens_on: date
    baseline_on: date
    due_on: date
    verified_count: int
    total_count: int
    late_count: int
    slip_days: int  # past the baseline: by granted moves, or by being late today


def roadmap_rows(
    dues: QuerySet[Due], *, measure_ids: Iterable[int], on: date
) -> dict[int, RoadmapRow]:
    """One query for all measures; a measure without dues is left out."""
    late = Q(state__in=OWED, due_on__lt=on)
    moved = Q(due_on__gt=F("baseline_on"))
    rows = (
        dues.filter(duty__measure_id__in=list(measure_ids))
        .exclude(state__in=[DueState.VOID, DueState.WAIVED])
        .order_by()
        .values("duty__measure_id")
        .annotate(
            first=Min("opens_on"),
            baseline=Max("baseline_on"),
            last=Max("due_on"),
            verified=Count("pk", filter=Q(state=DueState.VERIFIED)),
            total=Count("pk"),
            late=Count("pk", filter=late),
            # Asked of the moved ones alone: SQLite subtracts dates one by one.
            moved=Max(F("due_on") - F("baseline_on"), filter=moved),
            oldest_late=Min("baseline_on", filter=late),
        )
    )
    return {
        row["duty__measure_id"]: RoadmapRow(
            measure_id=row["duty__measure_id"],
            opens_on=row["first"],
            baseline_on=row["baseline"],
            due_on=row["last"],
            verified_count=row["verified"],
            total_count=row["total"],
            late_count=row["late"],
            slip_days=max(
                row["moved"].days if row["moved"] else 0,
                (on - row["oldest_late"]).days if row["oldest_late"] else 0,
            ),
        )
        for row in rows
    }
