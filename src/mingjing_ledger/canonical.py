"""Canonical JSON: the one byte form of an entry, so that everyone hashes the same.

UTF-8, keys sorted by code point, no spaces, no floats, no NaN; strings are not
normalised (a rare character in a name must survive).
"""

import hashlib
import json
from typing import Any


class NotCanonical(ValueError):
    """The value has no canonical form: a float, a key that is not a string."""


def canonical(value: Any) -> bytes:
    """Return the canonical UTF-8 bytes of a JSON value.

    Accepts dict (string keys), list, tuple, str, int, bool and None.
    Raises NotCanonical for anything else and for lone surrogates.

    >>> canonical({"b": [1, True], "a": "清"}).decode()
    '{"a":"清","b":[1,true]}'
    """
    _refuse_strangers(value)
    text = json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=None
    )
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise NotCanonical("a lone surrogate cannot be written as UTF-8") from error


def _refuse_strangers(value: Any) -> None:
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            if not all(isinstance(key, str) for key in item):
                raise NotCanonical("every key must be a string")
            waiting.extend(item.values())
        elif isinstance(item, list | tuple):
            waiting.extend(item)
        elif not (item is None or isinstance(item, str | int)):
            raise NotCanonical(f"{type(item).__name__} has no canonical form")


def commitment(salt: bytes, value: Any) -> str:
    """Return the hex SHA-256 of ``salt ‖ canonical(value)``.

    Whoever holds salt and value can prove what was recorded; once the salt is
    deleted, nobody can. The salt must have at least 16 bytes.
    """
    if len(salt) < 16:
        raise ValueError("a salt has at least 16 bytes")
    return hashlib.sha256(salt + canonical(value)).hexdigest()
