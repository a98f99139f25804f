"""Upright bars from zero, a limit as a dashed line: minutes a month, ageing."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from mingjing.base.ui.charts import svg


@dataclass(frozen=True)
class Bar:
    """`value` None is "not known" and drawn as such; it is not zero."""

    name: str
    value: float | None
    current: bool = False
    late: bool = False


_TOP, _FOOT = 24, 22


def bars(
    values: Sequence[Bar],
    *,
    label: str,
    limit: float | None = None,
    width: int = 300,
    height: int = 150,
) -> SafeString:
    known = [bar.value for bar in values if bar.value is not None]
    highest = max([*known, limit or 0, 1])
    scale = (height - _TOP - _FOOT) / highest
    floor = height - _FOOT
    step = width / max(len(values), 1)
    parts = [svg.line((0, floor, width, floor), "ax")]
    for place, bar in enumerate(values):
        parts += _bar(bar, place * step, step, floor, scale)
    if limit is not None:
        y = floor - limit * scale
        parts += [
            svg.line((0, y, width, y), "ghost"),
            svg.text(width, y - 4, _("上限 %(n)s") % {"n": svg.number(limit)}, "e"),
        ]
    return svg.picture(width, height, label, parts)


def _bar(
    bar: Bar, left: float, step: float, floor: float, scale: float
) -> list[SafeString]:
    middle = left + step / 2
    name = svg.text(middle, floor + 16, svg.fit(bar.name, step), "m")
    if bar.value is None:
        return [name, svg.text(middle, floor - 5, _("无数据"), "m")]
    tall = bar.value * scale
    wide = min(step * 0.7, 48)
    css = "f-late" if bar.late else "f-brand" if bar.current else "f-soft"
    return [
        svg.rect((middle - wide / 2, floor - tall, wide, tall), css),
        svg.text(middle, floor - tall - 5, svg.number(bar.value), "m b"),
        name,
    ]
