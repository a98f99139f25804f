"""Groups that hang together by links: union–find with path halving (Tarjan 1983)."""

from collections import defaultdict
from collections.abc import Iterable


def groups_of(links: Iterable[tuple[str, str]]) -> list[frozenset[str]]:
    """Give the groups of names that links join, in the order of their first name.

    Args:
        links: Pairs of names; the order of the pairs does not matter.

    """
    above: dict[str, str] = {}

    def top(name: str) -> str:
        above.setdefault(name, name)
        while above[name] != name:
            above[name] = above[above[name]]
            name = above[name]
        return name

    for one, other in links:
        first, second = sorted((top(one), top(other)))
        above[second] = first
    members: dict[str, set[str]] = defaultdict(set)
    for name in above:
        members[top(name)].add(name)
    return [frozenset(members[name]) for name in sorted(members)]
