from datetime import UTC, date, datetime

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mingjing.base.people.events import UnitEnded
from mingjing.base.people.states import Role
from mingjing.base.record.actions import record
from tests.factories import people

NOW = datetime(2026, 3, 10, 17, 30, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def write(by, subject="unit:1"):
    with transaction.atomic():
        event = UnitEnded(unit=1, ended_on=date(2026, 3, 1), note="与他局合并")
        return record(event, by=by, now=NOW, subject=subject)


def test_the_list_asks_as_often_for_one_row_as_for_three(client):
    office = people.person_with(Role.OFFICE)
    client.force_login(office)
    url = reverse("record:list")
    write(office)
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(url)
    write(people.Person())
    write(people.Person())
    with CaptureQueriesContext(connection) as three:
        client.get(url)

    assert len(one) == len(three)
    assert len(one) <= 15


def test_an_entry_shows_its_words_to_who_may_read_it(client):
    entry = write(people.Person(name="周敏"))
    client.force_login(people.person_with(Role.AUDITOR))

    page = client.get(reverse("record:entry", args=[entry.pk])).content.decode()

    assert "周敏" in page
    assert "与他局合并" in page
    assert bytes(entry.leaf_hash).hex() in page


@pytest.mark.parametrize("role", [Role.CONTACT, Role.ADMIN, Role.INSPECTOR])
def test_others_entries_do_not_exist_for_those_who_took_no_part(client, role):
    entry = write(people.Person())
    client.force_login(people.person_with(role))

    for door in (
        reverse("record:entry", args=[entry.pk]),
        reverse("record:subject", args=["unit", 1]),
    ):
        assert client.get(door).status_code == 404


def test_who_took_part_sees_their_own_line_of_a_subject(client):
    me = people.person_with(Role.CONTACT)
    mine, other = write(me), write(people.Person())
    client.force_login(me)

    page = client.get(reverse("record:subject", args=["unit", 1])).content.decode()

    assert reverse("record:entry", args=[mine.pk]) in page
    assert reverse("record:entry", args=[other.pk]) not in page
