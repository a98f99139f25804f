"""A proof of inclusion from the files of a log of a million: `proofs.py FOLDER`.

Cold: the files are put out of the system's memory and the reader is new. Then a new
reader on files in memory; one reader and another entry each time; one and the same
entry. Every proof is verified, outside the time.
"""

import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from mingjing_ledger.reader import TileReader, directory
from mingjing_ledger.tiles import new_tiles, tile_data
from mingjing_ledger.tree import (
    inclusion_proof,
    leaf_hash,
    node_hash,
    root_of,
    verify_inclusion,
)

SIZE, ROUNDS, GOAL_MS = 1_000_000, 300, 5.0


def leaf(index: int) -> bytes:
    return leaf_hash(b"entry %d" % index)


def write(folder: Path) -> bytes:
    """The tiles of hashes and the root; a proof needs no bundles of entries."""
    levels = [[leaf(index) for index in range(SIZE)]]
    while len(levels[-1]) > 1:
        below = levels[-1]
        pairs = zip(below[::2], below[1::2], strict=False)
        levels.append([node_hash(left, right) for left, right in pairs])

    def read(level: int, index: int) -> bytes:
        return levels[level][index]

    for tile in new_tiles(0, SIZE):
        if tile.level >= 0:
            path = folder / tile.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(tile_data(tile, read))
    return root_of(SIZE, read)


def forget(paths: Iterable[Path]) -> None:
    """Put files out of the system's memory."""
    for path in paths:
        opened = os.open(path, os.O_RDONLY)
        os.posix_fadvise(opened, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(opened)


def measure(
    name: str,
    root: bytes,
    chosen: list[int],
    reader: Callable[[], TileReader],
    before: Callable[[], None] | None = None,
) -> None:
    spent = []
    for index in chosen:
        if before:
            before()
        began = time.perf_counter()
        proof = inclusion_proof(index, SIZE, reader())
        spent.append((time.perf_counter() - began) * 1000)
        verify_inclusion(leaf(index), index, SIZE, proof, root)
    middle = statistics.median(spent)
    late = statistics.quantiles(spent, n=100)[98]
    verdict = "met" if late <= GOAL_MS else "MISSED"
    print(
        f"{name:<40}{middle:8.2f} ms{late:8.2f} ms  goal {GOAL_MS:g} ms: {verdict}",
        flush=True,
    )


def main() -> None:
    folder = Path(sys.argv[1]) / "tiles"
    root = write(folder)
    os.sync()  # what is not yet written cannot be forgotten
    paths = [path for path in folder.rglob("*") if path.is_file()]
    shared = [path for path in paths if path.parts[len(folder.parts) + 1] != "0"]
    chance = random.Random(1)
    chosen = [chance.randrange(SIZE) for _ in range(ROUNDS)]

    def new() -> TileReader:
        return TileReader(SIZE, root, directory(folder))

    print(f"\nproof of inclusion in {SIZE:,} entries{'p50':>13}{'p99':>11}")
    forget(paths)
    measure(
        "cold: new reader, files not in memory",
        root,
        chosen,
        new,
        lambda: forget(shared),
    )
    measure("new reader, files in memory", root, chosen, new)
    kept = new()
    measure("one reader, another entry each time", root, chosen, lambda: kept)
    measure("one reader, the same entry", root, [chosen[0]] * ROUNDS, lambda: kept)


main()
