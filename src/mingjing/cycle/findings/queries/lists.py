"""The register: its filters, its order, and what looks like the same fault."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils.timezone import get_current_timezone

from mingjing.base.people.models import Person
from mingjing.cycle.findings.models import Finding, FindingSource
from mingjing.cycle.findings.queries.status import OPEN_STATUSES, with_status
from mingjing.cycle.findings.rules import may_open
from mingjing.cycle.findings.states import (
    ALIKE_DAYS,
    OPEN,
    STANDING,
    FindingState,
    Severity,
)
from mingjing.cycle.findings.states.categories import category_lists

_SEVERITY_ORDER = Case(
    *(When(severity=each, then=Value(place)) for place, each in enumerate(Severity)),
    output_field=IntegerField(),
)
SORTS = {
    "found": ("found_on", "pk"),
    "-found": ("-found_on", "-pk"),
    "unit": ("unit__rank", "-found_on", "pk"),
    "-unit": ("-unit__rank", "-found_on", "pk"),
    "severity": (_SEVERITY_ORDER.asc(), "-found_on", "pk"),
    "-severity": (_SEVERITY_ORDER.desc(), "-found_on", "pk"),
    "due": ("cure_due_on", "reply_due_on", "pk"),
    "-due": ("-cure_due_on", "-reply_due_on", "pk"),
}
# Days since it was found: label, from, to.
AGES: dict[str, tuple[int, int | None]] = {
    "0-30": (0, 30),
    "31-60": (31, 60),
    "61-90": (61, 90),
    "91-180": (91, 180),
    "181-": (181, None),
}
# How far a finding has come round the loop; each step holds all the later ones.
REACHED: dict[str, Q] = {
    "told": Q(notified_at__isnull=False),
    "answered": Q(notified_at__isnull=False)
    & (Q(reply__isnull=False) | Q(self_reported=True)),
    "confirmed": Q(state__in=STANDING),
    "curing": Q(
        state__in=[FindingState.CURING, FindingState.SIGNED_OFF, FindingState.RELAPSED]
    ),
    "signed_off": Q(state__in=[FindingState.SIGNED_OFF, FindingState.RELAPSED]),
    "closed": Q(status="closed"),
    "relapsed": Q(state=FindingState.RELAPSED),
}


@dataclass(frozen=True)
class Said:
    """What the list's address asks for, read by its form."""

    q: str = ""
    status: str = ""
    reached: str = ""
    unit: int | None = None
    kind: str = ""
    group: str = ""
    category: str = ""
    severity: str = ""
    source: str = ""
    own: bool = False
    contested: bool = False
    measure: int | None = None
    duty: int | None = None
    inspection: int | None = None
    age: str = ""
    since: date | None = None
    until: date | None = None
    watched: int | None = None  # signed off at least so many days ago
    relapsed: int | None = None  # relapsed within so many days of the sign-off
    sort: str = ""


def findings_like(
    seen: QuerySet[Finding], said: Said, *, on: date
) -> QuerySet[Finding]:
    rows = with_status(seen, on=on).filter(_status(said.status), _same(said))
    if said.q:
        words = Q(title__icontains=said.q) | Q(code__icontains=said.q)
        rows = rows.filter(words | Q(facts__icontains=said.q))
    if said.reached:
        rows = rows.filter(REACHED[said.reached], merged_into=None)
    if said.group:
        codes = [
            c.code
            for of in category_lists()
            if of.code == said.group
            for c in of.categories
        ]
        rows = rows.filter(category__in=codes)  # fmt: skip
    if said.source:
        rows = rows.filter(Q(pk__in=_with_source(said.source)))
    if said.age:
        rows = rows.filter(age_condition(said.age, on))
    if said.watched:
        rows = rows.filter(_watched_for(said.watched, on))
    if said.relapsed:
        rows = rows.filter(pk__in=relapsed_within(said.relapsed, on=on))
    return rows.order_by(*SORTS.get(said.sort, ("-found_on", "-pk")))


def _with_source(kind: str) -> QuerySet[Finding]:
    return Finding.objects.filter(sources__kind=kind).order_by().values("pk")  # type: ignore[return-value]


