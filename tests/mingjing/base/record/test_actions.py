import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from mingjing.base.record.actions import RecordedOutsideTransaction, record
from mingjing.base.record.events import Event, Private
from mingjing.base.record.models import Entry, Head, Opening
from mingjing_ledger.canonical import commitment
from mingjing_ledger.tree import leaf_hash, node_hash
from tests.factories.people import Person

NOW = datetime(2026, 3, 10, 17, 30, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class ThingDone(Event):
    number: int
    note: Private


@pytest.mark.django_db
def test_an_entry_holds_open_fields_and_commitments_of_private_ones():
    person = Person(name="周敏")

    with transaction.atomic():
        entry = record(
            ThingDone(number=7, note="周敏已办"),
            by=person,
            now=NOW,
            subject="due:1",
            role="contact",
        )

    body = json.loads(bytes(entry.body))
    note = Opening.objects.get(entry=entry, field="note")
    actor = Opening.objects.get(entry=entry, field="actor")
    assert body == {
        "v": 1,
        "kind": "ThingDone",
        "at": "2026-03-10T17:30:00.000000+00:00",
        "role": "contact",
        "subject": "due:1",
        "data": {"number": 7},
        "sealed": {
            "note": commitment(bytes(note.salt), "周敏已办"),
            "actor": commitment(bytes(actor.salt), str(person.pk)),
        },
    }
    assert "周敏" not in bytes(entry.body).decode()


@pytest.mark.django_db
def test_the_head_is_the_tree_over_all_entries():
    for number in range(3):
        with transaction.atomic():
            record(ThingDone(number=number, note=""), by=None, now=NOW)

    leaves = [bytes(e.leaf_hash) for e in Entry.objects.all()]
    assert leaves == [leaf_hash(bytes(e.body)) for e in Entry.objects.all()]
    head = Head.objects.get()
    assert head.size == 3
    assert bytes(head.frontier) == node_hash(leaves[0], leaves[1]) + leaves[2]


@pytest.mark.django_db(transaction=True)
def test_recording_outside_a_transaction_is_refused():
    with pytest.raises(RecordedOutsideTransaction):
        record(ThingDone(number=1, note=""), by=None, now=NOW)

    assert Entry.objects.count() == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE record_entry SET kind = 'Nothing'",
        "UPDATE record_entry SET body = body",
        "DELETE FROM record_entry",
        "UPDATE record_head SET size = 0",
        "UPDATE record_head SET frontier = frontier",
        "DELETE FROM record_head",
        'INSERT INTO record_entry ("index", kind, happened_at, subject, body, leaf_hash) SELECT 7, kind, happened_at, subject, body, leaf_hash FROM record_entry',
    ],
)
def test_plain_sql_cannot_rewrite_the_record(attack):
    with transaction.atomic():
        record(ThingDone(number=1, note=""), by=None, now=NOW)
    before = list(Entry.objects.values()), list(Head.objects.values())

    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(attack)

    assert (list(Entry.objects.values()), list(Head.objects.values())) == before


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_leaves_no_entry_and_no_gap():
    def cut_short():
        with transaction.atomic():
            record(ThingDone(number=1, note=""), by=None, now=NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        cut_short()
    with transaction.atomic():
        kept = record(ThingDone(number=2, note=""), by=None, now=NOW)

    assert [e.index for e in Entry.objects.all()] == [0]
    assert kept.index == 0
    assert hashlib.sha256(b"\x00" + bytes(kept.body)).digest() == bytes(kept.leaf_hash)
