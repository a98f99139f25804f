from mingjing.base.people.models import Person
from mingjing.base.people.queries import standing_of
from mingjing.base.people.states import Role
from mingjing.insight.approvals.models import Item

WRITERS = frozenset({Role.OFFICE, Role.CENTRE})


def may_see(person: Person) -> bool:
    """Whoever sees content; the administrator sees none."""
    return bool(standing_of(person).roles - {Role.ADMIN})


def may_write(person: Person) -> bool:
    """The centre's manager, whose system it is, and the leading group's office."""
    return bool(standing_of(person).roles & WRITERS)


def may_answer_for(person: Person, item: Item) -> bool:
    """The centre and the office; of the item's unit its contact and its secretary."""
    standing = standing_of(person)
    if standing.roles & WRITERS:
        return True
    own = bool(standing.roles & {Role.CONTACT, Role.SECRETARY})
    return own and item.unit_id in standing.units


def may_look_into(person: Person) -> bool:
    """Hints about numbered clerks and applicants: discipline alone (DOMAIN 6.4)."""
    return Role.DISCIPLINE in standing_of(person).roles
