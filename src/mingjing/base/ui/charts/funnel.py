"""The loop: how many came how far, and an arrow back for those that came again."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from mingjing.base.ui.charts import svg


@dataclass(frozen=True)
class Stage:
    name: str
    count: int


_LINE, _BAR, _HEAD = 36, 24, 8


def funnel(
    stages: Sequence[Stage],
    *,
    label: str,
    back: Stage | None = None,
    back_from: int = -1,
    back_to: int = 0,
    width: int = 560,
) -> SafeString:
    """`back`: the return arrow from stage `back_from` up to stage `back_to`."""
    left = max([svg.width_of(stage.name) for stage in stages] or [0]) + 14
    lane = svg.width_of(f"{back.name} {back.count}") + 40 if back else 8
    most = max([stage.count for stage in stages] or [1]) or 1
    scale = (width - left - lane - 40) / most
    parts = []
    for place, stage in enumerate(stages):
        parts += _stage(
            stage, left, _HEAD + place * _LINE, scale, last=place == len(stages) - 1
        )
    if back:
        rows = range(len(stages))
        parts += _arrow(
            back, _middle(rows[back_from]), _middle(rows[back_to]), width, lane
        )
    return svg.picture(width, _HEAD + len(stages) * _LINE + 2, label, parts)


def _middle(place: int) -> float:
    return _HEAD + place * _LINE + _BAR / 2


def _stage(
    stage: Stage, left: float, top: float, scale: float, *, last: bool
) -> list[SafeString]:
    wide = stage.count * scale
    return [
        svg.text(left - 10, top + _BAR / 2 + 4, stage.name, "e"),
        svg.rect((left, top, wide, _BAR), "f-ok" if last else "f-soft"),
        svg.text(left + wide + 6, top + _BAR / 2 + 4, stage.count, "b"),
    ]


def _arrow(
    back: Stage, start: float, end: float, width: float, lane: float
) -> list[SafeString]:
    """Out to the right, up, and back in: it reads against the direction of the loop."""
    inner, outer = width - lane + 4, width - lane + 24
    path = format_html(
        '<path class="now" fill="none" d="M{} {}H{}V{}H{}"/>',
        svg.number(inner),
        svg.number(start),
        svg.number(outer),
        svg.number(end),
        svg.number(inner),
    )
    head = format_html(
        '<path class="f-late" d="M{} {}l9 -5v10z"/>',
        svg.number(inner - 4),
        svg.number(end),
    )
    words = f"{back.name} {back.count}"
    return [
        path,
        head,
        svg.text(outer + 6, (start + end) / 2 + 4, words, "tl"),
    ]
