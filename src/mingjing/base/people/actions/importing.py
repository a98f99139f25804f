"""A whole register from a workbook: all of it or nothing."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from mingjing.base.people.actions.accounts import PersonFacts, add_person
from mingjing.base.people.actions.outcomes import tell
from mingjing.base.people.actions.posts import add_post, appoint
from mingjing.base.people.actions.units import UnitFacts, add_unit
from mingjing.base.people.events import RegisterImported
from mingjing.base.people.models import Person, Unit
from mingjing.base.people.rules import Refused, demand_keeper


@dataclass(frozen=True, kw_only=True)
class UnitRow:
    number: int  # as Excel counts
    facts: UnitFacts
    parent: str


@dataclass(frozen=True, kw_only=True)
class PostRow:
    unit: str
    title: str
    role: str
    as_deputy: bool
    since_on: date


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    number: int
    facts: PersonFacts
    post: PostRow | None


@dataclass(frozen=True)
class Register:
    units: list[UnitRow]
    persons: list[PersonRow]


@dataclass(frozen=True)
class RowRefused:
    sheet: str  # "units" or "persons"
    number: int
    words: str
    field: str = ""


class RegisterRefused(Exception):
    """Nothing was imported; ``rows`` are those that stand in the way."""

    def __init__(self, rows: list[RowRefused]) -> None:
        super().__init__(f"{len(rows)} rows refused")
        self.rows = rows


@transaction.atomic
def import_register(register: Register, *, by: Person | None, now: datetime) -> None:
    """Add the units, persons, posts and appointments, or none of them."""
    demand_keeper(by)
    refused: list[RowRefused] = []
    posts = 0
    for row in register.units:
        try:
            with transaction.atomic():
                _add_unit(row, by, now)
        except Refused as refusal:
            refused.append(_refused("units", row.number, refusal))
    for one in register.persons:
        try:
            with transaction.atomic():
                posts += _add_person(one, by, now)
        except Refused as refusal:
            refused.append(_refused("persons", one.number, refusal))
    if refused:
        raise RegisterRefused(refused)
    event = RegisterImported(
        units=len(register.units), persons=len(register.persons), posts=posts
    )
    tell(event, subject="", by=by, now=now)


def _refused(sheet: str, number: int, refusal: Refused) -> RowRefused:
    return RowRefused(sheet, number, str(refusal), refusal.field)


def _add_unit(row: UnitRow, by: Person | None, now: datetime) -> None:
    parent = _unit(row.parent, "parent") if row.parent else None
    add_unit(replace(row.facts, parent=parent), by=by, now=now)


def _add_person(row: PersonRow, by: Person | None, now: datetime) -> int:
    """How many posts had to be made for them: none or one."""
    person = add_person(row.facts, by=by, now=now)
    if row.post is None:
        return 0
    unit, title, role = _unit(row.post.unit, "unit"), row.post.title, row.post.role
    post = unit.posts.filter(title=title).first()
    made = post is None
    if post is None:
        post = add_post(unit, title=title, role=role, by=by, now=now)
    elif post.role != role:
        words = _("岗位“%(title)s”已登记为另一种职责。请先核对。")
        raise Refused(words % {"title": title}, field="role")
    appoint(
        post,
        person,
        since_on=row.post.since_on,
        as_deputy=row.post.as_deputy,
        by=by,
        now=now,
    )
    return int(made)


def _unit(short_name: str, field: str) -> Unit:
    found = list(Unit.objects.filter(short_name=short_name, ended_on__isnull=True)[:2])
    if len(found) != 1:
        words = _("没有简称为“%(name)s”的单位，或不止一个。上级单位要排在前面。")
        raise Refused(words % {"name": short_name}, field=field)
    return found[0]
