#!/usr/bin/env python3
"""Checks a record kept by Mingjing, offline: this one file and Python 3.8 or newer.

    python3 auditor.py SOURCE --key KEY [--checkpoint FILE]… [--line "SIZE ROOT"]…

SOURCE      the site's SQLite database, a plain dump of pg_dump, a folder made by
            `ledger export` or by wget -r, or the address of the site's /ledger/
KEY         the log's verifier key, from the notice board and not from the site
FILE        an outside checkpoint: from a witness, an older mirror, the end of a receipt
SIZE ROOT   a line that hung on a notice board: entries, then the eight groups

Everything is computed anew from the entries; no stored hash is believed. Ends with 0
when the record is proven, 1 when it is broken, 2 when it is not proven or not readable.
The formats are those of docs/spec/ledger.md (RFC 9162; c2sp.org).
"""

from __future__ import annotations  # offices have old machines: Python 3.8

import argparse
import base64
import hashlib
import heapq
import http.client
import json
import re
import sqlite3
import sys
import urllib.error
import urllib.request
from datetime import datetime, timezone
from itertools import chain, islice
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:  # then the arithmetic below does it, slower and just as surely
    Ed25519PublicKey = None  # type: ignore[assignment, misc]

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Fetch = Callable[[str], "bytes | None"]
    Point = tuple[int, int, int, int]
    # Of a database: number, words, kept hash, kind, time, subject. Of files: the first
    # three, and None for the words where there are only hashes.
    Row = tuple[Any, ...]

MOST = 2**20  # bytes of a note
_MOST_SIGNATURES = 100
_MOST_FILE = 256 * (2**16 + 2)  # bytes of the largest bundle of entries
_LOG, _WITNESS = 1, 4  # algorithms of signed-note and tlog-cosignature
WIDTH = 256
_BATCH = 16 * WIDTH


