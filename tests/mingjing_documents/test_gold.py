"""Documents that a person has read: the outline is exactly what was written down."""

import json
from pathlib import Path

import pytest

from mingjing_documents import read_outline
from tests.support.outlines import UNITS, Score, score_file

VECTORS = Path(__file__).parents[1] / "vectors"
GOLD = sorted((VECTORS / "documents").glob("*.gold.json"))
BLIND = sorted((VECTORS / "blind").glob("*.gold.json"))


def tree_of(gold):
    """What a gold file leaves out is empty."""
    return [
        {
            "marker": node["marker"],
            "title": node["title"],
            "parent": node["parent"],
            **{role: set(node.get(role, ())) for role in UNITS},
            "deadline": node.get("deadline", ["none", None]),
        }
        for node in gold
    ]


def read_tree(path):
    outline = read_outline(path)
    return [
        {
            "marker": node.marker,
            "title": node.title,
            "parent": node.parent,
            **{role: set(getattr(node, role)) for role in UNITS},
            "deadline": [
                node.deadline.kind,
                node.deadline.date or node.deadline.every,
            ],
        }
        for node in outline.nodes
    ]


@pytest.mark.parametrize("gold", GOLD, ids=[path.name[:-10] for path in GOLD])
def test_a_document_reads_as_a_person_read_it(gold):
    document = gold.with_name(gold.name.removesuffix(".gold.json"))
    assert read_tree(document) == tree_of(json.loads(gold.read_text("utf-8")))


def test_documents_read_unseen_reach_what_is_promised():
    total = Score()
    for gold in BLIND:
        total += score_file(gold)
    assert total.recall >= 0.97
    assert total.precision >= 0.97
    assert total.parents_right >= 0.97
    assert total.units_f1 >= 0.95
    assert total.deadlines_share >= 0.9
