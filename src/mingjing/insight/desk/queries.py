"""Reads of the desk: what needs whom. Late is asked of the date, never stored."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Min, Q, QuerySet

from mingjing.base.people.models import Person
from mingjing.base.people.queries import standing_of
from mingjing.base.people.states import Role
from mingjing.cycle.duties.models import Due, Duty, Extension, SupportCall
from mingjing.cycle.duties.queries import RoadmapRow, roadmap_rows, with_status
from mingjing.cycle.duties.states import OWED, AskState, DueState, DutyState
from mingjing.cycle.plan.models import Measure
from mingjing.cycle.plan.states import MeasureState
from mingjing_law.calendar import Calendar
from mingjing_law.clocks import days_left

WEEKS_SHOWN = 12
SORTS = {
    "due": ("due_on", "pk"),
    "-due": ("-due_on", "-pk"),
    "unit": ("unit__rank", "due_on", "pk"),
    "-unit": ("-unit__rank", "due_on", "pk"),
}


@dataclass(frozen=True)
class Card:
    """One due of a person's week, with its clock in words."""

    due: Due
    left: str


def week_of(on: date) -> tuple[date, date]:
    monday = on - timedelta(days=on.weekday())
    return monday, monday + timedelta(days=6)


def cards(
    rows: QuerySet[Due], *, on: date, calendar: Calendar, english: bool
) -> list[Card]:
    chosen = with_status(rows, on=on).select_related(
        "duty", "unit", "post", "checker_post__unit"
    )
    found = []
    for due in chosen:
        left = days_left(due.due_on, on, calendar)
        found.append(Card(due, left.en if english else left.zh))
    return found


def owed_by(person: Person) -> QuerySet[Due]:
    """What the person's own posts owe, as holder or deputy."""
    return Due.objects.filter(post__in=standing_of(person).posts, state__in=OWED)


def to_check_by(person: Person) -> QuerySet[Due]:
    return Due.objects.filter(
        checker_post__in=standing_of(person).posts, state=DueState.CLAIMED
    ).exclude(claimed_by=person)


def offers_to(person: Person) -> QuerySet[Duty]:
    standing = standing_of(person)
    mine = Q(post__in=standing.posts) | Q(unit__in=standing.secretary_units)
    return Duty.objects.filter(mine, state=DutyState.OFFERED).select_related("unit")


@dataclass(frozen=True)
class Decisions:
    """What waits for this person's word, the oldest first."""

    extensions: list[Extension]
    calls: list[SupportCall]
    objections: list[Duty]
    late: list[Due]

    @property
    def count(self) -> int:
        return len(self.extensions) + len(self.calls) + len(self.objections)


def decisions_for(person: Person, *, on: date, most: int = 5) -> Decisions:
    """Extensions, calls and objections that this person can decide, and the latest dues."""
    standing = standing_of(person)
    office = Role.OFFICE in standing.roles
    asked = Extension.objects.filter(state=AskState.ASKED).exclude(asked_by=person)
    if not office:
        asked = asked.filter(due__checker_post__in=standing.posts)
    calls = SupportCall.objects.filter(
        answered_at__isnull=True, withdrawn_at__isnull=True, to_post__in=standing.posts
    ).exclude(asked_by=person)
    objected = (
        Duty.objects.filter(state=DutyState.OBJECTED) if office else Duty.objects.none()
    )
    seen = Due.objects.visible_to(person)
    if not standing.sees_county:
        seen = seen.filter(unit__in=standing.units)
    late = with_status(seen.filter(state__in=OWED, due_on__lt=on), on=on)
    parts = ("due__duty", "due__unit", "asked_by")
    return Decisions(
        list(asked.select_related(*parts).order_by("asked_at")[: most * 2]),
        list(calls.select_related(*parts).order_by("answer_due_on")[: most * 2]),
        list(objected.select_related("unit").order_by("pk")[: most * 2]),
        list(late.select_related("duty", "unit").order_by("due_on")[:most]),
    )


@dataclass(frozen=True)
class UnitLine:
    """One unit's owed and late dues: a list of units, never of persons."""

    unit: str
    unit_id: int
    late: int
    oldest: date


def late_units(rows: QuerySet[Due], *, on: date, most: int = 8) -> list[UnitLine]:
    found = (
        rows.filter(state__in=OWED, due_on__lt=on)
        .order_by()
        .values("unit_id", "unit__short_name")
        .annotate(late=Count("pk"), oldest=Min("due_on"))
        .order_by("-late", "oldest", "unit_id")[:most]
    )
    return [
        UnitLine(r["unit__short_name"], r["unit_id"], r["late"], r["oldest"])
        for r in found
    ]


@dataclass(frozen=True)
class Road:
    """A measure on the roadmap with what came of it."""

    measure: Measure
    row: RoadmapRow


def roads(person: Person, *, on: date, most: int | None = None) -> list[Road]:
    """Measures with dues, the most slipped first."""
    measures = {
        m.pk: m
        for m in Measure.objects.visible_to(person)
        .filter(state=MeasureState.ACTIVE, is_branch=False)
        .select_related("lead_unit")
    }
    rows = roadmap_rows(Due.objects.visible_to(person), measure_ids=measures, on=on)
    found = [Road(measures[pk], row) for pk, row in rows.items()]
    found.sort(key=lambda road: (-road.row.slip_days, road.measure.order))
    return found[:most]


def filtered(rows: QuerySet[Due], said: dict[str, str], *, on: date) -> QuerySet[Due]:
    """The board's filters, as they stand in the URL."""
    rows = with_status(rows, on=on)
    status = said.get("status")
    if status == "late":
        rows = rows.filter(state__in=OWED, due_on__lt=on)
    elif status == "week":
        rows = rows.filter(state__in=OWED, due_on__range=week_of(on))
    elif status == "owed":
        rows = rows.filter(state__in=OWED)
    elif status == "support":
        rows = rows.filter(
            support_calls__answered_at__isnull=True,
            support_calls__withdrawn_at__isnull=True,
            support_calls__isnull=False,
        ).distinct()
    elif status == "extension":
        rows = rows.filter(extensions__state=AskState.ASKED)
    elif status:
        rows = rows.filter(state=status)
    if said.get("unit", "").isdigit():
        rows = rows.filter(unit=int(said["unit"]))
    if said.get("kind"):
        rows = rows.filter(unit__kind=said["kind"])
    if said.get("measure", "").isdigit():
        rows = rows.filter(duty__measure=int(said["measure"]))
    if day := said.get("day"):
        rows = rows.filter(due_on=day)
    if words := said.get("q", "").strip():
        rows = rows.filter(
            Q(duty__title__icontains=words) | Q(duty__code__iexact=words)
        )
    return rows.order_by(*SORTS.get(said.get("sort", ""), SORTS["due"]))
