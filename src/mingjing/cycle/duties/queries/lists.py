"""The lists of the pages: a unit's duties, the drafts on offer, who stands above."""

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from mingjing.base.people.models import Post, Unit
from mingjing.base.people.states import Role
from mingjing.cycle.duties.models import Due, Duty
from mingjing.cycle.duties.queries.burden import minutes_by_month, month_of, peak_with
from mingjing.cycle.duties.states import OWED, DutyState


def duties_with_next_due(queryset: QuerySet[Duty]) -> QuerySet[Duty]:
    """Annotate ``next_due_on`` and ``next_due_id``: the earliest one still owed."""
    # Two looks into an index a row that is shown; a join would group all dues there are.
    earliest = Due.objects.filter(duty=OuterRef("pk"), state__in=OWED).order_by(
        "due_on", "id"
    )
    return queryset.select_related("unit", "post", "checker_post__unit").annotate(
        next_due_on=Subquery(earliest.values("due_on")[:1]),
        next_due_id=Subquery(earliest.values("pk")[:1]),
    )


def held_post(unit: Unit, roles: tuple[Role, ...]) -> Post | None:
    """The unit's first post with such a hat that somebody holds now."""
    return (
        Post.objects.filter(
            unit=unit,
            role__in=roles,
            appointments__ended_on__isnull=True,
            appointments__isnull=False,
        )
        .select_related("unit")
        .order_by("id")
        .first()
    )


def office_post() -> Post | None:
    """The leading group's office: where what nobody else answers goes."""
    return (
        Post.objects.filter(
            role=Role.OFFICE,
            appointments__ended_on__isnull=True,
            appointments__isnull=False,
        )
        .select_related("unit")
        .order_by("id")
        .first()
    )


def superior_post_of(unit: Unit) -> Post | None:
    """Whoever answers for the unit above: its secretary, else the office."""
    above = unit.parent and held_post(unit.parent, (Role.SECRETARY, Role.LEADER))
    return above or office_post()


@dataclass(frozen=True)
class UnitOffers:
    """One unit's drafts, with its heaviest month before and after taking them."""

    unit: Unit
    duties: tuple[Duty, ...]
    before: int
    after: int

    @property
    def limit(self) -> int:
        return self.unit.burden_limit_minutes

    @property
    def over(self) -> bool:
        return self.after > self.limit


def offers_by_unit(queryset: QuerySet[Duty], *, on: date) -> list[UnitOffers]:
    """Drafts and objected duties, by unit; three queries however many units."""
    waiting = list(
        queryset.filter(state__in=[DutyState.DRAFT, DutyState.OBJECTED])
        .select_related("unit", "post", "checker_post__unit", "drafted_by")
        .order_by("unit__rank", "unit_id", "code")
    )
    before = minutes_by_month({d.unit_id for d in waiting}, first=month_of(on))
    after = peak_with(waiting, on=on)
    grouped: dict[int, list[Duty]] = {}
    for duty in waiting:
        grouped.setdefault(duty.unit_id, []).append(duty)
    return [
        UnitOffers(
            unit=duties[0].unit,
            duties=tuple(duties),
            before=max(before.get(unit_id, [0])),
            after=max(after.get(unit_id, 0), *before.get(unit_id, [0])),
        )
        for unit_id, duties in grouped.items()
    ]
