"""Reading a log from its tiles, every hash checked against one root.

The partial tiles of a tree hold exactly the hashes its root is made of, so the root
vouches for them; a full tile is vouched for by one hash in the tile above it.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from pathlib import Path

from mingjing_ledger.errors import Malformed, MissingTile, WrongHash
from mingjing_ledger.tiles import (
    ENTRIES,
    HEIGHT,
    WIDTH,
    Tile,
    parse_bundle,
    parse_tile,
)
from mingjing_ledger.tree import HASH_SIZE, MAX_SIZE, leaf_hash, node_hash, root_of

Fetch = Callable[[str], bytes | None]  # the bytes at a path; None if there are none
_KEPT = 64  # full tiles in memory, 512 KiB


def directory(folder: Path) -> Fetch:
    """Fetch from a directory that holds ``tile/…``, such as a mirror."""

    def fetch(path: str) -> bytes | None:
        try:
            return (folder / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None

    return fetch


class TileReader:
    """The tree of ``size`` entries with the hash ``tree_root``, read from tiles.

    ``reader(level, index)`` is a `tree.Reader`: it makes proofs. Raises Malformed for
    an impossible size, and, here and at each read, MissingTile, MalformedTile and
    WrongHash when the tiles are not those of the root. Not for several threads.
    """

    def __init__(self, size: int, tree_root: bytes, fetch: Fetch) -> None:
        if not 0 <= size <= MAX_SIZE or len(tree_root) != HASH_SIZE:
            raise Malformed("A tree has from 0 to 2**63 - 1 entries and a root hash.")
        self.size = size
        self._fetch = fetch
        self._edge: dict[int, tuple[bytes, ...]] = {}
        self._full: OrderedDict[tuple[int, int], tuple[bytes, ...]] = OrderedDict()
        for level in range(size.bit_length() // HEIGHT + 1):
            width = (size >> HEIGHT * level) % WIDTH
            if width:
                tile = Tile(level, size >> HEIGHT * (level + 1), width)
                self._edge[level] = self._hashes(tile)
        if root_of(size, self._unchecked_edge) != tree_root:
            raise WrongHash("The last tiles of each level do not lead to the root.")

    def __call__(self, level: int, index: int) -> bytes:
        """Root of the leaves [index << level, (index + 1) << level), checked.

        RFC 6962 section 2.1. Raises Malformed when they are not all in the tree.
        """
        if level < 0 or index < 0 or (index + 1) << level > self.size:
            raise Malformed("The tree has no such full subtree.")
        tile_level, height = divmod(level, HEIGHT)
        first = index << height
        hashes = self._tile(tile_level, first // WIDTH)
        return _top(hashes[first % WIDTH :][: 1 << height])

    def entries(self, start: int, end: int) -> Iterator[tuple[int, bytes]]:
        """(index, body) of the entries [start, end), each checked by its leaf hash.

        Raises Malformed unless 0 ≤ start ≤ end ≤ size, WrongHash naming the entry.
        """
        if not 0 <= start <= end <= self.size:
            raise Malformed("The log has no such range of entries.")
        for index in range(start // WIDTH, -(-end // WIDTH)):
            hashes = self._tile(0, index)
            bundle = self._bundle(Tile(ENTRIES, index, len(hashes)))
            for at, (body, leaf) in enumerate(
                zip(bundle, hashes, strict=True), start=index * WIDTH
            ):
                if start <= at < end:
                    if leaf_hash(body) != leaf:
                        raise WrongHash(f"Entry {at} is not the one that was recorded.")
                    yield at, body

    def _tile(self, level: int, index: int) -> tuple[bytes, ...]:
        if index == self.size >> HEIGHT * (level + 1):
            return self._edge[level]
        kept = self._full.get((level, index))
        if kept is not None:
            self._full.move_to_end((level, index))
            return kept
        hashes = self._hashes(Tile(level, index))
        if _top(hashes) != self(HEIGHT * (level + 1), index):
            raise WrongHash(f"The file {Tile(level, index).path} is not of this tree.")
        self._full[level, index] = hashes
        if len(self._full) > _KEPT:
            self._full.popitem(last=False)
        return hashes

    def _unchecked_edge(self, level: int, index: int) -> bytes:
        tile_level, height = divmod(level, HEIGHT)
        first = (index << height) % WIDTH
        return _top(self._edge[tile_level][first:][: 1 << height])

    def _hashes(self, tile: Tile) -> tuple[bytes, ...]:
        data, width = self._get(tile)
        return parse_tile(data, width)[: tile.width]

    def _bundle(self, tile: Tile) -> tuple[bytes, ...]:
        data, width = self._get(tile)
        return parse_bundle(data, width)[: tile.width]

    def _get(self, tile: Tile) -> tuple[bytes, int]:
        # A log may drop a partial tile once the full one stands.
        for one in dict.fromkeys((tile, tile.full)):
            data = self._fetch(one.path)
            if data is not None:
                return data, one.width
        raise MissingTile(f"The file {tile.path} is missing.")


def _top(hashes: tuple[bytes, ...]) -> bytes:
    """Root of a full subtree from all its hashes (1, 2, 4 … 256) of one level."""
    while len(hashes) > 1:
        pairs = zip(hashes[::2], hashes[1::2], strict=True)
        hashes = tuple(node_hash(left, right) for left, right in pairs)
    return hashes[0]
