"""From lines to flags: read all, then ask every indicator."""

import json
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, BinaryIO

import msgspec

from mingjing_analytics.procurement.sound.asked import (
    REASONS,
    Asked,
    Flag,
    NotComputed,
)
from mingjing_analytics.procurement.sound.checks import (
    bidders,
    contacts,
    contracts,
    decisions,
    prices,
    shares,
    tender,
    thresholds,
)
from mingjing_analytics.procurement.sound.choices import Asking, Numbers
from mingjing_analytics.procurement.sound.indicator import (
    Indicator,
    Parameter,
    all_indicators,
)
from mingjing_analytics.procurement.sound.market import Choices, Market
from mingjing_analytics.procurement.sound.reader import Reader
from mingjing_analytics.procurement.sound.records import Issue, Process

CHECKS: dict[str, Callable[[Market, Asked], None]] = {
    "MJ01": tender.too_few_to_award,
    "R002": thresholds.near_threshold,
    "R003": tender.short_submission,
    "R004": tender.hardly_advertised,
    "R005": tender.incomplete,
    "R010": tender.direct_without_reason,
    "R011": thresholds.split_purchases,
    "R013": shares.without_competition,
    "R016": prices.unusual_budget,
    "R018": tender.single_bid,
    "R019": tender.few_bidders,
    "R022": prices.wide_spread,
    "R023": prices.regular_steps,
    "R024": prices.close_to_winner,
    "R025": bidders.always_losing,
    "R028": prices.identical_prices,
    "R030": bidders.late_and_won,
    "R031": prices.at_the_budget,
    "R035": bidders.only_winner_valid,
    "R036": prices.cheapest_refused,
    "R038": bidders.often_refused,
    "R040": shares.share_of_buyer,
    "R043": contacts.shared_with_buyer,
    "R044": contacts.shared_by_bidders,
    "R046": bidders.debarred,
    "R048": shares.varied_supplier,
    "R049": thresholds.direct_near_threshold,
    "R050": shares.market_share,
    "R051": shares.concentration,
    "R053": bidders.steady_pair,
    "R055": thresholds.repeated_direct,
    "R057": bidders.rotation,
    "R058": prices.heavy_discount,
    "R059": contracts.differs_from_award,
    "R060": decisions.signed_late,
    "R061": decisions.decided_at_once,
    "R062": decisions.decided_late,
    "R063": contracts.not_published,
    "R064": contracts.changed,
    "R068": contracts.overpaid,
    "R069": contracts.dearer_by_changes,
}
# A release is some thousand bytes; a line of this size is not one.
LONGEST = 32 << 20
_MOST_ISSUES = 100_000
_STEPS = 8
_DECODER: msgspec.json.Decoder[Any] = msgspec.json.Decoder(float_hook=Decimal)
_ENCODER = msgspec.json.Encoder(decimal_format="number")
_PLACES = Decimal("0.0001")
_SHOWN = Decimal("0.01")


class _Issues(list[Issue]):
    """The first issues; a hostile file could name millions."""

    total = 0

    def append(self, issue: Issue) -> None:
        self.total += 1
        if len(self) < _MOST_ISSUES:
            super().append(issue)


@dataclass(slots=True)
class Reading:
    """What a file held: its processes by ocid, and what could not be used."""

    processes: dict[str, Process] = field(default_factory=dict)
    issues: _Issues = field(default_factory=_Issues)


@dataclass(slots=True)
class Result:
    """What a run found, and what it could not tell."""

    processes: int
    currency: str | None
    other_currencies: dict[str, int]
    asked: dict[str, Asked]
    issues: list[Issue]
    issue_count: int

    @property
    def flags(self) -> list[Flag]:
        """All flags, by code and subject."""
        return [flag for one in self.asked.values() for flag in one.flags]

    @property
    def not_computed(self) -> dict[str, NotComputed]:
        """Of each indicator, how often it could not tell, and why."""
        return {code: one.not_computed for code, one in self.asked.items()}

    def to_json(self) -> bytes:
        """Write the result as one JSON object; amounts and ratios as numbers."""
        return _ENCODER.encode(
            {
                "processes": self.processes,
                "currency": self.currency,
                "other_currencies": self.other_currencies,
                "indicators": {code: _told(one) for code, one in self.asked.items()},
                "flags": [_flag(one) for one in self.flags],
                "issues": self.issues,
                "issue_count": self.issue_count,
            }
        )


def read(stream: BinaryIO, choices: Choices) -> Reading:
    """Read releases, one a line; of one ocid the last stands, and the earlier is told."""
    reading = Reading()
    for number, line in _lines(stream, reading.issues):
        release = _release(number, line, reading.issues)
        if release is None:
            continue
        process = Reader(number, reading.issues, choices.said).process(release)
        if process is None:
            continue
        before = reading.processes.pop(process.ocid, None)
        if before is not None:
            sentence = f"同一 ocid 又出现在第 {number} 行，以后者为准 repeated, the last stands"
            reading.issues.append(Issue(before.line, "/ocid", process.ocid, sentence))
        reading.processes[process.ocid] = process
    return reading


