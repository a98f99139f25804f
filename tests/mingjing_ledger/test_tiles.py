"""C2SP tlog-tiles: names, contents, and a reader that believes only the root."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing_ledger.errors import (
    LedgerError,
    Malformed,
    MalformedTile,
    MissingTile,
    WrongHash,
)
from mingjing_ledger.reader import TileReader, directory
from mingjing_ledger.tiles import (
    ENTRIES,
    Tile,
    bundle_data,
    new_tiles,
    parse_bundle,
    parse_path,
    parse_tile,
    tile_data,
    tiles_of,
)
from mingjing_ledger.tree import (
    EMPTY_ROOT,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    verify_consistency,
    verify_inclusion,
)
from tests.mingjing_ledger.log import Log
from tests.mingjing_ledger.naive import naive_reader


@pytest.fixture(scope="module")
def log():
    made = Log()
    for count in (1, 2, 252, 1, 1, 300, 255, 256, 1, 66000):
        made.add(count)
    return made


PATHS = {
    Tile(0, 0): "tile/0/000",
    Tile(0, 0, 1): "tile/0/000.p/1",
    Tile(3, 999): "tile/3/999",
    Tile(0, 1234067): "tile/0/x001/x234/067",
    Tile(63, 1000, 255): "tile/63/x001/000.p/255",
    Tile(ENTRIES, 5, 12): "tile/entries/005.p/12",
    Tile(0, 2**63 - 1): "tile/0/x009/x223/x372/x036/x854/x775/807",
}


@pytest.mark.parametrize(("tile", "path"), PATHS.items())
def test_the_path_of_a_tile(tile, path):
    assert tile.path == path
    assert parse_path(path) == tile


@given(st.integers(ENTRIES, 63), st.integers(0, 2**63 - 1), st.integers(1, 256))
def test_any_path_is_read_and_written_the_same(level, index, width):
    tile = Tile(level, index, width)

    assert parse_path(tile.path) == tile


WRONG_PATHS = """
    tile/0/0 tile/0/00 tile/0/0000 tile/0/x000/001 tile/0/x001 tile/0/001/002 tile/00/000
    tile/01/000 tile/64/000 tile/100/000 tile/-1/000 tile//000 tile/0/000.p/0
    tile/0/000.p/256 tile/0/000.p/01 tile/0/000.p/ tile/0/000.p tile/0/000/ /tile/0/000
    tile/0/../0/000 tile/0/x1/000 tile/Entries/000 tile/entries/ tile/0/٠٠٠ tile/0/000.p/1/2
    tile/0/x009/x223/x372/x036/x854/x775/808 tile/0/x999/x999/x999/x999/x999/x999/x999/999
    checkpoint tile tile/0/X001/000 tile/0/001.P/1
