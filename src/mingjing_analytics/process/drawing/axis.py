"""An axis of time: round distances, a thin line and a number at each."""

from mingjing_analytics.process.drawing.ink import SMALL, number, tag, text
from mingjing_analytics.process.drawing.lettering import width

RULE = "#c9d0d3"
_DISTANCE = 84.0  # px between two numbers at least


def round_steps(most: float, room: float) -> list[float]:
    """0 and its multiples of 1, 2 or 5 times a power of ten, up to ``most``.

    As many as stand ``_DISTANCE`` px apart in so much room.
    """
    if most <= 0:
        return [0.0]
    least = most * _DISTANCE / room
    power = 1e-6
    while power * 10 <= least:
        power *= 10
    step = next(power * by for by in (1, 2, 5, 10) if power * by >= least)
    return [round(at * step, 6) for at in range(int(most / step + 1e-9) + 1)]


def plain(value: float) -> str:
    """A number without noughts at its end."""
    return f"{value:,.6f}".rstrip("0").rstrip(".")


def rules(
    ticks: list[tuple[float, str]], top: float, bottom: float, right: float
) -> list[str]:
    """A line down at each x in px, with its words under it where there is room.

    Words stand between 0 and ``right`` and never on those before them.
    """
    path = "".join(f"M{number(x)} {number(top)}V{number(bottom)}" for x, _ in ticks)
    parts = [tag("path", css="dr-rule", d=path, stroke=RULE, fill="none")]
    free = 0.0
    for x, words in ticks:
        wide = width(words, SMALL)
        left = max(min(x - wide / 2, right - wide), 0.0)
        if left >= free:
            middle = left + wide / 2
            parts.append(
                text(
                    middle,
                    bottom + 15,
                    words,
                    "dr-note",
                    text_anchor="middle",
                    fill_opacity="0.8",
                )
            )
            free = left + wide + 6
    return parts
