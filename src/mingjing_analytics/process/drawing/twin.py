"""What a map shows, as rows and as sentences, from the same figures as the picture."""

from dataclasses import dataclass

from mingjing_analytics.process.drawing.compare_map import change, waits_of
from mingjing_analytics.process.drawing.figures import (
    END,
    START,
    Edge,
    Figure,
    FlowMap,
)
from mingjing_analytics.process.drawing.lettering import clean
from mingjing_analytics.process.drawing.process_map import shown
from mingjing_analytics.process.drawing.words import CompareWords, MapWords

_WORDS = MapWords()


@dataclass(frozen=True)
class Row:
    """An edge by the names of its ends, whole but cleaned; one figure for each table.

    ``back``: the picture draws it as leading to an earlier step.
    """

    source: str
    target: str
    figures: tuple[Figure, ...]
    back: bool


@dataclass(frozen=True)
class Twin:
    """A row for each edge of the picture, the most frequent first; and all of it said.

    ``sentences`` begin with what share of the cases is shown, then follow the rows.
    """

    rows: tuple[Row, ...]
    sentences: tuple[str, ...]


def text_twin(flow: FlowMap, words: MapWords = _WORDS) -> Twin:
    """A map in words, for a table beside it and for who listens. Text is not escaped.

    A map of two tables takes CompareWords; raises ValueError without them.
    """
    if len(flow.shown) == 2 and not isinstance(words, CompareWords):
        raise ValueError("Two tables are told in CompareWords.")
    rows = tuple(
        Row(
            _name(edge.source, flow, words),
            _name(edge.target, flow, words),
            edge.figures,
            edge.back,
        )
        for edge in flow.edges
    )
    said = []
    for at, part in enumerate(flow.shown):
        told = " ".join(shown(part, flow.share, words))
        if isinstance(words, CompareWords):
            table = (words.first, words.second)[at]
            told = words.of_table.format(table=table, shown=told)
        said.append(told)
    for edge, row in zip(flow.edges, rows, strict=True):
        if isinstance(words, CompareWords):
            said.append(_compared(edge, row, flow, words))
        else:
            said.append(_said(row, edge, words))
    return Twin(rows, tuple(said))


def _name(place: int, flow: FlowMap, words: MapWords) -> str:
    if place in {START, END}:
        return words.start if place == START else words.end
    return clean(flow.nodes[place].name) or words.nameless


def _said(row: Row, edge: Edge, words: MapWords) -> str:
    figure = row.figures[0]
    waited = ""
    if figure.wait is not None:
        waited = words.waited.format(wait=words.wait(figure.wait))
    template = words.back if row.back else words.edge
    if edge.source == edge.target:
        template = words.again
    return template.format(
        source=row.source,
        target=row.target,
        count=words.count(figure.count),
        cases=words.count(figure.cases),
        waited=waited,
    )


def _compared(edge: Edge, row: Row, flow: FlowMap, words: CompareWords) -> str:
    said = {
        "more": words.said_more,
        "fewer": words.said_fewer,
        "new": words.said_new,
        "gone": words.said_gone,
        "same": words.said_same,
    }
    waits = waits_of(edge, words)
    first, second = (words.count(figure.count) for figure in edge.figures)
    return words.compared.format(
        source=row.source,
        target=row.target,
        count=words.arrow.format(first=first, second=second),
        change=said[change(edge, flow)],
        waited=words.waited.format(wait=waits) if waits else "",
    )
