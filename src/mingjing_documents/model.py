"""What comes out of a document: a tree of nodes, each with its exact place."""

from dataclasses import dataclass, field
from typing import Any, Literal


class Unreadable(ValueError):
    """A file that cannot be read, with one sentence for the person who gave it."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time limit as printed (`text`) and what it means.

    `date` is the last day (ISO) of a date; `every` one of day, week, month, quarter,
    half_year, year, regular; `day` the day of the month of “每月25日前”.
    """

    text: str = ""
    kind: Literal["date", "recurring", "continuous", "none"] = "none"
    date: str | None = None
    every: str | None = None
    day: int | None = None

    def to_json(self) -> dict[str, Any]:
        found = {k: getattr(self, k) for k in ("text", "kind", "date", "every")}
        return found | ({"day": self.day} if self.day else {})


@dataclass(frozen=True, slots=True)
class Warned:
    """Something kept as printed that looks like a slip, such as a skipped number."""

    code: str
    zh: str
    en: str
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Node:
    """One heading, numbered item, inline enumeration or row of a task table.

    `text` is its own, without its children's. `deadline` is the one that counts,
    `other_deadlines` what else it says of time.
    """

    level: int
    marker: str
    title: str
    text: str
    span: tuple[int, int]
    parent: int | None
    lead_units: list[str] = field(default_factory=list)
    responsible_units: list[str] = field(default_factory=list)
    supporting_units: list[str] = field(default_factory=list)
    deadline: Deadline = field(default_factory=Deadline)
    other_deadlines: list[Deadline] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        return {
            "level": self.level,
            "marker": self.marker,
            "title": self.title,
            "text": self.text,
            "span": list(self.span),
            "parent": self.parent,
            "lead_units": self.lead_units,
            "responsible_units": self.responsible_units,
            "supporting_units": self.supporting_units,
            "deadline": self.deadline.to_json(),
            "other_deadlines": [due.to_json() for due in self.other_deadlines],
        }


@dataclass(frozen=True, slots=True)
class Outline:
    """A document. Spans of nodes index into `text`; parents precede children."""

    title: str
    doc_number: str
    addressee: str
    text: str
    nodes: list[Node]
    warnings: list[Warned]
    issuing: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "doc_number": self.doc_number,
            "addressee": self.addressee,
            "issuing": list(self.issuing),
            "text": self.text,
            "nodes": [node.to_json() for node in self.nodes],
            "warnings": [
                {
                    "code": w.code,
                    "message_zh": w.zh,
                    "message_en": w.en,
                    "span": list(w.span),
                }
                for w in self.warnings
            ],
        }
