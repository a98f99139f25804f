"""What the record can say to whoever lost a race."""

from dataclasses import dataclass
from datetime import datetime

from mingjing.base.record.models import Entry


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
