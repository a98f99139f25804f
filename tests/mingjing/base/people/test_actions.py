from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied

from mingjing.base.people import actions
from mingjing.base.people.actions import PersonFacts, UnitFacts
from mingjing.base.people.models import Appointment, FactorReset, Person, Unit
from mingjing.base.people.queries import standing_of
from mingjing.base.people.states import Role
from mingjing.base.record.models import Entry, Opening
from tests.factories import people

NOW = datetime(2026, 3, 10, 1, 0, tzinfo=UTC)
TODAY = date(2026, 3, 10)
pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return people.person_with(Role.OFFICE)


def facts(**changed):
    given = {"name": "澄溪县新局", "short_name": "新局", "kind": "organ"}
    return UnitFacts(**{**given, **changed})


def kinds():
    return [entry.kind for entry in Entry.objects.all()]


def test_the_console_makes_the_first_administrator():
    unit = actions.add_unit(facts(), by=None, now=NOW)
    post = actions.add_post(unit, title="系统管理员", role="admin", by=None, now=NOW)
    person = actions.add_person(
        PersonFacts(username="admin", name="康宁"), by=None, now=NOW
    )
    actions.appoint(post, person, since_on=TODAY, by=None, now=NOW)

    assert standing_of(person).roles == {Role.ADMIN}
    assert kinds() == ["UnitAdded", "PostAdded", "PersonAdded", "Appointed"]


@pytest.mark.parametrize(
    "role", [r for r in Role if r not in (Role.OFFICE, Role.ADMIN)]
)
def test_only_the_keepers_change_the_register(role):
    somebody = people.person_with(role)

    with pytest.raises(PermissionDenied):
        actions.add_unit(facts(), by=somebody, now=NOW)

    assert not Unit.objects.filter(name="澄溪县新局").exists()
    assert kinds() == []


def test_nobody_gives_themselves_a_post():
    admin = people.person_with(Role.ADMIN)
    post = people.Post(role=Role.OFFICE)

    with pytest.raises(PermissionDenied):
        actions.appoint(post, admin, since_on=TODAY, by=admin, now=NOW)

    assert standing_of(admin).roles == {Role.ADMIN}


def test_a_unit_is_not_its_own_ancestor(office):
    top = people.Unit()
    below = people.Unit(parent=people.Unit(parent=top))

    with pytest.raises(actions.Refused):
        actions.edit_unit(top, facts(parent=below), by=office, now=NOW)

    assert Unit.objects.get(pk=top.pk).parent is None


def test_a_wrong_credit_code_is_refused(office):
    with pytest.raises(actions.Refused, match="校验位"):
        actions.add_unit(facts(credit_code="91110000600037341M"), by=office, now=NOW)


def test_an_edit_that_changes_nothing_leaves_no_trace(office):
    unit = people.Unit(name="甲", short_name="甲")
    same = facts(name="甲", short_name="甲")

    actions.edit_unit(unit, same, by=office, now=NOW)

    assert kinds() == []


def test_a_unit_with_somebody_in_office_cannot_be_ended(office):
    appointment = people.Appointment()
    unit = appointment.post.unit

    with pytest.raises(actions.Refused, match="在任"):
        actions.end_unit(unit, ended_on=TODAY, by=office, now=NOW)
    actions.end_appointment(appointment, ended_on=TODAY, by=office, now=NOW)
    actions.end_unit(unit, ended_on=TODAY, by=office, now=NOW)

    assert Unit.objects.get(pk=unit.pk).ended_on == TODAY
    with pytest.raises(actions.AlreadyMoved):
        actions.end_unit(unit, ended_on=TODAY, by=office, now=NOW)


def test_a_one_time_password_is_returned_and_kept_nowhere(office):
    person, password = actions.open_account(
        PersonFacts(username="zhou", name="周敏"), by=office, now=NOW
    )

    person = Person.objects.get(pk=person.pk)
    assert person.check_password(password)
    assert person.password_is_temporary
    assert password not in person.password
    recorded = b"".join(bytes(entry.body) for entry in Entry.objects.all())
    assert password.encode() not in recorded
    assert not Opening.objects.filter(value__contains=password).exists()
    assert "周敏".encode() not in recorded


def test_ones_own_password_replaces_the_temporary_one(office):
    person, _ = actions.open_account(
        PersonFacts(username="zhou", name="周敏"), by=office, now=NOW
    )

    actions.set_password(person, "一个自己的长密码", by=person, now=NOW)

    assert not Person.objects.get(pk=person.pk).password_is_temporary
    with pytest.raises(PermissionDenied):
        actions.set_password(person, "别人定的密码", by=office, now=NOW)


