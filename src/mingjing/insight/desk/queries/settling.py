"""Many dues about to be settled, or just settled: which, and why not the others."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from mingjing.base.people.models import Person
from mingjing.cycle.duties.models import Due
from mingjing.cycle.duties.states import DUE_MOVES
from mingjing.insight.desk.queries.board import scope
from mingjing.insight.desk.rules import refusal
from mingjing.insight.desk.states import Settling


@dataclass(frozen=True)
class Chosen:
    """What was ticked, parted by what may be done; ``others`` each with its reason."""

    able: list[Due]
    others: list[tuple[Due, str]]


@dataclass(frozen=True)
class Settled:
    """Read from the dues themselves, so that it stays true however often it is read."""

    done: list[Due]
    others: list[tuple[Due, str]]
    # Neither done nor refused: it was interrupted, and can be tried again.
    left: list[Due]


def _ticked(person: Person, pks: Sequence[int]) -> QuerySet[Due]:
    """What one may not see does not exist here."""
    rows = scope(person).filter(pk__in=pks)
    return rows.select_related("duty", "unit", "checked_by").order_by("due_on", "pk")


def chosen(person: Person, pks: Sequence[int], act: Settling) -> Chosen:
    asked = [(due, refusal(person, due, act)) for due in _ticked(person, pks)]
    return Chosen(
        able=[due for due, why in asked if not why],
        others=[(due, why) for due, why in asked if why],
    )


def settled(person: Person, pks: Sequence[int], act: Settling) -> Settled:
    target = DUE_MOVES[act].target
    rows = list(_ticked(person, pks))
    done = [
        due for due in rows if due.state == target and due.checked_by_id == person.pk
    ]
    told = [(due, refusal(person, due, act)) for due in rows if due not in done]
    return Settled(
        done=done,
        others=[(due, why) for due, why in told if why],
        left=[due for due, why in told if not why],
    )
