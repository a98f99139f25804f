"""Where lines end at a box: side by side, the heaviest straight on."""

from collections.abc import Sequence
from dataclasses import dataclass

PORT = 14.0  # px between the ends of lines at one box
CORNER = 10.0  # px at the corners of a box that no line touches


@dataclass(frozen=True)
class End:
    """A line that comes to a box: the x of its bend in px, and how heavy it is."""

    x: float
    weight: float


def ports(middle: float, half: float, ends: Sequence[End]) -> list[float]:
    """Where each of the lines touches, from left to right in the order given; px.

    The heaviest keeps its own x, straight above or below its bend, if the box is there;
    the others stand as near to theirs as the room on either side lets them.
    """
    if not ends:
        return []
    room = max(half - CORNER, 0.0)
    low, high = middle - room, middle + room
    heavy = max(range(len(ends)), key=lambda at: (ends[at].weight, -at))
    spot = min(max(ends[heavy].x, low), high)
    left = _spread(ends[:heavy], low, spot, -1)
    right = _spread(ends[heavy + 1 :], spot, high, 1)
    return [*left, spot, *right]


def _spread(ends: Sequence[End], low: float, high: float, side: int) -> list[float]:
    """Ends between two borders, of which the one at the heaviest is taken."""
    if not ends:
        return []
    step = min(PORT, (high - low) / len(ends))
    first = low + step if side > 0 else low
    wish = [end.x - at * step for at, end in enumerate(ends)]
    last = (high if side > 0 else high - step) - (len(ends) - 1) * step
    nearest = ascending(wish, [end.weight for end in ends])
    return [
        min(max(spot, first), max(last, first)) + at * step
        for at, spot in enumerate(nearest)
    ]


def ascending(wish: Sequence[float], weight: Sequence[float]) -> list[float]:
    """The nearest values that never fall: pooled neighbours (Ayer and others 1955)."""
    pools: list[tuple[float, float, int]] = []
    for value, heavy in zip(wish, weight, strict=True):
        mean, total, count = value, heavy, 1
        while pools and pools[-1][0] > mean:
            other, more, many = pools.pop()
            mean = (mean * total + other * more) / (total + more)
            total, count = total + more, count + many
        pools.append((mean, total, count))
    return [mean for mean, _, count in pools for _ in range(count)]
