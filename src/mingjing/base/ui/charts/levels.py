"""Weeks as points, and a day from which something should be different."""

from collections.abc import Sequence

from django.utils.safestring import SafeString

from mingjing.base.ui.charts import svg

_TOP, _FOOT = 30, 24


def levels(
    values: Sequence[float | None],
    names: Sequence[str],
    since: int,
    *,
    label: str,
    words: str,
    unit: str,
    width: int = 760,
    height: int = 200,
) -> SafeString:
    """`values` of the weeks, None for unknown; `names` below them, most of them empty.

    `since` is the place of the first week of the new time, `words` what began there.
    """
    known = [value for value in values if value is not None]
    highest = max([*known, 1e-9])
    top = f"{svg.number(highest)} {unit}"
    left_edge = svg.width_of(top) + 8
    floor, room = height - _FOOT, width - left_edge
    step = room / max(len(values), 1)
    scale = (floor - _TOP) / highest
    edge = left_edge + since * step
    parts = _axes((left_edge, floor, width), top)
    parts += [
        svg.line((edge, _TOP - 8, edge, floor), "ghost"),
        svg.text(edge, _TOP - 12, words, "m b" if since * step > 60 else "b"),
    ]
    for place, (value, name) in enumerate(zip(values, names, strict=True)):
        css = "f-soft" if place < since else "f-brand"
        at = (left_edge + (place + 0.5) * step, floor, step)
        parts += _point(at, value and value * scale, name, css)
    for begin, end in ((0, since), (since, len(values))):
        own = [value for value in values[begin:end] if value is not None]
        if own:
            y = floor - sum(own) / len(own) * scale
            ends = (left_edge + begin * step, y, left_edge + end * step, y)
            parts.append(svg.line(ends, "now"))
    return svg.picture(width, height, label, parts)


def _axes(at: tuple[float, float, float], top: str) -> list[SafeString]:
    """`at`: left edge, floor and right edge; `top`: the highest value with its unit."""
    left, floor, right = at
    return [
        svg.line((left, floor, right, floor), "ax"),
        svg.line((left, _TOP, right, _TOP), "ax"),
        svg.text(left - 6, _TOP + 4, top, "e"),
        svg.text(left - 6, floor + 4, "0", "e"),
    ]


def _point(
    at: tuple[float, float, float], tall: float | None, name: str, css: str
) -> list[SafeString]:
    """`at`: middle of the week, floor, and how wide a week is."""
    middle, floor, step = at
    parts = [svg.text(middle - step / 2, floor + 16, name)] if name else []
    if tall is not None:
        parts.append(svg.rect((middle - 3, floor - tall - 3, 6, 6), css))
    return parts
