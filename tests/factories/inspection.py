"""Inspections in stories: a programme approved, a coded inspection, a unit visited."""

from datetime import UTC, date, datetime

import factory

from mingjing.base.people.states import Role
from mingjing.cycle.inspection import models
from mingjing.cycle.inspection.states import (
    InspectionState,
    Kind,
    ProgrammeState,
    VisitState,
    drawing,
)
from mingjing.cycle.inspection.states.codes import check_sign
from tests.factories.people import Person, Unit, person_with

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)


def _code(n: int) -> str:
    signs = "23456789ABCDEFGHJKMNPQRTUVWXY"
    first = "".join(signs[n // 29**place % 29] for place in range(6))
    return first + check_sign(first)


class Programme(factory.django.DjangoModelFactory):
    """Drafted by one, approved by another."""

    class Meta:
        model = models.Programme

    year = 2026
    version = factory.Sequence(lambda n: n + 1000)  # no action drafts so many
    title = "澄溪县2026年度督查检查计划"
    state = ProgrammeState.AMENDED
    drafted_by = factory.SubFactory(Person)
    submitted_by = factory.SelfAttribute("drafted_by")
    submitted_at = AT
    approved_by = factory.SubFactory(Person)
    approved_at = AT


class Inspection(factory.django.DjangoModelFactory):
    """In the programme, with its code, for the autumn."""

    class Meta:
        model = models.Inspection

    programme = factory.SubFactory(Programme)
    code = factory.Sequence(_code)
    matter = "学校食堂大宗物资采购"
    kind = Kind.SPECIAL
    basis = "《澄溪县清廉建设实施方案》三（二）"
    goal = "查清采购结果是否按月公布"
    run_by = factory.SubFactory(Unit)
    scope = factory.LazyFunction(lambda: ["school-tender", "school-logistics"])
    period_from = date(2026, 1, 1)
    period_to = date(2026, 8, 31)
    opens_on = date(2026, 9, 7)
    closes_on = date(2026, 9, 18)
    state = InspectionState.IN_PROGRAMME
    proposed_by = factory.SelfAttribute("programme.drafted_by")


class Member(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Member

    inspection = factory.SubFactory(Inspection)
    person = factory.LazyFunction(lambda: person_with(Role.INSPECTOR))


class Visit(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Visit

    inspection = factory.SubFactory(Inspection)
    unit = factory.SubFactory(Unit)
    state = VisitState.PLANNED


def visited(*, topic_scope: list[str] | None = None, **inspection) -> models.Visit:
    """A visit under way: admitted on 8 September by its unit, with a team of one."""
    given = {"state": InspectionState.ON_SITE, **inspection}
    if topic_scope:
        given["scope"] = topic_scope
    under_way = Inspection(**given)
    Member(inspection=under_way, leads=True)
    return Visit(
        inspection=under_way, state=VisitState.ARRIVED, arrived_on=date(2026, 9, 8)
    )


class Draw(factory.django.DjangoModelFactory):
    """Committed to by one person; the seed is "a seed of sixteen signs"."""

    class Meta:
        model = models.Draw

    inspection = factory.SubFactory(
        Inspection,
        code=None,
        state=InspectionState.PROPOSED,
        programme__state=ProgrammeState.DRAFT,
        programme__approved_by=None,
    )
    candidates = factory.LazyFunction(
        lambda: [[n, unit.pk, unit.name] for n, unit in enumerate(_five_units(), 1)]
    )
    list_hash = factory.LazyAttribute(
        lambda o: drawing.list_hash([(n, name) for n, _unit, name in o.candidates])
    )
    count = 2
    commitment = factory.LazyFunction(
        lambda: drawing.commitment_of("a seed of sixteen signs")
    )
    committed_by = factory.SelfAttribute("inspection.programme.drafted_by")
    committed_at = AT


def _five_units():
    return [Unit() for _n in range(5)]