def test_account_names_that_differ_in_case_are_one(office):
    people.Person(username="zhou")

    with pytest.raises(actions.Refused, match="Zhou"):
        actions.add_person(PersonFacts(username="Zhou", name="周"), by=office, now=NOW)


def test_one_holder_and_one_deputy(office):
    post = people.Post()
    first, second, third = people.Person(), people.Person(), people.Person()
    actions.appoint(post, first, since_on=TODAY, by=office, now=NOW)
    actions.appoint(post, second, since_on=TODAY, as_deputy=True, by=office, now=NOW)

    with pytest.raises(actions.AlreadyMoved, match=first.name):
        actions.appoint(post, third, since_on=TODAY, by=office, now=NOW)
    with pytest.raises(actions.AlreadyMoved, match=second.name):
        actions.appoint(post, third, since_on=TODAY, as_deputy=True, by=office, now=NOW)

    assert Appointment.objects.current().filter(post=post).count() == 2


def test_nobody_deputises_for_themselves(office):
    post, person = people.Post(), people.Person()
    actions.appoint(post, person, since_on=TODAY, by=office, now=NOW)

    with pytest.raises(actions.Refused, match="副手"):
        actions.appoint(
            post, person, since_on=TODAY, as_deputy=True, by=office, now=NOW
        )


@pytest.mark.parametrize(("day", "accepted"), [(10, True), (11, False)])
def test_nobody_is_appointed_for_a_day_to_come(office, day, accepted):
    # 2026-03-10 17:00 UTC is already the 11th in Shanghai; 01:00 UTC is not.
    post, person = people.Post(), people.Person()
    on = date(2026, 3, day)

    if accepted:
        actions.appoint(post, person, since_on=on, by=office, now=NOW)
    else:
        with pytest.raises(actions.Refused):
            actions.appoint(post, person, since_on=on, by=office, now=NOW)
        late = datetime(2026, 3, 10, 17, 0, tzinfo=UTC)
        actions.appoint(post, person, since_on=on, by=office, now=late)

    assert Appointment.objects.get(post=post).since_on == on


def test_a_hand_over_leaves_no_day_without_a_holder(office):
    old = people.Appointment()
    post, heir = old.post, people.Person()

    actions.hand_over(post, to_person=heir, on=TODAY, note="调离", by=office, now=NOW)

    rows = Appointment.objects.filter(post=post).order_by("id")
    assert [(a.person, a.since_on, a.ended_on) for a in rows] == [
        (old.person, old.since_on, TODAY),
        (heir, TODAY, None),
    ]
    assert kinds() == ["PostHandedOver"]


def test_a_deputy_who_takes_over_stops_deputising(office):
    old = people.Appointment()
    deputy = people.Appointment(post=old.post, as_deputy=True)

    actions.hand_over(old.post, to_person=deputy.person, on=TODAY, by=office, now=NOW)

    current = Appointment.objects.current().filter(post=old.post)
    assert [(a.person, a.as_deputy) for a in current] == [(deputy.person, False)]


def test_a_second_click_on_end_is_told_so(office):
    appointment = people.Appointment()
    actions.end_appointment(appointment, ended_on=TODAY, by=office, now=NOW)

    with pytest.raises(actions.AlreadyMoved):
        actions.end_appointment(appointment, ended_on=TODAY, by=office, now=NOW)

    assert kinds() == ["AppointmentEnded"]


def test_a_closed_account_holds_nothing(office):
    person = people.Appointment().person

    actions.deactivate_person(person, note="退休", by=office, now=NOW)

    person = Person.objects.get(pk=person.pk)
    assert not person.is_active
    assert standing_of(person).roles == frozenset()
    assert person.appointments.get().ended_on == TODAY


def test_nobody_closes_their_own_account(office):
    with pytest.raises(PermissionDenied):
        actions.deactivate_person(office, by=office, now=NOW)


def test_a_second_factor_is_reset_by_two_people(office):
    admin = people.person_with(Role.ADMIN)
    person = people.Person()
    reset = actions.ask_factor_reset(person, reason="换手机", by=office, now=NOW)

    with pytest.raises(PermissionDenied):
        actions.confirm_factor_reset(reset, by=office, now=NOW)
    actions.confirm_factor_reset(reset, by=admin, now=NOW)

    done = FactorReset.objects.get()
    assert (done.asked_by, done.done_by) == (office, admin)
    assert kinds() == ["SecondFactorResetAsked", "SecondFactorReset"]


def test_the_ledger_names_no_person(office):
    post, person = people.Post(), people.Person(name="周敏", username="zhoumin")
    given = actions.appoint(post, person, since_on=TODAY, by=office, now=NOW)
    actions.end_appointment(given, ended_on=TODAY, by=office, now=NOW)

    for entry in Entry.objects.all():
        body = bytes(entry.body).decode()
        assert "周敏" not in body
        assert "zhoumin" not in body
