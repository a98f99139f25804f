"""What an inspection may look at, and how often a unit may be visited: read from data.

The codes of topics are those by which findings are sorted: a scope of "school-tender"
covers that category, a scope of "school" the whole list.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Topic:
    """``words`` occur in the titles of duties that lie in this topic."""

    code: str
    group_zh: str
    group_en: str
    zh: str
    en: str
    kinds: frozenset[str]  # kinds of unit; empty: all
    words: tuple[str, ...]

    def in_(self, language: str) -> str:
        return self.en if language.startswith("en") else self.zh


@dataclass(frozen=True)
class Cap:
    """At most ``visits`` to one unit of these kinds in one year."""

    kinds: frozenset[str]
    visits: int


@dataclass(frozen=True)
class Caps:
    caps: tuple[Cap, ...]
    fortnight_days: int
    same_matter_months: int
    source_zh: str
    source_en: str
    checked_on: date

    def of(self, unit_kind: str) -> int:
        """The visits a year that a unit of this kind can be asked to receive."""
        return next(
            each.visits
            for each in self.caps
            if unit_kind in each.kinds or not each.kinds
        )


@cache
def topics() -> dict[str, Topic]:
    """By code; a code that an inspection carries is never taken out of the file."""
    with (_HERE / "topics.toml").open("rb") as file:
        groups = tomllib.load(file)["group"]
    return {
        code: Topic(
            code=code,
            group_zh=group["zh"],
            group_en=group["en"],
            zh=zh,
            en=en,
            kinds=frozenset(group.get("kinds", ())),
            words=tuple(words),
        )
        for group in groups
        for code, zh, en, words in group["topics"]
    }


@cache
def caps() -> Caps:
    with (_HERE / "caps.toml").open("rb") as file:
        data = tomllib.load(file)
    return Caps(
        caps=tuple(
            Cap(frozenset(row.get("kinds", ())), row["visits"]) for row in data["cap"]
        ),
        fortnight_days=data["fortnight_days"],
        same_matter_months=data["same_matter_months"],
        source_zh=data["source"]["zh"],
        source_en=data["source"]["en"],
        checked_on=data["checked_on"],
    )


def covers(scope: list[str], topic: str) -> bool:
    """Whether the topic, or the whole list that it belongs to, is in the scope."""
    return topic in scope or topic.partition("-")[0] in scope
