"""Cells of notices and ledgers as values: money in yuan, instants, codes and words."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from mingjing_analytics.procurement.importing.kinds import SCALES, word_of
from mingjing_analytics.supervision.intake.cells import (
    Bad,
    day_of,
    number_of,
    text_of,
)

Cell = str | int | float | bool | date | datetime | time | timedelta | None
_BLANK = frozenset(
    {"", "/", "\\", "-", "--", "—", "——", "无", "暂无", "n/a", "null", "none"}
)
_MONEY = re.compile(
    r"(?:人民币|rmb|cny|[¥￥])?:?([+-]?[\d,.]+(?:e[+-]?\d+)?)"
    r"(亿|千万|百万|万|千)?(元|美元|欧元|港元|日元)?(?:人民币|整|\(人民币\))?",
    re.IGNORECASE,
)
_CURRENCIES = {"元": "CNY", "美元": "USD", "欧元": "EUR", "港元": "HKD", "日元": "JPY"}
_FEN = 2
_TIME = re.compile(
    r"(上午|下午|晚上|中午|凌晨)?(\d{1,2})(?:[:时点](\d{1,2}))?(?:[:分](\d{1,2}))?[时点分秒整]*"
)
_DATE_PART = re.compile(
    r"(\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{8}(?!\d))[t ]*(.*)", re.IGNORECASE
)
_OFFSET = re.compile(r"(z|[+-]\d\d:?\d\d)$", re.IGNORECASE)
_URL = re.compile(r"https?://[^\s<>\"{}|\\^`]+", re.IGNORECASE)
_SPLIT = re.compile(r"[;；、\n]+")
_LOT = re.compile(
    r"第?(?:标段|标包|标项|采购包|分包|包件|包|标)?号?[-:]?([0-9a-z]+|[一二三四五六七八九十]{1,3})(?:号)?(?:标段|标包|标项|采购包|分包|包件|包|标)?"
)
_DIGITS = {sign: at for at, sign in enumerate("一二三四五六七八九", 1)}
_LONGEST_CODE = 100


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount in its currency."""

    amount: Decimal
    currency: str = "CNY"


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant as RFC 3339 at +08:00; ``day_only`` when only the day was written."""

    text: str
    day_only: bool = False


Value = str | Decimal | Money | Moment | tuple[str, ...]


def is_blank(cell: Cell) -> bool:
    """Whether a cell says nothing: empty, or one of the marks that stand for nothing."""
    if cell is None:
        return True
    return isinstance(cell, str) and _folded(cell).lower() in _BLANK


def read_cell(kind: str, cell: Cell, unit: Decimal | None) -> Value:
    """Read a cell by its column's type; ``unit`` is that of the title. Raises Bad."""
    if kind in {"money", "signed"}:
        return _money(cell, unit, signed=kind == "signed")
    return _READERS[kind](cell)


def _folded(cell: object) -> str:
    return unicodedata.normalize("NFKC", str(cell)).strip().strip("\ufeff")


def _text(cell: Cell) -> str:
    if isinstance(cell, date | time):
        return str(cell)
    return text_of(cell)


def _code(cell: Cell) -> str:
    """A number of a project or contract: no spaces inside, brackets of one kind."""
    told = re.sub(r"\s+", "", _text(cell)).translate(
        str.maketrans("〔［【〕］】", "[[[]]]")
    )
    if len(told) > _LONGEST_CODE:
        raise Bad("编号太长", "too long a number")
    return told


def _organisation(cell: Cell) -> str:
    name = re.sub(
        r"\s+", "" if re.search(r"[\u4e00-\u9fff]", str(cell)) else " ", _text(cell)
    )
    if not any(sign.isalpha() for sign in name):
        raise Bad("不是单位名称", "no name of an organisation")
    return name


