"""Taking purchases in, putting them away, deleting them on their day."""

import hashlib
import io
import re
import tempfile
from collections.abc import Sequence
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
from mingjing.base.people.models import Person, Unit
from mingjing.insight.purchases import rules
from mingjing.insight.purchases.events import (
    PurchasesDeleted,
    PurchasesReceived,
    PurchasesWithdrawn,
)
from mingjing.insight.purchases.models import Measurement, Source
from mingjing.insight.purchases.states import (
    MOST_ISSUES,
    MOST_PURCHASES,
    SourceState,
)
from mingjing.insight.supervision.actions import AlreadyMoved, Refused
from mingjing.insight.supervision.actions.telling import tell
from mingjing_analytics.procurement.importing import to_releases
from mingjing_analytics.procurement.sound import load_asking, read

if TYPE_CHECKING:
    from django.core.files.base import File

_RELEASES = "application/jsonl"
_PREFIX = "ocds-mingjing"
_LONGEST_NAME = 80
_TABLES = frozenset({".csv", ".xlsx", ".xls"})

Issues = list[dict[str, object]]


@dataclass(frozen=True, kw_only=True)
class SourceNote:
    """Why a file is here, whose it is, until when."""

    unit: Unit
    purpose: str
    basis: str
    data_date: date
    keep_until: date


@dataclass(frozen=True)
class _Came:
    """What came in: releases a line, and what was wrong with it."""

    lines: bytes
    sha256: str
    purchases: int
    issues: Issues
    issue_count: int


def receive_purchases(
    uploads: "Sequence[File[bytes]]", note: SourceNote, *, by: Person, now: datetime
) -> Source:
    """Read ledgers or releases; what stays is releases. Raises Refused with what is wrong."""
    if not rules.may_write(by):
        raise PermissionDenied
    with tempfile.TemporaryDirectory(prefix="mingjing-purchases-") as folder:
        came = _read([_put_aside(one, Path(folder)) for one in uploads])
    if not came.purchases:
        said = came.issues[0]["sentence"] if came.issues else ""
        raise Refused(_("文件里没有读到采购项目。%(why)s") % {"why": said})
    if came.purchases > MOST_PURCHASES:
        raise Refused(
            _("一次最多 %(n)d 个采购项目，请按年度分开交。") % {"n": MOST_PURCHASES}
        )
    here = Source.objects.filter(
        unit=note.unit, raw_sha256=came.sha256, state=SourceState.IN_USE
    ).first()
    if here is not None:
        return here
    name = "、".join(one.name or "" for one in uploads)[:200]
    return _received(name, came, note, by=by, now=now)


def _put_aside(upload: "File[bytes]", folder: Path) -> Path:
    name = re.sub(r"[^\w.-]", "_", upload.name or "")[-_LONGEST_NAME:]
    place = folder / f"{len(list(folder.iterdir()))}-{name}"
    size = 0
    with place.open("xb") as file:
        for piece in upload.chunks():
            size += len(piece)
            if size > settings.MAX_LOG_BYTES:
                limit = settings.MAX_LOG_BYTES // 1024 // 1024
                raise Refused(_("文件超过 %(n)s MB，请分开交。") % {"n": limit})
            file.write(piece)
    return place


def _read(places: Sequence[Path]) -> _Came:
    """Tables become releases first; then everything is read as a run will read it."""
    issues: Issues = []
    tables = [one for one in places if one.suffix.lower() in _TABLES]
    parts = [one.read_bytes() for one in places if one not in tables]
    if tables:
        imported = to_releases(tables, prefix=_PREFIX)
        parts.append(imported.lines())
        issues += [
            {
                "line": one.place.row,
                "path": f"{one.place.file.partition('-')[2]} {one.place.sheet} {one.column}",
                "value": one.value,
                "sentence": one.sentence,
            }
            for one in imported.issues
        ]
    lines = b"".join(part if part.endswith(b"\n") else part + b"\n" for part in parts)
    reading = read(io.BytesIO(lines), load_asking().choices)
    issues += [
        {"line": i.line, "path": i.path, "value": i.value, "sentence": i.sentence}
        for i in reading.issues
    ]
    count = len(issues) - len(reading.issues) + reading.issues.total
    sha256 = hashlib.sha256(lines).hexdigest()
    return _Came(lines, sha256, len(reading.processes), issues[:MOST_ISSUES], count)


@transaction.atomic
def _received(
    name: str, came: _Came, note: SourceNote, *, by: Person, now: datetime
) -> Source:
    try:
        stored = store_made(
            came.lines, content_type=_RELEASES, name="purchases.jsonl", by=by, now=now
        )
    except files.Refused as error:
        raise Refused(str(error)) from error
    made = Source.objects.create(
        **vars(note),
        name=name,
        raw_sha256=came.sha256,
        file=stored,
        purchases=came.purchases,
        issue_count=came.issue_count,
        issues=came.issues,
        received_by=by,
        received_at=now,
    )
    event = PurchasesReceived(
        source=made.pk,
        unit=made.unit_id,
        sha256=made.raw_sha256,
        purchases=made.purchases,
        issues=made.issue_count,
        data_date=made.data_date,
        keep_until=made.keep_until,
    )
    tell(event, f"purchases:{made.pk}", by=by, now=now)
    return made


@transaction.atomic
def withdraw_source(source: Source, *, reason: str, by: Person, now: datetime) -> None:
    """No measurement reads it any more."""
    if not rules.may_write(by):
        raise PermissionDenied
    here = Source.objects.filter(pk=source.pk, state=SourceState.IN_USE)
    if not here.update(state=SourceState.WITHDRAWN):
        raise AlreadyMoved
    event = PurchasesWithdrawn(source=source.pk, reason=reason)
    tell(event, f"purchases:{source.pk}", by=by, now=now)


def delete_outlived(*, by: None, now: datetime) -> int:
    """Delete files whose last day is over, and results that show what stood in them."""
    old = Source.objects.filter(keep_until__lt=localdate(now)).exclude(
        state=SourceState.DELETED
    )
    return sum(_delete(each.pk, by=by, now=now) for each in old)


@transaction.atomic
def _delete(pk: int, *, by: None, now: datetime) -> int:
    here = Source.objects.select_for_update(of=("self",)).filter(pk=pk)
    old = here.exclude(state=SourceState.DELETED).select_related("file").first()
    if old is None:
        return 0
    made = Measurement.objects.filter(sources=old, file__isnull=False)
    files = [old.file, *(each.file for each in made.select_related("file"))]
    count = Measurement.objects.filter(pk__in=made.values("pk")).update(file=None)
    here.update(state=SourceState.DELETED, file=None, issues=[])
    for file in files:
        if file is not None:
            forget_file(file, by=by, now=now)
    event = PurchasesDeleted(source=pk, sha256=old.raw_sha256, measurements=count)
    tell(event, f"purchases:{pk}", by=by, now=now)
    return 1
