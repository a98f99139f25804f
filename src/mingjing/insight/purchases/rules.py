from mingjing.base.people.models import Person
from mingjing.insight.purchases.models import Source
from mingjing.insight.purchases.states import SourceState
from mingjing.insight.supervision.rules import may_judge, may_see, may_write

__all__ = ["may_put_up", "may_see", "may_withdraw", "may_write"]


def may_put_up(person: Person) -> bool:
    """Whoever decides about flags chooses which are asked."""
    return may_judge(person)


def may_withdraw(person: Person, source: Source) -> bool:
    return may_write(person) and source.state == SourceState.IN_USE
