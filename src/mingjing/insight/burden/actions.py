"""The one thing anybody writes here: that a request is a burden, without saying who."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils.timezone import localtime

from mingjing.base.people.models import Person
from mingjing.base.record.actions import record
from mingjing.cycle.duties.models import Duty
from mingjing.cycle.duties.queries import month_of
from mingjing.insight.burden import queries, rules
from mingjing.insight.burden.events import BurdenNamed
from mingjing.insight.burden.models import Press
from mingjing.insight.burden.states import Reason


@transaction.atomic
def name_burden(duty: Duty, *, reason: Reason, by: Person, now: datetime) -> None:
    """Count one press. ``by`` is asked whether they may, and then forgotten."""
    if not rules.may_press(by, duty):
        raise PermissionDenied
    # The day alone: an exact moment could be matched with a web server's log.
    day = localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    about, month = queries.about_of(duty), month_of(day.date())
    counter, _new = Press.objects.get_or_create(about=about, month=month, reason=reason)
    Press.objects.filter(pk=counter.pk).update(count=F("count") + 1)
    event = BurdenNamed(about=about, month=month, cause=reason.value)
    record(event, by=None, now=day, subject=about)
