"""The settings file: INI, with exactly the sections and keys that the peer knows.

A misspelt key is an error, not a default: a threshold that silently does not apply would
be worse than none.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Kind = Literal["text", "int", "count", "ratio", "switch", "days by name", "codes"]

_SECTIONS: dict[str, dict[str, Kind]] = {
    "": {
        "currency": "text",
        "no_price_comparison_procurement_methods": "text",
        "price_comparison_procurement_methods": "text",
    },
    "defaults": {
        "currency": "text",
        "item_classification_scheme": "text",
        "bid_status": "text",
        "award_status": "text",
        "party_roles": "switch",
    },
    "redactions": {"amount": "text", "organization_id": "text"},
    "corrections": {"award_status_by_contract_status": "switch"},
    "modifications": {
        "move_auctions": "switch",
        "prefix_buyer_or_procuring_entity_id": "text",
        "prefix_tenderer_or_supplier_id": "text",
        "split_procurement_method_details": "text",
    },
    "exclusions": {"procurement_method_details": "text"},
    "R003": {"threshold": "int", "procurement_methods": "text"},
    "R018": {"procurement_methods": "text"},
    "R024": {"threshold": "ratio"},
    "R025": {"percentile": "count", "threshold": "ratio"},
    "R028": {},
    "R030": {},
    "R035": {"threshold": "count"},
    "R036": {},
    "R038": {
        "threshold": "ratio",
        "minimum_submitted_bids": "count",
        "minimum_contracting_processes": "count",
    },
    "R048": {
        "digits": "count",
        "threshold": "count",
        "minimum_contracting_processes": "count",
    },
    "R058": {"threshold": "ratio"},
}
# Sections whose keys are the user's own words.
_FREE: dict[str, Kind] = {
    "R003.procurement_method_details": "int",
    "codelists.bid_status": "text",
    "codelists.award_status": "text",
}


@dataclass(frozen=True, slots=True)
class Known:
    """What a settings file may hold.

    Attributes:
        sections: The keys of each section; "" stands above all sections.
        free: Sections whose keys are the user's own words.

    """

    sections: Mapping[str, Mapping[str, Kind]]
    free: Mapping[str, Kind]


PEER = Known(_SECTIONS, _FREE)
_YES = {"true", "on", "yes", "1"}
_NO = {"false", "off", "no", "0"}
_PAIR = 2

Value = str | int | float | bool


class SettingsError(ValueError):
    """A settings file that cannot be used; the text names line and key."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the file says: top-level values, and the values of each section present."""

    top: dict[str, Value] = field(default_factory=dict)
    sections: dict[str, dict[str, Value]] = field(default_factory=dict)

    def has(self, section: str) -> bool:
        """Say whether a section, or one below it, stands in the file."""
        return (
            section in self.sections
            or f"{section}.procurement_method_details" in self.sections
        )

    def text(self, section: str, key: str) -> str | None:
        """Give a text, or None when it is not set."""
        value = self._values(section).get(key)
        return value if isinstance(value, str) else None

    def switch(self, section: str, key: str) -> bool:
        """Give a switch, off when it is not set."""
        return self._values(section).get(key) is True

    def count(self, section: str, key: str, default: int) -> int:
        """Give a whole number."""
        value = self._values(section).get(key)
        return value if isinstance(value, int) else default

    def ratio(self, section: str, key: str = "threshold") -> float | None:
        """Give a number, or None when it is not set."""
        value = self._values(section).get(key)
        return None if value is None else float(value)

    def words(self, section: str) -> dict[str, str]:
        """Give a section of free keys with texts."""
        return {key: str(value) for key, value in self._values(section).items()}

    def days(self, section: str) -> dict[str, int]:
        """Give a section of free keys with whole numbers."""
        found = self._values(section).items()
        return {key: value for key, value in found if isinstance(value, int)}

    def _values(self, section: str) -> dict[str, Value]:
        return self.sections.get(section, {}) if section else self.top


def piped(text: str | None) -> frozenset[str]:
    """Split `a|b`; nothing follows a last bar."""
    parts = (text or "").split("|")
    if parts[-1] == "":
        parts.pop()
    return frozenset(parts)


def load_settings(path: Path, known: Known = PEER) -> Settings:
    """Read a settings file.

    Raises:
        SettingsError: When it cannot be read, or holds a section, key or value unknown.

    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"读不了设置文件 Cannot read the settings {path}: {error}"
        ) from error
    return read_settings(text, known)


def read_settings(text: str, known: Known = PEER) -> Settings:
    """Read settings from the text of an INI file.

    Raises:
        SettingsError: When it holds a section, key or value that is not known.

    """
    settings = Settings()
    section = ""
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if not line or line[0] in ";#":
            continue
        if line[0] == "[":
            section = _section(line, number, known)
            settings.sections.setdefault(section, {})
            continue
        key, value = _pair(line, number)
        target = settings.sections[section] if section else settings.top
        kind = known.free.get(section) or known.sections.get(section, {}).get(key)
        if kind is None:
            place = f"[{section}] {key}" if section else key
            raise SettingsError(
                f"第 {number} 行：没有这个设置 line {number}: no such setting {place}"
            )
        target[key] = _value(kind, key, value, number)
    return settings


def _section(line: str, number: int, known: Known) -> str:
    name = line[1:].partition("]")[0].strip()
    there = name and (name in known.sections or name in known.free)
    if not line.endswith("]") or not there:
        raise SettingsError(
            f"第 {number} 行：没有这个节 line {number}: no such section {line}"
        )
    return name


def _pair(line: str, number: int) -> tuple[str, str]:
    mark = min((line.find(m) for m in "=:" if m in line), default=-1)
    if mark < 1:
        raise SettingsError(
            f"第 {number} 行不是“键 = 值” line {number} is not key = value"
        )
    value = line[mark + 1 :].strip()
    if len(value) >= _PAIR and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1]
    return line[:mark].strip(), value


def _value(kind: Kind, key: str, text: str, number: int) -> Value:
    try:
        return _typed(kind, text)
    except ValueError as error:
        raise SettingsError(
            f"第 {number} 行：{key} 的值“{text}”不合适 line {number}: bad value of {key}: {text}"
        ) from error


def _typed(kind: Kind, text: str) -> Value:
    lowered = text.lower()
    if kind == "text":
        return text
    if kind == "switch":
        if lowered in _YES | _NO:
            return lowered in _YES
        raise ValueError(text)
    # The peer reads a switch word where it expects a number, too.
    if lowered in (_YES | _NO) - {"1", "0"}:
        number: float = float(lowered in _YES)
    else:
        number = float(text)
    if kind == "ratio":
        return number
    if not number.is_integer() or (kind == "count" and number < 0):
        raise ValueError(text)
    return int(number)
