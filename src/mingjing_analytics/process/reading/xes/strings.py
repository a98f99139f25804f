"""Texts out of a block of bytes as codes, many at once.

Equal texts are found by a number of their words and then compared word by word, so a
clash of numbers joins no two texts.
"""

import re

import numpy as np
from numpy.typing import NDArray

from mingjing_analytics.process.table import Codes, Dictionary

_LONGEST = 32  # words of eight bytes; longer texts go one by one
_STEP = np.uint64(0x9E3779B97F4A7C15)
_MASKS = np.array([(1 << 8 * size) - 1 for size in range(9)], np.uint64)
_REFERENCE = re.compile(rb"&(#x[0-9A-Fa-f]+|#[0-9]+|[A-Za-z]+);")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_SPACES = bytes.maketrans(b"\t\n\r", b"   ")

Positions = NDArray[np.int64]
Words = NDArray[np.void]


class NotPlain(Exception):
    """The text is not of the plain form; expat must look at it."""


class Texts:
    """The dictionary of one column, growing from block to block."""

    def __init__(self) -> None:
        self._raw: dict[bytes, int] = {}
        self._known: dict[str, int] = {}

    def codes(
        self, block: bytes, words: Words, begin: Positions, length: Positions
    ) -> Codes:
        """Code of each text at these places. Raises NotPlain."""
        codes = np.empty(len(begin), np.int32)
        count = (length + 7) >> 3
        for size in np.unique(count).tolist():
            these = np.flatnonzero(count == size) if len(count) else count
            at, long = begin[these], length[these]
            if size == 0:
                codes[these] = self._code(b"")
                continue
            if size > _LONGEST:
                pairs = zip(at.tolist(), long.tolist(), strict=True)
                codes[these] = [self._code(block[b : b + n]) for b, n in pairs]
                continue
            first, inverse = _grouped(words, at, long, size)
            of_group = [
                self._code(block[b : b + n])
                for b, n in zip(at[first].tolist(), long[first].tolist(), strict=True)
            ]
            codes[these] = np.array(of_group, np.int32)[inverse]
        return codes

    def column(self, codes: Codes) -> Dictionary:
        """The whole column from its codes."""
        return Dictionary(codes, tuple(self._known))

    def _code(self, raw: bytes) -> int:
        code = self._raw.get(raw)
        if code is None:
            text = _unescaped(raw)
            code = self._known.setdefault(text, len(self._known))
            self._raw[raw] = code
        return code


def _grouped(
    words: Words, begin: Positions, length: Positions, size: int
) -> tuple[Positions, Positions]:
    """One place of each different text, and which of them each is."""
    parts = [words[begin + 8 * at].view("<u8") for at in range(size)]
    parts[-1] = parts[-1] & _MASKS[length - 8 * (size - 1)]
    if size == 1:
        # The number is the text itself, but for its length.
        number = parts[0]
    else:
        number = parts[0] * _STEP
        for part in parts[1:]:
            number ^= number >> np.uint64(29)
            number += part
            number *= _STEP
    _, first, inverse = np.unique(number, return_index=True, return_inverse=True)
    inverse = inverse.reshape(-1)
    model = first[inverse]
    same = length == length[model]
    for part in parts:
        same &= part == part[model]
    if not bool(same.all()):
        raise NotPlain
    return first, inverse


def demand_clean(text: bytes) -> None:
    """Only characters that XML knows, and only references that name one.

    Looks at the values nobody asked for, too: a fault is a fault. Raises NotPlain.
    """
    data = np.frombuffer(text, np.uint8)
    lines = (data == ord("\n")) | (data == ord("\t")) | (data == ord("\r"))
    if bool(np.any((data < 32) ^ lines)):
        raise NotPlain
    if not text.isascii():
        _demand_utf8(text, data)
    if bool(np.any(data == ord("]"))) and b"]]>" in text:
        raise NotPlain
    count = int(np.count_nonzero(data == ord("&")))
    if count:
        names = _REFERENCE.findall(text)
        if len(names) != count:
            raise NotPlain
        for name in set(names):
            _named(name.decode())


def _demand_utf8(text: bytes, data: NDArray[np.uint8]) -> None:
    try:
        text.decode()
    except UnicodeDecodeError:
        raise NotPlain from None
    # U+FFFE and U+FFFF are no characters; only Chinese commas begin with the same byte.
    odd = bool(np.any(data == 0xEF))
    if odd and (b"\xef\xbf\xbe" in text or b"\xef\xbf\xbf" in text):
        raise NotPlain


def _unescaped(raw: bytes) -> str:
    plain = raw.translate(_SPACES)
    if b"&" not in plain:
        return plain.decode()
    return _REFERENCE.sub(_character, plain).decode()


def _character(found: re.Match[bytes]) -> bytes:
    return _named(found.group(1).decode()).encode()


def _named(name: str) -> str:
    """The character of a reference."""
    if not name.startswith("#"):
        if name not in _NAMED:
            raise NotPlain
        return _NAMED[name]
    digits = name.removeprefix("#")
    number = int(digits[1:], 16) if digits[0] == "x" else int(digits)
    surrogate = 0xD800 <= number < 0xE000
    if (number < 32 and number not in (9, 10, 13)) or number >= 0x110000 or surrogate:
        raise NotPlain
    if number in (0xFFFE, 0xFFFF):
        raise NotPlain
    return chr(number)
