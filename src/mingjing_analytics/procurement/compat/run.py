"""From lines to facts: read fast, and digit by digit only where that matters."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from mingjing_analytics.procurement.compat.facts import (
    Basis,
    Facts,
    InexactError,
    facts_of,
)
from mingjing_analytics.procurement.compat.release import Release
from mingjing_analytics.procurement.lines import Issues
from mingjing_analytics.procurement.numbers import OutOfRangeError, peer_float
from mingjing_analytics.procurement.settings import Settings, piped

_R048_DIGITS = 2
_NOT_JSON = "不是合法的 JSON，已跳过 not valid JSON, skipped"
_RELEASE = msgspec.json.Decoder(Release)
_EXACT: msgspec.json.Decoder[Any] = msgspec.json.Decoder(float_hook=peer_float)


def basis_of(settings: Settings) -> Basis:
    """Give what facts depend on, of all settings."""
    include = piped(settings.text("", "price_comparison_procurement_methods"))
    exclude = piped(settings.text("", "no_price_comparison_procurement_methods"))
    return Basis(
        currency=settings.text("", "currency"),
        include=include,
        exclude=exclude,
        left_out=piped(settings.text("exclusions", "procurement_method_details")),
        digits=settings.count("R048", "digits", _R048_DIGITS),
        ratios=settings.has("R024") or settings.has("R058"),
        lowest=settings.has("R036"),
    )


def all_facts(
    lines: Iterable[tuple[int, bytes]], basis: Basis, issues: Issues
) -> Iterator[Facts]:
    """State the facts of each line that holds a process.

    Args:
        lines: The lines with their numbers.
        basis: What facts depend on; its currency is set to the first one met if unset.
        issues: Told of each line that cannot be read.

    """
    for number, line in lines:
        try:
            facts = facts_of(_RELEASE.decode(line), basis, exact=False)
        except InexactError:
            facts = facts_of(exact_release(line), basis, exact=True)
        except msgspec.ValidationError as error:
            _tell(line, number, str(error), issues)
            continue
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            issues.tell(number, _NOT_JSON)
            continue
        if facts is not None:
            yield facts


def exact_release(line: bytes) -> Release:
    """Read a release with its amounts digit by digit, as the peer does."""
    return msgspec.convert(_EXACT.decode(line), Release)


def _tell(line: bytes, number: int, why: str, issues: Issues) -> None:
    """Tell a line that is JSON, but no object, from one with a number out of range."""
    try:
        value = _EXACT.decode(line)
    except (msgspec.DecodeError, OutOfRangeError, RecursionError):
        issues.tell(number, _NOT_JSON)
        return
    if not isinstance(value, dict):
        issues.tell(number, "不是 JSON 对象，已跳过 not a JSON object, skipped")
        return
    issues.tell(number, f"读不了，已跳过 cannot be read, skipped: {why}")