def measure(reading: Reading, asking: Asking, only: Collection[str] = ()) -> Result:
    """Ask every indicator, or only some.

    Args:
        reading: What was read.
        asking: Choices and thresholds.
        only: Codes; none for all.

    """
    market = Market(reading.processes.values(), asking.choices)
    asked = {
        code: _ask(market, indicator, asking.numbers)
        for code, indicator in all_indicators().items()
        if not only or code in only
    }
    others = dict(sorted(market.currencies.items()))
    others.pop(market.currency or "", None)
    return Result(
        len(market.processes),
        market.currency,
        others,
        asked,
        reading.issues,
        reading.issues.total,
    )


def sensitivities(
    market: Market, asking: Asking, only: Collection[str] = ()
) -> dict[str, dict[str, list[tuple[Decimal, int]]]]:
    """Count flags as each threshold of each indicator moves through its range.

    Args:
        market: The processes.
        asking: Choices and thresholds.
        only: Codes; none for all.

    Returns:
        By code and name of the threshold: values ascending, the chosen one among them, and
        the number of flags at each, the other thresholds as chosen.

    """
    return {
        code: {
            parameter.name: _moved(market, asking, indicator, parameter)
            for parameter in indicator.parameters
        }
        for code, indicator in all_indicators().items()
        if not only or code in only
    }


def _moved(
    market: Market, asking: Asking, indicator: Indicator, parameter: Parameter
) -> list[tuple[Decimal, int]]:
    chosen = asking.numbers.get(indicator.code, {})
    stands = chosen.get(parameter.name, parameter.default)
    return [
        (value, len(_ask(market, indicator, numbers).flags))
        for value in _steps(parameter, stands)
        for numbers in [{indicator.code: {**chosen, parameter.name: value}}]
    ]


def _ask(market: Market, indicator: Indicator, numbers: Numbers) -> Asked:
    asked = Asked(indicator, numbers.get(indicator.code, {}))
    CHECKS[indicator.code](market, asked)
    asked.flags.sort(key=lambda flag: flag.subject)
    return asked


def _steps(parameter: Parameter, chosen: Decimal) -> list[Decimal]:
    width = (parameter.high - parameter.low) / _STEPS
    values = {parameter.low + width * step for step in range(_STEPS + 1)}
    if all(
        one == one.to_integral_value()
        for one in (parameter.low, parameter.high, parameter.default)
    ):
        values = {one.to_integral_value() for one in values}
    return sorted({short(one) for one in values} | {short(chosen)})


def _lines(stream: BinaryIO, issues: _Issues) -> Iterator[tuple[int, bytes]]:
    """Give lines with their numbers; what is no line of this world is passed over."""
    number = 0
    while line := stream.readline(LONGEST):
        number += 1
        if len(line) == LONGEST and not line.endswith(b"\n"):
            sentence = f"超过 {LONGEST >> 20} MB，已跳过 too long, skipped"
            issues.append(Issue(number, "", "", sentence))
            while (rest := stream.readline(LONGEST)) and not rest.endswith(b"\n"):
                pass
        elif not line.isspace():
            yield number, line


def _release(number: int, line: bytes, issues: _Issues) -> dict[str, Any] | None:
    try:
        release = _DECODER.decode(line)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError, ArithmeticError):
        sentence = "不是合法的 JSON，已跳过 not valid JSON, skipped"
        issues.append(Issue(number, "", "", sentence))
        return None
    if not isinstance(release, dict):
        sentence = "不是 JSON 对象，已跳过 not a JSON object, skipped"
        issues.append(Issue(number, "", "", sentence))
        return None
    for key in _repeated(line, release):
        sentence = "同一对象中重复的键，以后者为准 key repeated, the last stands"
        issues.append(Issue(number, "", key, sentence))
    return release


def _repeated(line: bytes, release: dict[str, Any]) -> list[str]:
    """Find keys that stand twice in one object; a parser keeps the last and says nothing.

    Counting colons costs a hundredth of a second parse, which only a surplus deserves.
    """
    spaced = b'" :' in line or b'"\t:' in line
    if not spaced and line.count(b'":') <= _ENCODER.encode(release).count(b'":'):
        return []
    twice: list[str] = []

    def look(pairs: list[tuple[str, object]]) -> None:
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                twice.append(key)
            seen.add(key)

    json.loads(line, object_pairs_hook=look, parse_float=str, parse_int=str)
    return twice


def _told(one: Asked) -> dict[str, Any]:
    return {
        "name_zh": one.indicator.zh,
        "name_en": one.indicator.en,
        "judged": one.judged,
        "flags": len(one.flags),
        "not_computed": {
            reason: {
                "zh": REASONS[reason][0],
                "en": REASONS[reason][1],
                "count": count,
                "examples": one.not_computed.examples.get(reason, []),
            }
            for reason, count in sorted(one.not_computed.counts.items())
        },
    }


def _flag(flag: Flag) -> dict[str, Any]:
    return {
        "code": flag.code,
        "subject": flag.subject,
        "value": short(flag.value),
        "threshold": short(flag.threshold),
        "basis": flag.basis,
        "ocids": flag.ocids,
        "records": flag.records,
    }


def short(value: Decimal) -> Decimal:
    """Round to four places, and drop what says nothing."""
    rounded = value.quantize(_PLACES) if value.as_tuple().exponent != 0 else value
    return Decimal(f"{rounded.normalize():f}")


def in_words(value: Decimal, *, share: bool) -> str:
    """Write a value as people read it: `1,950,000`, or `0.5%` for a share."""
    shown = short((value * 100 if share else value).quantize(_SHOWN))
    return f"{shown:,}%" if share else f"{shown:,}"