class Unreadable(Exception):
    """What was given cannot be read; it says nothing about the record."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


class Broken(Exception):
    """The record is not what it should be, from entry ``at`` on when that is known."""

    def __init__(self, at: int | None, zh: str, en: str) -> None:
        super().__init__(en)
        self.at, self.zh, self.en = at, zh, en


class Head(NamedTuple):
    """A size and a root that somebody outside vouches for."""

    size: int
    root: bytes
    whence: str
    witnesses: tuple[str, ...] = ()


# -- signatures ------------------------------------------------------------------------

_P = 2**255 - 19
_Q = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, _P - 2, _P) % _P
_I = pow(2, (_P - 1) // 4, _P)


def _add(a: Point, b: Point) -> Point:
    u, v = (a[1] - a[0]) * (b[1] - b[0]) % _P, (a[1] + a[0]) * (b[1] + b[0]) % _P
    c, d = 2 * a[3] * b[3] * _D % _P, 2 * a[2] * b[2] % _P
    e, f, g, h = v - u, d - c, d + c, v + u
    return (e * f % _P, g * h % _P, f * g % _P, e * h % _P)


def _times(scalar: int, point: Point) -> Point:
    total: Point = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            total = _add(total, point)
        point, scalar = _add(point, point), scalar >> 1
    return total


def _point(data: bytes) -> Point | None:
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    if y >= _P:
        return None
    square = (y * y - 1) * pow(_D * y * y + 1, _P - 2, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _I % _P
    if (x * x - square) % _P or (not x and sign):
        return None
    x = _P - x if x & 1 != sign else x
    return (x, y, 1, x * y % _P)


def verify_ed25519(public: bytes, message: bytes, signature: bytes) -> bool:
    """RFC 8032 section 5.1.7, by the library where there is one."""
    if len(public) != 32 or len(signature) != 64:
        return False
    if Ed25519PublicKey is not None:
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True
    return _verify_slowly(public, message, signature)


def _verify_slowly(public: bytes, message: bytes, signature: bytes) -> bool:
    key, r = _point(public), _point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    base = _point((4 * pow(5, _P - 2, _P) % _P).to_bytes(32, "little"))
    if key is None or r is None or base is None or s >= _Q:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    left = _times(s, base)
    right = _add(r, _times(int.from_bytes(digest, "little") % _Q, key))
    return (
        not (left[0] * right[2] - right[0] * left[2]) % _P
        and not (left[1] * right[2] - right[1] * left[2]) % _P
    )


class Key(NamedTuple):
    """A verifier key of C2SP signed-note: ``name+id+base64(algorithm ‖ key)``."""

    name: str
    id: bytes
    algorithm: int
    public: bytes


def read_key(line: str, algorithm: int = _LOG) -> Key:
    told = line.strip()
    try:
        name, mark, material = told.split("+", 2)
        data = base64.b64decode(material, validate=True)
        key = Key(name, bytes.fromhex(mark), data[0], data[1:])
        right = hashlib.sha256(name.encode() + b"\n" + data).digest()[:4]
    except (ValueError, IndexError):
        raise Unreadable(
            f"这不是公钥：{told[:80]!a}", f"This is no verifier key: {told[:80]!a}"
        ) from None
    if right != key.id or (algorithm == key.algorithm and len(key.public) != 32):
        raise Unreadable(
            f"{name} 的公钥抄错了", f"The verifier key of {name} was copied wrongly."
        )
    if key.algorithm != algorithm:
        raise Unreadable(
            f"{name} 的公钥不是这一种：--key 要账本的公钥，--witness 要见证单位的 Ed25519 公钥",
            f"The key of {name} is of another kind: --key takes the key of a log,"
            " --witness the Ed25519 key of a witness.",
        )
    return key


def _no_checkpoint(whence: str) -> Unreadable:
    return Unreadable(
        f"{whence}：不是签过名的见证点", f"{whence}: not a signed checkpoint."
    )


def read_note(data: bytes, whence: str, keys: list[Key], witnesses: list[Key]) -> Head:
    """A checkpoint that one of ``keys`` signed; of ``witnesses`` those that saw it."""
    lines, signatures = _take_apart(data, whence)
    message = "".join(f"{line}\n" for line in lines).encode()
    signed, seen = False, []
    for line in signatures:
        name, material = _signature(line, whence)
        for key in (*keys, *witnesses):
            if (key.name, key.id) != (name, material[:4]):
                continue
            good, moment = _holds(key, message, material[4:])
            if not good:
                raise Unreadable(
                    f"{whence}：{name} 的签名不对",
                    f"{whence}: the signature of {name} is wrong.",
                )
            if key in keys and key.name == lines[0]:
                signed = True
            elif key in witnesses:
                seen.append(f"{name} {moment}")
    if not signed:
        raise Unreadable(
            f"{whence}：没有用所给公钥签的名",
            f"{whence}: none of the keys given signed it.",
        )
    return Head(int(lines[1]), _hash(lines[2], whence), whence, tuple(seen))


def _take_apart(data: bytes, whence: str) -> tuple[list[str], list[str]]:
    """The lines of the text (origin, size, root, …) and those of the signatures."""
    if len(data) > MOST or b"\r" in data:
        raise Unreadable(
            f"{whence}：太长，或者换行被改过（CRLF）",
            f"{whence}: too long, or its line ends were changed (CRLF).",
        )
    try:
        told = data.decode()
    except UnicodeDecodeError:
        raise Unreadable(f"{whence}：不是文本", f"{whence}: not a text.") from None
    # A receipt ends in the checkpoint that it was made for.
    if told.startswith("c2sp.org/tlog-proof@v1\n"):
        told = told.partition("\n\n")[2]
    text, _gap, block = told.rpartition("\n\n")
    lines, signatures = text.split("\n"), block.split("\n")
    if (
        len(lines) < 3
        or not all(lines)
        or not re.fullmatch(r"0|[1-9][0-9]{0,18}", lines[1])
        or signatures.pop() != ""
        or len(set(signatures)) != len(signatures)
        or len(signatures) > _MOST_SIGNATURES
    ):
        raise _no_checkpoint(whence)
    return lines, signatures


def _signature(line: str, whence: str) -> tuple[str, bytes]:
    found = re.fullmatch(r"— ([^ +]+) ([A-Za-z0-9+/]+={0,2})", line)
    try:
        data = base64.b64decode(found[2], validate=True) if found else b""
        if found and base64.b64encode(data).decode() == found[2]:
            return found[1], data
    except ValueError:
        pass
    raise _no_checkpoint(whence)


def _holds(key: Key, message: bytes, signature: bytes) -> tuple[bool, str]:
    if key.algorithm == _LOG:
        return verify_ed25519(key.public, message, signature), ""
    moment = int.from_bytes(signature[:8], "big")
    told = f"cosignature/v1\ntime {moment}\n".encode() + message
    when = datetime.fromtimestamp(min(moment, 2**33), timezone.utc)
    good = verify_ed25519(key.public, told, signature[8:])
    return good, when.strftime("%Y-%m-%d %H:%M UTC")


def _hash(line: str, whence: str) -> bytes:
    try:
        root = base64.b64decode(line, validate=True)
    except ValueError:
        root = b""
    if len(root) != 32 or base64.b64encode(root).decode() != line:
        raise _no_checkpoint(whence)
    return root


def read_line(told: str) -> Head:
    """A line of the notice board: the size, then the root in groups of eight digits."""
    size, *groups = told.split() or [""]
    root = "".join(groups).lower()
    if not re.fullmatch(r"[0-9]{1,19}", size) or not re.fullmatch(
        r"[0-9a-f]{64}", root
    ):
        raise Unreadable(
            f"这不是公告栏上的一行：{told[:100]!a}",
            f"This is no line of a notice board: {told[:100]!a}",
        )
    return Head(int(size), bytes.fromhex(root), "公告栏 notice board")


# -- the tree --------------------------------------------------------------------------

_sha = hashlib.sha256


class Tree:
    """The frontier of the entries so far, RFC 9162 section 2.1."""

    def __init__(self) -> None:
        self.size = 0
        self.frontier: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        size, frontier = self.size, self.frontier
        while size & 1:
            leaf = _sha(b"\x01" + frontier.pop() + leaf).digest()
            size >>= 1
        frontier.append(leaf)
        self.size += 1

    def extend(self, leaves: list[bytes]) -> None:
        """Many at once: blocks of 256 are hashed level by level, which is quicker."""
        at = 0
        while at < len(leaves):
            if self.size % WIDTH or len(leaves) - at < WIDTH:
                self.add(leaves[at])
                at += 1
                continue
            level = leaves[at : at + WIDTH]
            while len(level) > 1:
                level = [
                    _sha(b"\x01" + left + right).digest()
                    for left, right in zip(level[::2], level[1::2])
                ]
            self._add_block(level[0])
            at += WIDTH

    def _add_block(self, block: bytes) -> None:
        count = self.size // WIDTH
        while count & 1:
            block = _sha(b"\x01" + self.frontier.pop() + block).digest()
            count >>= 1
        self.frontier.append(block)
        self.size += WIDTH

    def grow(self, rows: Iterator[Row], until: int | None) -> None:
        """Add entries up to the size ``until``, everything said of each compared."""
        while self.size != until:
            most = _BATCH if until is None else min(_BATCH, until - self.size)
            batch: list[Row] = []
            try:
                batch.extend(islice(rows, most))
            except (Broken, Unreadable):
                # What came before it may be wrong as well, and is to be named first.
                self.extend(_leaves(batch, self.size))
                raise
            if not batch:
                return
            self.extend(_leaves(batch, self.size))

    @property
    def root(self) -> bytes:
        if not self.frontier:
            return _sha(b"").digest()
        top = self.frontier[-1]
        for left in reversed(self.frontier[:-1]):
            top = _sha(b"\x01" + left + top).digest()
        return top


def _leaves(batch: list[Row], first: int) -> list[bytes]:
    """Leaf hashes of consecutive entries, each from its words."""
    if batch and len(batch[0]) == 3:
        return [_bare(row) for row in batch]
    leaves, expected, sha = [], first, _sha
    try:
        words = b"".join(chain.from_iterable(map(itemgetter(3, 4, 5), batch)))
        plain = b'"' not in words and b"\\" not in words
        # The canonical form has its keys in order: most entries need no parsing.
        for row in batch:
            index, body, kept, kind, moment, subject = row
            leaf = sha(b"\x00" + body).digest()
            at = body.find(b'},"kind":"')
            if not (
                leaf == kept
                and index == expected
                and plain
                and body.startswith(moment + b'"', 7)
                and body.startswith(kind + b'","role":', at + 10)
                and body.endswith(b',"subject":"' + subject + b'","v":1}')
                and body.rfind(b'},"kind":"') == at
            ):
                _look_closely(row, expected)
            leaves.append(leaf)
            expected += 1
    except TypeError:  # a column is empty or holds a number
        for at, row in enumerate(batch[len(leaves) :], start=expected):
            leaves.append(_look_closely(row, at))
    return leaves


def _bare(row: Row) -> bytes:
    index, body, kept = row
    return kept if body is None else _leaf(index, body, kept)


def _leaf(index: int, body: bytes, kept: bytes) -> bytes:
    leaf = _sha(b"\x00" + body).digest()
    if leaf != kept:
        raise Broken(
            index,
            f"原文的指纹是 {leaf.hex()}，记下的是 {kept.hex() or '空的'}",
            f"its words hash to {leaf.hex()}, kept is {kept.hex() or 'nothing'}",
        )
    return leaf


def _look_closely(row: Row, expected: int) -> bytes:
    """Name what is wrong with an entry, or find that it was only written unusually."""
    index, *rest = row
    if not isinstance(index, int) or index < expected:
        raise Broken(
            index if isinstance(index, int) else expected,
            f"编号 {index!a} 重复，或不是编号",
            f"the number {index!a} stands there twice or is none",
        )
    if index > expected:
        raise Broken(expected, "这一条不见了", "this entry is missing")
    body, kept, *shown = (
        one if isinstance(one, bytes) else b"" if one is None else str(one).encode()
        for one in rest
    )
    leaf = _leaf(expected, body, kept)
    try:
        said: Any = json.loads(body)
        told = [said["kind"], said["at"], said["subject"]]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Broken(expected, "原文不是一条留痕", "its words are no entry") from None
    names = zip(("kind", "at", "subject"), rest[2:], shown, told)
    for name, given, seen, wanted in names:
        if given is None or seen.decode("utf-8", "replace") != wanted:
            words = seen.decode("utf-8", "replace")
            raise Broken(
                expected,
                f"显示的 {name} 是“{words}”，原文写的是“{wanted}”",
                f"{name} is shown as {words!r} and recorded as {wanted!r}",
            )
    return leaf


# -- where the entries come from -------------------------------------------------------


class Source(NamedTuple):
    """The entries, and what the source itself says their tree is."""

    rows: Iterator[Row]
    frontier: tuple[int, bytes] | None = None
    heads: Iterable[Head] = ()  # by size
    bodies: bool = True


def sqlite_source(path: Path) -> Source:
    # Evidence stays as it is: without a journal beside it nothing is written there.
    alone = not any(Path(f"{path}{end}").exists() for end in ("-wal", "-journal"))
    address = path.resolve().as_uri() + "?mode=ro" + "&immutable=1" * alone
    try:
        return _tables(sqlite3.connect(address, uri=True), str(path))
    except sqlite3.Error as reason:
        raise _damaged(str(path), reason) from reason


def _damaged(whence: str, reason: sqlite3.Error) -> Unreadable:
    return Unreadable(f"{whence}：数据库读不了：{reason}", f"{whence}: {reason}.")


def _tables(database: sqlite3.Connection, whence: str) -> Source:
    # Whoever writes words where bytes were is seen as well: all is compared as bytes.
    database.text_factory = bytes
    frontier = database.execute("SELECT size, frontier FROM record_head").fetchone()
    signs = "SELECT 1 FROM sqlite_master WHERE name = 'ledger_checkpoint'"
    told = database.execute(_HEADS) if database.execute(signs).fetchone() else ()
    heads = (
        Head(size, root, f"checkpoint {size} in the database") for size, root in told
    )
    return Source(_rows(database, whence), frontier or (0, b""), heads)


def _rows(database: sqlite3.Connection, whence: str) -> Iterator[Row]:
    try:
        yield from database.execute(_ENTRIES)
    except sqlite3.Error as reason:
        raise _damaged(whence, reason) from reason


_ENTRIES = """SELECT "index", body, leaf_hash, kind, replace(happened_at, ' ', 'T')
    || CASE length(happened_at) WHEN 19 THEN '.000000' ELSE '' END || '+00:00', subject
    FROM record_entry ORDER BY "index" """
_HEADS = """SELECT ifnull(CAST(size AS INTEGER), 0), ifnull(CAST(root AS BLOB), x'')
    FROM ledger_checkpoint WHERE origin =
    (SELECT origin FROM ledger_checkpoint ORDER BY id DESC LIMIT 1) ORDER BY 1"""


_COPIED = {
    "record_entry": ["index", "kind", "happened_at", "subject", "body", "leaf_hash"],
    "record_head": ["size", "frontier"],
    "ledger_checkpoint": ["id", "size", "root", "origin"],
}
_COPY = re.compile(r"COPY (?:\w+\.)?(\w+) \((.*)\) FROM stdin;\n")


def dump_source(path: Path) -> Source:
    """A plain dump of pg_dump.

    Its rows lie as they lay in the server's file: where an act was taken back, later
    entries fill the room. A table of ours on disk, without a name, sorts them.
    """
    database = sqlite3.connect("")
    for table, columns in _COPIED.items():
        names = ", ".join(f'"{name}"' for name in columns)
        database.execute(f"CREATE TABLE {table} ({names})")
    found = set()
    with path.open(encoding="utf-8", newline="\n") as file:
        try:
            for line in file:
                copy = _COPY.fullmatch(line)
                if copy and copy[1] in _COPIED:
                    found.add(copy[1])
                    _fill(database, copy, file, path)
        except UnicodeDecodeError:
            raise _no_source(path) from None
    if not found.issuperset(("record_entry", "record_head")):
        raise _no_source(path)
    database.execute('CREATE INDEX by_index ON record_entry ("index")')
    return _tables(database, str(path))


def _no_source(path: Path) -> Unreadable:
    return Unreadable(
        f"{path}：不是站点的 SQLite 数据库，也不是 pg_dump 的文本备份（缺 record_entry 或 record_head）",
        f"{path}: neither the site's SQLite database nor a plain dump of pg_dump"
        " (record_entry or record_head is not in it).",
    )


def _fill(
    database: sqlite3.Connection,
    copy: re.Match[str],
    file: Iterator[str],
    path: Path,
) -> None:
    table, given = copy[1], [name.strip().strip('"') for name in copy[2].split(",")]
    columns = _COPIED[table]
    spoilt = Unreadable(
        f"{path}：表 {table} 不完整",
        f"{path}: the table {table} is cut off or damaged.",
    )
    if not set(columns) <= set(given):
        raise spoilt
    readers = [(given.index(name), _READERS.get(name, _text)) for name in columns]

    def rows() -> Iterator[list[Any]]:
        for line in file:
            if line == "\\.\n":
                return
            cells = line[:-1].split("\t")
            if len(cells) != len(given):
                raise spoilt
            yield [
                None if cells[at] == "\\N" else read(cells[at]) for at, read in readers
            ]
        raise spoilt

    marks = ", ".join("?" * len(columns))
    command = f"INSERT INTO {table} VALUES ({marks})"  # noqa: S608  # a name of _COPIED
    try:
        database.executemany(command, rows())
    except (ValueError, OverflowError):
        raise spoilt from None


def _text(cell: str) -> str:
    plain = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f", "v": "\v"}
    if "\\" not in cell:
        return cell
    return re.sub(r"\\(.)", lambda m: plain.get(m[1], m[1]), cell)


def _bytea(cell: str) -> bytes:
    if not cell.startswith("\\\\x"):
        raise ValueError(cell)
    return bytes.fromhex(cell[3:])


def _utc(cell: str) -> str:
    """A time of PostgreSQL as SQLite keeps it."""
    if cell.endswith("+00"):
        return cell[:-3] if len(cell) == 22 else cell[:-3].ljust(26, "0")
    told = re.sub(r"([+-][0-9]{2})$", r"\1:00", cell)
    told = re.sub(r"\.([0-9]+)", lambda m: "." + m[1].ljust(6, "0"), told)
    moment = datetime.fromisoformat(told)
    if moment.tzinfo is None:
        raise ValueError(cell)
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%d %H:%M:%S.%f")


_READERS: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(("body", "leaf_hash", "frontier", "root"), _bytea),
    **dict.fromkeys(("index", "id", "size"), int),
    "happened_at": _utc,
}


def tile_path(level: str, index: int, width: int) -> str:
    digits = str(index)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    number = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
    return f"tile/{level}/{number}" + (f".p/{width}" if width < WIDTH else "")


def tile_source(fetch: Fetch, keys: list[Key]) -> Source:
    """The files of C2SP tlog-tiles; a public mirror has hashes and no entries."""
    note = fetch("checkpoint")
    if note is None:
        raise Unreadable(
            "里面没有 checkpoint 这个文件", "There is no file named checkpoint."
        )
    own = read_note(note, "checkpoint", keys, [])
    width = min(own.size, WIDTH)
    bodies = bool(width) and _file(fetch, "entries", 0, width) is not None
    return Source(_tiled(fetch, own.size, bodies=bodies), None, (own,), bodies)


def _tiled(fetch: Fetch, size: int, *, bodies: bool) -> Iterator[Row]:
    above = _Above(fetch)
    for number in range(-(-size // WIDTH)):
        first = number * WIDTH
        width = min(size - first, WIDTH)
        hashes = _hashes(fetch, 0, number, width)
        entries = _entries(fetch, number, width)
        if (entries is not None) != bodies:
            # Some and not others: somebody took them away.
            raise Broken(
                first if bodies else 0, "原文不见了", "the words of it are missing"
            )
        for at, (leaf, body) in enumerate(zip(hashes, entries or [None] * width)):
            yield first + at, body, leaf
        if width == WIDTH:
            above.add(0, hashes)
    above.close()


class _Above:
    """The levels over the lowest, computed as it goes by and compared with the files."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        self._levels: list[tuple[int, list[bytes]]] = []  # (full tiles before, hashes)

    def add(self, level: int, tile: list[bytes]) -> None:
        tree = Tree()
        for one in tile:
            tree.add(one)
        if len(self._levels) == level:
            self._levels.append((0, []))
        number, hashes = self._levels[level]
        hashes.append(tree.root)
        if len(hashes) == WIDTH:
            self._compare(level + 1, number, hashes)
            self._levels[level] = (number + 1, [])
            self.add(level + 1, hashes)

    def close(self) -> None:
        for level, (number, hashes) in enumerate(self._levels):
            if hashes:
                self._compare(level + 1, number, hashes)

    def _compare(self, level: int, number: int, hashes: list[bytes]) -> None:
        found = _hashes(self._fetch, level, number, len(hashes))
        for at, (one, other) in enumerate(zip(found, hashes)):
            if one != other:
                first = (number * WIDTH + at) << 8 * level
                path = tile_path(str(level), number, len(hashes))
                raise Broken(
                    first,
                    f"文件 {path} 与下一层不符",
                    f"{path} differs from the level below",
                )


