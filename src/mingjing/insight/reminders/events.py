from dataclasses import dataclass

from mingjing.base.record.events import Event


@dataclass(frozen=True, kw_only=True)
class FeedOpened(Event):
    feed: int


@dataclass(frozen=True, kw_only=True)
class FeedClosed(Event):
    feed: int


@dataclass(frozen=True, kw_only=True)
class DigestChosen(Event):
    wanted: bool
