"""The few encodings that all formats of C2SP share, read strictly.

Each value has one spelling: what is read and written again gives the same bytes.
"""

import base64
import binascii
import re

from mingjing_ledger.errors import Malformed
from mingjing_ledger.tree import HASH_SIZE, MAX_SIZE

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)


def to_base64(data: bytes) -> str:
    """Encode in the standard base64 of RFC 4648 section 4, with padding."""
    return base64.b64encode(data).decode("ascii")


def from_base64(text: str, what: str, error: type[Malformed]) -> bytes:
    """Decode standard base64 (RFC 4648 section 4).

    Raises ``error`` naming ``what`` for foreign characters, missing padding and
    padding bits that are not zero (section 3.5).
    """
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error) as reason:
        raise error(f"{what} is not standard base64.") from reason
    if to_base64(data) != text:
        raise error(f"{what} is not standard base64.")
    return data


def hash_from_base64(text: str, what: str, error: type[Malformed]) -> bytes:
    """Decode one SHA-256 hash; raises ``error`` unless it is base64 of 32 bytes."""
    data = from_base64(text, what, error)
    if len(data) != HASH_SIZE:
        raise error(f"{what} has {len(data)} bytes instead of 32.")
    return data


def from_decimal(text: str, what: str, error: type[Malformed]) -> int:
    """Read a count of entries: ASCII decimal, no sign, no leading zero.

    Raises ``error`` naming ``what``, also for 2**63 and above.
    """
    if not _DECIMAL.fullmatch(text):
        raise error(f"{what} is not a decimal number without leading zeros.")
    number = int(text)
    if number > MAX_SIZE:
        raise error(f"{what} is 2**63 or more.")
    return number


def text_from(data: bytes, most: int, what: str, error: type[Malformed]) -> str:
    r"""Decode the UTF-8 of a text format whose only control character is "\n".

    Raises ``error`` naming ``what`` when there are more than ``most`` bytes, when
    they are not UTF-8, and for any other character below U+0020 (CRLF for one).
    """
    if len(data) > most:
        raise error(f"{what} is longer than {most} bytes.")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as reason:
        raise error(f"{what} is not UTF-8 from byte {reason.start} on.") from reason
    if "\r" in text:
        raise error(f"{what} has Windows line ends; lines end in a newline alone.")
    if _CONTROL.search(text):
        raise error(f"{what} has a control character.")
    return text
