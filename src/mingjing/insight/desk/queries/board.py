"""The board: its figures, its filters, its rows. A figure is a filter that was counted.

Made for 200,000 dues: what is counted is counted on an index, filters on other tables
are lists of keys instead of joins, and only the fifty rows shown are dressed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, timedelta

from django.db.models import (
    Case,
    Count,
    DurationField,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from mingjing.base.people.models import Appointment, Person, Unit
from mingjing.base.people.queries import standing_of
from mingjing.cycle.duties.models import Due, Duty, Extension, SupportCall
from mingjing.cycle.duties.queries import with_status
from mingjing.cycle.duties.states import DUE_MOVES, OWED, AskState, DueState
from mingjing.cycle.evidence.models import Use
from mingjing_law.calendar import Calendar
from mingjing_law.clocks import DaysLeft, days_left

STATUSES = [
    ("owed", _("办理中")),
    ("week", _("本周到期")),
    ("late", _("逾期")),
    ("returned", _("退回")),
    ("claimed", _("待核")),
    ("support", _("需支持")),
    ("extension", _("申请延期")),
    ("verified", _("已核")),
    ("valid", _("全部（不含免办、作废）")),
    ("waived", _("免办")),
    ("void", _("作废")),
]
# Most never moved: SQLite subtracts dates one by one, so only the others are asked.
_SLIP = Case(
    When(due_on=F("baseline_on"), then=Value(timedelta(0))),
    default=F("due_on") - F("baseline_on"),
    output_field=DurationField(),
)
SORTS = {
    "due": ("due_on", "pk"),
    "-due": ("-due_on", "-pk"),
    "unit": ("unit__rank", "due_on", "pk"),
    "-unit": ("-unit__rank", "due_on", "pk"),
    "slip": (_SLIP.asc(), "due_on", "pk"),
    "-slip": (_SLIP.desc(), "due_on", "pk"),
}


_ALIVE = (*OWED, DueState.CLAIMED)


@dataclass(frozen=True)
class Said:
    """What the board's address asks for, read by its form."""

    status: str = ""
    q: str = ""
    kind: str = ""
    unit: int | None = None
    plan: int | None = None
    measure: int | None = None
    since: date | None = None
    until: date | None = None
    mine: bool = False
    sort: str = ""


def scope(person: Person) -> QuerySet[Due]:
    """The whole county for those who see it, else one's own units."""
    seen = Due.objects.visible_to(person)
    standing = standing_of(person)
    return seen if standing.sees_county else seen.filter(unit__in=standing.units)


def week_of(on: date) -> tuple[date, date]:
    monday = on - timedelta(days=on.weekday())
    return monday, monday + timedelta(days=6)


def condition(status: str, on: date) -> Q:
    """The one meaning of a status, for figures and rows alike."""
    owed = Q(state__in=OWED)
    calls = SupportCall.objects.filter(answered_at=None, withdrawn_at=None)
    asked = Extension.objects.filter(state=AskState.ASKED)
    meanings = {
        "": Q(),
        "owed": owed,
        "week": owed & Q(due_on__range=week_of(on)),
        "late": owed & Q(due_on__lt=on),
        "support": Q(state__in=_ALIVE, pk__in=calls.order_by().values("due")),
        "extension": Q(pk__in=asked.order_by().values("due")),
        # Named one by one, not as "all but": an index answers only what is named.
        "valid": Q(state__in=[*_ALIVE, DueState.VERIFIED]),
    }
    return meanings.get(status, Q(state=status))


@dataclass(frozen=True)
class Figures:
    owed: int
    week: int
    late: int
    claimed: int
    support: int


def figures(seen: QuerySet[Due], *, on: date) -> Figures:
    """One query: what is still alive is few, whatever lies behind."""
    alive = seen.filter(state__in=_ALIVE).order_by()
    names = [field.name for field in fields(Figures)]
    return Figures(
        **alive.aggregate(
            **{name: Count("pk", filter=condition(name, on)) for name in names}
        )
    )


def found(
    seen: QuerySet[Due], said: Said, *, person: Person, on: date
) -> QuerySet[Due]:
    """The rows that the address asks for, in its order."""
    rows = seen.filter(condition(said.status, on))
    if said.unit:
        rows = rows.filter(unit=said.unit)
    if said.kind:
        kind = Unit.objects.filter(kind=said.kind)
        rows = rows.filter(unit__in=kind.order_by().values("pk"))
    if said.since:
        rows = rows.filter(due_on__gte=said.since)
    if said.until:
        rows = rows.filter(due_on__lte=said.until)
    if said.mine:
        rows = rows.filter(post__in=standing_of(person).posts)
    duties = _duties(said)
    if duties is not None:
        rows = rows.filter(duty__in=duties.order_by().values("pk"))
    return rows.order_by(*SORTS.get(said.sort, SORTS["due"]))


def _duties(said: Said) -> QuerySet[Duty] | None:
    """The duties that the address names; None when it names none."""
    if not (said.q or said.plan or said.measure):
        return None
    duties = Duty.objects.all()
    if said.q:
        duties = duties.filter(Q(title__icontains=said.q) | Q(code__iexact=said.q))
    if said.plan:
        duties = duties.filter(measure__plan=said.plan)
    if said.measure:
        duties = duties.filter(measure=said.measure)
    return duties


@dataclass(frozen=True)
class Line:
    """One row of the board."""

    due: Due
    holder: str
    left: DaysLeft | None  # None when nothing is owed any more
    slip_days: int
    tickable: bool  # not over yet: it can still be waived or voided


def lines(pks: Iterable[int], *, on: date, calendar: Calendar) -> list[Line]:
    """The rows of one page, dressed, in the order given. One query."""
    wanted = list(pks)
    used = (
        Use.objects.filter(due=OuterRef("pk"), ended_at=None)
        .order_by()
        .values("due")
        .annotate(number=Count("pk"))
        .values("number")
    )
    holder = Appointment.objects.current().filter(
        post=OuterRef("post"), as_deputy=False
    )
    dues = (
        with_status(Due.objects.filter(pk__in=wanted), on=on)
        .select_related("duty", "unit", "post", "checker_post__unit")
        .annotate(
            proof_count=Coalesce(Subquery(used, output_field=IntegerField()), 0),
            holder=Subquery(holder.order_by().values("person__name")[:1]),
        )
    )
    by_pk = {due.pk: due for due in dues}
    return [
        Line(
            due,
            due.holder or "",
            days_left(due.due_on, on, calendar) if due.state in OWED else None,
            (due.due_on - due.baseline_on).days,
            due.state in DUE_MOVES["void"].sources,
        )
        for due in (by_pk[pk] for pk in wanted)
    ]
