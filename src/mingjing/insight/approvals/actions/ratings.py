"""Ratings of a month, as the rating system counts them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from mingjing.base.people.models import Person
from mingjing.base.people.queries import standing_of
from mingjing.base.record.actions import record
from mingjing.insight.approvals import rules
from mingjing.insight.approvals.events import RatingsImported
from mingjing.insight.approvals.models import Item, Rating


@dataclass(frozen=True)
class RatedMonth:
    """One item in one month: five counts, and what became of the bad ones."""

    item: Item
    month: date
    counts: tuple[int, int, int, int, int]  # the best first
    called_back: int
    mended: int


@transaction.atomic
def import_ratings(
    months: Sequence[RatedMonth], *, by: Person, now: datetime
) -> tuple[int, int]:
    """Keep the counts; a month that was there is corrected. How many are new, changed."""
    if not rules.may_write(by):
        raise PermissionDenied
    new = changed = 0
    for each in months:
        names = ("very_good", "good", "fair", "bad", "very_bad")
        values = dict(zip(names, each.counts, strict=True))
        values |= {"called_back": each.called_back, "mended": each.mended}
        known = Rating.objects.filter(item=each.item, month=each.month)
        if known.filter(**values).exists():
            continue
        _row, made = Rating.objects.update_or_create(
            item=each.item, month=each.month, defaults=values
        )
        new, changed = new + made, changed + (not made)
        event = RatingsImported(
            item=each.item.pk,
            month=each.month,
            counts=each.counts,
            called_back=each.called_back,
            mended=each.mended,
        )
        subject, role = f"item:{each.item.pk}", standing_of(by).role
        record(event, by=by, now=now, subject=subject, role=role)
    return new, changed
