from dataclasses import dataclass

from mingjing.base.record.events import Event


@dataclass(frozen=True, kw_only=True)
class FileStored(Event):
    sha256: str
    size: int
    content_type: str


@dataclass(frozen=True, kw_only=True)
class FileForgotten(Event):
    """The bytes are gone; that they were here, and their hash, stays."""

    sha256: str
