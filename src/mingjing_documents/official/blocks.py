"""What an official document is made of, in the words of GB/T 9704-2012 section 7.3."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Title:
    """标题: 2号小标宋, centred."""

    text: str


@dataclass(frozen=True)
class Addressee:
    """主送机关: flush left, ends with a full-width colon."""

    text: str


@dataclass(frozen=True)
class Heading:
    """结构层次: 1 is 黑体 (一、), 2 is 楷体 (（一）), 3 and 4 are 仿宋 (1. and （1）)."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """正文: 3号仿宋, two characters indented."""

    text: str


@dataclass(frozen=True)
class Table:
    """A ruled table; its head row is repeated on each page.

    ``rows`` hold as many cells as ``head``; ``widths`` are parts of the line, as 3, 1, 1.
    """

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float] = ()


@dataclass(frozen=True)
class Signed:
    """署名与成文日期, without a seal: to the right, the date two characters further out."""

    who: str
    on: date


Block = Title | Addressee | Heading | Paragraph | Table | Signed
