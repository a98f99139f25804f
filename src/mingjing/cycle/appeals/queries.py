"""Reads of appeals: the clocks, the list, who could decide, the counts."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When

from mingjing.base.people.models import Appointment, Person
from mingjing.base.people.queries import read_standings
from mingjing.cycle.appeals import rules
from mingjing.cycle.appeals.models import LOOKS, Appeal
from mingjing.cycle.appeals.states import OPEN, AppealState
from mingjing_law.calendar import default_calendar
from mingjing_law.clocks import Deadline, due, from_fact

# 政府督查工作条例 第十七条 for what inspection concluded; this programme grants the
# same two terms against every other adverse mark.
FILE_FACT, DECIDE_FACT = "GSW-17-ask", "GSW-17-decide"


def file_deadline(noticed_on: date) -> Deadline:
    return due(from_fact(FILE_FACT), noticed_on, default_calendar())


def decide_deadline(filed_on: date) -> Deadline:
    return due(from_fact(DECIDE_FACT), filed_on, default_calendar())


def with_status(queryset: QuerySet[Appeal], *, on: date) -> QuerySet[Appeal]:
    """Annotate ``status``: open past the day of decision is late, the day itself not."""
    late = When(state__in=OPEN, decide_due_on__lt=on, then=Value("decide_late"))
    status = Case(late, default=F("state"), output_field=CharField())
    return queryset.annotate(status=status)


@dataclass(frozen=True)
class Said:
    q: str = ""
    status: str = ""
    kind: str = ""
    unit: int | None = None
    subject: int | None = None


def appeals_like(seen: QuerySet[Appeal], said: Said, *, on: date) -> QuerySet[Appeal]:
    rows: QuerySet[Any] = with_status(seen, on=on).select_related("unit", "decider")
    if said.q:
        rows = rows.filter(Q(code__icontains=said.q) | Q(title__icontains=said.q))
    if said.status == "open":
        rows = rows.filter(state__in=OPEN)
    elif said.status:
        rows = rows.filter(status=said.status)
    wanted = {"kind": said.kind, "unit": said.unit, "subject": said.subject}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    return rows.order_by("-filed_at", "-pk")


@dataclass(frozen=True)
class Figure:
    """A count, and the filters of appeals:list that open exactly those rows."""

    key: str
    count: int
    query: str


def counts_by_status(queryset: QuerySet[Appeal], *, on: date) -> dict[str, Figure]:
    rows: QuerySet[Any] = with_status(queryset, on=on).order_by()
    counts: Counter[str] = Counter(dict.fromkeys(LOOKS, 0))
    for status, number in rows.values_list("status").annotate(number=Count("pk")):
        counts[status] += number
    return {key: Figure(key, counts[key], f"status={key}") for key in LOOKS}


def possible_deciders(appeal: Appeal, *, but: Person) -> list[Person]:
    """Everybody who could, by rule; whoever names one does not name themselves."""
    roles = rules.SUBJECTS[appeal.kind].deciders
    holders = Appointment.objects.current().filter(post__role__in=roles)
    persons = list(
        Person.objects.filter(pk__in=holders.values("person"), is_active=True)
        .exclude(pk=but.pk)
        .order_by("name", "pk")
    )
    read_standings(persons)
    took = rules.part_takers(appeal)
    return [each for each in persons if rules.may_be_decider(each, appeal, took=took)]


def appeal_of(kind: str, row: Any) -> Appeal | None:
    """The one about the act that stands now, or the last about the thing."""
    act = rules.SUBJECTS[kind].act(row) if kind != "return" else ""
    found = Appeal.objects.filter(kind=kind, subject=row.pk)
    return found.filter(act=act).first() or found.order_by("-pk").first()


def waiting_for(person: Person) -> QuerySet[Appeal]:
    """Named to decide and not decided yet."""
    return Appeal.objects.filter(decider=person, state=AppealState.ACCEPTED)
