"""The roadmap: each measure's promise beside what came of it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from mingjing.base.people.models import Person
from mingjing.cycle.duties.models import Due
from mingjing.cycle.duties.queries import RoadmapRow, roadmap_rows
from mingjing.cycle.plan.models import Measure
from mingjing.cycle.plan.states import MeasureState


@dataclass(frozen=True)
class Road:
    """A measure on the roadmap with what came of it."""

    measure: Measure
    row: RoadmapRow


def roads(
    person: Person, seen: QuerySet[Due], *, on: date, most: int | None = None
) -> list[Road]:
    """Measures with dues, the most slipped first. Two queries."""
    active = Measure.objects.visible_to(person).filter(
        state=MeasureState.ACTIVE, is_branch=False
    )
    measures = {m.pk: m for m in active.select_related("lead_unit")}
    rows = roadmap_rows(seen, measure_ids=measures, on=on)
    found = [Road(measures[pk], row) for pk, row in rows.items()]
    found.sort(key=lambda road: (-road.row.slip_days, road.measure.order))
    return found[:most]
