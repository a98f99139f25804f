from mingjing.base.people.models import Person
from mingjing.base.people.queries import standing_of
from mingjing.base.people.states import Role

WRITERS = frozenset({Role.OFFICE, Role.CENTRE})


def may_see(person: Person) -> bool:
    """Whoever sees content; the administrator sees none."""
    return bool(standing_of(person).roles - {Role.ADMIN})


def may_write(person: Person) -> bool:
    """The centre's manager, whose system it is, and the leading group's office."""
    return bool(standing_of(person).roles & WRITERS)
