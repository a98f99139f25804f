"""Where a due stands on a given day. Late is asked of the date (promise 3)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)

from mingjing.cycle.duties.models import Due, Extension, SupportCall
from mingjing.cycle.duties.states import OWED, AskState, DueState

SOON = timedelta(days=7)  # "this week" and no longer: a reminder, not a rule

STATUSES = (
    "late",
    "soon",
    "open",
    "returned",
    "claimed",
    "verified",
    "waived",
    "void",
)


def with_status(queryset: QuerySet[Due], *, on: date) -> QuerySet[Due]:
    """Annotate ``status``, ``needs_support`` and ``extension_asked``.

    Late wins over returned: sent back after the day is owed and late. The due day
    itself is not late.
    """
    owed = Q(state__in=OWED)
    status = Case(
        When(owed & Q(due_on__lt=on), then=Value("late")),
        When(state=DueState.RETURNED, then=Value("returned")),
        When(owed & Q(due_on__lte=on + SOON), then=Value("soon")),
        default="state",
        output_field=CharField(),
    )
    calls = SupportCall.objects.filter(
        due=OuterRef("pk"), answered_at__isnull=True, withdrawn_at__isnull=True
    )
    asks = Extension.objects.filter(due=OuterRef("pk"), state=AskState.ASKED)
    return queryset.annotate(
        status=status, needs_support=Exists(calls), extension_asked=Exists(asks)
    )


@dataclass(frozen=True)
class StatusCounts:
    by_status: dict[str, int]
    needs_support: int
    extension_asked: int

    @property
    def total(self) -> int:
        return sum(self.by_status.values())


def counts_by_status(queryset: QuerySet[Due], *, on: date) -> StatusCounts:
    """One query for all statuses; every one of them is there, at zero if need be."""
    annotated: QuerySet[Any] = with_status(queryset, on=on).order_by()
    rows = annotated.values_list("status", "needs_support", "extension_asked").annotate(
        number=Count("pk")
    )
    counts: Counter[str] = Counter(dict.fromkeys(STATUSES, 0))
    support = asked = 0
    for status, needs_support, extension_asked, number in rows:
        counts[status] += number
        support += number if needs_support else 0
        asked += number if extension_asked else 0
    return StatusCounts(dict(counts), support, asked)


@dataclass(frozen=True)
class DayCount:
    total: int
    late: int
    verified: int


def dues_by_day(
    queryset: QuerySet[Due], *, first: date, last: date, on: date
) -> dict[date, DayCount]:
    """How many fall due on each day, for a calendar; days without any are left out."""
    rows = (
        queryset.filter(due_on__range=(first, last))
        .exclude(state__in=[DueState.VOID, DueState.WAIVED])
        .order_by()
        .values("due_on")
        .annotate(
            total=Count("pk"),
            late=Count("pk", filter=Q(state__in=OWED, due_on__lt=on)),
            verified=Count("pk", filter=Q(state=DueState.VERIFIED)),
        )
    )
    return {
        row["due_on"]: DayCount(row["total"], row["late"], row["verified"])
        for row in rows
    }
