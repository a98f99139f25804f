"""What a measurement goes by: thresholds and limits as the county set them."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import QuerySet

from mingjing.base.people.models import Person
from mingjing.insight.purchases.models import Measurement, OwnLimit, Threshold
from mingjing.insight.purchases.states import working_days
from mingjing.insight.supervision.models import Flag
from mingjing.insight.supervision.queries import PURCHASES
from mingjing.insight.supervision.states import WAITING
from mingjing_analytics.procurement.legal import Limit
from mingjing_analytics.procurement.sound import Asking, load_asking

_REGIME = {"goods": "procurement", "services": "procurement", "works": "tender"}


def asking() -> Asking:
    """Choices and thresholds, the county's own before those that come along."""
    known = load_asking(working_days=working_days)
    numbers = {
        one.code: {name: Decimal(text) for name, text in one.numbers.items()}
        for one in Threshold.objects.all()
    }
    limits = known.choices.limits.after(_own_limits())
    return Asking(replace(known.choices, limits=limits), numbers)


def _own_limits() -> list[Limit]:
    """Each holds until the day before the next of its category."""
    found: list[Limit] = []
    later: dict[str, date] = {}
    for one in OwnLimit.objects.order_by("category", "-since"):
        ends = later.get(one.category)
        later[one.category] = one.since
        found.append(
            Limit(
                kind="open_threshold",
                regime=_REGIME[one.category],
                value=one.value,
                days="calendar",
                basis=one.basis,
                mark="read",
                since=one.since,
                until=ends - timedelta(days=1) if ends else None,
                categories=(one.category,),
            )
        )
    return found


def open_flags(person: Person) -> QuerySet[Flag]:
    """Questions that were put up and nobody decided yet, the most urgent first."""
    rows = Flag.objects.visible_to(person).filter(model__startswith=PURCHASES)
    return rows.filter(state__in=WAITING).select_related("unit")


def last_measurement() -> Measurement | None:
    """The newest measurement whose result is still here."""
    rows = Measurement.objects.filter(file__isnull=False)
    return rows.select_related("file").first()
