"""What the platform itself asked of the units: minutes, budgets, doubles, complaints."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from statistics import median

from django.utils.translation import gettext_lazy as _

from mingjing.base.people.models import Unit
from mingjing.cycle.duties.models import Duty
from mingjing.cycle.duties.queries import month_of, months_from
from mingjing.cycle.duties.queries.burden import WEIGHING
from mingjing.insight.burden.queries import Meter, meters_of_months, overlaps, voices
from mingjing.insight.reports.queries.figures.questions import units
from mingjing.insight.reports.queries.figures.shape import (
    Figure,
    Kept,
    Rows,
    Section,
    Span,
)

HEAVIEST = 10


def whole_months(span: Span) -> list[date]:
    """Those that are over: half a month would look light."""
    first, end = span.starts_on, min(span.until + timedelta(days=1), span.on)
    count = end.year * 12 + end.month - first.year * 12 - first.month
    return months_from(first, count)


def _let_through(span: Span) -> Rows:  # noqa: ARG001 -- one shape for all
    return Duty.objects.filter(over_budget_by__isnull=False, state__in=WEIGHING)


def _kept(span: Span) -> Mapping[str, Kept]:
    return {**_minutes(span), "overlaps": _overlaps(span), "presses": _presses(span)}


def _minutes(span: Span) -> dict[str, Kept]:
    """The mean of the whole months, unit by unit; the heaviest first."""
    months = whole_months(span)
    if not months:
        unknown = Kept([], [], counted=False)
        return {"minutes": unknown, "heaviest": unknown, "over_limit": Kept([], [])}
    by_unit: dict[int, list[Meter]] = defaultdict(list)
    for meter in meters_of_months(units(span), months):
        by_unit[meter.unit.pk].append(meter)
    a_month = {
        pk: round(sum(each.minutes for each in meters) / len(months))
        for pk, meters in by_unit.items()
    }
    heavy = sorted(a_month, key=lambda pk: (-a_month[pk], pk))
    over = {pk: sum(each.over for each in by_unit[pk]) for pk in heavy}
    above = [pk for pk in heavy if over[pk]]
    values = [a_month[pk] for pk in heavy]
    return {
        "minutes": Kept(heavy, values, round(median(values or [0])), counted=False),
        "heaviest": Kept(
            heavy[:HEAVIEST],
            values[:HEAVIEST],
            values[0] if values else None,
            counted=False,
        ),
        "over_limit": Kept(above, [over[pk] for pk in above]),
    }


def _overlaps(span: Span) -> Kept:  # noqa: ARG001
    found = overlaps(Unit.objects.filter(ended_on=None))
    return Kept(
        [[pair.one, pair.other] for pair in found],
        [round(100 * (1 - pair.unlike)) for pair in found],
    )


def _presses(span: Span) -> Kept:
    """Month by month as the county's page says them, and never added up otherwise.

    A sum over months or requests, less the numbers that are said, would say those that
    are too small to be said. What is hidden there is hidden and not counted here.
    """
    ids: list[str] = []
    values: list[int | None] = []
    last = month_of(span.until)
    count = last.month - span.starts_on.month + 1
    for month in months_from(span.starts_on, count):
        for voice in voices(month):
            ids.append(f"{voice.about}@{month:%Y-%m}")
            values.append(voice.count)
    return Kept(ids, values, sum(value or 0 for value in values), counted=False)


BURDEN = Section(
    _("基层负担"),
    (
        Figure(
            "minutes", _("一个单位每月用时，中位数（估计）"), "unit_minutes",
            minutes=True,
        ),
        Figure(
            "heaviest", _("用时最多的单位每月用时（估计，列出前十）"), "unit_minutes",
            minutes=True, named=True,
        ),
        Figure(
            "over_limit", _("有月份超过负担上限的单位"), "unit_months", of="units",
            bad=True,
        ),
        Figure("let_through", _("超过上限、经署名放行的责任"), "duty", _let_through),
        Figure("overlaps", _("字面相近、像是要了两遍的"), "overlap"),
        Figure("presses", _("不记名说“这是负担”（不到三次的不计数）"), "voice"),
    ),
    keep=_kept,
)  # fmt: skip
