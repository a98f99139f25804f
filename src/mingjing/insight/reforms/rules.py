from mingjing.base.people.models import Person
from mingjing.base.people.queries import standing_of
from mingjing.base.people.states import Role
from mingjing.insight.approvals.models import Item
from mingjing.insight.approvals.rules import may_answer_for, may_see
from mingjing.insight.reforms.models import Reform, Suggestion
from mingjing.insight.reforms.states import MOVES

__all__ = [
    "may_answer",
    "may_decide",
    "may_propose",
    "may_see",
    "may_stop",
    "may_withdraw",
]


def may_propose(person: Person, item: Item) -> bool:
    return may_answer_for(person, item)


def may_answer(person: Person, suggestion: Suggestion) -> bool:
    return not suggestion.verdict and may_answer_for(person, suggestion.item)


def may_decide(person: Person, reform: Reform) -> bool:
    """The office, but never whoever proposed it."""
    return (
        Role.OFFICE in standing_of(person).roles
        and person.pk != reform.proposed_by_id
        and reform.state in MOVES["approve"].sources
    )


def may_withdraw(person: Person, reform: Reform) -> bool:
    return person.pk == reform.proposed_by_id and (
        reform.state in MOVES["withdraw"].sources
    )


def may_stop(person: Person, reform: Reform) -> bool:
    return Role.OFFICE in standing_of(person).roles and (
        reform.state in MOVES["stop"].sources
    )
