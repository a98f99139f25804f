"""Evidence in stories: a document number, and the dues it serves."""

from datetime import date

import factory
from django.utils import timezone

from mingjing.cycle.evidence import models
from mingjing.cycle.evidence.states import EvidenceKind
from tests.factories.people import Person, Unit


class Evidence(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Evidence

    unit = factory.SubFactory(Unit)
    kind = EvidenceKind.DOCUMENT
    pointer = factory.Sequence(lambda n: f"澄教函〔2026〕{n + 1}号")
    keep_until = date(2031, 9, 1)
    attached_by = factory.SubFactory(Person)
    attached_at = factory.LazyFunction(timezone.now)


class Use(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Use

    evidence = factory.SubFactory(Evidence)
    added_by = factory.SelfAttribute("evidence.attached_by")
    added_at = factory.SelfAttribute("evidence.attached_at")
