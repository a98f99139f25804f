"""Automatic numbers of Word: which marker a paragraph prints, and its outline level."""

import re
from dataclasses import dataclass

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DIGITS = "〇一二三四五六七八九"
_CHINESE = {
    "chineseCounting",
    "chineseCountingThousand",
    "chineseLegalSimplified",
    "ideographDigital",
    "japaneseCounting",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
}
MAX_NUMBER = 9999


def chinese(number: int) -> str:
    """一, 十, 十二, 二十, 一百零三: as documents count. 1 to 999.

    >>> [chinese(n) for n in (1, 10, 12, 20, 103)]
    ['一', '十', '十二', '二十', '一百零三']
    """
    if number < 10:
        return DIGITS[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return (
            ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")
        )
    hundreds, rest = divmod(number, 100)
    tail = f"零{DIGITS[rest]}" if 0 < rest < 10 else chinese(rest) if rest else ""
    if 10 <= rest < 20:
        tail = "一" + tail
    return f"{DIGITS[hundreds % 10]}百{tail}"


@dataclass
class _Level:
    form: str
    words: str
    start: int


class Numbering:
    """Counts as Word does: a number of a level starts anew under a higher one."""

    def __init__(
        self, numbering: etree._Element | None, styles: etree._Element | None
    ) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._list_of: dict[str, str] = {}
        self._style: dict[str, tuple[str | None, int, int]] = {}
        if numbering is not None:
            self._read_lists(numbering)
        if styles is not None:
            self._read_styles(styles)

    def _read_lists(self, root: etree._Element) -> None:
        for abstract in root.iterchildren(f"{W}abstractNum"):
            self._levels[abstract.get(f"{W}abstractNumId", "")] = {
                int(level.get(f"{W}ilvl", "0")): _Level(
                    _val(level, "numFmt", "decimal"),
                    _val(level, "lvlText", ""),
                    _int(_val(level, "start", "1"), 1),
                )
                for level in abstract.iterchildren(f"{W}lvl")
                if level.get(f"{W}ilvl", "0").isdigit()
            }
        for num in root.iterchildren(f"{W}num"):
            self._list_of[num.get(f"{W}numId", "")] = _val(num, "abstractNumId", "")

    def _read_styles(self, root: etree._Element) -> None:
        for style in root.iterchildren(f"{W}style"):
            name = _val(style, "name", "").lower().replace(" ", "")
            head = re.fullmatch(r"(?:heading|标题)([1-9])", name)
            outline = style.find(f"{W}pPr/{W}outlineLvl")
            level = int(head[1]) if head else 0
            if not level and outline is not None:
                level = _int(outline.get(f"{W}val", "9"), 9) + 1
            number, depth = _number_of(style.find(f"{W}pPr"))
            self._style[style.get(f"{W}styleId", "")] = (
                number,
                depth,
                level if level <= 9 else 0,
            )

    def of(self, paragraph: etree._Element) -> tuple[str, int]:
        """The marker printed before this paragraph ("" for none) and heading level."""
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return "", 0
        number, depth = _number_of(properties)
        by_style, style_depth, heading = self._style.get(
            _val(properties, "pStyle", ""), (None, 0, 0)
        )
        if number is None:
            number, depth = by_style, style_depth
        outline = properties.find(f"{W}outlineLvl")
        if outline is not None and (level := _int(outline.get(f"{W}val", "9"), 9)) < 9:
            heading = level + 1
        return (self._next(number, depth) if number and number != "0" else ""), heading

    def _next(self, number: str, depth: int) -> str:
        kind = self._list_of.get(number, "")
        levels = self._levels.get(kind, {})
        if depth not in levels or levels[depth].form in ("bullet", "none"):
            return ""
        counters = self._counters.setdefault(kind, {})
        counters[depth] = counters.get(depth, levels[depth].start - 1) + 1
        for deeper in [d for d in counters if d > depth]:
            del counters[deeper]

        def shown(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            level = levels.get(at)
            return _form(counters.get(at, 1), level.form) if level else ""

        return re.sub(r"%([1-9])", shown, levels[depth].words)


def _form(number: int, form: str) -> str:
    number = min(number, MAX_NUMBER)
    if form in _CHINESE and number < 1000:
        return chinese(number)
    if form.startswith("decimalEnclosedCircle") and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if form == "decimalEnclosedParen":
        return f"（{number}）"
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26)
        return letter if form == "lowerLetter" else letter.upper()
    return str(number)


def _number_of(properties: etree._Element | None) -> tuple[str | None, int]:
    found = properties.find(f"{W}numPr") if properties is not None else None
    if found is None:
        return None, 0
    return _val(found, "numId", "") or None, _int(_val(found, "ilvl", "0"), 0)


def _val(parent: etree._Element, name: str, default: str) -> str:
    found = parent.find(f"{W}{name}")
    return str(found.get(f"{W}val", default)) if found is not None else default


def _int(words: str, default: int) -> int:
    return int(words) if words.isdigit() else default
