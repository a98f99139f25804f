"""What the actions share: refusals, and the entry of each act."""

from datetime import datetime

from django.utils.translation import gettext as _

from mingjing.base.people.models import Person
from mingjing.base.people.queries import standing_of
from mingjing.base.record.actions import record
from mingjing.base.record.events import Event


class Refused(ValueError):
    """Not done; the message says why and what to do."""


class AlreadyMoved(Exception):
    """Somebody dealt with it meanwhile."""

    def __init__(self) -> None:
        super().__init__(_("刚刚有人处理过，请看现在的状态。"))


def tell(event: Event, subject: str, *, by: Person | None, now: datetime) -> None:
    role = standing_of(by).role if by else ""
    record(event, by=by, now=now, subject=subject, role=role)
