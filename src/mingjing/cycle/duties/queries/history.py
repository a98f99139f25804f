"""What happened before: who acted last, and which due days moved."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from mingjing.base.people.models import Person
from mingjing.base.people.queries import standing_of
from mingjing.base.record.models import Entry
from mingjing.cycle.duties.models import Due, DueMove


@dataclass(frozen=True)
class LastAct:
    who: str
    at: datetime


def last_act(subject: str) -> LastAct | None:
    """Who last acted on "due:12", and when; None when nobody has."""
    entry = Entry.objects.filter(subject=subject).order_by("-index").first()
    if entry is None:
        return None
    actor = entry.openings.filter(field="actor").select_related("person").first()
    who = actor.person.name if actor and actor.person else ""
    return LastAct(who=who, at=entry.happened_at)


def moves_seen_by(person: Person) -> QuerySet[DueMove]:
    """Moves of the dues that this person sees; the county's hats are asked of none."""
    moves = DueMove.objects.select_related("due__duty", "due__unit")
    if standing_of(person).sees_county:
        return moves
    return moves.filter(due__in=Due.objects.visible_to(person))
