"""Sentences under a drawing."""

from collections.abc import Sequence

from mingjing_analytics.process.drawing.ink import SMALL, text
from mingjing_analytics.process.drawing.lettering import width, wrapped

LEADING = 18.0  # px from line to line
_MOST = 12  # lines of one sentence


def notes(
    sentences: Sequence[str], box: tuple[float, float, float], css: str = "dr-note"
) -> tuple[list[str], float]:
    """Lines of text below ``box`` = left, top, room in px, and where the last ends."""
    left, y, room = box
    drawn = []
    for sentence in sentences:
        for line in _lines(sentence, room):
            y += LEADING
            drawn.append(text(left, y - 5, line, css))
    return drawn, y


def _lines(sentence: str, room: float) -> list[str]:
    if width(sentence, SMALL) <= room:
        return [sentence]
    return wrapped(sentence, room / SMALL, most=_MOST)
