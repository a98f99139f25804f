from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mingjing.base.people.models import Appointment, Person, Post, Unit
from mingjing.base.people.states import Role, UnitKind
from tests.factories import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    office = people.person_with(Role.OFFICE)
    client.force_login(office)


def counted(client, url):
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return len(queries)


@pytest.mark.parametrize("door", ["people:units", "people:persons"])
@pytest.mark.usefixtures("office")
def test_lists_ask_as_often_for_one_row_as_for_three(client, door):
    people.Appointment()
    client.get(reverse(door))
    one = counted(client, reverse(door))
    for _ in range(2):
        people.Appointment(post__unit__parent=people.Unit())

    assert counted(client, reverse(door)) == one
    assert one <= 15


@pytest.mark.usefixtures("office")
def test_a_unit_page_asks_as_often_for_one_post_as_for_three(client):
    unit = people.Unit()
    people.Appointment(post__unit=unit)
    url = reverse("people:unit", args=[unit.pk])
    client.get(url)
    one = counted(client, url)
    for _ in range(2):
        people.Appointment(post__unit=unit)

    assert counted(client, url) == one


@pytest.mark.usefixtures("office")
def test_the_tree_puts_children_after_their_parent(client):
    last = people.Unit(short_name="乙", rank=2)
    first = people.Unit(short_name="甲", rank=1)
    child = people.Unit(short_name="甲下", rank=3, parent=first)

    branches = client.get(reverse("people:units")).context["page_obj"].object_list

    shown = [(b.unit, b.depth) for b in branches if b.unit in (first, child, last)]
    assert shown == [(first, 0), (child, 1), (last, 0)]


@pytest.mark.usefixtures("office")
def test_filters_stand_in_the_url(client):
    school = people.Unit(short_name="一中", kind=UnitKind.SCHOOL, peer_group="学校")
    people.Unit(short_name="一局", peer_group="局")

    for query in ("q=一中", "kind=school", "peer=学校"):
        page = client.get(reverse("people:units") + f"?{query}").context["page_obj"]
        assert [b.unit for b in page.object_list] == [school]


def test_a_unit_page_shows_who_holds_what_since_when(client):
    post = people.Post()
    people.Appointment(post=post, person__name="周敏", since_on=date(2026, 2, 3))
    people.Appointment(post=post, person__name="吴岚", as_deputy=True)
    client.force_login(people.person_with(Role.CONTACT))

    page = client.get(reverse("people:unit", args=[post.unit_id])).content.decode()

    assert "周敏" in page
    assert "2026年2月3日" in page
    assert "吴岚" in page
    assert "新增岗位" not in page


@pytest.mark.usefixtures("office")
def test_a_new_person_gets_a_password_shown_once(client):
    response = client.post(
        reverse("people:add-person"), {"username": "zhou", "name": "周敏"}
    )

    person = Person.objects.get(username="zhou")
    password = response.context["password"]
    assert person.check_password(password)
    assert password in response.content.decode()
    assert "no-store" in response["Cache-Control"]


@pytest.mark.usefixtures("office")
def test_typed_input_stays_when_a_name_is_taken(client):
    people.Person(username="zhou")

    response = client.post(
        reverse("people:add-person"), {"username": "zhou", "name": "周小敏"}
    )

    assert response.status_code == 400
    assert "周小敏" in response.content.decode()


@pytest.mark.usefixtures("office")
def test_a_second_person_for_a_taken_post_gets_409_and_keeps_the_form(client):
    appointment = people.Appointment()
    given = {"person": people.Person().pk, "since_on": "2026-03-01"}

    response = client.post(reverse("people:appoint", args=[appointment.post_id]), given)

    assert response.status_code == 409
    assert "2026-03-01" in response.content.decode()
    assert Appointment.objects.filter(post=appointment.post).count() == 1


@pytest.mark.usefixtures("office")
def test_a_hand_over_by_the_page(client):
    old = people.Appointment()
    heir = people.Person()
    given = {"person": heir.pk, "on": "2026-03-01", "note": "调离"}

    response = client.post(reverse("people:hand-over", args=[old.post_id]), given)

    assert response.url == reverse("people:post", args=[old.post_id])
    assert Appointment.objects.current().get(post=old.post).person == heir


@pytest.mark.parametrize(
    "door", ["add-unit", "add-person", "persons", "import", "export", "template"]
)
def test_who_keeps_no_register_is_refused(client, door):
    client.force_login(people.person_with(Role.CONTACT))

    assert client.get(reverse(f"people:{door}")).status_code == 403


def test_a_person_page_is_for_the_keepers_and_oneself(client):
    me, other = people.person_with(Role.CONTACT), people.Person()
    client.force_login(me)

    assert (
        me.name in client.get(reverse("people:person", args=[me.pk])).content.decode()
    )
    assert client.get(reverse("people:person", args=[other.pk])).status_code == 404


@pytest.mark.usefixtures("office")
def test_a_unit_is_made_edited_given_a_post_and_ended(client):
    facts = {
        "name": "澄溪县数据局", "short_name": "县数据局", "kind": "organ",
        "rank": 5, "burden_limit_minutes": 240,
    }  # fmt: skip
    client.post(reverse("people:add-unit"), facts)
    unit = Unit.objects.get(short_name="县数据局")
    edited = {**facts, "peer_group": "县直政府部门"}
    client.post(reverse("people:edit-unit", args=[unit.pk]), edited)
    post = {"title": "专人", "role": "contact"}
    client.post(reverse("people:add-post", args=[unit.pk]), post)
    client.post(reverse("people:end-unit", args=[unit.pk]), {"ended_on": "2026-03-01"})

    unit.refresh_from_db()
    assert (unit.peer_group, unit.ended_on) == ("县直政府部门", date(2026, 3, 1))
    assert Post.objects.get(unit=unit).title == "专人"
