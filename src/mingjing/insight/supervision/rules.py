from mingjing.base.people.models import Person
from mingjing.base.people.queries import standing_of
from mingjing.base.people.states import Role
from mingjing.insight.supervision.models import Card, DataSet, Flag
from mingjing.insight.supervision.states import MOVES, DataState

RUNNERS = frozenset({Role.OFFICE, Role.DISCIPLINE})
READERS = RUNNERS | {Role.AUDITOR}


def may_see(person: Person) -> bool:
    """The catalogue, the data sets and the queue."""
    return bool(standing_of(person).roles & READERS)


def may_write(person: Person) -> bool:
    """Handing in data, running models, setting their parameters."""
    return bool(standing_of(person).roles & RUNNERS)


def may_withdraw(person: Person, data_set: DataSet) -> bool:
    gone = data_set.state in (DataState.WITHDRAWN, DataState.DELETED)
    return may_write(person) and not gone


def may_judge(person: Person) -> bool:
    """Who asks and who decides: discipline, whose work it is by law."""
    return Role.DISCIPLINE in standing_of(person).roles


def may_resume(person: Person, card: Card) -> bool:
    return may_judge(person) and card.suspended_at is not None


def may(verb: str, person: Person, flag: Flag) -> bool:
    """Whether a move is open to somebody, now."""
    if flag.state not in MOVES[verb].sources:
        return False
    return answers_for(person, flag) if verb == "answer" else may_judge(person)


def answers_for(person: Person, flag: Flag) -> bool:
    standing = standing_of(person)
    own = bool(standing.roles & {Role.CONTACT, Role.SECRETARY})
    return own and flag.unit_id in standing.units
