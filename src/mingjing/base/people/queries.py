from dataclasses import dataclass

from mingjing.base.people.models import Appointment, Person, Post
from mingjing.base.people.states import COUNTY_WIDE, Role


@dataclass(frozen=True)
class Standing:
    """What a person's current appointments, own and as deputy, let them be."""

    roles: frozenset[Role]
    posts: frozenset[int]
    units: frozenset[int]
    secretary_units: frozenset[int]

    @property
    def sees_county(self) -> bool:
        return bool(self.roles & COUNTY_WIDE)

    @property
    def role(self) -> str:
        """The first hat, in the order of Role: what the record names."""
        return next((role.value for role in Role if role in self.roles), "none")


def standing_of(person: Person) -> Standing:
    """One query a request: the answer is kept on the person that the request loaded."""
    kept: Standing | None = getattr(person, "_standing", None)
    if kept is None:
        kept = _read_standing(person)
        person._standing = kept  # type: ignore[attr-defined]  # noqa: SLF001 -- a cache
    return kept


def forget_standing(person: Person) -> None:
    """After an act that changed it, within the same request."""
    person.__dict__.pop("_standing", None)


def _read_standing(person: Person) -> Standing:
    if not person.pk or not person.is_active:
        return Standing(frozenset(), frozenset(), frozenset(), frozenset())
    rows = list(
        Appointment.objects.current()
        .filter(person_id=person.pk)
        .values_list("post_id", "post__unit_id", "post__role")
    )
    return Standing(
        roles=frozenset(Role(role) for _, _, role in rows),
        posts=frozenset(post for post, _, _ in rows),
        units=frozenset(unit for _, unit, _ in rows),
        secretary_units=frozenset(u for _, u, role in rows if role == Role.SECRETARY),
    )


def holders_of(post: Post) -> list[Appointment]:
    """The holder first, then the deputy; empty when the post is vacant."""
    return list(
        post.appointments.current().select_related("person").order_by("as_deputy")
    )
