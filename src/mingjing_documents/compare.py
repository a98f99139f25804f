"""An amended document beside the one before: clause by clause, matched by their words."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from mingjing_documents.model import Node, Outline

ALIKE = 0.55  # of shared pairs of characters: below, it is another clause


@dataclass(frozen=True)
class Change:
    """What became of one clause. `old` and `new` index into the outlines' nodes."""

    kind: Literal["same", "edited", "added", "removed"]
    old: int | None
    new: int | None


def compare(old: Outline, new: Outline) -> list[Change]:
    """Match each clause of `new` with one of `old`, by words and not by number.

    Equal words first, then the most alike left over (Dice over pairs of characters).
    Returns the new document's clauses in order, then what was removed.
    """
    before = [_words(node) for node in old.nodes]
    after = [_words(node) for node in new.nodes]
    match = _equal(before, after)
    match |= _alike(before, after, match)
    changes = [
        Change("added", None, at)
        if at not in match
        else Change("same" if before[match[at]] == words else "edited", match[at], at)
        for at, words in enumerate(after)
    ]
    kept = set(match.values())
    return changes + [
        Change("removed", at, None) for at in range(len(before)) if at not in kept
    ]


def word_changes(old: str, new: str) -> list[tuple[str, str]]:
    """The difference as [("same" | "del" | "ins", words), …]."""
    left, right = _tokens(old), _tokens(new)
    parts: list[tuple[str, str]] = []
    for op, a, b, c, d in SequenceMatcher(
        None, left, right, autojunk=False
    ).get_opcodes():
        if op == "equal":
            parts.append(("same", "".join(left[a:b])))
            continue
        if a < b:
            parts.append(("del", "".join(left[a:b])))
        if c < d:
            parts.append(("ins", "".join(right[c:d])))
    return parts


def _tokens(words: str) -> list[str]:
    return re.findall(r"[A-Za-z0-9]+|\s+|.", words, re.DOTALL)


def _words(node: Node) -> str:
    return re.sub(r"[\s\u3000]", "", f"{node.title}。{node.text}")


def _equal(before: list[str], after: list[str]) -> dict[int, int]:
    places: dict[str, list[int]] = defaultdict(list)
    for at in range(len(before) - 1, -1, -1):
        places[before[at]].append(at)
    return {at: places[words].pop() for at, words in enumerate(after) if places[words]}


def _alike(
    before: list[str], after: list[str], taken: dict[int, int]
) -> dict[int, int]:
    used = set(taken.values())
    old = {at: _pairs(w) for at, w in enumerate(before) if at not in used}
    index: dict[str, list[int]] = defaultdict(list)
    for at, pairs in old.items():
        for pair in pairs:
            index[pair].append(at)
    scores = []
    for at, words in enumerate(after):
        if at in taken:
            continue
        pairs = _pairs(words)
        shared: Counter[int] = Counter()
        for pair, count in pairs.items():
            for other in index.get(pair, ()):
                shared[other] += min(count, old[other][pair])
        for other, common in shared.items():
            score = 2 * common / (pairs.total() + old[other].total())
            if score >= ALIKE:
                scores.append((-score, abs(at - other), at, other))
    found: dict[int, int] = {}
    for _, _, at, other in sorted(scores):
        if at not in found and other not in used:
            found[at] = other
            used.add(other)
    return found


def _pairs(words: str) -> Counter[str]:
    return Counter(words[i : i + 2] for i in range(max(1, len(words) - 1)))
