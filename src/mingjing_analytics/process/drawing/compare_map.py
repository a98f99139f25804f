"""Two process maps in one: what is done more or less often than before, new or gone."""

from typing import Literal

from mingjing_analytics.process.drawing.figures import Edge, FlowMap, Node
from mingjing_analytics.process.drawing.process_map import MARGIN, assembled, shown
from mingjing_analytics.process.drawing.sheet import Lines, Writing, sheet
from mingjing_analytics.process.drawing.words import CompareWords

Change = Literal["more", "fewer", "new", "gone", "same"]
_TENTH = 0.1
_WORDS = CompareWords()


def compare_maps(
    flow: FlowMap,
    words: CompareWords = _WORDS,
    *,
    key: str = "compared-maps",
    room: float | None = None,
) -> str:
    """An SVG element of a map of two tables, as ``process_map`` of one.

    Figures stand as "before → after", with a mark where the change is. Raises
    ValueError for a map of one table.
    """
    if len(flow.shown) != 2:
        raise ValueError("Two tables make a comparison.")

    def node(one: Node) -> Lines:
        return (counts(one, flow, words),)

    def edge(one: Edge) -> Lines:
        waited = waits_of(one, words)
        return (counts(one, flow, words), *([waited] if waited else []))

    writing = Writing(words, node, edge)
    drawn = sheet(flow, writing, None if room is None else room - 2 * MARGIN)
    said = []
    for name, part in zip((words.first, words.second), flow.shown, strict=True):
        told = " ".join(shown(part, flow.share, words))
        said.append(words.of_table.format(table=name, shown=told))
    return assembled(drawn, flow, words, key, said)


def change(one: Node | Edge, flow: FlowMap) -> Change:
    """Whether a step or a path became more frequent, counted for each case drawn.

    New is what the first table has in no case, drawn or not; gone what the second lacks.
    """
    if not one.known[0]:
        return "new"
    if not one.known[1]:
        return "gone"
    before, after = (
        figure.count / part.cases if part.cases else 0.0
        for figure, part in zip(one.figures, flow.shown, strict=True)
    )
    if abs(after - before) < _TENTH * before or after == before:
        return "same"
    return "more" if after > before else "fewer"


def counts(one: Node | Edge, flow: FlowMap, words: CompareWords) -> str:
    """As "812 → 640 ▼"."""
    first, second = (words.count(figure.count) for figure in one.figures)
    marks = {"more": words.more, "fewer": words.fewer, "new": words.new}
    marks |= {"gone": words.gone, "same": ""}
    figures = words.arrow.format(first=first, second=second)
    return f"{figures} {marks[change(one, flow)]}".rstrip()


def waits_of(one: Edge, words: CompareWords) -> str:
    """As "2.1 d → 3 d"; empty where neither table knows a wait."""
    waits = [figure.wait for figure in one.figures]
    if waits == [None, None]:
        return ""
    first, second = (
        words.unknown if wait is None else words.wait(wait) for wait in waits
    )
    return words.arrow.format(first=first, second=second)
