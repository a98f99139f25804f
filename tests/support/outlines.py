"""Compares an outline with what a person wrote down as right."""

import json
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

from mingjing_documents import Node, read_outline

UNITS = ("lead_units", "responsible_units", "supporting_units")


@dataclass
class Score:
    """Counts that add up over documents; `wrong` says in words what differed."""

    gold: int = 0
    found: int = 0
    matched: int = 0
    parents: int = 0
    units_gold: int = 0
    units_found: int = 0
    units_matched: int = 0
    deadlines: int = 0
    deadlines_right: int = 0
    wrong: list[str] = field(default_factory=list)

    def __add__(self, other: "Score") -> "Score":
        return Score(
            *(
                getattr(self, name) + getattr(other, name)
                for name in Score.__dataclass_fields__
            )
        )

    @property
    def recall(self) -> float:
        return self.matched / (self.gold or 1)

    @property
    def precision(self) -> float:
        return self.matched / (self.found or 1)

    @property
    def parents_right(self) -> float:
        return self.parents / (self.matched or 1)

    @property
    def units_f1(self) -> float:
        total = self.units_gold + self.units_found
        return 2 * self.units_matched / total if total else 1.0

    @property
    def deadlines_share(self) -> float:
        return self.deadlines_right / self.deadlines if self.deadlines else 1.0

    def __str__(self) -> str:
        return (
            f"{self.gold:7}{self.recall:8.3f}{self.precision:8.3f}"
            f"{self.parents_right:9.3f}{self.units_f1:8.3f}{self.deadlines_share:8.3f}"
        )


def score_file(gold: Path) -> Score:
    document = gold.with_name(gold.name.removesuffix(".gold.json"))
    outline = read_outline(document.read_bytes(), document.name)
    return score(json.loads(gold.read_text("utf-8")), outline.nodes)


def score(gold: list[dict], nodes: list[Node]) -> Score:
    """Deadlines count where the person or the program sees one."""
    left = [(g["marker"], g["title"]) for g in gold]
    right = [(n.marker, n.title) for n in nodes]
    pairs = {
        block.a + i: block.b + i
        for block in SequenceMatcher(None, left, right, False).get_matching_blocks()
        for i in range(block.size)
    }
    result = Score(gold=len(gold), found=len(nodes), matched=len(pairs))
    result.wrong += [f"missed {left[a]}" for a in range(len(gold)) if a not in pairs]
    extra = set(range(len(nodes))) - set(pairs.values())
    result.wrong += [f"invented {right[b]}" for b in sorted(extra)]
    for at, here in pairs.items():
        _score_node(result, gold[at], nodes[here], pairs)
    return result


def _score_node(result: Score, gold: dict, node: Node, pairs: dict[int, int]) -> None:
    parent = None if gold["parent"] is None else pairs.get(gold["parent"], -1)
    result.parents += parent == node.parent
    if parent != node.parent:
        result.wrong.append(f"parent of {node.marker}{node.title}: {node.parent}")
    expected = {(role, unit) for role in UNITS for unit in gold.get(role, ())}
    named = {(role, unit) for role in UNITS for unit in getattr(node, role)}
    result.units_gold += len(expected)
    result.units_found += len(named)
    result.units_matched += len(expected & named)
    if expected != named:
        result.wrong.append(
            f"units of {node.marker}{node.title}: {sorted(expected ^ named)}"
        )
    due = gold.get("deadline", ["none", None])
    read = [node.deadline.kind, node.deadline.date or node.deadline.every]
    if due == read == ["none", None]:
        return
    result.deadlines += 1
    result.deadlines_right += due == read
    if due != read:
        result.wrong.append(
            f"deadline of {node.marker}{node.title}: {read} for {due} ({node.deadline.text})"
        )
