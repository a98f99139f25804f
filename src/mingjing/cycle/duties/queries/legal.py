"""The facts of the law that a unit can owe, and the days they would make due."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from mingjing.base.people.models import Post, Unit
from mingjing.base.people.states import Role
from mingjing.cycle.duties.models import Duty
from mingjing.cycle.duties.queries.clocks import Occurrence, occurrences_of
from mingjing_law.calendar import default_calendar
from mingjing_law.facts import Fact, fact, facts
from mingjing_law.recur import Recurrence
from mingjing_law.rules import NoClock, rule_of

SHOWN = 3  # the first days of what comes back are enough to see its rule


def owed_facts() -> list[Fact]:
    """Those with a day by which an organ must have acted.

    Not a period that must last at least so long (its end is no deadline), not what
    citizens and suppliers must do, not what has ended.
    """
    return [each for each in facts().values() if _is_owed(each)]


def _is_owed(found: Fact) -> bool:
    if found.ended_on or found.limit.party or found.limit.kind == "min_period":
        return False
    try:
        rule_of(found)
    except NoClock:
        return False
    return True


def recurs(found: Fact) -> bool:
    return isinstance(rule_of(found), Recurrence)


def counts_back(found: Fact) -> bool:
    return found.limit.kind == "min_before_event"


def facts_like(words: str, kind: str) -> list[Fact]:
    """Owed facts in which every word stands, in either language; full width or not."""
    wanted = unicodedata.normalize("NFKC", words).casefold().split()
    return [
        each
        for each in owed_facts()
        if (not kind or (kind == "recurring") == recurs(each))
        and all(word in _text_of(each) for word in wanted)
    ]


def _text_of(found: Fact) -> str:
    said = (found.duty, found.law.name, found.article)
    parts = [found.id, found.who, *(w for words in said for w in (words.zh, words.en))]
    return unicodedata.normalize("NFKC", " ".join(parts)).casefold()


def limit_words(found: Fact) -> str:
    """20个工作日内, 提前15日, 每年1月31日."""
    rule = rule_of(found)
    if isinstance(rule, Recurrence):
        if rule.month and rule.day:
            place = {"month": rule.month, "day": rule.day}
            return _("每年%(month)s月%(day)s日") % place
        return {
            "month": _("每月"),
            "quarter": _("每季度"),
            "half_year": _("每半年"),
        }.get(rule.every, _("每年"))
    within = {
        "day": _("%(n)s日内"),
        "workday": _("%(n)s个工作日内"),
        "month": _("%(n)s个月内"),
        "year": _("%(n)s年内"),
    }
    before = {
        "day": _("提前%(n)s日"),
        "workday": _("提前%(n)s个工作日"),
        "month": _("提前%(n)s个月"),
        "year": _("提前%(n)s年"),
    }
    words = (before if counts_back(found) else within)[rule.unit]
    return words % {"n": rule.n}


@dataclass(frozen=True)
class Forecast:
    """What a legal duty would say, counted by the same code that opens its dues."""

    fact: Fact
    clock: dict[str, Any]
    starts_on: date
    ends_on: date
    occurrences: tuple[Occurrence, ...]

    @property
    def first(self) -> tuple[Occurrence, ...]:
        return self.occurrences[:SHOWN]

    @property
    def count(self) -> int:
        return len(self.occurrences)


def forecast(
    fact_id: str, *, start: date | None, since: date, until: date, on: date
) -> Forecast:
    """Counted from the event on ``start``, or coming back from ``since`` to ``until``.

    Raises `UnknownFact`, `NotInForce`, `NoClock` and `BeyondCalendar`.
    """
    found = fact(fact_id, start or on)
    clock = {"kind": "fact", "fact": found.id}
    if start and not recurs(found):
        clock["start"] = start.isoformat()
        since = until = start
    duty = Duty(clock=clock, basis=found.basis(), starts_on=since, ends_on=until)
    calendar = default_calendar()
    days = occurrences_of(duty, since=since, until=until, calendar=calendar)
    if "start" in clock:
        due_on = days[0].due_on
        # Counted backwards, the time to act is before the event, from today.
        since = min(on, due_on) if counts_back(found) else since
        until = max(until, due_on)
    return Forecast(found, clock, since, until, tuple(days))


@dataclass(frozen=True)
class Owners:
    """One post for each living unit of a kind, and the units that have none."""

    posts: tuple[Post, ...]
    without: tuple[Unit, ...]


def contacts_of_kind(kind: str) -> Owners:
    units = Unit.objects.filter(kind=kind, ended_on__isnull=True)
    found = _first_of_each(_held_contacts(units))
    without = tuple(unit for unit in units if unit.pk not in found)
    return Owners(tuple(found[unit.pk] for unit in units if unit.pk in found), without)


def _held_contacts(units: QuerySet[Unit]) -> QuerySet[Post]:
    return (
        Post.objects.filter(
            unit__in=units,
            role=Role.CONTACT,
            appointments__ended_on__isnull=True,
            appointments__isnull=False,
        )
        .select_related("unit")
        .order_by("pk")
        .distinct()
    )


def _first_of_each(posts: Iterable[Post]) -> dict[int, Post]:
    found: dict[int, Post] = {}
    for post in posts:
        found.setdefault(post.unit_id, post)
    return found