def _file(
    fetch: Fetch, level: str, number: int, width: int
) -> tuple[bytes, int] | None:
    # A log may drop a partial file once the full one stands.
    for one in dict.fromkeys((width, WIDTH)):
        data = fetch(tile_path(level, number, one))
        if data is not None:
            return data, one
    return None


def _wrong_size(level: str, number: int, width: int) -> Unreadable:
    path = tile_path(level, number, width)
    return Unreadable(f"文件 {path} 的长度不对", f"The file {path} has a wrong length.")


def _hashes(fetch: Fetch, level: int, number: int, width: int) -> list[bytes]:
    found = _file(fetch, str(level), number, width)
    if found is None:
        path = tile_path(str(level), number, width)
        first = number * WIDTH << 8 * level
        raise Broken(first, f"文件 {path} 不见了", f"the file {path} is missing")
    data, full = found
    if len(data) != full * 32:
        raise _wrong_size(str(level), number, full)
    return [data[at : at + 32] for at in range(0, width * 32, 32)]


def _entries(fetch: Fetch, number: int, width: int) -> list[bytes | None] | None:
    file = _file(fetch, "entries", number, width)
    if file is None:
        return None
    data, full = file
    found: list[bytes | None] = []
    at = 0
    while at < len(data) and len(found) < full:
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        found.append(data[at + 2 : end])
        at = end
    if at != len(data) or len(found) != full:
        raise _wrong_size("entries", number, full)
    return found[:width]


