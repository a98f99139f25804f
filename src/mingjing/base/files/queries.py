import hashlib
from pathlib import Path

from django.conf import settings

from mingjing.base.files.models import StoredFile


class Damaged(Exception):
    """The bytes on disk are no longer those that were stored."""


def place_of(sha256: str) -> Path:
    return Path(settings.FILES_ROOT) / sha256[:2] / sha256


def open_file(stored: StoredFile) -> bytes:
    """The bytes as they were stored; raises Damaged when they differ or are gone."""
    try:
        data = place_of(stored.sha256).read_bytes()
    except FileNotFoundError as error:
        raise Damaged(stored.sha256) from error
    if hashlib.sha256(data).hexdigest() != stored.sha256:
        raise Damaged(stored.sha256)
    return data
