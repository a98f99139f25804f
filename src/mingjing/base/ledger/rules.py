from mingjing.base.ledger.models import Recovery
from mingjing.base.people.models import Person
from mingjing.base.people.queries import standing_of
from mingjing.base.people.states import Role

# Of the two who reopen a closed record one keeps watch over the other's house.
_WATCH = frozenset({Role.DISCIPLINE, Role.AUDITOR})
_DECIDE = _WATCH | {Role.OFFICE}


def may_confirm_first(person: Person, recovery: Recovery) -> bool:
    open_ = recovery.ended_at is None and recovery.first_by_id is None
    return open_ and bool(standing_of(person).roles & _DECIDE)


def may_confirm_second(person: Person, recovery: Recovery) -> bool:
    first = recovery.first_by
    if recovery.ended_at is not None or first is None or first == person:
        return False
    return bool(standing_of(person).roles & _DECIDE) and any(
        standing_of(one).roles & _WATCH for one in (first, person)
    )
