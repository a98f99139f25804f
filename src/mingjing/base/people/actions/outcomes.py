"""What every act on the register ends with: its line in the record."""

from datetime import datetime

from mingjing.base.people.models import Person
from mingjing.base.people.queries import standing_of
from mingjing.base.record.actions import record
from mingjing.base.record.events import Event


def tell(event: Event, *, subject: str, by: Person | None, now: datetime) -> None:
    role = standing_of(by).role if by else ""
    record(event, by=by, now=now, subject=subject, role=role)
