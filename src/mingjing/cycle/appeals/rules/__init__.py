"""Who may do what to an appeal. Pages, buttons and actions all ask here.

政府督查工作条例 第十七条: 参与作出督查结论的工作人员在复核中应当回避。 Persons are compared,
over all their posts, by the fields of the subject and by the record of what was done.
"""

from datetime import date
from typing import Any

from mingjing.base.people.models import Person
from mingjing.base.people.queries import standing_of
from mingjing.base.people.states import Role
from mingjing.cycle.appeals.models import Appeal
from mingjing.cycle.appeals.rules.subjects import SUBJECTS, Subject
from mingjing.cycle.appeals.states import MOVES, OPEN, AppealState

__all__ = [
    "SUBJECTS",
    "Subject",
    "may_accept",
    "may_assign",
    "may_be_decider",
    "may_decide",
    "may_file",
    "may_refuse",
    "may_withdraw",
    "subject_row",
]


def subject_row(appeal: Appeal) -> Any:
    """The thing itself, whoever looks: the decider must be able to judge it."""
    return SUBJECTS[appeal.kind].rows().get(pk=appeal.subject)


def may_file(person: Person, kind: Subject, row: Any, *, on: date) -> bool:
    """The unit's own people, about what stands against it, once."""
    return (
        kind.noticed_on(row, on) is not None
        and kind.may_file(person, row)
        and not Appeal.objects.filter(act=kind.act(row)).exists()
    )


def _takes_in(person: Person, appeal: Appeal) -> bool:
    standing = standing_of(person)
    return (
        bool(standing.roles & {Role.OFFICE, Role.LEADER})
        and appeal.unit_id not in standing.units
        and person.pk != appeal.filed_by_id
    )


def may_accept(person: Person, appeal: Appeal) -> bool:
    return appeal.state in MOVES["accept"].sources and _takes_in(person, appeal)


def may_refuse(person: Person, appeal: Appeal) -> bool:
    """Only what came late: whether the ground is good is the decider's question."""
    return may_accept(person, appeal) and appeal.was_late


def may_assign(person: Person, appeal: Appeal) -> bool:
    return appeal.state == AppealState.ACCEPTED and _takes_in(person, appeal)


def part_takers(appeal: Appeal) -> frozenset[int]:
    """Whoever filed it or had any part in what it is about."""
    took = SUBJECTS[appeal.kind].part_takers(subject_row(appeal))
    return took | {appeal.filed_by_id}


def may_be_decider(
    person: Person, appeal: Appeal, *, took: frozenset[int] | None = None
) -> bool:
    """A deciding hat, not of the unit, not the applicant, and no part in the subject.

    ``took`` are the part-takers where they are known already, for a list of candidates.
    """
    standing = standing_of(person)
    return (
        bool(standing.roles & SUBJECTS[appeal.kind].deciders)
        and appeal.unit_id not in standing.units
        and person.pk not in (part_takers(appeal) if took is None else took)
    )


def may_decide(person: Person, appeal: Appeal) -> bool:
    """Asked again on the day: who took a part since the assignment is out."""
    return (
        appeal.state == AppealState.ACCEPTED
        and appeal.decider_id == person.pk
        and may_be_decider(person, appeal)
    )


def may_withdraw(person: Person, appeal: Appeal) -> bool:
    standing = standing_of(person)
    return appeal.state in OPEN and (
        appeal.filed_by_id == person.pk or appeal.unit_id in standing.secretary_units
    )
