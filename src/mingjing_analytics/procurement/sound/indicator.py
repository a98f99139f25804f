"""What an indicator is, as data: its question, its innocent explanations, its thresholds."""

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal

About = Literal["process", "supplier", "buyer", "group", "class"]
Phase = Literal["planning", "tender", "award", "contract", "implementation"]

_FOLDER = Path(__file__).with_name("indicators")
_FEWEST_INNOCENT = 2


@dataclass(frozen=True, slots=True)
class Parameter:
    """A threshold that may be set, within a range; a share is shown in per cent."""

    name: str
    default: Decimal
    low: Decimal
    high: Decimal
    zh: str
    en: str
    share: bool


@dataclass(frozen=True, slots=True)
class Indicator:
    """A question that figures may raise about a purchase; never an answer.

    Attributes:
        code: As in the Open Contracting Partnership's guide of 2024 (R002 …); MJ… are ours.
        phase: Where in a purchase it looks.
        about: What one flag is about: a process, a firm, a buyer, a group of firms, a class.
        measure_zh: What the value counts, with its unit.
        share: Whether the value is a share, to be shown in per cent.
        basis: Articles that stand behind the question whatever the case; more may come
            with the limit that applied.
        innocent_zh: Lawful explanations, to be looked at first.

    """

    code: str
    phase: Phase
    about: About
    zh: str
    en: str
    measure_zh: str
    measure_en: str
    share: bool
    question_zh: str
    question_en: str
    innocent_zh: tuple[str, ...]
    innocent_en: tuple[str, ...]
    basis: tuple[str, ...]
    parameters: tuple[Parameter, ...]

    def parameter(self, name: str) -> Parameter:
        """Give a parameter by its name.

        Raises:
            KeyError: When there is none of that name.

        """
        for one in self.parameters:
            if one.name == name:
                return one
        raise KeyError(name)


@cache
def all_indicators() -> dict[str, Indicator]:
    """Give every indicator by its code, in the order of the codes."""
    found = [
        _indicator(code, entry)
        for path in _FOLDER.glob("*.toml")
        for code, entry in tomllib.loads(path.read_text(encoding="utf-8")).items()
    ]
    return {one.code: one for one in sorted(found, key=lambda one: one.code)}


def _indicator(code: str, entry: dict[str, Any]) -> Indicator:
    made = Indicator(
        code=code,
        phase=entry["phase"],
        about=entry["about"],
        zh=entry["name"]["zh"],
        en=entry["name"]["en"],
        measure_zh=entry["measure"]["zh"],
        measure_en=entry["measure"]["en"],
        share=entry["measure"].get("share", False),
        question_zh=entry["question"]["zh"],
        question_en=entry["question"]["en"],
        innocent_zh=tuple(entry["innocent"]["zh"]),
        innocent_en=tuple(entry["innocent"]["en"]),
        basis=tuple(entry.get("basis", ())),
        parameters=tuple(
            _parameter(name, one) for name, one in entry.get("parameters", {}).items()
        ),
    )
    if min(len(made.innocent_zh), len(made.innocent_en)) < _FEWEST_INNOCENT:
        raise ValueError(f"{code}: {_FEWEST_INNOCENT} innocent explanations at least")
    return made


def _parameter(name: str, entry: dict[str, Any]) -> Parameter:
    default, low, high = (
        Decimal(str(entry[key])) for key in ("default", "low", "high")
    )
    share = entry.get("share", False)
    return Parameter(name, default, low, high, entry["zh"], entry["en"], share)
