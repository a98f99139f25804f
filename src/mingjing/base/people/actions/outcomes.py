"""How an act on the register can end without having happened."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from mingjing.base.people import rules
from mingjing.base.people.models import Person
from mingjing.base.people.queries import standing_of
from mingjing.base.record.actions import record
from mingjing.base.record.events import Event


class Refused(Exception):
    """A fact stands against it; the words say which and what to do instead."""


class AlreadyMoved(Refused):
    """Somebody else was first."""


def demand_keeper(by: Person | None) -> None:
    if by is not None and not rules.may_manage(by):
        raise PermissionDenied


def tell(event: Event, *, subject: str, by: Person | None, now: datetime) -> None:
    role = standing_of(by).role if by else ""
    record(event, by=by, now=now, subject=subject, role=role)


def refuse_future(day: date, now: datetime) -> None:
    # A post changes hands the day it is entered here, so that day must have come.
    if day > localdate(now):
        raise Refused(_("日期不能晚于今天。到那一天再来登记。"))