def in_folder(folder: Path) -> Fetch:
    def fetch(path: str) -> bytes | None:
        try:
            with (folder / path).open("rb") as file:
                return file.read(_MOST_FILE)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None

    return fetch


def at_address(address: str) -> Fetch:
    def fetch(path: str) -> bytes | None:
        try:
            with urllib.request.urlopen(
                f"{address.rstrip('/')}/{path}", timeout=30
            ) as answer:
                data: bytes = answer.read(_MOST_FILE)
                return data
        except urllib.error.HTTPError as reason:
            if reason.code == 404:
                return None
            raise _no_answer(address, reason) from reason
        except (OSError, ValueError, http.client.HTTPException) as reason:
            raise _no_answer(address, reason) from reason

    return fetch


def _no_answer(address: str, reason: Exception) -> Unreadable:
    return Unreadable(f"{address} 取不到：{reason}", f"{address}: {reason}.")


def open_source(told: str, keys: list[Key]) -> Source:
    if re.match(r"https?://", told):
        return tile_source(at_address(told), keys)
    path = Path(told)
    if path.is_dir():
        return tile_source(in_folder(path), keys)
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith(b"SQLite format 3\x00"):
        return sqlite_source(path)
    if start.startswith(b"PGDMP"):
        raise Unreadable(
            f"{path}：是 pg_dump 自己的格式，请先运行 pg_restore -f dump.sql {path}",
            f"{path}: a dump in pg_dump's own form; first: pg_restore -f dump.sql {path}",
        )
    if b"\r\n" in start and b"\x00" not in start:
        raise Unreadable(
            f"{path}：换行被改过（CRLF），请用原来的文件",
            f"{path}: its line ends were changed (CRLF); take the file as it was.",
        )
    return dump_source(path)


