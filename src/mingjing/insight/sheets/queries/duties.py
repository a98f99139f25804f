"""A duty's fields as words: now, and at any version before."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db.models import Model

from mingjing.base.people.models import Person, Post
from mingjing.cycle.duties.actions import EDITABLE
from mingjing.cycle.duties.models import Duty, DutyVersion

# {"title": "…", "post": "县教育局 专人", "clock": {…}, "starts_on": "2026-01-01", …}
ListFields = dict[str, Any]


def duties_by_code(person: Person, codes: Collection[str]) -> dict[str, Duty]:
    """Those of the codes that the person sees; two queries however many."""
    seen = Duty.objects.visible_to(person).select_related(
        "unit", "post__unit", "checker_post__unit"
    )
    # By parts: a database takes only so many values in one list.
    wanted = sorted(codes)
    return {
        duty.code: duty
        for start in range(0, len(wanted), 500)
        for duty in seen.filter(code__in=wanted[start : start + 500])
    }


def fields_of(duty: Duty) -> ListFields:
    """As the versions keep them, so that the two can be compared."""
    return {name: _shown(getattr(duty, name)) for name in EDITABLE}


def _shown(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Model) else value


def fields_at(versions: dict[Duty, int]) -> dict[Duty, ListFields]:
    """What each duty said at the given version: its later changes taken back."""
    found = {duty: fields_of(duty) for duty in versions}
    by_pk = {duty.pk: duty for duty, at in versions.items() if at != duty.version}
    pks = sorted(by_pk)
    for start in range(0, len(pks), 500):
        later = DutyVersion.objects.filter(duty__in=pks[start : start + 500])
        for version in later.order_by("-number"):
            duty = by_pk[version.duty_id]
            if version.number > versions[duty]:
                before = {name: pair[0] for name, pair in version.fields.items()}
                found[duty] |= before
    return found


def held_posts() -> Iterable[Post]:
    return (
        Post.objects.filter(
            appointments__ended_on__isnull=True, appointments__isnull=False
        )
        .select_related("unit")
        .order_by("unit__rank", "unit__short_name", "title", "pk")
        .distinct()
    )


def post_labels() -> list[tuple[str, str]]:
    """(unit, label) of the posts that somebody holds, by unit."""
    labels = ((post.unit.short_name, str(post)) for post in held_posts())
    return list(dict.fromkeys(labels))


def posts_by_label() -> dict[str, Post | None]:
    """None under a label that two posts share: which is meant, nobody can say."""
    posts = list(held_posts())
    count = Counter(str(post) for post in posts)
    return {str(p): p if count[str(p)] == 1 else None for p in posts}
