"""A process map as SVG: steps from top to bottom, how often and how long between them."""

from collections.abc import Callable

from mingjing_analytics.process.drawing.figures import Edge, FlowMap, Node, Shown
from mingjing_analytics.process.drawing.ink import number, picture, tag
from mingjing_analytics.process.drawing.marks import key_of, sheet_marks
from mingjing_analytics.process.drawing.notes import notes
from mingjing_analytics.process.drawing.sheet import Lines, Sheet, Writing, sheet
from mingjing_analytics.process.drawing.words import MapWords

_WORDS = MapWords()
MARGIN = 10.0
_NARROW = 320.0  # px that notes have at least


def process_map(
    flow: FlowMap,
    words: MapWords = _WORDS,
    *,
    key: str = "process-map",
    room: float | None = None,
) -> str:
    """An SVG element of a map of one table, in its own size in px.

    ``key`` begins the ids of title and description, so that two drawings can stand on
    one page. Where the drawing would be wider than ``room`` px, names break earlier; it
    may still be wider. The bytes depend on nothing but the arguments.
    """
    writing = Writing(words, _numbers(words), _labels(words))
    drawn = sheet(flow, writing, None if room is None else room - 2 * MARGIN)
    return assembled(drawn, flow, words, key, shown(flow.shown[0], flow.share, words))


def _numbers(words: MapWords) -> Callable[[Node], Lines]:
    return lambda node: (words.count(node.figures[0].count),)


def _labels(words: MapWords) -> Callable[[Edge], Lines]:
    def lines(edge: Edge) -> Lines:
        figure = edge.figures[0]
        if figure.wait is None:
            return (words.count(figure.count),)
        return words.count(figure.count), words.wait(figure.wait)

    return lines


def shown(part: Shown, wanted: float, words: MapWords) -> list[str]:
    """What share of a table the drawing holds, in one or two sentences."""
    if not part.all_cases:
        return [words.nothing]
    figures = {
        "cases": words.count(part.cases),
        "all_cases": words.count(part.all_cases),
        "share": words.share(part.cases, part.all_cases),
        "variants": words.count(part.variants),
        "all_variants": words.count(part.all_variants),
        "activities": words.count(part.activities),
        "all_activities": words.count(part.all_activities),
    }
    if not part.whole:
        return [words.parts.format(**figures)]
    said = [words.shown.format(**figures)]
    if part.cases < wanted * part.all_cases - 1e-9:
        said.append(words.less.format(wanted=words.share(round(wanted * 1000), 1000)))
    return said


def assembled(
    drawn: Sheet, flow: FlowMap, words: MapWords, key: str, said: list[str]
) -> str:
    """The whole picture: the sheet, and under it what it shows and how to read it."""
    marks = sheet_marks(drawn, flow, words)
    body = tag("g", "\n".join(marks), transform=f"translate({number(MARGIN)} 4)")
    room = max(drawn.layout.width, _NARROW)
    below = drawn.layout.height + 14 if drawn.nodes else 0.0
    written, bottom = notes(said, (MARGIN, below, room))
    if drawn.nodes:
        rows, bottom = key_of(drawn, words, (MARGIN, bottom + 6, room))
        written += rows
    size = (room + 2 * MARGIN, bottom + 8)
    return picture(key, size, words.title, " ".join(said), [body, *written])
