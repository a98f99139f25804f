"""How old what is open is: a bar per age, its parts by weight, the gravest last."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from mingjing.base.ui.charts import svg


@dataclass(frozen=True)
class Age:
    """`parts`: counts from the lightest to the gravest, as many in each age."""

    name: str
    parts: tuple[int, ...]


# Light to dark, so that the gravest is the darkest in grey too.
SHADES = ("f-pale", "f-soft", "f-open", "f-late")
_LINE, _BAR, _HEAD = 34, 20, 8


def ageing(
    ages: Sequence[Age], names: Sequence[str], *, label: str, width: int = 560
) -> SafeString:
    """`names`: what the parts are called, in their order; also the key below."""
    left = max([svg.width_of(age.name) for age in ages] or [0]) + 14
    most = max([sum(age.parts) for age in ages] or [1]) or 1
    scale = (width - left - 44) / most
    parts = []
    for place, age in enumerate(ages):
        parts += _row(age, names, left, _HEAD + place * _LINE, scale)
    foot = _HEAD + len(ages) * _LINE
    parts += _key(names, left, foot + 16)
    return svg.picture(width, foot + 26, label, parts)


def _row(
    age: Age, names: Sequence[str], left: float, top: float, scale: float
) -> list[SafeString]:
    middle = top + _BAR / 2 + 4
    parts = [svg.text(left - 10, middle, age.name, "e")]
    x = left
    for count, name, shade in zip(age.parts, names, SHADES, strict=False):
        if not count:
            continue
        bar = svg.rect((x, top, count * scale, _BAR), shade)
        parts.append(format_html("<g><title>{} {}</title>{}</g>", name, count, bar))
        x += count * scale
    parts.append(svg.text(x + 6, middle, sum(age.parts), "b"))
    return parts


def _key(names: Sequence[str], left: float, y: float) -> list[SafeString]:
    parts, x = [], left
    for name, shade in zip(names, SHADES, strict=False):
        parts += [
            svg.rect((x, y - 10, 12, 12), shade),
            svg.text(x + 17, y, name),
        ]
        x += 17 + svg.width_of(name) + 16
    return parts