# -- the verdict -----------------------------------------------------------------------


class Verdict(NamedTuple):
    """What the audit came to: ``proven``, ``not proven`` or ``broken``."""

    name: str
    size: int
    root: str
    at: int | None
    zh: str
    en: str


def audit(source: Source, outside: list[Head]) -> Verdict:
    """Compute everything anew and compare. A refusal to read raises Unreadable."""
    _agree(outside)
    tree = Tree()
    try:
        _walk(source, tree, outside)
    except Broken as reason:
        place = "账本" if reason.at is None else f"第 {reason.at} 条起"
        where = "" if reason.at is None else f" at entry {reason.at}"
        return Verdict(
            "broken",
            tree.size,
            tree.root.hex(),
            reason.at,
            f"不符：{place}：{reason.zh}。",
            f"Broken{where}: {reason.en}.",
        )
    limit_zh = "" if source.bodies else "这里没有原文，只核对了散列。"
    limit = (
        "" if source.bodies else " There were no entries here to check, only hashes."
    )
    last = max(outside, default=None)
    if last is None or not last.size:  # the head of no entries covers none
        return Verdict(
            "not proven", tree.size, tree.root.hex(), None,
            f"未能证实：{tree.size} 条前后一致，但没有外面的见证点；有人改过账、又全部重算，是看不出来的。{limit_zh}",
            f"Not proven: {tree.size} entries agree with each other, but there is no outside"
            f" checkpoint; whoever rewrote all of it could not be found out.{limit}",
        )  # fmt: skip
    return Verdict(
        "proven", tree.size, tree.root.hex(), None,
        f"已证实：头 {last.size} 条与外面的见证点（{last.whence}）一致，没有人改过；以后的 {tree.size - last.size} 条它还管不到。{limit_zh}",
        f"Proven: the first {last.size} entries are those of the outside checkpoint"
        f" ({last.whence}); it does not cover the {tree.size - last.size} after them.{limit}",
    )  # fmt: skip


