"""Reads of evidence: what is registered, what it serves, what else it could serve."""

from django.db.models import (
    Count,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce

from mingjing.base.people.models import Person, Unit
from mingjing.base.people.queries import standing_of
from mingjing.cycle.duties.models import Due
from mingjing.cycle.duties.states import OWED
from mingjing.cycle.evidence.models import Evidence, Use
from mingjing.cycle.evidence.states import EvidenceState

MOST_OFFERED = 6  # a list to tick, not to read


def with_uses(rows: QuerySet[Evidence]) -> QuerySet[Evidence]:
    """``use_count``, counted for the rows shown and no others."""
    counted = (
        Use.objects.filter(evidence=OuterRef("pk"))
        .order_by()
        .values("evidence")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return rows.select_related("unit", "attached_by", "file").annotate(
        use_count=Coalesce(Subquery(counted, output_field=IntegerField()), 0)
    )


def registered(unit: Unit, pointer: str) -> Evidence | None:
    """What this unit already registered under the pointer."""
    known = Evidence.objects.filter(unit=unit, pointer=pointer)
    return with_uses(known.exclude(state=EvidenceState.WITHDRAWN)).first()


def could_also_serve(due: Due, person: Person) -> QuerySet[Due]:
    """Other dues of the unit that the person's posts owe: one proof may do for both.

    Not another period of the same duty: August's result does not prove September's.
    """
    owed = (
        Due.objects.filter(
            unit=due.unit_id, post__in=standing_of(person).posts, state__in=OWED
        )
        .exclude(duty=due.duty_id)
        .order_by("due_on", "pk")
        .values_list("duty", "pk")
    )
    nearest: dict[int, int] = {}
    for duty, pk in owed:
        nearest.setdefault(duty, pk)  # of each duty the period that comes first
    return (
        Due.objects.filter(pk__in=list(nearest.values())[:MOST_OFFERED])
        .select_related("duty", "unit")
        .order_by("due_on", "pk")
    )


def proofs_of(due: Due) -> list[Use]:
    """What is offered for the due now; what was returned before is left out."""
    return list(
        due.uses.filter(ended_at=None)
        .select_related("evidence__file", "evidence__unit", "added_by")
        .order_by("added_at", "pk")
    )


def evidence_like(
    seen: QuerySet[Evidence], *, words: str, kind: str, state: str, due: int | None
) -> QuerySet[Evidence]:
    """The list's filters, newest first."""
    if words:
        seen = seen.filter(Q(pointer__icontains=words) | Q(title__icontains=words))
    if kind:
        seen = seen.filter(kind=kind)
    if state:
        seen = seen.filter(state=state)
    if due:
        seen = seen.filter(pk__in=Use.objects.filter(due=due).values("evidence"))
    return with_uses(seen)


def dues_served(evidence: Evidence, person: Person) -> QuerySet[Due]:
    uses = Use.objects.filter(evidence=evidence)
    return (
        Due.objects.visible_to(person)
        .filter(pk__in=uses.values("due"))
        .select_related("duty", "unit", "checker_post__unit")
        .prefetch_related(Prefetch("uses", uses, to_attr="of_this"))
    )
