"""What was recorded about one thing, for whoever may see the thing."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.db.models import OuterRef, QuerySet, Subquery

from mingjing.base.ledger.models import Checkpoint
from mingjing.base.ledger.queries.heads import seen_by
from mingjing.base.people.models import Person
from mingjing.base.record.events import Event
from mingjing.base.record.models import Entry
from mingjing.base.record.queries import bytes_of, reads_all, visible_entries


def ticket(person: Person, subject: str) -> str:
    """Given out by the page of a thing, which its room shows to this person.

    So the rooms need not tell the ledger who may see what, and the ledger need not ask.
    It lasts as long as a session: whoever lost the post loses the sight of it.
    """
    whom = f"{person.pk} {subject}"
    return _SIGNER.sign(whom).removeprefix(f"{whom}:")


_SIGNER = TimestampSigner(salt="ledger.check")


def sees_all_about(subject: str, shown: str, *, to: Person) -> bool:
    if reads_all(to):
        return True
    try:
        _SIGNER.unsign(
            f"{to.pk} {subject}:{shown}", max_age=settings.SESSION_COOKIE_AGE
        )
    except BadSignature:
        return False
    return True


def entries_about(subject: str, shown: str, *, to: Person) -> QuerySet[Entry]:
    """All of them with a ticket or for who reads the whole record; else one's own."""
    every = sees_all_about(subject, shown, to=to)
    found = Entry.objects.all() if every else visible_entries(to)
    return found.filter(subject=subject).order_by("index")


@dataclass(frozen=True)
class Recorded:
    """One entry; ``sealed_at`` is when a signed head first held it."""

    entry: Entry
    sealed_at: datetime | None
    witnesses: int
    body: str  # empty when only the hash is told

    @property
    def leaf(self) -> str:
        return bytes(self.entry.leaf_hash).hex()


def with_heads(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    first = Checkpoint.objects.filter(size__gt=OuterRef("index")).order_by("pk")
    return entries.annotate(sealed_at=Subquery(first.values("signed_at")[:1]))


def recorded(entries: list[Entry], *, to: Person) -> list[Recorded]:
    sizes = [one.size for one in seen_by() if one.size is not None]
    whole = reads_all(to)
    return [
        Recorded(
            entry,
            getattr(entry, "sealed_at", None),
            sum(size > entry.index for size in sizes),
            bytes_of(entry.body).decode() if whole or not withheld(entry) else "",
        )
        for entry in entries
    ]


def withheld(entry: Entry) -> bool:
    event = Event.registry.get(entry.kind)
    return event is None or event.withheld