def _organisations(cell: Cell) -> tuple[str, ...]:
    names = tuple(_organisation(part) for part in _parts(cell))
    if not names:
        raise Bad("不是单位名称", "no name of an organisation")
    if len(set(names)) < len(names):
        raise Bad("同一单位写了两次", "an organisation stands twice")
    return names


def _parts(cell: Cell) -> list[str]:
    return [part for part in _SPLIT.split(str(cell).strip()) if part.strip()]


def _credit_code(cell: Cell) -> str:
    """As written; whether it can be right is asked where a party is made of it."""
    return re.sub(r"[\s-]", "", _text(cell)).upper()


def _credit_codes(cell: Cell) -> tuple[str, ...]:
    if isinstance(cell, str):
        return tuple(_credit_code(part) for part in _parts(cell))
    return (_credit_code(cell),)


def _money(cell: Cell, unit: Decimal | None, *, signed: bool) -> Money:
    """Money in yuan, exactly. A unit in the cell wins over that of the title."""
    if isinstance(cell, float):
        # A workbook keeps 0.1 as a binary fraction and shows fifteen digits of it.
        amount, scale, name = Decimal(format(cell, ".15g")), unit, "元"
    else:
        told = re.sub(r"\s", "", _folded(cell))
        found = _MONEY.fullmatch(told)
        if found is None or isinstance(cell, bool | date):
            raise Bad("不是金额", "no amount of money")
        amount = number_of(found[1])
        name = found[3] or "元"
        scale = SCALES[found[2] or ""] if found[2] or found[3] else unit
    if scale == 0:
        raise Bad(
            "标题写了两种单位，请在格内写明元或万元",
            "the title names two units; write one in the cell",
        )
    amount *= scale or Decimal(1)
    if not amount.is_finite() or abs(amount) >= Decimal(10) ** 15:
        raise Bad("金额太大", "too large an amount")
    if isinstance(cell, float):
        amount = round(amount, _FEN)
    if amount != round(amount, _FEN):
        raise Bad("金额小于一分", "an amount below a fen")
    if amount < 0 and not signed:
        raise Bad("金额不能为负", "an amount below nothing")
    return Money(_shortest(amount), _CURRENCIES[name])


def _shortest(number: Decimal) -> Decimal:
    return Decimal(format(number.normalize(), "f")) + 0


def _number(cell: Cell) -> Decimal:
    if isinstance(cell, float):
        return _shortest(Decimal(format(cell, ".15g")))
    return _shortest(number_of(_folded(cell).removesuffix("分")))


def _count(cell: Cell) -> Decimal:
    told = re.sub(r"^第|[家个名人]$", "", _folded(cell).removesuffix(".0"))
    if not re.fullmatch(r"\d{1,9}", told):
        raise Bad("不是个数", "no count")
    return Decimal(told)


def _lot(cell: Cell) -> str:
    """第1包, 包01, 一标段 and 1 are one lot; 不分包 is none."""
    told = re.sub(r"\s", "", text_of(cell)).lower()
    if told in {"0", "不分包", "整包", "全部", "不划分"}:
        return ""
    found = _LOT.fullmatch(told)
    if found is None:
        return _code(cell)
    return _arabic(found[1]).lstrip("0").upper() or "0"


def _arabic(told: str) -> str:
    if told[0] not in _DIGITS and told[0] != "十":
        return told
    tens, mark, ones = told.rpartition("十")
    if not mark:
        return "".join(str(_DIGITS[sign]) for sign in told)
    return str((_DIGITS.get(tens, 1)) * 10 + _DIGITS.get(ones, 0))


def _start(cell: Cell) -> Moment:
    """The beginning of a span: a bare day counts from its first second."""
    return _moment(cell, "00:00:00")


def _end(cell: Cell) -> Moment:
    """A deadline: a bare day counts to its last second, and stays marked as a day.

    So nobody is called late for a day whose hour was not written down.
    """
    return _moment(cell, "23:59:59")


