"""Rows that no flag rests on: looked at by a person, to estimate what is missed."""

import hashlib
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from mingjing.base.people.models import Person
from mingjing.insight.supervision import rules
from mingjing.insight.supervision.actions.telling import AlreadyMoved, Refused, tell
from mingjing.insight.supervision.events import SampleDrawn, SampleJudged
from mingjing.insight.supervision.models import Row, Run, Sample
from mingjing.insight.supervision.queries import places_of
from mingjing.insight.supervision.states import SAMPLE_SIZE
from mingjing_analytics.supervision.model import Model


@transaction.atomic
def draw_sample(
    model: Model,
    run: Run,
    *,
    by: Person,
    now: datetime,
) -> int:
    """Thirty rows of the model's first table, drawn by the run's own root.

    Who repeats the draw gets the same rows: SHA-256 of root, sheet and line puts them
    in order, and the first thirty that no flag rests on are taken.
    """
    if not rules.may_judge(by):
        raise PermissionDenied
    if run.samples.exists():
        return 0
    table = next(iter(model.head.evidence))
    sets = {each.pk: each for each in run.data_sets.filter(table=table)}
    flagged = set(
        Row.objects.filter(data_set__in=sets, flag__model=model.id).values_list(
            "data_set", "sheet", "number"
        )
    )
    drawn = [
        (_place_in_draw(run, place), place)
        for place in places_of(sets.values())
        if place not in flagged
    ]
    if not drawn:
        raise Refused(_("没有可抽的行。"))
    chosen = sorted(drawn)[:SAMPLE_SIZE]
    Sample.objects.bulk_create(
        Sample(run=run, data_set=sets[pk], sheet=sheet, number=number)
        for _digest, (pk, sheet, number) in chosen
    )
    event = SampleDrawn(run=run.pk, model=model.id, rows=len(chosen))
    tell(event, f"model:{model.id}", by=by, now=now)
    return len(chosen)


def _place_in_draw(run: Run, place: tuple[int, str, int]) -> bytes:
    pk, sheet, number = place
    return hashlib.sha256(f"{run.root}/{pk}/{sheet}/{number}".encode()).digest()


@transaction.atomic
def judge_sample(
    sample: Sample, *, missed: bool, reason: str, by: Person, now: datetime
) -> None:
    """Whether the model should have asked about this row."""
    if not rules.may_judge(by):
        raise PermissionDenied
    here = Sample.objects.filter(pk=sample.pk, missed__isnull=True)
    if not here.update(missed=missed, reason=reason, judged_by=by):
        raise AlreadyMoved
    event = SampleJudged(
        sample=sample.pk, model=sample.run.model, missed=missed, reason=reason
    )
    tell(event, f"model:{sample.run.model}", by=by, now=now)
