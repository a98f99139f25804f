"""Automatic numbers of Word: which marker a paragraph prints, and its outline level."""

import re
from dataclasses import dataclass

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DIGITS = "〇一二三四五六七八九"
_FULL = str.maketrans("0123456789", "０１２３４５６７８９")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
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
MAX_BASES = 12  # styles based on styles
MAX_HEADING = 9  # 10 means body text


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
    style: str  # the paragraph style that this level belongs to


@dataclass
class _Style:
    number: str | None
    depth: int | None
    heading: int
    based_on: str
    name: str


class Numbering:
    """Counts as Word does: a number of a level starts anew under a higher one."""

    def __init__(
        self, numbering: etree._Element | None, styles: etree._Element | None
    ) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._list_of: dict[str, str] = {}
        self._restarts: dict[str, dict[int, int]] = {}
        self._styles: dict[str, _Style] = {}
        if styles is not None:
            self._read_styles(styles)
        self._contents = {
            key
            for key, style in self._styles.items()
            if re.fullmatch(r"(?:toc|目录)\d", style.name)
        }
        if numbering is not None:
            self._read_lists(numbering)

    def _read_lists(self, root: etree._Element) -> None:
        for abstract in root.iterchildren(f"{W}abstractNum"):
            self._levels[abstract.get(f"{W}abstractNumId", "")] = {
                int(level.get(f"{W}ilvl", "0")): _Level(
                    _form_of(level),
                    _val(level, "lvlText", ""),
                    _int(_val(level, "start", "1"), 1),
                    _val(level, "pStyle", ""),
                )
                for level in abstract.iterchildren(f"{W}lvl")
                if level.get(f"{W}ilvl", "0").isdecimal()
            }
        for num in root.iterchildren(f"{W}num"):
            name = num.get(f"{W}numId", "")
            self._list_of[name] = _val(num, "abstractNumId", "")
            self._restarts[name] = {
                _int(change.get(f"{W}ilvl", "0"), 0): _int(
                    _val(change, "startOverride", "1"), 1
                )
                for change in num.iterchildren(f"{W}lvlOverride")
                if change.find(f"{W}startOverride") is not None
            }

    def _read_styles(self, root: etree._Element) -> None:
        for style in root.iterchildren(f"{W}style"):
            name = _val(style, "name", "").lower().replace(" ", "")
            head = re.fullmatch(r"(?:heading|标题)([1-9])", name)
            outline = style.find(f"{W}pPr/{W}outlineLvl")
            level = int(head[1]) if head else 0
            if not level and outline is not None:
                level = _int(outline.get(f"{W}val", "9"), 9) + 1
            number, depth = _number_of(style.find(f"{W}pPr"))
            self._styles[style.get(f"{W}styleId", "")] = _Style(
                number, depth, level, _val(style, "basedOn", ""), name
            )

    def _style(self, name: str) -> tuple[str | None, int, int]:
        """Number, depth and outline level of a style, with what it inherits."""
        number: str | None = None
        depth: int | None = None
        heading, here = 0, name
        for _ in range(MAX_BASES):
            style = self._styles.get(here)
            if style is None:
                break
            number = number if number is not None else style.number
            depth = depth if depth is not None else style.depth
            heading = heading or style.heading
            here = style.based_on
        if number and depth is None:
            levels = self._levels.get(self._list_of.get(number, ""), {})
            depth = next((d for d, level in levels.items() if level.style == name), 0)
        return number, depth or 0, heading if heading <= MAX_HEADING else 0

    def is_contents(self, paragraph: etree._Element) -> bool:
        """Whether it is a line of a table of contents, by its style."""
        name = _val_at(paragraph, f"{W}pPr/{W}pStyle") if self._contents else ""
        return name in self._contents

    def of(self, paragraph: etree._Element) -> tuple[str, int]:
        """The marker printed before this paragraph ("" for none) and heading level."""
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return "", 0
        number, depth = _number_of(properties)
        by_style, style_depth, heading = self._style(_val(properties, "pStyle", ""))
        if number is None:
            number, depth = by_style, style_depth if depth is None else depth
        outline = properties.find(f"{W}outlineLvl")
        if outline is not None:
            level = _int(outline.get(f"{W}val", "9"), 9)
            heading = level + 1 if level < MAX_HEADING else 0
        marker = self._next(number, depth or 0) if number and number != "0" else ""
        return marker, heading

    def _next(self, number: str, depth: int) -> str:
        kind = self._list_of.get(number, "")
        levels = self._levels.get(kind, {})
        if depth not in levels or levels[depth].form in ("bullet", "none"):
            return ""
        counters = self._counters.setdefault(kind, {})
        restart = self._restarts.get(number, {}).pop(depth, None)
        if restart is not None:  # the first time this list is used, it begins anew
            counters[depth] = restart - 1
        counters[depth] = counters.get(depth, levels[depth].start - 1) + 1
        for deeper in [d for d in counters if d > depth]:
            del counters[deeper]

        def shown(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            level = levels.get(at)
            if level is None:
                return ""
            return _form(counters.get(at, level.start), level.form)

        words = re.sub(r"%([1-9])", shown, levels[depth].words)
        return f"{words} " if words[-1:].isalnum() and words[-1:].isascii() else words


def _form(number: int, form: str) -> str:
    number = min(number, MAX_NUMBER)
    if form in _CHINESE and number < 1000:
        return chinese(number)
    if form.startswith("decimalEnclosedCircle") and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if form == "ideographTraditional" and 1 <= number <= len(_STEMS):
        return _STEMS[number - 1]
    letter = chr(ord("a") + (number - 1) % 26)
    others = {
        "decimalEnclosedParen": f"（{number}）",
        "decimalFullWidth": str(number).translate(_FULL),
        "decimalZero": f"{number:02}",
        "lowerLetter": letter,
        "upperLetter": letter.upper(),
    }
    return others.get(form, str(number))


def _number_of(
    properties: etree._Element | None,
) -> tuple[str | None, int | None]:
    found = properties.find(f"{W}numPr") if properties is not None else None
    if found is None:
        return None, None
    depth = _val(found, "ilvl", "")
    return _val(found, "numId", "") or None, _int(depth, 0) if depth else None


def _form_of(level: etree._Element) -> str:
    """The form of a level's numbers; Word wraps the newer ones in an alternative."""
    found = next(level.iter(f"{W}numFmt"), None)
    if found is None:
        return "decimal"
    form = str(found.get(f"{W}val", "decimal"))
    return str(found.get(f"{W}format", form)) if form == "custom" else form


def _val_at(parent: etree._Element, path: str) -> str:
    found = parent.find(path)
    return str(found.get(f"{W}val", "")) if found is not None else ""


def _val(parent: etree._Element, name: str, default: str) -> str:
    found = parent.find(f"{W}{name}")
    return str(found.get(f"{W}val", default)) if found is not None else default


def _int(words: str, default: int) -> int:
    return int(words) if words.isdecimal() and len(words) < 7 else default
