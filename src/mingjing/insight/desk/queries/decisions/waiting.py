"""The piles of one person's page, in the order in which they press."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from django.urls import reverse

from mingjing.base.people.models import Person
from mingjing.base.people.queries import standing_of
from mingjing.insight.desk.queries.decisions import dues, faults
from mingjing.insight.desk.queries.decisions.piles import (
    KINDS,
    MOST,
    MOST_OF_ONE,
    Pile,
)
from mingjing_law.calendar import Calendar


def piles_for(
    person: Person, *, on: date, calendar: Calendar, only: str = ""
) -> list[Pile]:
    """Five of each kind; of one kind alone all that there are."""
    standing, most = standing_of(person), MOST_OF_ONE if only else MOST
    ways: dict[str, Callable[[], Pile]] = {
        "findings": lambda: faults.findings(person, standing, most, on, calendar),
        "appeals": lambda: faults.appeals(person, standing, most, on, calendar),
        "calls": lambda: dues.calls(person, standing, most),
        "extensions": lambda: dues.extensions(person, standing, most),
        "objections": lambda: dues.objections(standing, most),
        "burden": lambda: dues.over_budget(standing, most, on=on),
        "late": lambda: dues.long_late(person, most, on=on, calendar=calendar),
    }
    return [_with_rest(kind, ways[kind]()) for kind in KINDS if only in ("", kind)]


def _with_rest(kind: str, pile: Pile) -> Pile:
    """What does not fit stands behind a link: a list of its own, or this page's."""
    if pile.url or pile.count <= len(pile.items):
        return pile
    return replace(pile, url=f"{reverse('desk:secretary')}?kind={kind}")