def _agree(outside: list[Head]) -> None:
    for one, other in zip(sorted(outside), sorted(outside)[1:]):
        if one.size == other.size and one.root != other.root:
            raise Unreadable(
                f"两个外面的见证点互相矛盾：{one.whence} 和 {other.whence} 都是 {one.size} 条，总指纹却不同；两份都要封存",
                f"Two outside checkpoints contradict each other: {one.whence} and"
                f" {other.whence} both have {one.size} entries and different roots;"
                " keep both.",
            )


def _walk(source: Source, tree: Tree, outside: list[Head]) -> None:
    proven, rows = 0, iter(source.rows)
    by_size = sorted(outside)
    for head in heapq.merge(source.heads, by_size, key=lambda head: head.size):
        if head.size > tree.size:
            tree.grow(rows, head.size)
        if head.size > tree.size:
            raise Broken(
                tree.size,
                f"{head.whence} 有 {head.size} 条，这里只有 {tree.size} 条",
                f"{head.whence} has {head.size} entries, here are {tree.size}",
            )
        proven = _compare(head, tree, proven, outside)
    tree.grow(rows, None)
    if source.frontier and source.frontier != (tree.size, b"".join(tree.frontier)):
        raise Broken(
            None,
            "库里记的账首与条目不符",
            "the head kept in the database is not that of its entries",
        )


