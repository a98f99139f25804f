"""The register, and what became of a session's decisions."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from mingjing.base.people.models import Person, Unit
from mingjing.base.people.queries import standing_of
from mingjing.cycle.duties.models import Due
from mingjing.cycle.duties.queries import with_status
from mingjing.cycle.duties.states import OWED
from mingjing.cycle.evidence.models import Evidence
from mingjing.cycle.evidence.states import EvidenceKind, EvidenceState
from mingjing.cycle.sessions.models import AgendaItem, Decision, Session
from mingjing.cycle.sessions.states import SessionKind, SessionState

SORTS = {
    "": ["-planned_on", "-id"],
    "day": ["planned_on", "id"],
    "-day": ["-planned_on", "-id"],
    "unit": ["unit__rank", "-planned_on", "-id"],
    "-unit": ["-unit__rank", "-planned_on", "-id"],
}


@dataclass(frozen=True)
class Said:
    """The list's filters."""

    q: str = ""
    kind: str = ""
    state: str = ""
    unit: Unit | None = None
    year: int | None = None
    sort: str = ""


def sessions_like(seen: QuerySet[Session], said: Said) -> QuerySet[Session]:
    """With ``decision_count``, ``duty_count`` and ``first_topic``."""
    if said.q:
        words = Q(title__icontains=said.q) | Q(code__icontains=said.q)
        seen = seen.filter(words | Q(minutes_number__icontains=said.q))
    if said.kind:
        seen = seen.filter(kind=said.kind)
    if said.state:
        seen = seen.filter(state=said.state)
    if said.unit:
        seen = seen.filter(unit=said.unit)
    if said.year:
        seen = seen.filter(planned_on__year=said.year)
    first = AgendaItem.objects.filter(session=OuterRef("pk"), first_topic=True)
    return (
        seen.select_related("unit")
        .annotate(
            decision_count=Count("decisions"),
            duty_count=Count("decisions__duty"),
            first_topic=Exists(first),
        )
        .order_by(*SORTS.get(said.sort, SORTS[""]))
    )


def waiting_count(seen: QuerySet[Session]) -> int:
    """Minuted and not issued: decided, and nobody owes it yet."""
    return seen.filter(state=SessionState.MINUTED).count()


def decisions_of(
    session: Session, *, on: date, person: Person
) -> list[tuple[Decision, Due | None, int]]:
    """Each decision with the due that tells where it stands, and how many it has.

    Of several dues the earliest still owed speaks; else the last.
    """
    decisions = list(
        session.decisions.select_related(
            "post__unit", "checker_post__unit", "duty"
        ).order_by("number")
    )
    found: dict[int, list[Due]] = {}
    dues = Due.objects.visible_to(person).filter(duty__decision__session=session)
    for due in with_status(dues, on=on).order_by("due_on", "pk"):
        found.setdefault(due.duty_id, []).append(due)
    return [
        (decision, _telling(rows), len(rows))
        for decision in decisions
        for rows in [found.get(decision.duty_id or 0, [])]
    ]


def _telling(dues: list[Due]) -> Due | None:
    owed = (due for due in dues if due.state in OWED)
    return next(owed, dues[-1] if dues else None)


def evidence_of(session: Session, person: Person) -> QuerySet[Evidence]:
    """Where these minutes serve as a proof already."""
    return (
        Evidence.objects.visible_to(person)
        .filter(
            kind=EvidenceKind.MINUTE,
            pointer=session.minutes_number,
            unit=session.unit_id,
        )
        .exclude(state=EvidenceState.WITHDRAWN)
    )


def owed_here(session: Session, person: Person, *, until: date) -> QuerySet[Due]:
    """What the person's posts in that unit owe and these minutes might prove."""
    return (
        Due.objects.filter(
            unit=session.unit_id,
            post__in=standing_of(person).posts,
            state__in=OWED,
            opens_on__lte=until,
        )
        # The session's own decisions are not proven by having been taken.
        .exclude(duty__decision__session=session)
        .select_related("duty", "unit")
        .order_by("due_on", "pk")
    )


def hearings(seen: QuerySet[Session]) -> QuerySet[Session]:
    """县委每半年听取一次情况汇报, newest first: the half-year report belongs to one."""
    return seen.filter(kind=SessionKind.HEARING).order_by(F("planned_on").desc(), "-id")


def next_hearing(seen: QuerySet[Session], *, on: date) -> Session | None:
    return (
        hearings(seen)
        .filter(state=SessionState.PLANNED, planned_on__gte=on)
        .order_by("planned_on", "id")
        .first()
    )
