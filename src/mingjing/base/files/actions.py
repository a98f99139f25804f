"""Storing: bytes first and durably, then the row and its entry."""

import errno
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from mingjing.base.files.events import FileForgotten, FileStored
from mingjing.base.files.models import StoredFile
from mingjing.base.files.queries import place_of
from mingjing.base.files.rules import Refused, content_type_of, safe_name
from mingjing.base.people.models import Person
from mingjing.base.people.queries import standing_of
from mingjing.base.record.actions import record

if TYPE_CHECKING:
    from django.core.files.base import File

_NO_ROOM = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)


def store_file(upload: "File[bytes]", *, by: Person, now: datetime) -> StoredFile:
    """Keep an upload under its hash. The same bytes twice are one row and one file.

    Raises Refused with one sentence for a file that is too large, of a kind that is
    not taken, or that the disk has no room for; then nothing of it is left.
    """
    with _aside() as (file, name):
        sha256, size = _copy(upload, file)
        kind = content_type_of(file)
        _settle(file, name, place_of(sha256))
    name_of = safe_name(upload.name or "", kind)
    return _row(sha256, size, kind, name_of, by=by, now=now)


def store_made(
    data: bytes, *, content_type: str, name: str, by: Person, now: datetime
) -> StoredFile:
    """Keep bytes that we made ourselves, of whatever size. Raises Refused if no room."""
    sha256 = hashlib.sha256(data).hexdigest()
    with _aside() as (file, place):
        file.write(data)
        _settle(file, place, place_of(sha256))
    return _row(sha256, len(data), content_type, name, by=by, now=now)


@transaction.atomic
def forget_file(stored: StoredFile, *, by: None, now: datetime) -> bool:
    """Delete a file whose day has come, unless something else still holds it."""
    sha256 = stored.sha256  # deleting a row takes its key from the object
    try:
        with transaction.atomic():
            stored.delete()
    except (ProtectedError, RestrictedError):
        return False
    subject = f"file:{sha256[:16]}"
    record(FileForgotten(sha256=sha256), by=by, now=now, subject=subject, role="")
    transaction.on_commit(lambda: _remove(sha256))
    return True


def _remove(sha256: str) -> None:
    # The same bytes may have come in again meanwhile.
    if not StoredFile.objects.filter(pk=sha256).exists():
        place_of(sha256).unlink(missing_ok=True)


@transaction.atomic
def _row(
    sha256: str, size: int, kind: str, name: str, *, by: Person, now: datetime
) -> StoredFile:
    stored, fresh = StoredFile.objects.get_or_create(
        sha256=sha256,
        defaults={"size": size, "content_type": kind, "name": name, "stored_at": now},
    )
    if fresh:
        record(
            FileStored(sha256=sha256, size=size, content_type=kind),
            by=by,
            now=now,
            subject=f"file:{sha256[:16]}",
            role=standing_of(by).role,
        )
    return stored


@contextmanager
def _aside() -> Iterator[tuple[IO[bytes], Path]]:
    """A file beside the others that vanishes unless it is renamed into its place."""
    name = None
    try:
        root = Path(settings.FILES_ROOT)
        root.mkdir(parents=True, exist_ok=True)
        handle, made = tempfile.mkstemp(dir=root, prefix=".part-")
        name = Path(made)
        with os.fdopen(handle, "w+b") as file:
            yield file, name
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise Refused(
                _("服务器磁盘已满，文件没有存下；请告诉系统管理员。")
            ) from error
        raise
    finally:
        if name:
            name.unlink(missing_ok=True)


def _copy(upload: "File[bytes]", file: IO[bytes]) -> tuple[str, int]:
    """Copied in pieces and counted on the way: the size a browser says is only said."""
    digest, size = hashlib.sha256(), 0
    for piece in upload.chunks():
        size += len(piece)
        if size > settings.MAX_FILE_BYTES:
            raise Refused(
                _("文件超过 %(size)s MB。请交文号或网页链接，或拆分后再传。")
                % {"size": settings.MAX_FILE_BYTES // 1024 // 1024}
            )
        digest.update(piece)
        file.write(piece)
    if not size:
        raise Refused(_("文件是空的，请另选一份。"))
    return digest.hexdigest(), size


def _settle(file: IO[bytes], name: Path, place: Path) -> None:
    """Whole or not at all, and still there after a power cut.

    A copy already in place is replaced by the same bytes: that mends a damaged one.
    """
    file.flush()
    os.fsync(file.fileno())
    place.parent.mkdir(parents=True, exist_ok=True)
    name.replace(place)
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
