"""A settings file for the sound mode: what to measure by, within its ranges."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from mingjing_analytics.procurement.legal import LimitsError, load_limits
from mingjing_analytics.procurement.settings import (
    Kind,
    Known,
    Settings,
    SettingsError,
    load_settings,
    piped,
)
from mingjing_analytics.procurement.sound.indicator import all_indicators
from mingjing_analytics.procurement.sound.market import (
    Choices,
    Sanction,
    WorkingDays,
)

_TOP: dict[str, Kind] = {
    "currency": "text",
    "province": "text",
    "class_digits": "count",
    "limits": "text",
    "sanctions": "text",
    "no_price_comparison_procurement_methods": "text",
    "price_comparison_procurement_methods": "text",
}
_FREE: dict[str, Kind] = {
    "codelists.bid_status": "text",
    "codelists.award_status": "text",
}
_COLUMNS = ("id", "from", "until", "source")
_DIGITS = 3

Numbers = Mapping[str, Mapping[str, Decimal]]


@dataclass(frozen=True, slots=True)
class Asking:
    """What a run is to go by: choices, and thresholds by code and name."""

    choices: Choices
    numbers: Numbers


def load_asking(
    path: Path | None = None, *, working_days: WorkingDays | None = None
) -> Asking:
    """Read the settings of a run; without a file, everything as it comes.

    Args:
        path: An INI file. Files named in it stand beside it.
        working_days: Counts working days, for limits that count in them.

    Raises:
        SettingsError: When it cannot be read, names something unknown, or sets a threshold
            outside its range.

    """
    settings = Settings() if path is None else load_settings(path, _known())
    beside = Path() if path is None else path.parent
    limits = settings.text("", "limits")
    sanctions = settings.text("", "sanctions")
    try:
        table = load_limits(beside / limits if limits else None)
    except LimitsError as error:
        raise SettingsError(str(error)) from error
    choices = Choices(
        currency=settings.text("", "currency"),
        province=settings.text("", "province") or "",
        digits=settings.count("", "class_digits", _DIGITS),
        priced=piped(settings.text("", "price_comparison_procurement_methods")),
        unpriced=piped(settings.text("", "no_price_comparison_procurement_methods")),
        left_out=piped(settings.text("exclusions", "procurement_method_details")),
        said={
            key.lower(): word
            for section in _FREE
            for key, word in settings.words(section).items()
        },
        limits=table,
        sanctions=load_sanctions(beside / sanctions) if sanctions else None,
        working_days=working_days,
    )
    return Asking(choices, _numbers(settings))


def load_sanctions(path: Path) -> tuple[Sanction, ...]:
    """Read a list of debarred organisations: a CSV with id, from, until, source.

    Raises:
        SettingsError: When it cannot be read; the text names the line.

    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"读不了名单 Cannot read {path}: {error}") from error
    rows = csv.DictReader(text.splitlines())
    if not set(_COLUMNS) <= set(rows.fieldnames or ()):
        raise SettingsError(
            f"{path.name}：名单要有 {'、'.join(_COLUMNS)} 四列 "
            f"the list needs the columns {', '.join(_COLUMNS)}"
        )
    found = []
    for row in rows:
        try:
            since, until = (date.fromisoformat(row[key] or "") for key in _COLUMNS[1:3])
        except ValueError as error:
            raise SettingsError(
                f"{path.name} 第 {rows.line_num} 行：日期应写成 2026-01-31 "
                f"line {rows.line_num}: dates are written 2026-01-31"
            ) from error
        found.append(Sanction((row["id"] or "").strip(), since, until, row["source"]))
    return tuple(found)


def _known() -> Known:
    sections: dict[str, dict[str, Kind]] = {
        "": _TOP,
        "exclusions": {"procurement_method_details": "text"},
    }
    for code, one in all_indicators().items():
        sections[code] = {parameter.name: "ratio" for parameter in one.parameters}
    return Known(sections, _FREE)


def _numbers(settings: Settings) -> Numbers:
    found: dict[str, dict[str, Decimal]] = {}
    for code, one in all_indicators().items():
        for parameter in one.parameters:
            stated = settings.ratio(code, parameter.name)
            if stated is None:
                continue
            if not float(parameter.low) <= stated <= float(parameter.high):
                raise SettingsError(
                    f"[{code}] {parameter.name} 应在 {parameter.low} 到 {parameter.high} "
                    f"之间 must lie between {parameter.low} and {parameter.high}"
                )
            # A float's shortest text is what the user wrote.
            found.setdefault(code, {})[parameter.name] = Decimal(repr(stated))
    return found
