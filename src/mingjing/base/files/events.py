from dataclasses import dataclass

from mingjing.base.record.events import Event


@dataclass(frozen=True, kw_only=True)
class FileStored(Event):
    sha256: str
    size: int
    content_type: str
