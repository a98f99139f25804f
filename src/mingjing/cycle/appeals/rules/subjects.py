"""What can be appealed: one adapter a kind. A later kind adds its own here.

An adapter says who may file, from which day the thirty days run, who took a part, and
which hats may decide. What a decision does stands in actions/outcomes.py.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localdate

from mingjing.base.people.models import Appointment, Person
from mingjing.base.people.states import Role
from mingjing.cycle.appeals.states import Outcome
from mingjing.cycle.duties import rules as duty_rules
from mingjing.cycle.duties.models import Due
from mingjing.cycle.duties.states import DueState
from mingjing.cycle.findings import rules as finding_rules
from mingjing.cycle.findings.models import Finding


@dataclass(frozen=True)
class Subject:
    kind: str
    rows: Callable[[], QuerySet[Any]]
    visible: Callable[[Person], QuerySet[Any]]
    title: Callable[[Any], str]
    url: Callable[[Any], str]
    act: Callable[[Any], str]
    # The day the unit learned of it; None where there is nothing to appeal that day.
    noticed_on: Callable[[Any, date], date | None]
    may_file: Callable[[Person, Any], bool]
    # Persons, by their keys; whoever is of the unit is out besides.
    part_takers: Callable[[Any], frozenset[int]]
    deciders: frozenset[Role]
    outcomes: tuple[Outcome, ...]


def _due_noticed(due: Due, on: date) -> date | None:
    """The day after its day: late and still owed, or claimed only then."""
    return due.due_on + timedelta(1) if duty_rules.marked_late(due, on) else None


def _return_noticed(due: Due, _on: date) -> date | None:
    if due.state != DueState.RETURNED or due.checked_at is None:
        return None
    return localdate(due.checked_at)


def _part_in_due(due: Due) -> frozenset[int]:
    """Its checker, the makers of its duty, who proved it, and whoever the record names."""
    checkers = Appointment.objects.current().filter(post=due.checker_post_id)
    persons = {
        due.claimed_by_id,
        due.checked_by_id,
        due.duty.drafted_by_id,
        due.duty.offered_by_id,
        *checkers.values_list("person_id", flat=True),
        *due.uses.values_list("added_by_id", flat=True),
    }
    subjects = [f"due:{due.pk}", f"duty:{due.duty_id}"]
    return frozenset(pk for pk in persons if pk) | finding_rules.acted_on(subjects)


def _findings() -> QuerySet[Finding]:
    return Finding.objects.select_related("unit", "post", "relapse_of")


def _findings_of(person: Person) -> QuerySet[Finding]:
    return _findings().filter(pk__in=Finding.objects.visible_to(person))


def _dues() -> QuerySet[Due]:
    return Due.objects.select_related("duty", "unit", "post")


def _dues_of(person: Person) -> QuerySet[Due]:
    return _dues().filter(pk__in=Due.objects.visible_to(person))


def _due_title(due: Due) -> str:
    return f"{due.duty.code} {due.duty.title}"


def _due_url(due: Due) -> str:
    return reverse("duties:due", args=[due.pk])


_JUDGES = frozenset({Role.OFFICE, Role.LEADER, Role.DISCIPLINE})

SUBJECTS: dict[str, Subject] = {
    "finding": Subject(
        kind="finding",
        rows=_findings,
        visible=_findings_of,
        title=str,
        url=lambda finding: reverse("findings:finding", args=[finding.pk]),
        act=lambda finding: f"finding:{finding.pk}",
        noticed_on=lambda finding, _on: (
            localdate(finding.confirmed_at) if finding.confirmed_at else None
        ),
        may_file=finding_rules.may_contest,
        part_takers=finding_rules.part_takers,
        deciders=_JUDGES,
        outcomes=(Outcome.UPHELD, Outcome.VARIED, Outcome.REVOKED),
    ),
    "due": Subject(
        kind="due",
        rows=_dues,
        visible=_dues_of,
        title=_due_title,
        url=_due_url,
        act=lambda due: f"due:{due.pk}@{due.due_on}",
        noticed_on=_due_noticed,
        may_file=duty_rules.may_contest,
        part_takers=_part_in_due,
        # A revoked mark waives what is still owed, which is these hats' to do.
        deciders=frozenset({Role.OFFICE, Role.LEADER}),
        outcomes=(Outcome.UPHELD, Outcome.REVOKED),
    ),
    "return": Subject(
        kind="return",
        rows=_dues,
        visible=_dues_of,
        title=_due_title,
        url=_due_url,
        # Each return is an act of its own.
        act=lambda due: (
            f"return:{due.pk}@{due.checked_at and due.checked_at.isoformat()}"
        ),
        noticed_on=_return_noticed,
        may_file=duty_rules.may_contest,
        part_takers=_part_in_due,
        deciders=_JUDGES,
        outcomes=(Outcome.UPHELD, Outcome.REVOKED),
    ),
}
