"""The limits of procurement law: chosen by regime, method, object, place and day."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

Regime = Literal["tender", "procurement"]

_OWN = Path(__file__).with_name("limits.toml")
_KEYS = {
    "kind",
    "regime",
    "method",
    "category",
    "province",
    "value",
    "days",
    "basis",
    "mark",
    "from",
    "until",
}


class LimitsError(ValueError):
    """A table of limits that cannot be used; the text names the entry."""


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit: its value, its article, how well that was checked, and when it holds."""

    kind: str
    regime: str
    value: Decimal
    days: str
    basis: str
    mark: str
    since: date
    until: date | None
    methods: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    province: str | None = None


class Limits:
    """Limits of the law; a user's table stands before the one that comes along."""

    def __init__(self, limits: list[Limit]) -> None:
        self._limits = limits

    def after(self, own: list[Limit]) -> "Limits":
        """Give these limits with others standing before them."""
        return Limits([*own, *self._limits])

    def __iter__(self) -> Iterator[Limit]:
        """Give the limits, the first that fits first."""
        return iter(self._limits)

    def find(
        self,
        kind: str,
        regime: Regime,
        on: date,
        *,
        method: str = "",
        category: str = "",
        province: str = "",
    ) -> Limit | None:
        """Give the limit in force on a day; None when the table has none that fits."""
        for one in self._limits:
            if (
                one.kind == kind
                and one.regime in (regime, "any")
                and one.since <= on <= (one.until or date.max)
                and (not one.methods or any(name in method for name in one.methods))
                and (not one.categories or category in one.categories)
                and one.province in (None, province)
            ):
                return one
        return None


def load_limits(path: Path | None = None) -> Limits:
    """Read the limits that come along, and before them those of a file.

    Raises:
        LimitsError: When the file cannot be read, or an entry is not understood.

    """
    own = _read(_OWN)
    return Limits([*(_read(path) if path is not None else []), *own])


def regime_of(category: str | None) -> Regime | None:
    """Choose the regime: works follow the tender law, goods and services the other.

    Works below the must-tender threshold are bought under procurement law, and some goods
    belong to works; None is an answer, and nothing is measured then.
    """
    if category == "works":
        return "tender"
    return "procurement" if category in {"goods", "services"} else None


def _read(path: Path) -> list[Limit]:
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8-sig")).get("limit", [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LimitsError(
            f"读不了限额表 Cannot read the limits {path}: {error}"
        ) from error
    return [_limit(number, entry) for number, entry in enumerate(entries, 1)]


def _limit(number: int, entry: dict[str, Any]) -> Limit:
    unknown = set(entry) - _KEYS
    missing = {"kind", "regime", "value", "basis", "mark", "from"} - set(entry)
    if unknown or missing:
        wrong = "、".join(sorted(unknown | missing))
        raise LimitsError(
            f"第 {number} 条限额：{wrong} 多余或缺少 entry {number}: {wrong}"
        )
    return Limit(
        entry["kind"],
        entry["regime"],
        Decimal(str(entry["value"])),
        entry.get("days", "calendar"),
        entry["basis"],
        entry["mark"],
        entry["from"],
        entry.get("until"),
        tuple(entry.get("method", ())),
        tuple(entry.get("category", ())),
        entry.get("province"),
    )
