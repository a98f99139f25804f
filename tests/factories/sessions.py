"""Sessions in stories: held by a unit, minuted under a number, with decisions."""

from datetime import UTC, date, datetime

import factory

from mingjing.base.people.states import Role
from mingjing.cycle.sessions import models
from mingjing.cycle.sessions.states import SessionKind, SessionState
from tests.factories.duties import HeldPost
from tests.factories.people import Person, Unit


class Session(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Session

    code = factory.Sequence(lambda n: f"HY-2026-{n + 1:04d}")
    kind = SessionKind.LEADING_GROUP
    title = "清廉建设领导小组第三次会议"
    unit = factory.SubFactory(Unit)
    chair_post = factory.SubFactory(
        HeldPost, role=Role.SECRETARY, unit=factory.SelfAttribute("..unit")
    )
    planned_on = date(2026, 9, 1)
    planned_by = factory.SubFactory(Person)


class Minuted(Session):
    """Held on 1 September and minuted the day after; nothing issued yet."""

    held_on = date(2026, 9, 1)
    state = SessionState.MINUTED
    minutes_number = factory.Sequence(lambda n: f"澄清廉纪〔2026〕{n + 1}号")
    minuted_by = factory.SubFactory(Person)
    minuted_at = datetime(2026, 9, 2, 1, tzinfo=UTC)


class Decision(factory.django.DjangoModelFactory):
    """Owed once, by the end of October."""

    class Meta:
        model = models.Decision

    session = factory.SubFactory(Minuted)
    number = factory.Sequence(lambda n: n + 1)
    text = "公布全县学校食堂大宗物资采购比价结果"
    post = factory.SubFactory(HeldPost, role=Role.CONTACT)
    checker_post = factory.SubFactory(HeldPost, role=Role.OFFICE)
    ends_on = date(2026, 10, 30)
    clock = factory.LazyAttribute(
        lambda o: {"kind": "once", "due_on": o.ends_on.isoformat()}
    )
    proof = "公布网页的链接"


class ForInformation(Decision):
    post = None
    checker_post = None
    clock = None
    ends_on = None
    proof = ""
    no_duty_reason = "已有责任 ZR-0012 承办"
