"""What the pages show of reforms and suggestions."""

import hashlib
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from mingjing.base.people.models import Person
from mingjing.insight.reforms import rules
from mingjing.insight.reforms.models import Reform, Suggestion
from mingjing.insight.reforms.queries.effect import Shown, effect_of
from mingjing.insight.reforms.states import ReformState

__all__ = [
    "Shown",
    "Waiting",
    "answer_counts",
    "answered",
    "by_receipt",
    "effect_of",
    "reforms_for",
    "suggestions_for",
    "to_decide",
    "waiting_for",
]

_ANSWERS = 200  # as many as a page of the public shows


@dataclass(frozen=True)
class Waiting:
    """Suggestions without an answer, and how many of them are late."""

    rows: list[Suggestion]
    late: int


def reforms_for(person: Person) -> QuerySet[Reform]:
    """The reforms a person sees, newest first."""
    rows = Reform.objects.visible_to(person)
    return rows.select_related("item__unit", "duty", "proposed_by", "decided_by")


def suggestions_for(person: Person) -> QuerySet[Suggestion]:
    """The suggestions a person sees, the first to be answered first."""
    rows = Suggestion.objects.visible_to(person)
    return rows.select_related("item__unit", "answered_by")


def waiting_for(person: Person, on: date) -> Waiting:
    """What nobody has answered yet, of what a person sees."""
    rows = list(suggestions_for(person).filter(verdict=""))
    return Waiting(rows, sum(row.answer_due_on < on for row in rows))


def to_decide(person: Person) -> list[Reform]:
    """Reforms that this person may decide now."""
    open_ = reforms_for(person).filter(state=ReformState.PROPOSED)
    return [reform for reform in open_ if rules.may_decide(person, reform)]


def by_receipt(receipt: str) -> Suggestion | None:
    """The suggestion of a receipt, however its groups were typed."""
    plain = "".join(receipt.split()).replace("-", "").upper()
    digest = hashlib.sha256(plain.encode()).hexdigest()
    found = Suggestion.objects.filter(receipt_sha256=digest)
    return found.select_related("item").first()


def answered(item_pk: int | None = None) -> list[Suggestion]:
    """Suggestions with their public answer, newest first; never what was written."""
    rows = Suggestion.objects.exclude(verdict="").select_related("item")
    if item_pk is not None:
        rows = rows.filter(item=item_pk)
    return list(rows.order_by("-answered_at")[:_ANSWERS])


def answer_counts() -> dict[str, int]:
    """How many came in, were answered, were adopted wholly or in part."""
    return Suggestion.objects.aggregate(
        all=Count("pk"),
        answered=Count("pk", filter=~Q(verdict="")),
        adopted=Count("pk", filter=Q(verdict__in=["adopted", "partly"])),
    )
