"""What a person owes, under the key that stands in their sheet."""

from collections.abc import Collection

from django.db.models import QuerySet

from mingjing.base.people.models import Person
from mingjing.base.people.queries import standing_of
from mingjing.cycle.duties.models import Due
from mingjing.cycle.duties.states import OWED


def key_of(due: Due) -> str:
    return f"{due.duty.code}/{due.period}"


def owed_dues(person: Person) -> QuerySet[Due]:
    """Of the person's own posts, the most urgent first."""
    return (
        Due.objects.visible_to(person)
        .filter(post__in=standing_of(person).posts, state__in=OWED)
        .select_related("duty", "unit")
        .order_by("due_on", "pk")
    )


def dues_by_key(person: Person, keys: Collection[str]) -> dict[str, Due]:
    """Those of the keys that the person sees, owed still or not."""
    codes = sorted({key.partition("/")[0] for key in keys})
    seen = Due.objects.visible_to(person).select_related("duty", "unit")
    found: dict[str, Due] = {}
    for start in range(0, len(codes), 500):
        part = seen.filter(duty__code__in=codes[start : start + 500])
        found |= {key_of(due): due for due in part}
    return {key: found[key] for key in keys if key in found}
