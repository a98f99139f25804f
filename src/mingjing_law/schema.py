"""What a fact is: one duty with its limit, its article, its source and its reader."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

LIMIT_KINDS = frozenset(
    {
        "cap",
        "duration",
        "fixed_date",
        "lookback",
        "max_deadline",
        "min_before_event",
        "min_period",
        "none",
        "recurring",
        "threshold",
        "value",
    }
)
TERMS = frozenset({"max_deadline", "min_before_event", "min_period"})
"""The kinds that are a number of units counted from an event."""
TERM_UNITS = frozenset({"day", "hour", "month", "workday", "year"})
PERIOD_UNITS = frozenset({"half_year", "month", "quarter", "times_per_year", "year"})
LAW_KINDS = frozenset(
    {
        "document",
        "law",
        "local",
        "notice",
        "party_rule",
        "plan",
        "practice",
        "regulation",
        "standard",
    }
)
STATUSES = frozenset(
    {
        "in_force",
        "local_example",
        "not_published_or_not_seen",
        "plan",
        "revised_text_not_seen",
        "superseded",
    }
)
CONFIDENCES = frozenset({"memory-high", "memory-low", "memory-medium", "read"})


@dataclass(frozen=True)
class Words:
    """The same words in both languages."""

    zh: str = ""
    en: str = ""

    def in_(self, language: str) -> str:
        return self.en if language == "en" else self.zh


NO_WORDS = Words()

MARKS: Mapping[str, Words] = {
    "unchecked": Words("未核", "unchecked"),
    "superseded": Words("已废止", "superseded"),
    "local_example": Words("地方做法", "local practice"),
    "revised_text_not_seen": Words(
        "条文已修订，新文本未见", "revised since, new text not seen"
    ),
    "plan": Words("工作部署", "a plan, not a law"),
    "not_published_or_not_seen": Words("未公布", "not published"),
}


@dataclass(frozen=True)
class Law:
    """The paper a fact stands in; `edition` is how the citation dates it."""

    slug: str
    name: Words
    kind: str
    version: str
    edition: Words
    in_force_from: date | None


@dataclass(frozen=True)
class FactLimit:
    """The number of the law. Most kinds are no clock: see `rules.why_no_clock`."""

    kind: str
    unit: str
    n: float | str | None = None
    party: str = ""


@dataclass(frozen=True)
class Counting:
    """From which event, whether that day counts, whether the last day rolls.

    `roll_basis` names the ground: an article, or “convention, not text” for
    Party rules, to which the Civil Code does not apply by its own words.
    """

    counted_from: str = ""
    event: Words = NO_WORDS
    first_day_counts: bool = False
    roll: bool = False
    roll_basis: str = ""
    channel: str = ""
    pauses: str = ""


@dataclass(frozen=True)
class FactExtension:
    """The law's words on more time; numbers only where the text has them."""

    text: str
    unit: str = ""
    n: int | None = None
    up_to: int | None = None
    times: int = 1
    needs: Words = NO_WORDS


@dataclass(frozen=True)
class Fact:
    """One duty with its limit. `checked` is False when nobody read the source."""

    id: str
    topic: int
    duty: Words
    who: str
    law: Law
    article: Words
    version: str
    edition: Words
    status: str
    confidence: str
    source: str
    source_kind: str
    limit: FactLimit
    counting: Counting = field(default_factory=Counting)
    extension: FactExtension | None = None
    notes: str = ""
    in_force_from: date | None = None
    ended_on: date | None = None

    @property
    def checked(self) -> bool:
        return self.confidence == "read"

    def in_force(self, on: date) -> bool:
        """On the day it ended a fact no longer binds."""
        begun = self.in_force_from is None or on >= self.in_force_from
        return begun and (self.ended_on is None or on < self.ended_on)

    def citation(self, language: str = "zh") -> str:
        """《政府信息公开条例》第三十三条（2019年修订）, or the same in English."""
        edition = self.edition.in_(language)
        if language == "en":
            parts = [self.law.name.en, self.article.en]
            text = ", ".join(part for part in parts if part)
            return f"{text} ({edition})" if edition else text
        name = self.law.name.zh
        text = name if name.startswith("（") else f"《{name}》"
        return f"{text}{self.article.zh}{f'（{edition}）' if edition else ''}"

    def marks(self, language: str = "zh") -> list[str]:
        """What a reader must know before relying on it, e.g. 未核."""
        keys = ([] if self.checked else ["unchecked"]) + [self.status]
        return [MARKS[key].in_(language) for key in keys if key in MARKS]

    def basis(self, language: str = "zh") -> str:
        """The citation with its marks, as it stands beside a deadline."""
        marks = self.marks(language)
        if not marks:
            return self.citation(language)
        if language == "en":
            return f"{self.citation('en')} [{'; '.join(marks)}]"
        return f"{self.citation()}【{'；'.join(marks)}】"

    def digest(self) -> str:
        """Of everything that decides a deadline; `ended_on` alone may change."""
        legal = (
            self.id,
            self.limit,
            self.counting.first_day_counts,
            self.counting.roll,
            self.extension and (self.extension.n, self.extension.up_to),
            self.extension and (self.extension.unit, self.extension.times),
            self.law.name.zh,
            self.article.zh,
        )
        return hashlib.sha256(repr(legal).encode()).hexdigest()[:16]
