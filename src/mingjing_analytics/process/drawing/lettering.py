"""Text on a drawing: what of it may be shown, how wide it is, where its lines break."""

import unicodedata

_MOST = 200  # characters of a name that even a title has room for
_WIDE = {"W", "F"}
_NOT_SHOWN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_CLOSING = set("）〕】》」』，。、；：！？)]},.;:!?")
_OPENING = set("（〔【《「『([{")
_MARKS = 2  # marks above or below one letter; more of them run into other lines


def clean(name: str, most: int = _MOST) -> str:
    """A name without what no drawing can show: controls, directions, spare blanks.

    Characters that XML 1.0 forbids are among those left out. Longer names end in "…".
    """
    kept: list[str] = []
    marks = 0
    for sign in name[: 4 * most]:
        kind = unicodedata.category(sign)
        blank = sign.isspace()
        if kind in _NOT_SHOWN and not blank:
            continue
        marks = marks + 1 if kind in {"Mn", "Me"} else 0
        if marks <= _MARKS:
            kept.append(" " if blank else sign)
    words = " ".join("".join(kept).split())
    if len(words) <= most and len(name) <= 4 * most:
        return words
    return words[: most - 1].rstrip() + "…"


def width(text: str, size: float) -> float:
    """How wide a line is at a size of font, both in px; rather too wide than too narrow.

    A Chinese character is as wide as it is high. The others are of the widest of the
    fonts that a page may fall back on.
    """
    return size * sum(_em(sign) for sign in text)


def _em(sign: str) -> float:
    if unicodedata.east_asian_width(sign) in _WIDE:
        return 1.0
    if sign.isascii():
        if sign in " .,:;!'|()[]/ilj":
            return 0.4
        if sign in "mwMW@%&":
            return 1.0
        return 0.75 if sign.isupper() else 0.64
    if unicodedata.category(sign) in {"Mn", "Me"}:
        return 0.0
    return 1.0


def wrapped(text: str, em: float, most: int = 3) -> list[str]:
    """At most so many lines of about equal width, none wider than ``em``.

    Chinese breaks between characters but not before a closing mark, Latin at blanks,
    and within a word only where the word is wider than a line. What does not fit is cut
    from the middle, as names of one kind often differ in their last characters.
    """
    lines = _filled(_pieces(text, em), em)
    kept = text
    while len(lines) > most and len(kept) > 2:
        kept = _shorter(kept, em * most)
        lines = _filled(_pieces(kept, em), em)
    low, high = em / 2, em
    for _ in range(6):  # the narrowest measure with as few lines
        middle = (low + high) / 2
        tried = _filled(_pieces(kept, middle), middle)
        if len(tried) > len(lines):
            low = middle
        else:
            high, lines = middle, tried
    return lines or [""]


def _shorter(text: str, room: float) -> str:
    text = text.replace("…", "", 1)
    over = max(1, int((width(text, 1) - room) / 2))
    keep = max(len(text) - over - 1, 1)
    head = (keep * 2 + 2) // 3
    return text[:head] + "…" + text[len(text) - (keep - head) :]


def _pieces(text: str, em: float) -> list[str]:
    """What may stand at the end of a line, in order; blanks end a piece."""
    pieces: list[str] = []
    for sign in text:
        wide = unicodedata.east_asian_width(sign) in _WIDE
        last = pieces[-1] if pieces else ""
        joined = (
            sign in _CLOSING
            or last[-1:] in _OPENING
            or sign == " "
            or unicodedata.category(sign) in {"Mn", "Me"}
        )
        breaks = wide or last.endswith(" ") or unicodedata.east_asian_width(last[-1:] or " ") in _WIDE  # fmt: skip
        if pieces and (joined or not breaks) and width(last + sign, 1) <= em:
            pieces[-1] += sign
        else:
            pieces.append(sign)
    return pieces


def _filled(pieces: list[str], em: float) -> list[str]:
    lines: list[str] = []
    for piece in pieces:
        if lines and width((lines[-1] + piece).rstrip(), 1) <= em:
            lines[-1] += piece
        else:
            lines.append(piece)
    return [line.strip() for line in lines if line.strip()]
