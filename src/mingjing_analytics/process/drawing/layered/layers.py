"""The first half of a layered layout: which edges lead back, and the rank of each node.

The scheme is that of Sugiyama, Tagawa and Toda 1981, "Methods for visual understanding
of hierarchical system structures".
"""

from collections import deque
from collections.abc import Sequence

Arc = tuple[int, int, int]  # tail, head, weight

_ROUNDS = 400  # exchanges of the network simplex; a map of 60 nodes needs about 60


def leading_back(size: int, arcs: Sequence[Arc]) -> list[bool]:
    """For each arc whether it closes a cycle when the heavier arcs are taken first.

    Heavier arcs keep their direction, so what leads back is what is rare. O(n) bit
    operations an arc. Arcs of equal weight are taken in the order given.
    """
    below = [1 << node for node in range(size)]  # what each node reaches
    above = list(below)
    back = [False] * len(arcs)
    for at in sorted(range(len(arcs)), key=lambda at: -arcs[at][2]):
        tail, head, _ = arcs[at]
        if below[head] >> tail & 1:
            back[at] = True
            continue
        for node in range(size):
            if above[tail] >> node & 1:
                below[node] |= below[head]
            if below[head] >> node & 1:
                above[node] |= above[tail]
    return back


def ranks(size: int, arcs: Sequence[Arc]) -> list[int]:
    """The ranks from 0 down with the least sum of weight times length; no arc is flat.

    The network simplex of Gansner, Koutsofios, North and Vo 1993, "A technique for
    drawing directed graphs". The arcs form one connected graph without cycles.
    """
    rank = _longest(size, arcs)
    if not arcs:
        return rank
    tree = _tight_tree(size, arcs, rank)
    balance = [0] * size
    for tail, head, weight in arcs:
        balance[tail] += weight
        balance[head] -= weight
    for _ in range(_ROUNDS):
        leaving, upper = _leaving(size, arcs, tree, balance)
        if leaving < 0:
            break
        entering = _entering(arcs, rank, upper)
        if entering < 0:
            break
        tail, head, _ = arcs[entering]
        slack = rank[head] - rank[tail] - 1
        for node in range(size):
            if upper[node]:
                rank[node] -= slack
        tree.remove(leaving)
        tree.append(entering)
    least = min(rank)
    return [one - least for one in rank]


def _longest(size: int, arcs: Sequence[Arc]) -> list[int]:
    heads: list[list[int]] = [[] for _ in range(size)]
    waiting = [0] * size
    for tail, head, _ in arcs:
        heads[tail].append(head)
        waiting[head] += 1
    rank = [0] * size
    ready = deque(node for node in range(size) if not waiting[node])
    while ready:
        node = ready.popleft()
        for head in heads[node]:
            rank[head] = max(rank[head], rank[node] + 1)
            waiting[head] -= 1
            if not waiting[head]:
                ready.append(head)
    return rank


def _tight_tree(size: int, arcs: Sequence[Arc], rank: list[int]) -> list[int]:
    """A spanning tree of arcs of length one; ranks are moved until there is one."""
    within = [False] * size
    within[0] = True
    tree: list[int] = []
    while len(tree) < size - 1:
        best, least = -1, 1 << 30
        for at, (tail, head, _) in enumerate(arcs):
            slack = rank[head] - rank[tail] - 1
            if within[tail] != within[head] and slack < least:
                best, least = at, slack
        tail, head, _ = arcs[best]
        shift = least if within[tail] else -least
        for node in range(size):
            if within[node]:
                rank[node] += shift
        within[tail] = within[head] = True
        tree.append(best)
    return tree


def _leaving(
    size: int, arcs: Sequence[Arc], tree: list[int], balance: list[int]
) -> tuple[int, list[bool]]:
    """The tree arc of the most negative cut value and the nodes on its tail's side.

    A cut value is the weight that leaves the tail's side less what enters it, which is
    the sum of the balances of that side.
    """
    order, parent = _walked(size, arcs, tree)
    total = list(balance)
    for node in reversed(order[1:]):
        total[_other(arcs[parent[node]], node)] += total[node]
    best, least, below = -1, 0, 0
    for node in order[1:]:
        value = total[node] if arcs[parent[node]][0] == node else -total[node]
        if value < least:
            best, least, below = parent[node], value, node
    upper = [False] * size
    if best >= 0:
        under = [False] * size
        under[below] = True
        for node in order[1:]:
            if under[_other(arcs[parent[node]], node)]:
                under[node] = True
        tail_below = arcs[best][0] == below
        upper = [one == tail_below for one in under]
    return best, upper


def _other(arc: Arc, node: int) -> int:
    """The end of an arc that is not this node."""
    return arc[1] if arc[0] == node else arc[0]


def _walked(
    size: int, arcs: Sequence[Arc], tree: list[int]
) -> tuple[list[int], list[int]]:
    """Nodes from the root of the tree on, and the tree arc that led to each."""
    near: list[list[int]] = [[] for _ in range(size)]
    for at in tree:
        near[arcs[at][0]].append(at)
        near[arcs[at][1]].append(at)
    order, parent = [0], [-1] * size
    for node in order:
        for at in near[node]:
            if at != parent[node]:
                other = _other(arcs[at], node)
                parent[other] = at
                order.append(other)
    return order, parent


def _entering(arcs: Sequence[Arc], rank: list[int], upper: list[bool]) -> int:
    """The arc of least slack back into the tail's side."""
    best, least = -1, 1 << 30
    for at, (tail, head, _) in enumerate(arcs):
        slack = rank[head] - rank[tail] - 1
        if upper[head] and not upper[tail] and slack < least:
            best, least = at, slack
    return best
