"""A log in memory, grown step by step and written to tiles as a server would."""

from mingjing_ledger.reader import TileReader
from mingjing_ledger.tiles import write_tiles
from mingjing_ledger.tree import EMPTY_ROOT, append, leaf_hash, root


class Log:
    def __init__(self):
        self.bodies, self.nodes, self.files = [], {}, {}
        self.frontier, self.roots = [], [EMPTY_ROOT]

    def add(self, count):
        old = len(self.bodies)
        for number in range(old, old + count):
            body = self.body(number)
            self.bodies.append(body)
            self.frontier = append(self.frontier, number, leaf_hash(body))
            self.roots.append(root(self.frontier))
        return write_tiles(old, old + count, self.node, self.range, self.write)

    def body(self, number):
        return f"entry {number}".encode()

    def node(self, level, index):
        if (level, index) not in self.nodes:
            if level == 0:
                self.nodes[0, index] = leaf_hash(self.bodies[index])
            else:
                pair = [self.node(level - 1, 2 * index + side) for side in (0, 1)]
                self.nodes[level, index] = root(pair)
        return self.nodes[level, index]

    def range(self, start, end):
        return self.bodies[start:end]

    def write(self, path, data):
        assert self.files.setdefault(path, data) == data, "a tile changed"

    def reader(self, size=None, files=None):
        size = len(self.bodies) if size is None else size
        return TileReader(size, self.roots[size], (files or self.files).get)
