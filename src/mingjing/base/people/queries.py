from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from mingjing.base.people.models import Appointment, Person, Post, Unit
from mingjing.base.people.states import COUNTY_WIDE, KEEPERS, Role


@dataclass(frozen=True)
class Standing:
    """What a person's current appointments, own and as deputy, let them be."""

    roles: frozenset[Role]
    posts: frozenset[int]
    units: frozenset[int]
    secretary_units: frozenset[int]
    unit_name: str = ""  # of the first post held; stands beside one's own name

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
        person._standing = kept  # type: ignore[attr-defined]
    return kept


def forget_standing(person: Person) -> None:
    """After an act that changed it, within the same request."""
    person.__dict__.pop("_standing", None)


def read_standings(persons: Iterable[Person]) -> None:
    """Read those of many at once: a list of candidates costs one query, not one each."""
    kept = {person.pk: person for person in persons if person.pk and person.is_active}
    rows: dict[int, list[_Held]] = {pk: [] for pk in kept}
    held = Appointment.objects.current().filter(person__in=kept)
    for pk, *row in held.values_list("person_id", *_HELD):
        rows[pk].append(tuple(row))
    for pk, person in kept.items():
        person._standing = _standing_from(rows[pk])  # type: ignore[attr-defined]


_HELD = ("post_id", "post__unit_id", "post__role", "post__unit__short_name")
_Held = tuple[int, int, str, str]


def _read_standing(person: Person) -> Standing:
    if not person.pk or not person.is_active:
        return _standing_from([])
    held = Appointment.objects.current().filter(person_id=person.pk)
    return _standing_from(list(held.values_list(*_HELD)))


def _standing_from(rows: list[_Held]) -> Standing:
    return Standing(
        roles=frozenset(Role(role) for _, _, role, _ in rows),
        posts=frozenset(post for post, _, _, _ in rows),
        units=frozenset(unit for _, unit, _, _ in rows),
        secretary_units=frozenset(
            unit for _, unit, role, _ in rows if role == Role.SECRETARY
        ),
        unit_name=rows[0][3] if rows else "",
    )


def holders_of(post: Post) -> list[Appointment]:
    """The holder first, then the deputy; empty when the post is vacant."""
    return list(
        post.appointments.current().select_related("person").order_by("as_deputy")
    )


def units_like(q: str, kind: str, peer: str) -> QuerySet[Unit]:
    """Living units for the list, each with its parent and count of held posts."""
    units = Unit.objects.filter(ended_on__isnull=True).select_related("parent")
    if q:
        units = units.filter(
            Q(name__icontains=q) | Q(short_name__icontains=q) | Q(credit_code=q.upper())
        )
    if kind:
        units = units.filter(kind=kind)
    if peer:
        units = units.filter(peer_group=peer)
    held = Count(
        "posts",
        filter=Q(
            posts__appointments__ended_on__isnull=True,
            posts__appointments__as_deputy=False,
        ),
        distinct=True,
    )
    # Said again: grouping drops the order of the model.
    return units.annotate(
        post_count=Count("posts", distinct=True), held_count=held
    ).order_by("rank", "pk")


@dataclass(frozen=True)
class Branch:
    unit: Unit
    depth: int


def as_tree(units: Iterable[Unit]) -> list[Branch]:
    """Parents before children, in the order of rank; an orphan stands at the top."""
    below: dict[int | None, list[Unit]] = {}
    rows = list(units)
    present = {unit.pk for unit in rows}
    for unit in rows:
        above = unit.parent_id if unit.parent_id in present else None
        below.setdefault(above, []).append(unit)
    branches: list[Branch] = []
    waiting = [Branch(unit, 0) for unit in reversed(below.get(None, []))]
    while waiting:
        branch = waiting.pop()
        branches.append(branch)
        children = below.get(branch.unit.pk, [])
        waiting += [Branch(child, branch.depth + 1) for child in reversed(children)]
    return branches


def posts_of(unit: Unit) -> QuerySet[Post]:
    """With ``holders``: the current ones, the holder before the deputy."""
    current = Appointment.objects.current().select_related("person")
    return unit.posts.prefetch_related(
        Prefetch("appointments", current.order_by("as_deputy"), to_attr="holders")
    )


def visible_persons(to: Person) -> QuerySet[Person]:
    """The keepers see every account, everyone else their own."""
    persons = Person.objects.all()
    if not standing_of(to).roles & KEEPERS:
        persons = persons.filter(pk=to.pk)
    return persons


def persons_like(q: str, role: str, *, to: Person) -> QuerySet[Person]:
    current = Appointment.objects.current().select_related("post__unit")
    persons = visible_persons(to).order_by("-is_active", "name", "pk")
    if q:
        persons = persons.filter(Q(name__icontains=q) | Q(username__icontains=q))
    if role:
        persons = persons.filter(
            appointments__post__role=role, appointments__ended_on__isnull=True
        ).distinct()
    return persons.prefetch_related(
        Prefetch("appointments", current, to_attr="current")
    )
