"""Lists of inspections and refusals, a unit's history in a scope, codes and pictures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from mingjing.base.people.models import Person, Unit
from mingjing.cycle.duties.models import Due
from mingjing.cycle.duties.queries import with_status
from mingjing.cycle.inspection.models import (
    HelpNote,
    Inspection,
    Programme,
    Refusal,
    Visit,
)
from mingjing.cycle.inspection.states import (
    RECORDING,
    InspectionState,
    VisitState,
)

SORTS = {
    "": ["-opens_on", "-id"],
    "day": ["opens_on", "id"],
    "-day": ["-opens_on", "-id"],
    "unit": ["run_by__rank", "-opens_on"],
    "-unit": ["-run_by__rank", "-opens_on"],
}


@dataclass(frozen=True)
class Said:
    """The list's filters."""

    q: str = ""
    kind: str = ""
    state: str = ""
    unit: Unit | None = None
    year: int | None = None
    sort: str = ""


def inspections_like(seen: QuerySet[Inspection], said: Said) -> QuerySet[Inspection]:
    """With ``visit_count`` and ``arrived_count``."""
    if said.q:
        code = said.q.replace("-", "").upper()
        seen = seen.filter(Q(matter__icontains=said.q) | Q(code__icontains=code))
    if said.kind:
        seen = seen.filter(kind=said.kind)
    if said.state:
        seen = seen.filter(state=said.state)
    if said.unit:
        visits = Visit.objects.filter(unit=said.unit)
        seen = seen.filter(pk__in=visits.values("inspection"))
    if said.year:
        seen = seen.filter(opens_on__year=said.year)
    return counted(seen).order_by(*SORTS.get(said.sort, SORTS[""]))


def counted(seen: QuerySet[Inspection]) -> QuerySet[Inspection]:
    return seen.select_related("run_by", "programme").annotate(
        visit_count=Count("visits"),
        arrived_count=Count("visits", filter=Q(visits__arrived_on__isnull=False)),
    )


def in_version(programme: Programme) -> QuerySet[Inspection]:
    """What stands in a version: brought in by it or an earlier one, not yet taken out."""
    out = Q(dropped_in__isnull=True) | Q(dropped_in__version__gt=programme.version)
    never = Q(state=InspectionState.DROPPED, dropped_in__isnull=True)
    return Inspection.objects.filter(
        out, programme__year=programme.year, programme__version__lte=programme.version
    ).exclude(never)


def of_programme(programme: Programme, person: Person) -> QuerySet[Inspection]:
    """Of a version what the person may see, in the order of its windows."""
    seen = Inspection.objects.visible_to(person)
    return counted(in_version(programme).filter(pk__in=seen)).order_by("opens_on", "id")


def visits_of(inspection: Inspection) -> QuerySet[Visit]:
    return inspection.visits.select_related(
        "unit", "admitted_by", "agreed_by"
    ).annotate(note_count=Count("help_notes"))


def running_for(unit: Unit, *, on: date) -> QuerySet[Inspection]:
    """Under which something found at the unit that day may stand; findings pull here.

    Whether topic and day fit is `rules.record_refusal`'s answer.
    """
    return Inspection.objects.filter(
        state__in=RECORDING,
        visits__unit=unit,
        visits__arrived_on__lte=on,
        closes_on__gte=on,
    ).order_by("opens_on", "id")


def visits_received(
    unit_ids: Iterable[int], first: date, last: date
) -> QuerySet[Visit]:
    """Visits that came to the door of these units; what was sent away did not."""
    return Visit.objects.filter(
        unit__in=list(unit_ids),
        state=VisitState.ARRIVED,
        arrived_on__range=(first, last),
    )


def by_code(code: str) -> Inspection | None:
    return (
        Inspection.objects.filter(code=code)
        .exclude(state=InspectionState.PROPOSED)
        .select_related("programme__approved_by", "run_by")
        .first()
    )


def refusals_like(unit_ids: frozenset[int] | None) -> QuerySet[Refusal]:
    """A unit's own, or, for those who see the county, all."""
    rows = Refusal.objects.select_related("unit", "inspection", "refused_by")
    return rows if unit_ids is None else rows.filter(unit__in=unit_ids)


def candidates_like(kind: str, *, without: list[int]) -> QuerySet[Unit]:
    """Living units of a kind in the order in which a draw numbers them."""
    units = Unit.objects.filter(ended_on__isnull=True).exclude(pk__in=without)
    return (units.filter(kind=kind) if kind else units).order_by("rank", "pk")


@dataclass(frozen=True)
class History:
    """What a team reads before it goes: nothing that the unit must send again."""

    dues: tuple[Due, ...]
    earlier: tuple[Visit, ...]
    notes: tuple[HelpNote, ...]


def history_of(visit: Visit, *, on: date) -> History:
    """Dues of the period whose titles name a topic of the scope, earlier visits, advice.

    A duty carries no topic: the words of topics.toml decide, and the page says so.
    """
    inspection = visit.inspection
    words = {word for topic in inspection.topics for word in topic.words}
    named = Q(pk__in=[])
    for word in sorted(words):
        named |= Q(duty__title__icontains=word)
    dues = Due.objects.filter(
        named,
        unit=visit.unit_id,
        due_on__gte=inspection.period_from,
        due_on__lte=inspection.period_to,
    ).select_related("duty", "post")
    earlier = (
        Visit.objects.filter(unit=visit.unit_id, arrived_on__isnull=False)
        .exclude(pk=visit.pk)
        .select_related("inspection")
        .order_by("-arrived_on")[:10]
    )
    notes = (
        HelpNote.objects.filter(visit__unit=visit.unit_id)
        .exclude(visit=visit)
        .select_related("visit__inspection")
        .order_by("-written_at")[:10]
    )
    return History(
        dues=tuple(with_status(dues, on=on).order_by("due_on", "pk")[:60]),
        earlier=tuple(earlier),
        notes=tuple(notes),
    )
