"""A question that purchases raised comes into the queue: one, chosen by a person."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from mingjing.base.people.models import Person, Unit
from mingjing.insight.supervision import rules
from mingjing.insight.supervision.actions.telling import Refused, tell
from mingjing.insight.supervision.events import ModelRun
from mingjing.insight.supervision.models import Card, Flag, Run
from mingjing.insight.supervision.states import EXPIRES_AFTER_DAYS, FlagState


@dataclass(frozen=True, kw_only=True)
class FlagNote:
    """A flag as its source raised it.

    `root` names the result it stands in: anybody with the same data gets the same.
    """

    model: str
    identity: str
    key: dict[str, str]
    facts: dict[str, object]
    unit: Unit
    root: str
    source_sha256: str
    manifest: dict[str, object] = field(default_factory=dict)


@transaction.atomic
def put_up_flag(note: FlagNote, *, by: Person, now: datetime) -> Flag:
    """Take a flag into the queue; the one already there, if it is. Raises Refused."""
    if not rules.may_judge(by):
        raise PermissionDenied
    if Card.objects.filter(model=note.model, suspended_at__isnull=False).exists():
        raise Refused(_("这项指标已停用，先改好、写明理由，再恢复。"))
    here = Flag.objects.filter(model=note.model, identity=note.identity).first()
    if here is not None:
        if here.state == FlagState.EXPIRED:
            raise Refused(_("这个疑点半年没有判断，已经删去，只留个数。"))
        return here
    run = _run_of(note, by=by, now=now)
    return Flag.objects.create(
        model=note.model,
        identity=note.identity,
        key=note.key,
        facts=note.facts,
        unit=note.unit,
        first_run=run,
        last_run=run,
        expires_on=localdate(now) + timedelta(days=EXPIRES_AFTER_DAYS),
    )


def _run_of(note: FlagNote, *, by: Person, now: datetime) -> Run:
    """One run for all flags taken from one result."""
    run = Run.objects.filter(model=note.model, root=note.root).first()
    if run is not None:
        Run.objects.filter(pk=run.pk).update(flags=run.flags + 1, new=run.new + 1)
        return run
    run = Run.objects.create(
        model=note.model,
        manifest=note.manifest,
        root=note.root,
        flags=1,
        new=1,
        gone=0,
        run_by=by,
        run_at=now,
    )
    event = ModelRun(
        run=run.pk,
        model=note.model,
        model_sha256=note.source_sha256,
        root=note.root,
        flags=1,
        new=1,
        gone=0,
    )
    tell(event, f"model:{note.model}", by=by, now=now)
    return run
