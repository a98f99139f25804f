"""How often each field of a JSON Lines file holds something.

Nothing is an empty string, array or object, null, or what holds only these. The path of
a line is empty; a member adds `/` and its name; an element adds `[]`; a path that ends in
`/` is the object itself.
"""

from collections.abc import Iterable
from typing import Any

import msgspec

from mingjing_analytics.procurement.lines import Issues
from mingjing_analytics.procurement.numbers import OutOfRangeError, peer_float

_DEPTH = 127
_NOT_JSON = "不是合法的 JSON，已跳过 not valid JSON, skipped"
_DECODER: msgspec.json.Decoder[Any] = msgspec.json.Decoder(float_hook=peer_float)


class _TooDeepError(ValueError):
    """Brackets within brackets, deeper than the peer reads."""


def coverage(lines: Iterable[tuple[int, bytes]], issues: Issues) -> dict[str, int]:
    """Count, for each path, how often it holds something."""
    counts: dict[str, int] = {}
    for number, line in lines:
        found: list[str] = []
        try:
            _walk(_DECODER.decode(line), "", found, 0)
        except (
            msgspec.DecodeError,
            OutOfRangeError,
            UnicodeDecodeError,
            RecursionError,
        ):
            issues.tell(number, _NOT_JSON)
            continue
        except _TooDeepError:
            issues.tell(number, "嵌套太深，已跳过 nested too deep, skipped")
            continue
        for path in found:
            counts[path] = counts.get(path, 0) + 1
    return counts


def _walk(value: object, path: str, found: list[str], depth: int) -> bool:
    """Collect the paths that hold something; say whether this value does."""
    if isinstance(value, dict | list):
        if depth >= _DEPTH:
            raise _TooDeepError
        holds = _within(value, path, found, depth)
    elif isinstance(value, str):
        holds = value != ""
    else:
        holds = value is not None
    if holds:
        found.append(path)
    return holds


def _within(
    value: dict[str, Any] | list[Any], path: str, found: list[str], depth: int
) -> bool:
    holds = False
    if isinstance(value, list):
        below = f"{path}[]"
        for item in value:
            holds |= _walk(item, below, found, depth + 1)
        return holds
    below = f"{path}/"
    for key, item in value.items():
        holds |= _walk(item, below + key, found, depth + 1)
    if holds:
        found.append(below)
    return holds
