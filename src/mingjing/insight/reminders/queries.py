from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from mingjing.base.people.models import Person
from mingjing.cycle.duties.models import Due, Duty
from mingjing.insight.desk.queries import (
    Week,
    offers_to,
    to_check_by,
    week_for,
)
from mingjing.insight.reminders.models import Feed
from mingjing_law.calendar import Calendar


def fingerprint(token: str) -> str:
    """The token has 192 random bits: a plain hash cannot be searched backwards."""
    return sha256(token.encode()).hexdigest()


def feed_at(token: str) -> Feed | None:
    """The open feed of an active account, or nothing."""
    return (
        Feed.objects.filter(
            fingerprint=fingerprint(token),
            closed_at__isnull=True,
            person__is_active=True,
        )
        .select_related("person")
        .first()
    )


@dataclass(frozen=True)
class Waiting:
    """What a morning's mail says."""

    week: Week
    checks: list[Due]
    offers: list[Duty]

    def __bool__(self) -> bool:
        return bool(self.week.count or self.checks or self.offers)


def waiting_for(person: Person, *, on: date, calendar: Calendar) -> Waiting:
    return Waiting(
        week_for(person, on=on, calendar=calendar),
        list(to_check_by(person)[:10]),
        list(offers_to(person)[:10]),
    )
