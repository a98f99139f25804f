"""Where a finding stands on a given day: read from dates and from the cure's due."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from mingjing.cycle.duties.models import Due
from mingjing.cycle.duties.states import OWED, DueState
from mingjing.cycle.findings.models import LOOKS, Finding
from mingjing.cycle.findings.states import FindingState

STATUSES = tuple(LOOKS)
# Not over yet, in the order of the loop.
OPEN_STATUSES = (
    "notified",
    "no_reply",
    "accepted",
    "objected",
    "confirmed",
    "curing",
    "cure_late",
    "claimed",
    "rechecked",
)


def with_status(queryset: QuerySet[Finding], *, on: date) -> QuerySet[Finding]:
    """Annotate ``status``, ``cure_due_on`` and ``cure_due_id`` as of that day.

    The last day of a term is not past it; the last day of a watch is still watched.
    """
    dues = Due.objects.filter(
        duty__cure__finding=OuterRef("pk"), duty__cure__returned_by__isnull=True
    ).order_by("-id")
    curing = Q(state=FindingState.CURING)
    status = Case(
        When(state=FindingState.NOTIFIED, reply_due_on__lt=on, then=Value("no_reply")),
        When(curing & Q(cure_state=DueState.CLAIMED), then=Value("claimed")),
        When(curing & Q(cure_state=DueState.VERIFIED), then=Value("rechecked")),
        When(
            curing & Q(cure_state__in=OWED, cure_due_on__lt=on), then=Value("cure_late")
        ),
        When(state=FindingState.SIGNED_OFF, watch_until__gte=on, then=Value("watched")),
        When(state=FindingState.SIGNED_OFF, then=Value("closed")),
        default=F("state"),
        output_field=CharField(),
    )
    return queryset.annotate(
        cure_state=Subquery(dues.values("state")[:1]),
        cure_due_on=Subquery(dues.values("due_on")[:1], output_field=DateField()),
        cure_due_id=Subquery(dues.values("pk")[:1]),
        status=status,
    )


@dataclass(frozen=True)
class Figure:
    """A count, and the filters of findings:list that open exactly those rows."""

    key: str
    count: int
    query: str


def counts_by_status(queryset: QuerySet[Finding], *, on: date) -> dict[str, Figure]:
    """One query; every status is there, at zero if need be."""
    rows: QuerySet[Any] = with_status(queryset, on=on).order_by()
    counts: Counter[str] = Counter(dict.fromkeys(STATUSES, 0))
    for status, number in rows.values_list("status").annotate(number=Count("pk")):
        counts[status] += number
    return {key: Figure(key, counts[key], f"status={key}") for key in STATUSES}
