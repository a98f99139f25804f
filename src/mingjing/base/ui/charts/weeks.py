"""What came, what was done and what lay there, week by week."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.safestring import SafeString

from mingjing.base.ui.charts import svg


@dataclass(frozen=True)
class Week:
    """One week; `name` is shown where it is not empty, as at the first of a month."""

    name: str
    came: int
    done: int
    open: int


_TOP, _FOOT, _RIGHT = 22, 40, 44


def weeks(
    rows: Sequence[Week],
    names: tuple[str, str, str],
    *,
    label: str,
    width: int = 760,
    height: int = 210,
) -> SafeString:
    """`names`: what came, done and open are called; bars side by side, open a line."""
    highest = max([*(max(row.came, row.done, row.open) for row in rows), 1])
    floor = height - _FOOT
    scale = (floor - _TOP) / highest
    step = (width - _RIGHT) / max(len(rows), 1)
    parts = [svg.line((0, floor, width - _RIGHT, floor), "ax")]
    for place, row in enumerate(rows):
        left, bar = place * step, step * 0.4
        for shift, value, css in (
            (0.08, row.came, "f-soft"),
            (0.52, row.done, "f-brand"),
        ):
            tall = value * scale
            parts.append(svg.rect((left + shift * step, floor - tall, bar, tall), css))
        parts.append(svg.text(left, floor + 15, row.name))
    tops = [
        ((place + 0.5) * step, floor - row.open * scale)
        for place, row in enumerate(rows)
    ]
    parts += [svg.line((*one, *two), "now") for one, two in pairwise(tops)]
    if rows:
        parts.append(svg.text(width - _RIGHT + 4, tops[-1][1] + 4, rows[-1].open, "b"))
    return svg.picture(width, height, label, [*parts, *_key(names, height)])


def _key(names: tuple[str, str, str], height: int) -> list[SafeString]:
    parts, x, y = [], 0.0, height - 6
    for name, css in zip(names, ("f-soft", "f-brand", "now"), strict=True):
        if css == "now":
            parts.append(svg.line((x, y - 4, x + 14, y - 4), css))
        else:
            parts.append(svg.rect((x, y - 10, 12, 12), css))
        parts.append(svg.text(x + 18, y, name))
        x += 18 + svg.width_of(name) + 18
    return parts
