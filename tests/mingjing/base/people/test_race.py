"""Two at once: real threads on PostgreSQL; in turn on SQLite, which has one writer."""

import threading
from datetime import UTC, date, datetime

import pytest
from django.db import connection

from mingjing.base.people import actions
from mingjing.base.people.models import Appointment, Person, Unit
from mingjing.base.people.rules import Refused
from mingjing.base.people.states import Role
from mingjing.base.record.models import Entry
from tests.factories import people

AT = datetime(2026, 9, 8, 2, tzinfo=UTC)
CODE = "91110000600037341L"

pytestmark = pytest.mark.django_db(transaction=True)


def both(act):
    """Two keepers do it together; the words that each was refused with."""
    keepers = [people.person_with(Role.OFFICE), people.person_with(Role.ADMIN)]
    gate, said = threading.Barrier(2), [None, None]

    def run(n):
        try:
            act(n, keepers[n])
        except Refused as refused:
            said[n] = refused

    def at_once(n):
        gate.wait()
        try:
            run(n)
        finally:
            connection.close()

    if connection.vendor == "sqlite":
        run(0)
        run(1)
    else:
        threads = [threading.Thread(target=at_once, args=[n]) for n in (0, 1)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return [each for each in said if each]


def test_of_two_who_open_the_same_account_one_is_told_it_is_taken():
    facts = actions.PersonFacts(username="kang", name="康宁")

    (refused,) = both(lambda _n, by: actions.open_account(facts, by=by, now=AT))

    assert refused.field == "username"
    assert Person.objects.filter(username="kang").count() == 1
    assert Entry.objects.filter(kind="PersonAdded").count() == 1


def test_of_two_who_enter_the_same_code_one_is_told_it_is_taken():
    def add(n, by):
        facts = actions.UnitFacts(
            name=f"澄溪县第{n}局", short_name=f"{n}局", kind="organ", credit_code=CODE
        )
        actions.add_unit(facts, by=by, now=AT)

    (refused,) = both(add)

    assert refused.field == "credit_code"
    assert Unit.objects.filter(credit_code=CODE).count() == 1


def test_of_two_who_fill_a_post_one_does():
    post, persons = people.Post(), [people.Person(), people.Person()]

    said = both(
        lambda n, by: actions.appoint(
            post, persons[n], since_on=date(2026, 9, 1), by=by, now=AT
        )
    )

    assert len(said) == 1
    assert Appointment.objects.filter(post=post).count() == 1
