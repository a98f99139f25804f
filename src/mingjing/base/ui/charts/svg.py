"""The few shapes that every chart is made of; all text is escaped here."""

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from mingjing.base.ui.glyphs import SHAPES, look


def number(value: float) -> str:
    """At most one decimal, and none for whole numbers: `12`, `12.5`."""
    return f"{value:.1f}".removesuffix(".0")


def picture(
    width: float,
    height: float,
    label: str,
    parts: Iterable[SafeString],
    *,
    links: bool = False,
) -> SafeString:
    """`links`: an image would hide the links in it from whoever listens."""
    return format_html(
        '<svg class="ch" viewBox="0 0 {} {}" role="{}" aria-label="{}">{}</svg>',
        number(width),
        number(height),
        "group" if links else "img",
        label,
        join(parts),
    )


def join(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def rect(box: tuple[float, float, float, float], css: str) -> SafeString:
    """`box`: left, top, width, height."""
    x, y, width, height = map(number, box)
    return format_html(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>',
        css,
        x,
        y,
        width,
        height,
    )


def line(ends: tuple[float, float, float, float], css: str) -> SafeString:
    """`ends`: x1, y1, x2, y2."""
    x1, y1, x2, y2 = map(number, ends)
    return format_html(
        '<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>', css, x1, y1, x2, y2
    )


def text(x: float, y: float, words: object, css: str = "") -> SafeString:
    return format_html(
        '<text class="{}" x="{}" y="{}">{}</text>', css, number(x), number(y), words
    )


def mark(x: float, y: float, state: str, size: float = 14) -> SafeString:
    """A state's glyph centred on a point; shape first, so that it reads in grey."""
    shown = look(state)
    return format_html(
        '<path class="f-{}" fill-rule="evenodd" transform="translate({} {}) scale({})"'
        ' d="{}"/>',
        {"open": "brand"}.get(shown.tone, shown.tone),
        number(x - size / 2),
        number(y - size / 2),
        f"{size / 16:.3f}",
        SHAPES[shown.shape],
    )


def width_of(words: str) -> float:
    """About how wide 13-pixel text is: a Chinese character is as wide as it is high."""
    return sum(13 if ord(sign) > 0x2E7F else 7.2 for sign in words)


def fit(words: str, room: float) -> str:
    """Cut to the room there is; the table beside the chart has the whole text."""
    if width_of(words) <= room:
        return words
    kept = words
    while kept and width_of(kept) + 13 > room:
        kept = kept[:-1]
    return f"{kept}…"
