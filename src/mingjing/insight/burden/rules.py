from mingjing.base.people.models import Person
from mingjing.base.people.queries import standing_of
from mingjing.cycle.duties.models import Duty

# A number below this could point at one office's one contact; it is shown as "fewer".
SHOWN_FROM = 3


def may_see_county(person: Person) -> bool:
    return standing_of(person).sees_county


def may_press(person: Person, duty: Duty) -> bool:
    """Whoever is asked: the post that owes it, or the secretary of its unit."""
    standing = standing_of(person)
    return duty.post_id in standing.posts or duty.unit_id in standing.secretary_units
