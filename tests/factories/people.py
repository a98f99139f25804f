"""People in stories: who holds which post in which unit."""

from datetime import date

import factory

from mingjing.base.people import models
from mingjing.base.people.states import Role, UnitKind


class Person(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Person

    username = factory.Sequence(lambda n: f"person-{n}")
    name = factory.Sequence(lambda n: f"测试员{n}")


class Unit(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Unit

    name = factory.Sequence(lambda n: f"澄溪县第{n}局")
    short_name = factory.Sequence(lambda n: f"第{n}局")
    kind = UnitKind.ORGAN


class Post(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Post

    unit = factory.SubFactory(Unit)
    title = factory.Sequence(lambda n: f"岗位{n}")
    role = Role.CONTACT


class Appointment(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Appointment

    post = factory.SubFactory(Post)
    person = factory.SubFactory(Person)
    since_on = date(2026, 1, 1)


def person_with(role: Role, unit: models.Unit | None = None, **post) -> models.Person:
    """A person who holds a new post with that hat (in a new unit unless given)."""
    given = {"unit": unit} if unit else {}
    appointment = Appointment(post=Post(role=role, **given, **post))
    return appointment.person


def post_of(person: models.Person) -> models.Post:
    return person.appointments.get().post
