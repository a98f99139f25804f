from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from mingjing.base.people.events import UnitEnded
from mingjing.base.people.states import Role
from mingjing.base.record import queries
from mingjing.base.record.actions import record
from mingjing.base.record.models import Entry
from tests.factories import people
from tests.support.guards import guards_lifted

NOW = datetime(2026, 3, 10, 17, 30, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def write(by=None, subject="unit:1", now=NOW):
    with transaction.atomic():
        event = UnitEnded(unit=1, ended_on=date(2026, 3, 1), note="合并")
        return record(event, by=by, now=now, subject=subject)


@pytest.mark.parametrize("role", list(Role))
def test_who_reads_the_whole_record(role):
    mine, other = people.person_with(role), people.Person()
    own, others = write(mine), write(other)

    whole = role in {Role.OFFICE, Role.LEADER, Role.DISCIPLINE, Role.AUDITOR}
    assert set(queries.visible_entries(mine)) == ({own, others} if whole else {own})


@pytest.mark.parametrize(("day", "count"), [(10, 0), (11, 1)])
def test_a_day_of_the_record_is_a_day_in_shanghai(day, count):
    # 17:30 UTC on the 10th is 01:30 on the 11th in Shanghai.
    write()
    office = people.person_with(Role.OFFICE)

    found = queries.entries_like("", "", date(2026, 3, day), to=office)

    assert found.count() == count


def test_an_untouched_record_is_intact():
    for _ in range(5):
        write()

    verdict = queries.verify()

    assert (verdict.intact, verdict.size) == (True, 5)


@pytest.mark.parametrize(
    ("attack", "first_wrong"),
    [
        ('UPDATE record_entry SET body = leaf_hash WHERE "index" = 3', 3),
        ('UPDATE record_entry SET leaf_hash = body WHERE "index" = 2', 2),
        ("UPDATE record_entry SET kind = 'Other' WHERE \"index\" = 3", 3),
        ("UPDATE record_entry SET subject = 'unit:9' WHERE \"index\" = 2", 2),
        ("UPDATE record_entry SET happened_at = '2020-01-01 00:00:00' WHERE \"index\" = 1", 1),
        ('DELETE FROM record_entry WHERE "index" = 1', 1),
        ('DELETE FROM record_entry WHERE "index" = 4', 4),
        ("UPDATE record_head SET size = 4", 4),
        ('UPDATE record_head SET frontier = (SELECT leaf_hash FROM record_entry WHERE "index" = 0)', 5),
    ],
)  # fmt: skip
def test_an_owner_of_the_database_is_found_out(attack, first_wrong):
    for number in range(5):
        write(subject=f"unit:{number}")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM record_opening")
    with guards_lifted(), connection.cursor() as cursor:
        cursor.execute(attack)

    assert queries.verify().first_wrong == first_wrong
    with pytest.raises(SystemExit) as left:
        call_command("ledger", "verify")
    assert left.value.code == 1


def test_the_command_says_intact(capsys):
    write()

    call_command("ledger", "verify")

    assert capsys.readouterr().out.startswith("intact: 1 entries, root ")


def test_a_deleted_opening_leaves_the_record_intact():
    entry = write(people.Person())

    entry.openings.all().delete()

    assert queries.verify().intact
    assert Entry.objects.count() == 1


def test_an_opening_that_was_rewritten_is_told_from_a_true_one():
    import json

    entry = write(people.Person(name="周敏"))
    entry.openings.filter(field="note").update(value="另一句话")

    sealed = json.loads(bytes(entry.body))["sealed"]
    rows = [(o.field, o.words, o.true) for o in queries.opened(entry, sealed)]

    assert rows == [("actor", "周敏", True), ("note", "另一句话", False)]
