from collections.abc import Iterable

from django.db.models import Count, QuerySet

from mingjing.base.people.models import Unit
from mingjing.cycle.duties.models import Due
from mingjing.cycle.duties.states import OWED
from mingjing.cycle.evidence.models import Evidence
from mingjing.cycle.evidence.states import EvidenceState


def same_pointer(unit: Unit, pointer: str) -> Evidence | None:
    """What this unit already registered under the pointer, newest first."""
    return (
        Evidence.objects.filter(unit=unit, pointer=pointer)
        .exclude(state=EvidenceState.WITHDRAWN)
        .first()
    )


def could_also_serve(due: Due) -> QuerySet[Due]:
    """Other dues that the same post owes within the month: one proof may do for both."""
    return (
        Due.objects.filter(post=due.post_id, state__in=OWED)
        .exclude(pk=due.pk)
        .select_related("duty")
        .order_by("due_on", "pk")[:6]
    )


def with_uses(rows: QuerySet[Evidence]) -> QuerySet[Evidence]:
    return rows.select_related("unit", "attached_by", "file").annotate(
        use_count=Count("uses", distinct=True)
    )


def proofs_of(dues: Iterable[Due]) -> dict[int, list[Evidence]]:
    """The evidence of each due, in one query."""
    found: dict[int, list[Evidence]] = {}
    rows = (
        Evidence.objects.filter(uses__due__in=[d.pk for d in dues])
        .select_related("file")
        .values_list("uses__due_id", "pk")
    )
    pairs = list(rows)
    by_pk = Evidence.objects.select_related("file", "attached_by").in_bulk(
        {pk for _, pk in pairs}
    )
    for due_id, pk in pairs:
        found.setdefault(due_id, []).append(by_pk[pk])
    return found
