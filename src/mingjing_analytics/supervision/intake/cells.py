"""A cell as people write it, as text for the snapshot."""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from mingjing_analytics.supervision.tables import Column

_LONGEST = 1_000
_DAY = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T].*)?"
)
_PACKED = re.compile(r"(19|20)(\d\d)(\d\d)(\d\d)")
_EPOCH = date(1899, 12, 30)  # day 0 of a workbook's serial dates, after 1900-02-28
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


class Bad(ValueError):
    """A cell that cannot be read, in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.zh, self.en = zh, en


Reader = Callable[[Any], str]


def plain(cell: object) -> str:
    """A cell as it is compared with others."""
    return unicodedata.normalize("NFKC", str(cell)).strip().lower().replace("\n", "")


def reader_of(column: Column, title: str, key: bytes) -> Reader:
    """A cell's value as text for the snapshot; raises Bad."""
    if column.minimise == "hash":
        return lambda cell: hashed(cell, key)
    if column.type.startswith("decimal"):
        factor = Decimal(10_000) if "万元" in title else Decimal(1)
        scale = int(column.type.partition(",")[2].rstrip(")"))
        return lambda cell: _decimal(cell, factor, scale)
    return {"bigint": _whole, "date": day_of, "boolean": _boolean}.get(
        column.type, text_of
    )


def text_of(cell: Any) -> str:
    told = (
        str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
    )
    told = unicodedata.normalize("NFKC", told).strip()
    if len(told) > _LONGEST:
        raise Bad("太长", "too long")
    if any(
        unicodedata.category(sign) == "Cc" and sign not in "\t\n\r" for sign in told
    ):
        raise Bad("有看不见的字符", "unseen characters")
    if isinstance(cell, float) and abs(cell) >= 10**15:
        raise Bad(
            "号码存成了数字，后几位已经丢了",
            "a code stored as a number lost its digits",
        )
    return told


def number_of(cell: Any) -> Decimal:
    if isinstance(cell, bool | date):
        raise Bad("不是数", "no number")
    told = unicodedata.normalize("NFKC", str(cell)).strip()
    told = re.sub(r"[¥￥,\s]|元$", "", told)
    try:
        number = Decimal(told)
    except InvalidOperation:
        raise Bad("不是数", "no number") from None
    if not number.is_finite() or abs(number) >= Decimal(10) ** 15:
        raise Bad("数太大", "too large a number")
    return number


def _decimal(cell: Any, factor: Decimal, scale: int) -> str:
    number = number_of(cell) * factor
    if isinstance(cell, float):  # a workbook keeps 0.1 as a binary fraction
        number = round(number, scale)
    if number != round(number, scale):
        raise Bad(f"小数多于 {scale} 位", f"more than {scale} decimals")
    return format(round(number, scale), "f")


def _whole(cell: Any) -> str:
    number = number_of(cell)
    if number != number.to_integral_value():
        raise Bad("不是整数", "no whole number")
    return str(int(number))


def day_of(cell: Any) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, int | float) and 20_000 <= cell < 80_000:
        return (_EPOCH + timedelta(days=int(cell))).isoformat()
    told = unicodedata.normalize("NFKC", str(cell)).strip().removesuffix(".0")
    packed = _PACKED.fullmatch(told)
    parts = (packed[1] + packed[2], packed[3], packed[4]) if packed else None
    if parts is None:
        found = _DAY.fullmatch(told)
        parts = (found[1], found[2], found[3]) if found else None
    try:
        return date(*map(int, parts)).isoformat() if parts else _no_day()
    except ValueError:
        return _no_day()


def _no_day() -> str:
    raise Bad("不是日期", "no date")


_YES = frozenset({"是", "有", "y", "yes", "true", "1", "√", "✓"})
_NO = frozenset({"否", "无", "n", "no", "false", "0", "×", "✗"})


def _boolean(cell: Any) -> str:
    told = plain(cell)
    if told in _YES:
        return "true"
    if told in _NO:
        return "false"
    raise Bad("写“是”或“否”", "write yes or no")


def hashed(cell: Any, key: bytes) -> str:
    """The keyed hash of an identity, account or name: equal ones stay equal.

    HMAC-SHA-256 (RFC 2104), 128 bits of it. Identity numbers of 15 digits become 18
    first (GB 11643-1999), so that old and new ones of a person meet.
    """
    told = re.sub(r"[\s-]", "", text_of(cell)).upper()
    if re.fullmatch(r"\d{15}", told):
        body = f"{told[:6]}19{told[6:]}"
        told = (
            body
            + "10X98765432"[
                sum(int(d) * w for d, w in zip(body, _WEIGHTS, strict=True)) % 11
            ]
        )
    return hmac.new(key, told.encode(), hashlib.sha256).hexdigest()[:32]
