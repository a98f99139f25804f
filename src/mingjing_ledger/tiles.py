"""Tiles, C2SP tlog-tiles: the tree and the entries as static files.

A tile of level L holds up to 256 hashes of full subtrees of 256**L leaves; a bundle
holds the entries under one tile of level 0. What is full never changes.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from mingjing_ledger.errors import Malformed, MalformedTile
from mingjing_ledger.tree import HASH_SIZE, MAX_SIZE, Reader

WIDTH = 256
HEIGHT = 8  # levels of the tree in one tile: 2**8 == 256
MOST_ENTRY = 2**16 - 1  # bytes of one entry: its length is written in two bytes
ENTRIES = -1  # in place of a level: the bundles of entries
_PATH = re.compile(
    r"tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?",
    re.ASCII,
)


@dataclass(frozen=True, order=True)
class Tile:
    """The name of a tile or bundle; ``width`` counts its hashes or entries.

    Raises MalformedTile: level -1 (`ENTRIES`) … 63, width 1 … 256.
    """

    level: int
    index: int
    width: int = WIDTH

    def __post_init__(self) -> None:
        if not ENTRIES <= self.level <= 63:
            raise MalformedTile("The level of a tile is from 0 to 63.")
        if not 0 <= self.index <= MAX_SIZE:
            raise MalformedTile("The index of a tile is from 0 to 2**63 - 1.")
        if not 1 <= self.width <= WIDTH:
            raise MalformedTile("The width of a tile is from 1 to 256.")

    @property
    def path(self) -> str:
        """``tile/<L>/<N>[.p/<W>]``. C2SP tlog-tiles, "Merkle Tree", "Log entries"."""
        digits = str(self.index)
        digits = digits.zfill(-(-len(digits) // 3) * 3)
        groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
        number = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
        level = "entries" if self.level == ENTRIES else str(self.level)
        partial = f".p/{self.width}" if self.width < WIDTH else ""
        return f"tile/{level}/{number}{partial}"

    @property
    def full(self) -> "Tile":
        """The tile of the same place with all 256 hashes."""
        return Tile(self.level, self.index)

    @property
    def start(self) -> int:
        """Index of the first entry under it."""
        return self.index << HEIGHT * (max(self.level, 0) + 1)


def parse_path(path: str) -> Tile:
    """Read a path as `Tile.path` writes it. Raises MalformedTile."""
    found = _PATH.fullmatch(path) if len(path) <= 64 else None
    if not found:
        raise MalformedTile("This is not the path of a tile.")
    level, number, width = found.groups()
    tile = Tile(
        ENTRIES if level == "entries" else int(level),
        int(number.replace("x", "").replace("/", "")),
        WIDTH if width is None else int(width),
    )
    if tile.path != path:
        raise MalformedTile("This is not the one way to write the path of a tile.")
    return tile


def tiles_of(size: int) -> Iterator[Tile]:
    """Each tile and bundle of a log of ``size`` entries, level by level.

    C2SP tlog-tiles, "Partial Tiles": the last of a level is partial, none is empty.
    Raises Malformed unless 0 ≤ size < 2**63.
    """
    return new_tiles(0, size)


def new_tiles(old: int, new: int) -> Iterator[Tile]:
    """Each tile and bundle that a log of ``new`` entries has and one of ``old`` not.

    Raises Malformed unless 0 ≤ old ≤ new < 2**63.
    """
    if not 0 <= old <= new <= MAX_SIZE:
        raise Malformed("A log grows from 0 or more entries to less than 2**63.")
    for level in range(ENTRIES, MAX_SIZE.bit_length() // HEIGHT + 1):
        shift = HEIGHT * max(level, 0)
        before, after = old >> shift, new >> shift
        if before == after:
            continue
        for index in range(before // WIDTH, after // WIDTH):
            yield Tile(level, index)
        if after % WIDTH:
            yield Tile(level, after // WIDTH, after % WIDTH)


def tile_data(tile: Tile, read: Reader) -> bytes:
    """Return the bytes of a tile of hashes: 32 for each, at most 8,192.

    ``read`` gives the roots of full subtrees. Raises MalformedTile for a bundle, and
    whatever ``read`` raises.
    """
    if tile.level == ENTRIES:
        raise MalformedTile("A bundle of entries has no hashes.")
    level, first = tile.level * HEIGHT, tile.index * WIDTH
    return b"".join(read(level, first + at) for at in range(tile.width))


def parse_tile(data: bytes, width: int) -> tuple[bytes, ...]:
    """Return the ``width`` hashes of a tile. Raises MalformedTile."""
    if len(data) != width * HASH_SIZE:
        raise MalformedTile(
            f"A tile of {width} hashes has {width * HASH_SIZE} bytes, not {len(data)}."
        )
    return tuple(data[at : at + HASH_SIZE] for at in range(0, len(data), HASH_SIZE))


def bundle_data(entries: Sequence[bytes]) -> bytes:
    """Return the bytes of a bundle: two bytes of length, then the entry, for each.

    C2SP tlog-tiles, "Log entries". Raises MalformedTile for no or more than 256
    entries and for an entry of more than 65,535 bytes.
    """
    if not 1 <= len(entries) <= WIDTH:
        raise MalformedTile("A bundle has from 1 to 256 entries.")
    if any(len(entry) > MOST_ENTRY for entry in entries):
        raise MalformedTile(f"An entry in a bundle has at most {MOST_ENTRY} bytes.")
    return b"".join(len(entry).to_bytes(2) + entry for entry in entries)


def parse_bundle(data: bytes, width: int) -> tuple[bytes, ...]:
    """Return the ``width`` entries of a bundle. Raises MalformedTile."""
    entries, at = [], 0
    while at < len(data):
        begin = at + 2
        at = begin + int.from_bytes(data[begin - 2 : begin])
        if at > len(data) or begin > len(data):
            raise MalformedTile("The bundle ends in the middle of an entry.")
        entries.append(data[begin:at])
    if len(entries) != width:
        raise MalformedTile(f"The bundle has {len(entries)} entries, not {width}.")
    return tuple(entries)


def write_tiles(
    old: int,
    new: int,
    read: Reader,
    entries: Callable[[int, int], Sequence[bytes]],
    write: Callable[[str, bytes], None],
) -> int:
    """Write what a log that grew from ``old`` to ``new`` entries newly has.

    ``entries(start, end)`` gives the bodies of a range, ``write(path, data)`` stores
    one file. Bundles come first and the levels upwards, so that whoever stops in the
    middle leaves no tile without what it stands on. Returns the number of files.
    Raises Malformed, MalformedTile and whatever the three functions raise.
    """
    count = 0
    for tile in new_tiles(old, new):
        if tile.level == ENTRIES:
            data = bundle_data(entries(tile.start, tile.start + tile.width))
        else:
            data = tile_data(tile, read)
        write(tile.path, data)
        count += 1
    return count
