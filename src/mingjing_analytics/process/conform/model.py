"""The declared process of an item: its steps in order and what must hold.

Written as JSON by whoever answers for the item, one rule a line:

    {"item": "食品经营许可", "steps": ["收件", "受理", "审查", "决定", "送达"],
     "rules": [{"rule": "order", "first": "受理", "then": "决定"},
               {"rule": "four-eyes", "steps": ["审查", "决定"]},
               {"rule": "limit", "from": "受理", "to": "决定", "days": 20,
                "pauses": [["补正通知", "补正完成"]], "source": "行政许可法第四十二条"}]}

The rules are those of Declare (Pesic and van der Aalst 2007) that a clerk can read.
"""

import json
from dataclasses import dataclass
from typing import Any

from mingjing_analytics.process.reading.refusal import Unreadable


@dataclass(frozen=True)
class Required:
    """A closed case has this step."""

    step: str
    source: str = ""


@dataclass(frozen=True)
class Order:
    """``then`` happens only after ``first`` has."""

    first: str
    then: str
    source: str = ""


@dataclass(frozen=True)
class AtMost:
    """A step happens at most so often in one case."""

    step: str
    times: int
    source: str = ""


@dataclass(frozen=True)
class Exclusive:
    """No case has two of these steps."""

    steps: tuple[str, ...]
    source: str = ""


@dataclass(frozen=True)
class FourEyes:
    """Nobody does two of these steps in one case."""

    steps: tuple[str, ...]
    source: str = ""


@dataclass(frozen=True)
class Limit:
    """From the first of one step to the next of another in so many working days.

    Days on which a pause lies are not counted: 行政许可法第四十五条 for hearings and
    expert review, 第三十二条 for documents asked for.
    """

    start: str
    end: str
    days: int
    pauses: tuple[tuple[str, str], ...] = ()
    source: str = ""


Rule = Required | Order | AtMost | Exclusive | FourEyes | Limit


@dataclass(frozen=True)
class Model:
    """An item, the steps its cases should take, and its rules."""

    item: str
    steps: tuple[str, ...]
    rules: tuple[Rule, ...]

    def names(self) -> tuple[str, ...]:
        """Every step that is spoken of, once."""
        names = list(self.steps)
        for rule in self.rules:
            for value in vars(rule).values():
                if isinstance(value, tuple):
                    names += [
                        n for v in value for n in (v if isinstance(v, tuple) else (v,))
                    ]
            names += [
                getattr(rule, field)
                for field in ("step", "first", "then", "start", "end")
                if hasattr(rule, field)
            ]
        return tuple(dict.fromkeys(names))


def from_json(text: str) -> Model:
    """Read a model. Raises Unreadable naming the rule that is not understood."""
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable(
            f"流程文件不是 JSON：{error}。", f"The process file is not JSON: {error}."
        ) from None
    if not isinstance(given, dict) or not isinstance(given.get("rules", []), list):
        raise _unknown("whole", given)
    steps = given.get("steps", [])
    if not _texts(steps):
        raise _unknown("steps", steps)
    rules = tuple(rule_of(rule) for rule in given.get("rules", []))
    return Model(str(given.get("item", "")), tuple(steps), rules)


def rule_of(given: Any) -> Rule:
    """Read one rule as `from_json` does. Raises Unreadable."""
    kinds = {
        "required": _required,
        "order": _order,
        "at-most": _at_most,
        "exclusive": _exclusive,
        "four-eyes": _four_eyes,
        "limit": _limit,
    }
    kind = kinds.get(str(given.get("rule"))) if isinstance(given, dict) else None
    if kind is None:
        raise _unknown("rule", given)
    try:
        return kind(given, str(given.get("source", "")))
    except (KeyError, TypeError, ValueError):
        raise _unknown("rule", given) from None


def _required(given: dict[str, Any], source: str) -> Rule:
    return Required(_text(given["step"]), source)


def _order(given: dict[str, Any], source: str) -> Rule:
    return Order(_text(given["first"]), _text(given["then"]), source)


def _at_most(given: dict[str, Any], source: str) -> Rule:
    return AtMost(_text(given["step"]), _whole(given["times"]), source)


def _exclusive(given: dict[str, Any], source: str) -> Rule:
    return Exclusive(_several(given["steps"]), source)


def _four_eyes(given: dict[str, Any], source: str) -> Rule:
    return FourEyes(_several(given["steps"]), source)


def _limit(given: dict[str, Any], source: str) -> Rule:
    pauses = tuple((_text(a), _text(b)) for a, b in given.get("pauses", []))
    start, end = _text(given["from"]), _text(given["to"])
    return Limit(start, end, _whole(given["days"]), pauses, source)


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError(value)
    return value


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(value)
    return value


def _several(value: Any) -> tuple[str, ...]:
    if not _texts(value) or len(set(value)) < 2:
        raise ValueError(value)
    return tuple(value)


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(v, str) and v for v in value)


def _unknown(what: str, given: Any) -> Unreadable:
    shown = json.dumps(given, ensure_ascii=False)[:120]
    return Unreadable(
        f"流程文件里这一处看不懂（{what}）：{shown}",
        f"This part of the process file is not understood ({what}): {shown}",
    )