""".split()
SPACED = ["", "tile/0/000\n", " tile/0/000", "tile/0/" + "x001/" * 1000 + "001"]


@pytest.mark.parametrize("path", WRONG_PATHS + SPACED)
def test_what_is_not_the_path_of_a_tile_is_refused(path):
    with pytest.raises(MalformedTile):
        parse_path(path)


def test_the_tiles_of_the_examples_of_the_specification():
    tiles = list(tiles_of(70_000))

    assert len([t for t in tiles if t.level == 0 and t.width == 256]) == 273
    assert [t.path for t in tiles if t.level >= 0 and t.width < 256] == [
        "tile/0/273.p/112",
        "tile/1/001.p/17",
        "tile/2/000.p/1",
    ]
    assert [t.path for t in tiles if t.level == 1] == ["tile/1/000", "tile/1/001.p/17"]
    assert [t.path for t in tiles_of(256)] == [
        "tile/entries/000",
        "tile/0/000",
        "tile/1/000.p/1",
    ]
    assert list(tiles_of(0)) == []
    assert list(new_tiles(256, 256)) == []


def test_growing_writes_each_tile_of_the_new_size_that_the_old_had_not():
    for old in (0, 1, 255, 256, 257, 511, 512, 65535, 65536, 65537):
        for more in (0, 1, 2, 255, 256, 300, 65536):
            new = set(tiles_of(old + more))
            assert set(new_tiles(old, old + more)) == new - set(tiles_of(old))
    for old, new in ((-1, 0), (2, 1), (0, 2**63)):
        with pytest.raises(Malformed):
            list(new_tiles(old, new))


def test_the_greatest_log_ends_in_eight_partial_tiles():
    size = 2**63 - 1
    assert [tile.path for tile in new_tiles(size - 1, size)] == [
        Tile(ENTRIES, size >> 8, 255).path,
        Tile(0, size >> 8, 255).path,
    ]
    assert next(iter(new_tiles(2**56 - 1, 2**56))).index == 2**48 - 1


def test_a_log_is_read_back_from_its_tiles_at_each_size_it_had(log):
    seed = random.Random(6)
    whole = len(log.bodies)
    for size in (1, 3, 255, 256, 257, 557, 812, 1068, 1069, whole):
        reader = log.reader(size)
        for index in {0, size - 1, *(seed.randrange(size) for _ in range(20))}:
            path = inclusion_proof(index, size, reader)
            leaf = leaf_hash(log.bodies[index])
            verify_inclusion(leaf, index, size, path, log.roots[size])
            proof = consistency_proof(index, size, reader)
            verify_consistency(index, size, log.roots[index], log.roots[size], proof)
    assert log.reader(0)._edge == {}


def test_a_proof_from_tiles_is_the_one_of_the_rfc():
    small = Log()
    small.add(300)
    read = naive_reader([leaf_hash(body) for body in small.bodies])
    for index in (0, 255, 256, 299):
        assert inclusion_proof(index, 300, small.reader()) == inclusion_proof(
            index, 300, read
        )


def test_the_entries_are_read_and_checked(log):
    reader = log.reader()
    size = reader.size

    assert list(reader.entries(0, 600)) == list(enumerate(log.bodies[:600]))
    assert list(reader.entries(size - 3, size)) == list(
        enumerate(log.bodies[size - 3 :], start=size - 3)
    )
    assert list(reader.entries(5, 5)) == []
    for start, end in ((-1, 0), (1, 0), (0, size + 1)):
        with pytest.raises(Malformed):
            list(reader.entries(start, end))


def test_a_full_tile_stands_for_its_partial_ones():
    log = Log()
    log.add(10)
    log.add(300)
    files = {p: d for p, d in log.files.items() if p.startswith("tile/0/001")}
    files |= {p: d for p, d in log.files.items() if "/000" in p and ".p/10" not in p}

    reader = log.reader(10, files)
    assert reader(0, 9) == leaf_hash(log.bodies[9])
    assert list(reader.entries(0, 10)) == list(enumerate(log.bodies[:10]))


def test_no_changed_byte_of_a_tile_is_believed(log):
    seed = random.Random(7)
    paths = [tile.path for tile in tiles_of(len(log.bodies))]
    for _ in range(150):
        path = seed.choice(paths)
        data = bytearray(log.files[path])
        at = seed.randrange(len(data))
        data[at] ^= 1 << seed.randrange(8)
        with pytest.raises((WrongHash, MalformedTile)):
            use(log, path, {**log.files, path: bytes(data)})


def test_a_missing_or_truncated_tile_is_named(log):
    last = list(tiles_of(len(log.bodies)))[-3:]
    for tile in (Tile(0, 7), Tile(ENTRIES, 7), Tile(1, 0), *last):
        files = {**log.files}
        del files[tile.path]
        with pytest.raises(MissingTile, match=tile.path):
            use(log, tile.path, files)
        for wrong in (b"", log.files[tile.path][:-1], log.files[tile.path] + b"x"):
            with pytest.raises(MalformedTile):
                use(log, tile.path, {**log.files, tile.path: wrong})


def use(log, path, files):
    tile = parse_path(path)
    reader = log.reader(files=files)
    if tile.level == ENTRIES:
        list(reader.entries(tile.start, tile.start + tile.width))
    else:
        reader(tile.level * 8, tile.index * 256)


def test_a_root_of_another_tree_is_refused(log):
    with pytest.raises(WrongHash, match="do not lead to the root"):
        TileReader(1069, log.roots[1068], log.files.get)
    with pytest.raises(WrongHash):
        TileReader(0, log.roots[1], log.files.get)
    for size, tree_root in ((-1, EMPTY_ROOT), (2**63, EMPTY_ROOT), (0, b"x")):
        with pytest.raises(Malformed):
            TileReader(size, tree_root, log.files.get)


def test_what_lies_outside_the_tree_is_refused(log):
    reader = log.reader(1069)
    for level, index in ((0, 1069), (0, -1), (-1, 0), (10, 1), (11, 0), (64, 0)):
        with pytest.raises(Malformed):
            reader(level, index)


def test_tiles_in_a_directory(tmp_path):
    log = Log()
    log.add(300)
    for path, data in log.files.items():
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    reader = TileReader(300, log.roots[300], directory(tmp_path))

    assert list(reader.entries(0, 300)) == list(enumerate(log.bodies))
    assert directory(tmp_path)("tile/0") is None
    assert directory(tmp_path)("tile/0/000/x") is None
    with pytest.raises(MissingTile):
        TileReader(301, log.roots[300], directory(tmp_path))


def test_a_bundle_of_entries_is_written_and_read():
    entries = (b"", b"a", "清".encode(), b"x" * 65535)
    data = bundle_data(entries)

    assert data[:5] == b"\x00\x00\x00\x01a"
    assert parse_bundle(data, 4) == entries
    with pytest.raises(MalformedTile, match="4 entries, not 3"):
        parse_bundle(data, 3)
    for cut in (1, 65535, 65536):
        with pytest.raises(MalformedTile, match="middle of an entry"):
            parse_bundle(data[:-cut], 4)
    for wrong in ((), (b"",) * 257, (b"x" * 65536,)):
        with pytest.raises(MalformedTile):
            bundle_data(wrong)


def test_a_tile_of_hashes_has_exactly_its_bytes():
    assert parse_tile(bytes(64), 2) == (bytes(32), bytes(32))
    with pytest.raises(MalformedTile, match="64 bytes, not 63"):
        parse_tile(bytes(63), 2)
    with pytest.raises(MalformedTile, match="has no hashes"):
        tile_data(Tile(ENTRIES, 0), lambda _level, _index: b"")


@pytest.mark.parametrize("wrong", [(-2, 0, 1), (64, 0, 1), (0, -1, 1), (0, 2**63, 1),
                                   (0, 0, 0), (0, 0, 257)])  # fmt: skip
def test_a_tile_that_cannot_be_named_cannot_be_made(wrong):
    with pytest.raises(LedgerError):
        Tile(*wrong)


def test_writing_is_one_file_a_tile():
    log = Log()

    assert log.add(0) == 0
    assert log.add(3) == 2
    assert log.add(253) == 3
    assert sorted(log.files) == [
        "tile/0/000",
        "tile/0/000.p/3",
        "tile/1/000.p/1",
        "tile/entries/000",
        "tile/entries/000.p/3",
    ]
