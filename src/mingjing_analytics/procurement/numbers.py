"""Numbers as the peer reads them, so that results agree to the last digit.

Its JSON reader takes the shortest way from decimal digits to binary: at most 64 bits of
significand, then one multiplication or division by a power of ten. For up to fifteen
digits that is the nearest double; beyond, it may be one step beside it.
"""

import re

_U64 = 2**64 - 1
_LITERAL = re.compile(r"(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?")
_POWERS = [float(f"1e{power}") for power in range(309)]
_EXACT_DIGITS = 15


class OutOfRangeError(ValueError):
    """A number larger than any double."""


def peer_float(literal: str) -> float:
    """Read a JSON number that has a fraction or an exponent.

    Raises:
        OutOfRangeError: When the number is larger than any double.

    """
    match = _LITERAL.fullmatch(literal)
    if match is None:
        raise OutOfRangeError(literal)
    sign, whole, fraction, power = match.groups()
    significand, dropped, exponent = _significand(whole, fraction or "")
    exponent += dropped + int(power or 0)
    value = _scaled(float(significand), exponent, literal)
    return -value if sign else value


def peer_amount(number: object) -> float | None:
    """Read an amount already decoded; None for what is not a number."""
    kind = number.__class__
    if kind is float:
        return number  # type: ignore[return-value]
    return float(number) if kind is int else None  # type: ignore[arg-type]


def may_differ(number: float) -> bool:
    """Say whether the peer may read another double than the nearest one."""
    if (number * 100).is_integer():
        return False
    digits = f"{number!r}".partition("e")[0].replace(".", "").strip("-0")
    return len(digits) > _EXACT_DIGITS


def _significand(whole: str, fraction: str) -> tuple[int, int, int]:
    """Take digits while they fit 64 bits; the rest only counts as powers of ten."""
    significand = 0
    for place, digit in enumerate(whole):
        following = significand * 10 + int(digit)
        if following > _U64:
            return significand, len(whole) - place, 0
        significand = following
    exponent = 0
    for digit in fraction:
        following = significand * 10 + int(digit)
        if following > _U64:
            break
        significand = following
        exponent -= 1
    return significand, 0, exponent


def _scaled(value: float, exponent: int, literal: str) -> float:
    while value:
        if abs(exponent) < len(_POWERS):
            value = (
                value * _POWERS[exponent]
                if exponent >= 0
                else value / _POWERS[-exponent]
            )
            break
        if exponent >= 0:
            raise OutOfRangeError(literal)
        value /= 1e308
        exponent += 308
    if value == float("inf"):
        raise OutOfRangeError(literal)
    return value
