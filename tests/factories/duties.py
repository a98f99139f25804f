from datetime import date

import factory

from mingjing.base.people.states import Role
from mingjing.cycle.duties import models
from mingjing.cycle.duties.states import DueState, DutyState
from tests.factories.people import Appointment, Post, person_with


class HeldPost(Post):
    """A post with a current holder."""

    class Meta:
        skip_postgeneration_save = True

    @factory.post_generation
    def holder(post, create, extracted, **_kwargs):  # noqa: N805
        if create:
            Appointment(post=post, **({"person": extracted} if extracted else {}))


class Duty(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Duty

    code = factory.Sequence(lambda n: f"ZR-{n + 1:04d}")
    title = "公布上月学校食堂大宗物资采购结果"
    post = factory.SubFactory(HeldPost, role=Role.CONTACT)
    unit = factory.SelfAttribute("post.unit")
    checker_post = factory.SubFactory(HeldPost, role=Role.CONTACT)
    clock = factory.LazyFunction(lambda: {"kind": "once", "due_on": "2026-09-15"})
    proof = "公布网页的链接"
    basis = "《澄溪县清廉建设实施方案》第12条"
    starts_on = date(2026, 1, 1)
    ends_on = date(2026, 12, 31)
    state = DutyState.IN_FORCE


class Due(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Due

    duty = factory.SubFactory(Duty)
    period = factory.Sequence(lambda n: f"p{n}")
    unit = factory.SelfAttribute("duty.unit")
    post = factory.SelfAttribute("duty.post")
    checker_post = factory.SelfAttribute("duty.checker_post")
    opens_on = date(2026, 8, 15)
    due_on = date(2026, 9, 15)
    raw_due_on = factory.SelfAttribute("due_on")
    baseline_on = factory.SelfAttribute("due_on")
    calendar_version = "test"
    explanation_zh = "9月15日到期。"
    explanation_en = "Due 15 September."
    state = DueState.OPEN


def holder(post):
    """The person who holds the post now, loaded anew: no standing kept from before."""
    person = post.appointments.get(ended_on=None, as_deputy=False).person
    return anew(person)


def deputy(post):
    """A new deputy of the post."""
    return Appointment(post=post, as_deputy=True).person


def anew(row):
    """The same row as another request would load it."""
    return type(row).objects.get(pk=row.pk)


def office():
    """A new person of the leading group's office."""
    return person_with(Role.OFFICE)
