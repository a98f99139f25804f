"""The tree over the entries as they lie in the database and in the files of tiles."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

from mingjing.base.ledger.models import Checkpoint
from mingjing.base.record.models import Entry
from mingjing.base.record.queries import bytes_of
from mingjing_ledger.errors import Malformed, MissingTile
from mingjing_ledger.proof import Proof
from mingjing_ledger.reader import TileReader, directory
from mingjing_ledger.tiles import HEIGHT, WIDTH, Tile
from mingjing_ledger.tree import (
    append,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root,
    split,
)

_BATCH = 2000


def bodies(start: int, end: int) -> Iterator[bytes]:
    """Bodies of the entries [start, end) in their order. Raises Malformed at a gap."""
    rows = Entry.objects.filter(index__gte=start, index__lt=end).order_by("index")
    expected = start
    for index, body in rows.values_list("index", "body").iterator(chunk_size=_BATCH):
        if index != expected:
            break
        yield bytes_of(body)
        expected += 1
    if expected != end:
        raise Malformed(f"Entry {expected} of the record is missing.")


def grown(frontier: list[bytes], start: int, end: int) -> list[bytes]:
    """The frontier after the entries [start, end), each hashed anew from its body."""
    for size, body in enumerate(bodies(start, end), start=start):
        frontier = append(frontier, size, leaf_hash(body))
    return frontier


def root_at(size: int) -> bytes:
    """Root of the first ``size`` entries from their bodies, trusting no stored hash."""
    return root(grown([], 0, size))


def first_wrong_head() -> Checkpoint | None:
    """The first signed head that the entries, hashed anew, do not lead to.

    Heads of another name were signed before a gap, which a recovery tells.
    """
    frontier, size = list[bytes](), 0
    newest = Checkpoint.objects.first()
    heads = Checkpoint.objects.filter(origin=newest.origin if newest else "")
    for head in heads.order_by("size").iterator():
        try:
            frontier, size = grown(frontier, size, head.size), head.size
        except Malformed:
            return head
        if root(frontier) != bytes(head.root):
            return head
    return None


class Subtrees:
    """Roots of full subtrees for the writing of tiles: entries below, files above."""

    def __init__(self) -> None:
        self._block: tuple[int, list[bytes]] = (-1, [])
        self._fetch = directory(settings.LEDGER_ROOT)

    def __call__(self, level: int, index: int) -> bytes:
        if level == 0:
            return self._leaves(index // WIDTH)[index % WIDTH]
        path = Tile(level // HEIGHT - 1, index).path
        data = self._fetch(path)
        if data is None:
            raise MissingTile(f"The file {path} is missing.")
        hashes = split(data)
        while len(hashes) > 1:
            pairs = zip(hashes[::2], hashes[1::2], strict=True)
            hashes = [node_hash(left, right) for left, right in pairs]
        return hashes[0]

    def _leaves(self, block: int) -> list[bytes]:
        if self._block[0] != block:
            start = block * WIDTH
            rows = Entry.objects.filter(index__gte=start, index__lt=start + WIDTH)
            found = [
                leaf_hash(bytes_of(b))
                for b in rows.order_by("index").values_list("body", flat=True)
            ]
            self._block = (block, found)
        return self._block[1]


def reader(checkpoint: Checkpoint) -> TileReader:
    """The tree of a signed head from its files, each hash checked against its root."""
    return TileReader(
        checkpoint.size, bytes(checkpoint.root), directory(settings.LEDGER_ROOT)
    )


@dataclass(frozen=True)
class Receipt:
    """An entry, its place, and the head that holds it, in one file that proves it."""

    index: int
    checkpoint: Checkpoint
    data: bytes


def receipt(entry: Entry, checkpoint: Checkpoint, note: bytes) -> Receipt:
    """A C2SP tlog-proof that carries the entry's own words along."""
    hashes = inclusion_proof(entry.index, checkpoint.size, reader(checkpoint))
    proof = Proof(entry.index, tuple(hashes), note, bytes_of(entry.body))
    return Receipt(entry.index, checkpoint, proof.encode())
