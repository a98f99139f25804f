"""Taking a data set in, replacing it, putting it away."""

import tempfile
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from mingjing.base.files import rules as files
from mingjing.base.files.actions import forget_file, store_made
from mingjing.base.files.models import StoredFile
from mingjing.base.people.models import Person, Unit
from mingjing.insight.supervision import rules
from mingjing.insight.supervision.actions.telling import (
    AlreadyMoved,
    Refused,
    tell,
)
from mingjing.insight.supervision.events import (
    DataSetDeleted,
    DataSetReceived,
    DataSetWithdrawn,
)
from mingjing.insight.supervision.models import DataSet
from mingjing.insight.supervision.queries import in_words
from mingjing.insight.supervision.states import DataState
from mingjing.insight.supervision.states.given import key_at
from mingjing_analytics.supervision import refusal
from mingjing_analytics.supervision.intake import Intake, read_table
from mingjing_analytics.supervision.tables import dictionary

if TYPE_CHECKING:
    from django.core.files.base import File

SNAPSHOT = "application/vnd.apache.parquet"


@dataclass(frozen=True, kw_only=True)
class DataNote:
    """Why a data set is here, whose it is, until when (个人信息保护法第六条、第十九条)."""

    table: str
    unit: Unit
    purpose: str
    basis: str
    data_date: date
    keep_until: date


def receive_data_set(
    upload: "File[bytes]", note: DataNote, *, by: Person, now: datetime
) -> DataSet:
    """Read a file; only its snapshot stays. Raises Refused with what is wrong."""
    if not rules.may_write(by):
        raise PermissionDenied
    known = dictionary().tables.get(note.table)
    if known is None or known.given:
        raise Refused(_("没有这张数据表。"))
    with tempfile.TemporaryDirectory(prefix="mingjing-data-") as folder:
        came, snapshot = Path(folder) / "came", Path(folder) / "snapshot.parquet"
        _put_aside(upload, came)
        try:
            taken = read_table(came, known, key_at(settings.MINIMISING_KEY), snapshot)
        except refusal.Refused as error:
            raise Refused(in_words(error)) from error
        again = _same(note, taken)
        if again is not None:
            return again
        data = snapshot.read_bytes()
    try:
        stored = store_made(
            data, content_type=SNAPSHOT, name=f"{note.table}.parquet", by=by, now=now
        )
    except files.Refused as error:
        raise Refused(str(error)) from error
    return _received(upload.name or note.table, stored, note, taken, by=by, now=now)


def _put_aside(upload: "File[bytes]", place: Path) -> None:
    """Copy an upload to a place of its own. Raises Refused where it is too large."""
    size = 0
    with place.open("xb") as file:
        for piece in upload.chunks():
            size += len(piece)
            if size > settings.MAX_LOG_BYTES:
                limit = settings.MAX_LOG_BYTES // 1024 // 1024
                raise Refused(_("文件超过 %(n)s MB，请分开交。") % {"n": limit})
            file.write(piece)


def _same(note: DataNote, taken: Intake) -> DataSet | None:
    """The same file for the same purpose, handed in twice, is one data set."""
    return DataSet.objects.filter(
        table=note.table,
        unit=note.unit,
        raw_sha256=taken.sha256,
        data_date=note.data_date,
        state=DataState.IN_USE.value,
    ).first()


@transaction.atomic
def _received(
    name: str,
    stored: StoredFile,
    note: DataNote,
    taken: Intake,
    *,
    by: Person,
    now: datetime,
) -> DataSet:
    before = DataSet.objects.filter(
        table=note.table, unit=note.unit, state=DataState.IN_USE.value
    )
    before.update(state=DataState.REPLACED.value)
    made = DataSet.objects.create(
        **vars(note),
        name=name[:200],
        raw_sha256=taken.sha256,
        file=stored,
        rows=taken.rows,
        refused_rows=taken.refused,
        profile=taken.profile,
        issues=taken.issues,
        received_by=by,
        received_at=now,
    )
    event = DataSetReceived(
        data_set=made.pk,
        table=made.table,
        unit=made.unit_id,
        sha256=made.raw_sha256,
        rows=made.rows,
        refused_rows=made.refused_rows,
        data_date=made.data_date,
        keep_until=made.keep_until,
    )
    tell(event, f"data:{made.pk}", by=by, now=now)
    return made


@transaction.atomic
def withdraw_data_set(
    data_set: DataSet, *, reason: str, by: Person, now: datetime
) -> None:
    """No run reads it any more."""
    if not rules.may_write(by):
        raise PermissionDenied
    here = DataSet.objects.filter(pk=data_set.pk).exclude(
        state__in=[DataState.WITHDRAWN, DataState.DELETED]
    )
    if not here.update(state=DataState.WITHDRAWN.value):
        raise AlreadyMoved
    event = DataSetWithdrawn(data_set=data_set.pk, reason=reason)
    tell(event, f"data:{data_set.pk}", by=by, now=now)


def delete_outlived(*, by: None, now: datetime) -> int:
    """Delete the rows of data sets whose last day is over (个人信息保护法第四十七条).

    What a run found stays, with its root; that its data are gone is said beside it.
    """
    old = DataSet.objects.filter(keep_until__lt=localdate(now)).exclude(
        state=DataState.DELETED
    )
    return sum(_delete(each.pk, by=by, now=now) for each in old)


@transaction.atomic
def _delete(pk: int, *, by: None, now: datetime) -> int:
    """One at a time: a fault in one keeps no other beyond its day."""
    here = DataSet.objects.select_for_update(of=("self",)).filter(pk=pk)
    old = here.exclude(state=DataState.DELETED).select_related("file").first()
    if old is None:
        return 0
    here.update(state=DataState.DELETED.value, file=None, issues=[], profile={})
    if old.file is not None:
        forget_file(old.file, by=by, now=now)
    event = DataSetDeleted(data_set=pk, sha256=old.raw_sha256)
    tell(event, f"data:{pk}", by=by, now=now)
    return 1