def _status(status: str) -> Q:
    groups = {
        "": Q(),
        "open": Q(status__in=OPEN_STATUSES),
        "late": Q(status__in=["no_reply", "cure_late"]),
        "standing": Q(state__in=STANDING),
    }
    return groups.get(status, Q(status=status))


def _same(said: Said) -> Q:
    """Filters that are one equality each."""
    wanted = {
        "unit": said.unit,
        "unit__kind": said.kind,
        "category": said.category,
        "severity": said.severity,
        "measure": said.measure,
        "duty": said.duty,
        "pk__in": said.inspection
        and FindingSource.objects.filter(inspection=said.inspection).values("finding"),
        "self_reported": said.own,
        "found_on__gte": said.since,
        "found_on__lte": said.until,
    }
    found = Q(
        **{k: v for k, v in wanted.items() if v is not None and v not in ("", False)}
    )
    return found & Q(contested_on__isnull=False) if said.contested else found


def age_condition(age: str, on: date) -> Q:
    low, high = AGES[age]
    found = Q(found_on__lte=on - timedelta(days=low))
    if high is not None:
        found &= Q(found_on__gte=on - timedelta(days=high))
    return found


def replies_asked(
    unit_ids: Iterable[int], first: date, last: date
) -> QuerySet[Finding]:
    """Those on which the term to answer ends then, answered or not.

    What was taken back or merged before the unit answered asked nothing of it.
    """
    rows = Finding.objects.filter(
        unit__in=list(unit_ids),
        notified_at__isnull=False,
        self_reported=False,
        reply_due_on__range=(first, last),
    )
    return rows.exclude(state=FindingState.WITHDRAWN, reply__isnull=True)


def start_of(on: date) -> datetime:
    """Midnight of that day here, not in Greenwich."""
    return datetime.combine(on, time.min, tzinfo=get_current_timezone())


def _watched_for(days: int, on: date) -> Q:
    """Signed off so long ago that a relapse within these days would have shown."""
    return Q(
        state__in=[FindingState.SIGNED_OFF, FindingState.RELAPSED],
        signed_off_at__lt=start_of(on - timedelta(days=days - 1)),
    )


def relapsed_within(days: int, *, on: date) -> list[int]:
    """Of those watched for as long, the ones that came back within the days."""
    rows = Finding.objects.filter(
        _watched_for(days, on),
        state=FindingState.RELAPSED,
        relapses__state__in=STANDING,
    ).values_list("pk", "signed_off_at", "relapses__found_on")
    zone = get_current_timezone()
    return sorted(
        {
            pk
            for pk, at, found_on in rows
            if at and (found_on - at.astimezone(zone).date()).days <= days
        }
    )


@dataclass(frozen=True)
class Alike:
    """A finding that may be the same fault, or the same fault come back."""

    finding: Finding
    again: bool  # signed off and watched: not the same, but a relapse
    may_read: bool


def alike(
    *, unit_id: int, category: str, found_on: date, person: Person, but: int = 0
) -> list[Alike]:
    """Same unit, same category, found within ALIKE_DAYS; or watched on that day.

    Who brings one learns that there is another, not what it says (need to know). A
    unit does not learn of a draft.
    """
    window = timedelta(days=ALIKE_DAYS)
    near = Q(found_on__range=(found_on - window, found_on + window), state__in=[*OPEN])
    watched = Q(state=FindingState.SIGNED_OFF, watch_until__gte=found_on)
    if may_open(person):
        near |= Q(
            found_on__range=(found_on - window, found_on + window),
            state=FindingState.DRAFT,
        )
    rows = (
        Finding.objects.filter(unit_id=unit_id, category=category)
        .filter(near | watched)
        .exclude(pk=but)
        .select_related("unit")
        .order_by("-found_on", "-pk")
    )
    readable = set(
        Finding.objects.visible_to(person)
        .filter(pk__in=[row.pk for row in rows])
        .values_list("pk", flat=True)
    )
    return [
        Alike(row, row.state == FindingState.SIGNED_OFF, row.pk in readable)
        for row in rows
    ]
