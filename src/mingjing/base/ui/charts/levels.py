"""Weeks as points, and a day from which something should be different."""

from collections.abc import Sequence

from django.utils.safestring import SafeString

from mingjing.base.ui.charts import svg

_TOP, _FOOT, _LEFT = 30, 24, 44


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
    floor, room = height - _FOOT, width - _LEFT
    step = room / max(len(values), 1)
    scale = (floor - _TOP) / highest
    edge = _LEFT + since * step
    parts = [
        svg.line((_LEFT, floor, width, floor), "ax"),
        svg.line((_LEFT, _TOP, width, _TOP), "ax"),
        svg.text(_LEFT - 6, _TOP + 4, f"{svg.number(highest)} {unit}", "e"),
        svg.text(_LEFT - 6, floor + 4, "0", "e"),
        svg.line((edge, _TOP - 8, edge, floor), "ghost"),
        svg.text(edge, _TOP - 12, words, "m b" if since * step > 60 else "b"),
    ]
    for place, (value, name) in enumerate(zip(values, names, strict=True)):
        left = _LEFT + (place + 0.5) * step
        if name:
            parts.append(svg.text(left - step / 2, floor + 16, name))
        if value is not None:
            css = "f-soft" if place < since else "f-brand"
            tall = value * scale
            parts.append(svg.rect((left - 3, floor - tall - 3, 6, 6), css))
    for begin, end in ((0, since), (since, len(values))):
        own = [value for value in values[begin:end] if value is not None]
        if own:
            y = floor - sum(own) / len(own) * scale
            parts.append(
                svg.line((_LEFT + begin * step, y, _LEFT + end * step, y), "now")
            )
    return svg.picture(width, height, label, parts)
