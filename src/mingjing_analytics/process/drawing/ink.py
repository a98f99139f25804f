"""SVG as text: numbers of one form, everything escaped, attributes in a fixed order.

Colours stand in attributes, which any style sheet overrules by class: ``drawing`` is the
root, ``dr-…`` its parts. Lines and letters fall back on ``currentColor``, so a drawing
prints in black and turns with a dark page. No style element, script, font or link: a
strict content policy lets it pass.
"""

from collections.abc import Sequence
from html import escape

from mingjing_analytics.process.drawing.lettering import clean

FONT = (
    "'PingFang SC','HarmonyOS Sans SC','Microsoft YaHei','Noto Sans CJK SC',"
    "'Noto Sans SC','WenQuanYi Micro Hei',sans-serif"
)
SMALL = 12.0  # px, of every number and note


def number(value: float) -> str:
    """Tenths of a px at most, and no minus before a nought."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def tag(name: str, content: str = "", **attributes: object) -> str:
    """An element around content that is SVG already; attributes are escaped.

    ``_`` in a name of an attribute stands for ``-``, and ``css`` for ``class``.
    """
    parts = [name]
    for key, value in attributes.items():
        shown = number(value) if isinstance(value, float) else str(value)
        word = "class" if key == "css" else key.rstrip("_").replace("_", "-")
        parts.append(f'{word}="{escape(shown)}"')
    head = " ".join(parts)
    return f"<{head}>{content}</{name}>" if content else f"<{head}/>"


def text(x: float, y: float, words: str, css: str, **attributes: object) -> str:
    """One line of text, the baseline at y."""
    return tag("text", escape(words), css=css, x=x, y=y, **attributes)


def titled(content: str, words: str) -> str:
    """A group that says more under the pointer."""
    return tag("g", tag("title", escape(words)) + content)


def identifier(key: str) -> str:
    """The start of an id: ASCII letters, digits, hyphens of what was asked for."""
    return "".join(one for one in key if one.isascii() and (one.isalnum() or one in "-_")) or "drawing"  # fmt: skip


def picture(
    key: str, size: tuple[float, float], title: str, told: str, parts: Sequence[str]
) -> str:
    """The whole drawing; ``key`` tells its ids from those of others on the page."""
    key = identifier(key)
    wide, high = (number(float(round(one + 0.5))) for one in size)
    head = tag("title", escape(clean(title)), id=f"{key}-title")
    head += tag("desc", escape(clean(told, 2000)), id=f"{key}-desc")
    return tag(
        "svg",
        head + "\n" + "\n".join(parts) + "\n",
        xmlns="http://www.w3.org/2000/svg",
        css="drawing",
        role="img",
        aria_labelledby=f"{key}-title {key}-desc",
        viewBox=f"0 0 {wide} {high}",
        width=wide,
        height=high,
        font_family=FONT,
        font_size=SMALL,
        fill="currentColor",
    )
