"""Taking a log in, reading it, putting it aside."""

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from mingjing.base.files.actions import store_made
from mingjing.base.files.models import StoredFile
from mingjing.base.people.models import Person
from mingjing.base.people.queries import standing_of
from mingjing.base.record.actions import record
from mingjing.base.record.events import Event
from mingjing.insight.approvals import rules
from mingjing.insight.approvals.events import (
    LogDropped,
    LogRead,
    LogReceived,
)
from mingjing.insight.approvals.models import Item, Log, Part
from mingjing.insight.approvals.queries.tables import pending_place
from mingjing.insight.approvals.queries.words import told
from mingjing.insight.approvals.states import MOVES
from mingjing_analytics.process.measures.quality import quality
from mingjing_analytics.process.reading import mapping
from mingjing_analytics.process.reading.files import kind_of, read_log
from mingjing_analytics.process.reading.refusal import Unreadable
from mingjing_analytics.process.store import pack
from mingjing_analytics.process.table import NO_TIME, EventTable, sort

if TYPE_CHECKING:
    from django.core.files.base import File

TABLE = "application/x-mingjing-log"
KINDS = frozenset({"xes", "csv", "xlsx", "parquet", "ocel-json", "ocel-xml", "sqlite"})


class Refused(ValueError):
    """Not done; the message says why and what to do."""


class AlreadyMoved(Exception):
    """Somebody read or dropped the log meanwhile."""

    def __init__(self) -> None:
        super().__init__(_("这份日志刚刚已经读入或放弃，请看现在的状态。"))


def receive_log(upload: "File[bytes]", *, by: Person, now: datetime) -> Log:
    """Put a file aside until its columns are confirmed. Raises Refused."""
    if not rules.may_write(by):
        raise PermissionDenied
    aside = os.urandom(16).hex()
    place = pending_place(aside)
    try:
        sha256 = _put_aside(upload, place)
        kind = _kind(place)
        return _received(upload.name or "log", sha256, aside, kind, by=by, now=now)
    except Unreadable as error:
        place.unlink(missing_ok=True)
        raise Refused(told(error)) from error
    except BaseException:
        place.unlink(missing_ok=True)
        raise


def _kind(place: Path) -> str:
    kind = kind_of(place)
    if kind not in KINDS:
        raise Refused(_("这不是办件日志，请交 .xes、.csv、.xlsx、.parquet 或 OCEL。"))
    return kind


def _put_aside(upload: "File[bytes]", place: Path) -> str:
    """The file as it came, until its columns are confirmed; its hash."""
    place.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with place.open("xb") as file:
        for piece in upload.chunks():
            size += len(piece)
            if size > settings.MAX_LOG_BYTES:
                limit = settings.MAX_LOG_BYTES // 1024 // 1024
                raise Refused(
                    _("日志超过 %(n)s MB，请按月份拆开，或压缩成 .gz 再传。")
                    % {"n": limit}
                )
            digest.update(piece)
            file.write(piece)
    return digest.hexdigest()


@transaction.atomic
def _received(
    name: str, sha256: str, aside: str, kind: str, *, by: Person, now: datetime
) -> Log:
    log = Log.objects.create(
        name=name[:200],
        raw_sha256=sha256,
        aside=aside,
        kind=kind,
        received_by=by,
        received_at=now,
    )
    _tell(LogReceived(log=log.pk, sha256=sha256), log, by=by, now=now)
    return log


@dataclass(frozen=True)
class Reading:
    """What a log's columns are, and the item of a log that has no column for it."""

    mapping: mapping.Mapping
    item: str = ""