def _compare(head: Head, tree: Tree, proven: int, outside: list[Head]) -> int:
    """How far the record is proven after this head."""
    if head.root != tree.root:
        raise Broken(
            None,
            f"第 {proven} 条到第 {max(head.size - 1, 0)} 条之间与 {head.whence} 不同：应为 {head.root.hex()}，算得 {tree.root.hex()}",
            f"between entry {proven} and entry {max(head.size - 1, 0)} it differs from"
            f" {head.whence}: {head.root.hex()} expected, {tree.root.hex()} found",
        )
    return head.size if head in outside else proven


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("source")
    parser.add_argument("--key", action="append", default=[], metavar="KEY")
    parser.add_argument("--checkpoint", action="append", default=[], metavar="FILE")
    parser.add_argument("--line", action="append", default=[], metavar="'SIZE ROOT'")
    parser.add_argument("--witness", action="append", default=[], metavar="KEY")
    parser.add_argument("--json", action="store_true")
    told = parser.parse_args(arguments)
    try:
        keys = [read_key(line) for line in told.key]
        witnesses = [read_key(line, _WITNESS) for line in told.witness]
        outside = [read_line(line) for line in told.line]
        for name in told.checkpoint:
            _come_from_outside(name, told.source)
            outside.append(read_note(_read(name), name, keys, witnesses))
        verdict = audit(open_source(told.source, keys), outside)
    except (Unreadable, OSError) as reason:
        return _refuse(reason, as_json=told.json)
    seen = [f"{head.whence}: {one}" for head in outside for one in head.witnesses]
    if told.json:
        print(json.dumps({**verdict._asdict(), "witnesses": seen}, ensure_ascii=False))
    else:
        print(f"{verdict.zh}\n{verdict.en}\n{verdict.size} {verdict.root}")
        for line in seen:
            print(f"见证 witnessed: {line}")
        if witnesses and not seen:
            print("所给的见证单位没有签名 none of the witnesses given signed.")
    return {"proven": 0, "broken": 1}.get(verdict.name, 2)


def _come_from_outside(name: str, source: str) -> None:
    """What the source says of itself proves nothing."""
    if re.match(r"https?://", source):
        own = name.startswith(source.rstrip("/") + "/")
    else:
        own = Path(source).resolve() in (
            Path(name).resolve(),
            *Path(name).resolve().parents,
        )
    if own:
        raise Unreadable(
            f"{name} 是被审计的账本自己的见证点，不是外面的",
            f"{name} is the audited record's own checkpoint and none from outside.",
        )


def _read(name: str) -> bytes:
    if re.match(r"https?://", name):
        folder, _slash, file = name.rpartition("/")
        return at_address(folder)(file) or b""
    with Path(name).open("rb") as opened:
        return opened.read(2 * MOST)


def _refuse(reason: Unreadable | OSError, *, as_json: bool) -> int:
    if isinstance(reason, OSError):
        told = f"{reason.filename or ''}: {reason.strerror or reason}"
        reason = Unreadable(told, told)
    if as_json:
        answer = {"name": "not readable", "zh": reason.zh, "en": reason.en}
        print(json.dumps(answer, ensure_ascii=False))
    else:
        print(f"读不了：{reason.zh}。\nNot readable: {reason.en}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):  # a console that knows no Chinese
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    sys.exit(main())