def _moment(cell: Cell, of_a_day: str) -> Moment:
    if isinstance(cell, datetime):
        clock = cell.time().replace(microsecond=0)
        if cell.tzinfo is not None:
            return Moment(_in_china(cell))
        return _at(cell.date().isoformat(), clock, of_a_day)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _at(day_of(cell), _of_fraction(cell), of_a_day)
    if isinstance(cell, date):
        return _at(cell.isoformat(), None, of_a_day)
    told = re.sub(r"\s+", " ", re.sub(r"\(.*?\)|北京时间", "", _folded(cell))).strip()
    found = _DATE_PART.fullmatch(re.sub(r"\s*([-/.年月日])\s*", r"\1", told))
    if found is None:
        raise Bad("不是时间", "no time")
    return _written(day_of(found[1]), found[2].strip(), of_a_day)


def _written(day: str, rest: str, of_a_day: str) -> Moment:
    if _OFFSET.search(rest):
        try:
            return Moment(_in_china(datetime.fromisoformat(f"{day}T{rest.upper()}")))
        except (ValueError, OverflowError):
            raise Bad("不是时间", "no time") from None
    found = _TIME.fullmatch(rest.replace(" ", "").partition(".")[0])
    if rest and found is None:
        raise Bad("不是时间", "no time")
    if found is None:
        return _at(day, None, of_a_day)
    hour = int(found[2])
    if found[1] in {"下午", "晚上"} and hour < 12:
        hour += 12
    if found[1] == "中午" and hour < 3:
        hour += 12
    try:
        clock = time(hour, int(found[3] or 0), int(found[4] or 0))
    except ValueError:
        if rest.startswith("24:00"):
            return Moment(f"{day}T23:59:59+08:00")
        raise Bad("不是时间", "no time") from None
    return _at(day, clock, of_a_day)


def _at(day: str, clock: time | None, of_a_day: str) -> Moment:
    """Midnight is what programs write for a day without an hour."""
    if not clock:
        return Moment(f"{day}T{of_a_day}+08:00", day_only=True)
    if clock == time(0):
        return Moment(f"{day}T{of_a_day}+08:00", day_only=True)
    return Moment(f"{day}T{clock.isoformat(timespec='seconds')}+08:00")


def _of_fraction(serial: float) -> time:
    minutes, seconds = divmod(round((serial - int(serial)) * 86_400) % 86_400, 60)
    return time(minutes // 60, minutes % 60, seconds)


_CHINA = timedelta(hours=8)


def _in_china(when: datetime) -> str:
    shift = when.utcoffset() or timedelta()
    local = when.replace(tzinfo=None) - shift + _CHINA
    return f"{local.isoformat(timespec='seconds')}+08:00"


def _worded(list_name: str) -> Callable[[Cell], str]:
    def read(cell: Cell) -> str:
        told = _text(cell)
        code = word_of(list_name, told)
        if code is None:
            raise Bad("不认得这个词", "a word not known")
        return code

    return read


def _url(cell: Cell) -> str:
    """An address; one that begins with www. is meant as browsers take it."""
    told = _text(cell)
    if told.lower().startswith("www."):
        told = f"http://{told}"
    if not _URL.fullmatch(told):
        raise Bad("不是网址", "no address of a page")
    return told


_READERS: dict[str, Callable[[Cell], Value]] = {
    "text": _text,
    "url": _url,
    "code": _code,
    "organisation": _organisation,
    "organisations": _organisations,
    "credit_code": _credit_code,
    "credit_codes": _credit_codes,
    "number": _number,
    "count": _count,
    "lot": _lot,
    "start": _start,
    "moment": _start,
    "end": _end,
    # Their Chinese text is kept; the code is looked up where the release is made.
    "method": _text,
    "criteria": _text,
    "category": _worded("category"),
    "validity": _worded("validity"),
    "ending": _worded("ending"),
    "contract_status": _worded("contract_status"),
    "scale": _worded("scale"),
}