def read_received(log: Log, reading: Reading, *, by: Person, now: datetime) -> None:
    """Read a pending log and keep its table. Raises Refused and AlreadyMoved.

    Whatever happens, nothing is half read: the rows and the entry come together.
    """
    if not rules.may_write(by):
        raise PermissionDenied
    table = _table(log, reading)
    parts = _parts(table, reading.item)
    table = _without_persons(table)
    stored = store_made(pack(table), content_type=TABLE, name=log.name, by=by, now=now)
    with transaction.atomic():
        event = _settle(log, table, stored, reading)
        for written, cases in parts:
            item, _new = Item.objects.get_or_create(name=written)
            Part.objects.create(log=log, item=item, written=written, cases=cases)
        _tell(event, log, by=by, now=now)
    pending_place(log.aside).unlink(missing_ok=True)


def _table(log: Log, reading: Reading) -> EventTable:
    try:
        return sort(read_log(pending_place(log.aside), reading.mapping))
    except Unreadable as error:
        raise Refused(told(error)) from error
    except FileNotFoundError as error:
        raise AlreadyMoved from error


def _settle(
    log: Log, table: EventTable, stored: StoredFile, reading: Reading
) -> LogRead:
    """What was read, in the log's row, if nobody was faster."""
    first, last = _days(table)
    moved = Log.objects.filter(pk=log.pk, state__in=MOVES["read"].sources).update(
        state=MOVES["read"].target,
        mapping=dict(reading.mapping.lines()),
        table=stored,
        cases=table.cases,
        events=table.events,
        first_on=first,
        last_on=last,
        issues=[vars(each) for each in (*table.issues, *quality(table))],
    )
    if not moved:
        raise AlreadyMoved
    return LogRead(
        log=log.pk,
        sha256=stored.sha256,
        cases=table.cases,
        events=table.events,
        first_on=first,
        last_on=last,
    )


def drop_log(log: Log, *, by: Person, now: datetime) -> None:
    """Forget a file whose columns were never confirmed."""
    if not rules.may_write(by):
        raise PermissionDenied
    with transaction.atomic():
        here = Log.objects.filter(pk=log.pk, state__in=MOVES["drop"].sources)
        if not here.update(state=MOVES["drop"].target):
            raise AlreadyMoved
        _tell(LogDropped(log=log.pk), log, by=by, now=now)
    pending_place(log.aside).unlink(missing_ok=True)


def _parts(table: EventTable, item: str) -> list[tuple[str, int]]:
    """The items of a log by name and how many cases each has."""
    column = table.roles.get("item")
    if column is None:
        if not item:
            raise Refused(_("日志里没有事项这一列，请写明这是哪一个事项。"))
        return [(item[:200], table.cases)]
    full = np.diff(table.offsets) > 0
    codes = column.codes[table.offsets[:-1][full]]
    counts = np.bincount(codes[codes >= 0], minlength=len(column.texts))
    long = [t for t, n in zip(column.texts, counts, strict=True) if n and len(t) > 200]
    if long:
        raise Refused(
            _("有的事项名称超过 200 字，请核对事项这一列：%(name)s…")
            % {"name": long[0][:30]}
        )
    return [
        (text, int(count))
        for text, count in zip(column.texts, counts, strict=True)
        if count
    ]


def _without_persons(table: EventTable) -> EventTable:
    """Clerks and applicants as numbers, in the order in which they appear."""

    def numbered(texts: Iterable[str]) -> tuple[str, ...]:
        return tuple(str(place) for place, _text in enumerate(texts, start=1))

    roles = dict(table.roles)
    if "applicant" in roles:
        applicant = roles["applicant"]
        roles["applicant"] = replace(applicant, texts=numbered(applicant.texts))
    return replace(table, resource_names=numbered(table.resource_names), roles=roles)


def _days(table: EventTable) -> tuple[date | None, date | None]:
    known = table.time[table.time != NO_TIME]
    if not len(known):
        return None, None

    def day(moment: int) -> date | None:
        try:
            return localtime(datetime.fromtimestamp(moment / 1e6, UTC)).date()
        except (OverflowError, ValueError, OSError):
            return None

    return day(int(known.min())), day(int(known.max()))


def _tell(event: Event, log: Log, *, by: Person, now: datetime) -> None:
    role = standing_of(by).role
    record(event, by=by, now=now, subject=f"log:{log.pk}", role=role)
