"""Running a model: flags are new, continuing or gone, and each has its rows."""

import tempfile
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from mingjing.base.people.models import Person, Unit
from mingjing.insight.supervision import rules
from mingjing.insight.supervision.actions.telling import Refused, tell
from mingjing.insight.supervision.events import ModelRun
from mingjing.insight.supervision.models import DataSet, Flag, Row, Run
from mingjing.insight.supervision.queries import card_of, in_use, in_words, merged
from mingjing.insight.supervision.states import (
    EXPIRES_AFTER_DAYS,
    MOST_ROWS,
    WAITING,
    FlagState,
)
from mingjing.insight.supervision.states.given import number_of_the_law, root_of
from mingjing_analytics.supervision import refusal
from mingjing_analytics.supervision.model import Model
from mingjing_analytics.supervision.run import Limits
from mingjing_analytics.supervision.run import Run as Finished
from mingjing_analytics.supervision.run import run as run_on_engine

# A page waits for it: a county's tables take seconds.
_SECONDS = 120


def run_model(model: Model, *, by: Person, now: datetime) -> Run:
    """Run a model over what is in use. Raises Refused: a table is missing, suspended."""
    if not rules.may_write(by):
        raise PermissionDenied
    card = card_of(model)
    if card.suspended_at:
        raise Refused(_("这个模型已停用，先改好、写明理由，再恢复。"))
    values = model.by_law(number_of_the_law, localdate(now)) | card.values
    sets = list(in_use(model.types))
    with tempfile.TemporaryDirectory(prefix="mingjing-run-") as scratch:
        work = Path(scratch)
        try:
            tables = merged(model, sets, work)
            done = run_on_engine(
                model,
                tables,
                work / "run",
                tree=root_of,
                values=values,
                limits=Limits(seconds=_SECONDS),
            )
        except refusal.Refused as error:
            raise Refused(in_words(error)) from error
        return _kept(model, done, sets, by=by, now=now)


@transaction.atomic
def _kept(
    model: Model, done: Finished, sets: Sequence[DataSet], *, by: Person, now: datetime
) -> Run:
    manifest = {k: v for k, v in done.manifest.items() if k != "measured"}
    last = Run.objects.filter(model=model.id).first()
    if last is not None and last.manifest == manifest:
        return last  # a second click: nothing has changed, and nothing new is said
    flags = done.flags()
    run = Run.objects.create(
        model=model.id,
        manifest=manifest,
        root=manifest["root"],
        flags=len(flags),
        new=0,
        gone=0,
        run_by=by,
        run_at=now,
    )
    run.data_sets.set(sets)
    rows = _rows(done, model)
    new = 0
    by_pk = {each.pk: each for each in sets}
    for found in flags:
        new += _flag(model, run, found, rows.get(found["flag"], []), by_pk, now)
    gone = _settle_gone(model, run)
    Run.objects.filter(pk=run.pk).update(new=new, gone=gone)
    run.refresh_from_db()
    event = ModelRun(
        run=run.pk,
        model=model.id,
        model_sha256=model.sha256,
        root=run.root,
        flags=run.flags,
        new=new,
        gone=gone,
    )
    tell(event, f"model:{model.id}", by=by, now=now)
    return run


def _rows(done: Finished, model: Model) -> dict[str, list[tuple[int, str, int]]]:
    """Rows of each flag: (data set, sheet, line), the first ones of each table."""
    found: dict[str, list[tuple[int, str, int]]] = {}
    for table in model.head.evidence:
        for row in done.evidence(table):
            number, sign, sheet = row["_sheet"].partition("/")
            kept = found.setdefault(row["flag"], [])
            if sign and len(kept) < MOST_ROWS:
                kept.append((int(number), sheet, row["_row"]))
    return found


def _flag(
    model: Model,
    run: Run,
    found: Mapping[str, object],
    rows: Sequence[tuple[int, str, int]],
    sets: Mapping[int, DataSet],
    now: datetime,
) -> bool:
    """Keep one flag; whether it is new. What was decided stays decided."""
    unit = sets[rows[0][0]].unit if rows else _any_unit(sets)
    told = {name: _plain(found[name]) for name in model.columns}
    flag, new = Flag.objects.get_or_create(
        model=model.id,
        identity=found["flag"],
        defaults={
            "unit": unit,
            "person": model.head.person,
            "first_run": run,
            "last_run": run,
            "expires_on": localdate(now) + timedelta(days=EXPIRES_AFTER_DAYS),
        },
    )
    if flag.state == FlagState.EXPIRED:  # it was forgotten: only that it was is known
        return False
    flag.key = {name: told[name] for name in model.head.key}
    flag.facts = {name: told[name] for name in model.head.facts}
    flag.last_run, flag.gone = run, False
    flag.save(update_fields=["key", "facts", "last_run", "gone"])
    if flag.state in WAITING:
        flag.rows.all().delete()
        Row.objects.bulk_create(
            Row(flag=flag, data_set=sets[pk], sheet=sheet, number=number)
            for pk, sheet, number in rows
        )
    return new


def _any_unit(sets: Mapping[int, DataSet]) -> Unit:
    return next(iter(sets.values())).unit


def _settle_gone(model: Model, run: Run) -> int:
    """What an earlier run flagged and this one did not."""
    rows = Flag.objects.filter(model=model.id, gone=False).exclude(last_run=run)
    return rows.exclude(state=FlagState.EXPIRED).update(gone=True)


def _plain(value: object) -> object:
    return value if isinstance(value, int | str | bool) or value is None else str(value)
