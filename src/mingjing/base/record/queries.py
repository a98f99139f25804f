"""Reading the record: who may see which entries, and whether it is intact."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import get_current_timezone

from mingjing.base.people.models import Person
from mingjing.base.people.queries import standing_of
from mingjing.base.people.states import Role
from mingjing.base.record.models import Entry, Head, Opening
from mingjing_ledger.canonical import commitment
from mingjing_ledger.tree import append, leaf_hash, root

# They check the record as a whole; everyone else reads their own acts.
READERS = frozenset({Role.OFFICE, Role.DISCIPLINE, Role.AUDITOR, Role.LEADER})
_BATCH = 2000


def reads_all(person: Person) -> bool:
    return bool(standing_of(person).roles & READERS)


def visible_entries(to: Person) -> QuerySet[Entry]:
    if reads_all(to):
        return Entry.objects.all()
    own = Opening.objects.filter(person=to, field="actor").values("entry_id")
    return Entry.objects.filter(pk__in=own)


def entries_like(
    kind: str, subject: str, day: date | None, *, to: Person
) -> QuerySet[Entry]:
    found = visible_entries(to).order_by("-index")
    if kind:
        found = found.filter(kind=kind)
    if subject:
        found = found.filter(subject=subject)
    if day:
        began = datetime.combine(day, time.min, tzinfo=get_current_timezone())
        found = found.filter(
            happened_at__gte=began, happened_at__lt=began + timedelta(days=1)
        )
    return found


@dataclass(frozen=True)
class Seen:
    """An entry with its actor's name, when the opening still stands."""

    entry: Entry
    actor: str


def with_actors(entries: list[Entry]) -> list[Seen]:
    names = {
        opening.entry_id: opening.person.name
        for opening in Opening.objects.filter(
            entry__in=entries, field="actor", person__isnull=False
        ).select_related("person")
        if opening.person is not None
    }
    return [Seen(entry, names.get(entry.pk, "")) for entry in entries]


@dataclass(frozen=True)
class Opened:
    """The words behind one commitment, and whether they are the ones recorded."""

    field: str
    words: str
    true: bool


def opened(entry: Entry, sealed: dict[str, Any]) -> list[Opened]:
    rows = []
    for opening in entry.openings.select_related("person").order_by("field"):
        same = commitment(bytes(opening.salt), opening.value) == sealed.get(
            opening.field
        )
        named = opening.field == "actor" and opening.person is not None
        words = opening.person.name if named and opening.person else opening.value
        rows.append(Opened(opening.field, words, same))
    return rows


@dataclass(frozen=True)
class Verdict:
    size: int
    root: str
    first_wrong: int | None  # the first entry that differs; size: the head differs

    @property
    def intact(self) -> bool:
        return self.first_wrong is None


def verify() -> Verdict:
    """Recompute every leaf and the whole tree from the bodies as they lie there.

    What the pages search and show beside a body must be what the body says: a moved
    subject would take an entry out of the history of its thing, and no hash differ.
    """
    head = Head.objects.get()
    size, frontier = 0, list[bytes]()
    for index, body, leaf, columns in _leaves(head.size):
        if index != size or leaf_hash(body) != leaf or columns != _said(body):
            return Verdict(head.size, "", size)
        frontier = append(frontier, size, leaf)
        size += 1
    if size != head.size or b"".join(frontier) != bytes(head.frontier):
        return Verdict(head.size, "", size)
    return Verdict(size, root(frontier).hex(), None)


Columns = tuple[str, str, str]


def _said(body: bytes) -> Columns:
    said = json.loads(body)  # its hash was right, so it is what record() wrote
    return said["kind"], said["subject"], said["at"]


def _leaves(size: int) -> Iterator[tuple[int, bytes, bytes, Columns]]:
    # What was appended since the head was read is the next run's matter.
    rows = Entry.objects.filter(index__lt=size).order_by("index")
    names = ("index", "body", "leaf_hash", "kind", "subject", "happened_at")
    for index, body, leaf, kind, subject, at in rows.values_list(*names).iterator(
        chunk_size=_BATCH
    ):
        moment = at.astimezone(UTC).isoformat(timespec="microseconds")
        yield index, bytes_of(body), bytes(leaf), (kind, subject, moment)


def bytes_of(body: Any) -> bytes:
    # SQLite lets its owner put words where bytes were: their hash is another.
    return body.encode() if isinstance(body, str) else bytes(body)
