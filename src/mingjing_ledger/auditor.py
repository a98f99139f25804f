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
import json
import re
import sqlite3
import sys
import urllib.error
import urllib.request
from datetime import datetime, timezone
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:  # then the arithmetic below does it, slower and just as surely
    Ed25519PublicKey = None  # type: ignore[assignment, misc]

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Fetch = Callable[[str], "bytes | None"]
    Point = tuple[int, int, int, int]
    # Number, words, kept hash, kind, time, subject of one entry, as bytes; the words are
    # None where the source has none, and so is what it does not show beside them.
    Row = tuple[int, "bytes | None", bytes, Any, Any, Any]

MOST = 2**20  # bytes of a note
WIDTH = 256
_BATCH = 16 * WIDTH


class Unreadable(Exception):
    """What was given cannot be read; it says nothing about the record."""


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


def read_key(line: str) -> Key:
    parts = line.strip().split("+", 2)
    try:
        name, told, material = parts
        data = base64.b64decode(material, validate=True)
        key = Key(name, bytes.fromhex(told), data[0], data[1:])
    except (ValueError, IndexError):
        raise Unreadable(f"This is no verifier key: {line.strip()[:80]}") from None
    mark = hashlib.sha256(name.encode() + b"\n" + data).digest()[:4]
    if mark != key.id or len(key.public) != 32 or key.algorithm not in (1, 4):
        raise Unreadable(f"The verifier key of {name} was copied wrongly.")
    return key


def read_note(data: bytes, whence: str, keys: list[Key], witnesses: list[Key]) -> Head:
    """A checkpoint that one of ``keys`` signed; of ``witnesses`` those that saw it."""
    try:
        told = data[: MOST + 1].decode()
    except UnicodeDecodeError:
        raise Unreadable(f"{whence}: not a text.") from None
    # A receipt ends in the checkpoint that it was made for.
    if told.startswith("c2sp.org/tlog-proof@v1\n"):
        told = told.partition("\n\n")[2]
    if len(data) > MOST or "\r" in told:
        raise Unreadable(f"{whence}: too long, or its line ends were changed (CRLF).")
    text, gap, block = told.rpartition("\n\n")
    lines = (text + "\n").split("\n")
    if not gap or len(lines) < 4 or not re.fullmatch(r"0|[1-9][0-9]{0,18}", lines[1]):
        raise Unreadable(f"{whence}: not a signed checkpoint.")
    origin, size, message = lines[0], int(lines[1]), (text + "\n").encode()
    signed, seen = False, []
    for line in block.splitlines():
        name, material = _signature(line, whence)
        for key in (*keys, *witnesses):
            if (key.name, key.id) != (name, material[:4]):
                continue
            good, moment = _holds(key, message, material[4:])
            if not good:
                raise Unreadable(f"{whence}: the signature of {name} is wrong.")
            if key in keys and key.name == origin:
                signed = True
            elif key in witnesses:
                seen.append(f"{name} {moment}")
    if not signed:
        raise Unreadable(f"{whence}: none of the keys given signed it.")
    return Head(size, _hash(lines[2], whence), whence, tuple(seen))


def _signature(line: str, whence: str) -> tuple[str, bytes]:
    found = re.fullmatch(r"— ([^ +]+) ([A-Za-z0-9+/]+={0,2})", line)
    try:
        if found:
            return found[1], base64.b64decode(found[2], validate=True)
    except ValueError:
        pass
    raise Unreadable(f"{whence}: a line of it is no signature.")


def _holds(key: Key, message: bytes, signature: bytes) -> tuple[bool, str]:
    if key.algorithm == 1:
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
        raise Unreadable(f"{whence}: not a signed checkpoint.")
    return root


def read_line(told: str) -> Head:
    """A line of the notice board: the size, then the root in groups of eight digits."""
    size, _gap, groups = told.strip().partition(" ")
    root = "".join(groups.split()).lower()
    if not re.fullmatch(r"[0-9]{1,19}", size) or not re.fullmatch(
        r"[0-9a-f]{64}", root
    ):
        raise Unreadable(f"This is no line of a notice board: {told[:100]}")
    return Head(int(size), bytes.fromhex(root), "notice board")


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

    def grow(self, rows: Iterator[Row], until: int) -> None:
        """Add entries up to the size ``until``, everything said of each compared."""
        while self.size != until:
            most = _BATCH if until < 0 else min(_BATCH, until - self.size)
            batch = list(islice(rows, most))
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
    leaves = [
        kept if body is None else _sha(b"\x00" + body).digest()
        for _index, body, kept, _kind, _moment, _subject in batch
    ]
    # The canonical form has its keys in order: most entries need no parsing.
    usual = [
        body is None
        or kind is None
        or (
            body.startswith(moment, 7)
            and body.endswith(b',"subject":"' + subject + b'","v":1}')
            and body.startswith(kind + b'","role":', body.find(b'},"kind":"') + 10)
            and body.count(b'},"kind":"') == 1
        )
        for _index, body, _kept, kind, moment, subject in batch
    ]
    whole = [row[0] for row in batch] == list(range(first, first + len(batch)))
    if not (whole and all(usual) and leaves == [row[2] for row in batch]):
        for expected, row in enumerate(batch, start=first):
            _look_closely(row, expected)
    return leaves


def _look_closely(row: Row, expected: int) -> None:
    """Name what is wrong with an entry, or find that it was only written unusually."""
    index, body, kept, *columns = row
    index_only = columns[0] is None
    if index != expected:
        raise Broken(expected, "这一条不见了", "this entry is missing")
    leaf = kept if body is None else _sha(b"\x00" + body).digest()
    if leaf != kept:
        raise Broken(
            expected,
            f"原文的指纹是 {leaf.hex()}，记下的是 {kept.hex()}",
            f"its words hash to {leaf.hex()}, kept is {kept.hex()}",
        )
    if body is None or index_only:
        return
    try:
        said: Any = json.loads(body)
        told = [said["kind"], said["at"], said["subject"]]
    except (ValueError, KeyError, TypeError):
        raise Broken(expected, "原文不是一条留痕", "its words are no entry") from None
    for name, shown, wanted in zip(("kind", "at", "subject"), columns, told):
        seen = shown.decode("utf-8", "replace")
        if seen != wanted:
            raise Broken(
                expected,
                f"显示的 {name} 是“{seen}”，原文写的是“{wanted}”",
                f"{name} is shown as {seen!r} and recorded as {wanted!r}",
            )


# -- where the entries come from -------------------------------------------------------


class Source(NamedTuple):
    """The entries, and what the source itself says their tree is."""

    rows: Iterator[Row]
    frontier: tuple[int, bytes] | None = None
    heads: tuple[Head, ...] = ()
    bodies: bool = True


def _utc(told: str) -> str:
    """A time of PostgreSQL as the record writes it."""
    told = re.sub(r"([+-][0-9]{2})$", r"\1:00", told.replace(" ", "T"))
    try:
        moment = datetime.fromisoformat(re.sub(r"\.([0-9]+)", _microseconds, told))
    except ValueError:
        return told
    return moment.astimezone(timezone.utc).isoformat(timespec="microseconds")


def _microseconds(found: re.Match[str]) -> str:
    return "." + found[1].ljust(6, "0")[:6]


def sqlite_source(path: Path) -> Source:
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        size, frontier = database.execute(
            "SELECT size, CAST(frontier AS BLOB) FROM record_head"
        ).fetchone() or (0, b"")
        heads = [
            Head(told, root, f"checkpoint {told} in the database")
            for told, root in database.execute(_HEADS)
        ]
        rows = database.execute(_ENTRIES)
    except sqlite3.Error as reason:
        raise Unreadable(f"{path}: {reason}") from reason
    return Source(rows, (size, frontier), tuple(heads))


# Whoever writes words where bytes were is seen as well: all is compared as bytes.
_ENTRIES = """SELECT "index", CAST(body AS BLOB), CAST(leaf_hash AS BLOB),
    CAST(kind AS BLOB),
    CAST(replace(happened_at, ' ', 'T')
         || CASE length(happened_at) WHEN 19 THEN '.000000' ELSE '' END || '+00:00' AS BLOB),
    CAST(subject AS BLOB)
    FROM record_entry ORDER BY "index" """
_HEADS = """SELECT size, CAST(root AS BLOB) FROM ledger_checkpoint WHERE origin =
    (SELECT origin FROM ledger_checkpoint ORDER BY id DESC LIMIT 1) ORDER BY size"""


def dump_source(path: Path) -> Source:
    """A plain dump of pg_dump; its tables are read one after the other."""
    size, frontier = 0, b""
    for row in _copied(path, "record_head"):
        size, frontier = int(row["size"]), _bytea(row["frontier"])
    heads = list(_copied(path, "ledger_checkpoint"))
    last = max(heads, key=lambda row: int(row["id"]))["origin"] if heads else ""
    told = [
        Head(int(r["size"]), _bytea(r["root"]), f"checkpoint {r['size']} in the dump")
        for r in heads
        if r["origin"] == last
    ]
    # pg_dump writes rows in the order of the table, which is that of the record.
    rows = (
        (
            int(r["index"]),
            _bytea(r["body"]),
            _bytea(r["leaf_hash"]),
            r["kind"].encode(),
            _utc(r["happened_at"]).encode(),
            r["subject"].encode(),
        )
        for r in _copied(path, "record_entry")
    )
    return Source(rows, (size, frontier), tuple(sorted(told)))


def _copied(path: Path, table: str) -> Iterator[dict[str, str]]:
    begin = re.compile(rf"COPY (?:\w+\.)?{table} \((.*)\) FROM stdin;\n")
    names: list[str] = []
    with path.open(encoding="utf-8") as file:
        for line in file:
            if names and line == "\\.\n":
                return
            if names:
                cells = line.rstrip("\n").split("\t")
                if len(cells) != len(names):
                    raise Unreadable(f"{path}: a row of {table} is cut off.")
                yield dict(zip(names, map(_unescaped, cells)))
            elif found := begin.fullmatch(line):
                names = [name.strip().strip('"') for name in found[1].split(",")]
    if names or table == "record_entry":
        raise Unreadable(f"{path}: the table {table} is not in it, or cut off.")


def _unescaped(cell: str) -> str:
    plain = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f", "v": "\v"}
    return re.sub(r"\\(.)", lambda m: plain.get(m[1], m[1]), cell)


def _bytea(told: str) -> bytes:
    try:
        return bytes.fromhex(told[2:]) if told.startswith("\\x") else b""
    except ValueError:
        raise Unreadable("The dump has bytes that are none.") from None


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
        raise Unreadable("There is no file named checkpoint.")
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
        bundle = _file(fetch, "entries", number, width) if bodies else None
        entries = _entries(bundle, width, first) if bodies else [None] * width
        for at, (leaf, body) in enumerate(zip(hashes, entries)):
            yield first + at, body, leaf, None, None, None
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


def _file(fetch: Fetch, level: str, number: int, width: int) -> bytes | None:
    # A log may drop a partial file once the full one stands.
    for one in dict.fromkeys((width, WIDTH)):
        data = fetch(tile_path(level, number, one))
        if data is not None:
            return data
    return None


def _hashes(fetch: Fetch, level: int, number: int, width: int) -> list[bytes]:
    data = _file(fetch, str(level), number, width)
    path = tile_path(str(level), number, width)
    first = number * WIDTH << 8 * level
    if data is None:
        raise Broken(first, f"文件 {path} 不见了", f"the file {path} is missing")
    if len(data) < width * 32 or len(data) % 32:
        raise Broken(first, f"文件 {path} 的长度不对", f"{path} has the wrong length")
    return [data[at : at + 32] for at in range(0, width * 32, 32)]


def _entries(data: bytes | None, width: int, first: int) -> list[bytes | None]:
    found: list[bytes | None] = []
    at = 0
    while data is not None and len(found) < width and at + 2 <= len(data):
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        if end > len(data):
            break
        found.append(data[at + 2 : end])
        at = end
    if len(found) < width:
        raise Broken(
            first + len(found), "原文不见了", "the words of this entry are missing"
        )
    return found


def in_folder(folder: Path) -> Fetch:
    def fetch(path: str) -> bytes | None:
        try:
            return (folder / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None

    return fetch


def at_address(address: str) -> Fetch:
    def fetch(path: str) -> bytes | None:
        try:
            with urllib.request.urlopen(
                f"{address.rstrip('/')}/{path}", timeout=30
            ) as answer:
                data: bytes = answer.read(2**25)
                return data
        except urllib.error.HTTPError as reason:
            if reason.code == 404:
                return None
            raise Unreadable(f"{address}: {reason}") from reason

    return fetch


def open_source(told: str, keys: list[Key]) -> Source:
    if re.match(r"https?://", told):
        return tile_source(at_address(told), keys)
    path = Path(told)
    if path.is_dir():
        return tile_source(in_folder(path), keys)
    with path.open("rb") as file:
        start = file.read(16)
    if start == b"SQLite format 3\x00":
        return sqlite_source(path)
    if start.startswith(b"PGDMP"):
        raise Unreadable(
            f"{path}: a dump in pg_dump's own form; first: pg_restore -f dump.sql {path}"
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
    if not outside:
        return Verdict(
            "not proven", tree.size, tree.root.hex(), None,
            f"未能证实：{tree.size} 条前后一致，但没有外面的见证点；有人改过账、又全部重算，是看不出来的。{limit_zh}",
            f"Not proven: {tree.size} entries agree with each other, but there is no outside"
            f" checkpoint; whoever rewrote all of it could not be found out.{limit}",
        )  # fmt: skip
    last = max(outside)
    return Verdict(
        "proven", tree.size, tree.root.hex(), None,
        f"已证实：头 {last.size} 条与外面的见证点（{last.whence}）一致，没有人改过；以后的 {tree.size - last.size} 条它还管不到。{limit_zh}",
        f"Proven: the first {last.size} entries are those of the outside checkpoint"
        f" ({last.whence}); it does not cover the {tree.size - last.size} after them.{limit}",
    )  # fmt: skip


def _walk(source: Source, tree: Tree, outside: list[Head]) -> None:
    proven, rows = 0, iter(source.rows)
    for head in sorted([*source.heads, *outside], key=lambda head: head.size):
        if head.size > tree.size:
            tree.grow(rows, head.size)
        if head.size > tree.size:
            raise Broken(
                tree.size,
                f"{head.whence} 有 {head.size} 条，这里只有 {tree.size} 条",
                f"{head.whence} has {head.size} entries, here are {tree.size}",
            )
        proven = _compare(head, tree, proven, outside)
    tree.grow(rows, -1)
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
        witnesses = [read_key(line) for line in told.witness]
        outside = [read_line(line) for line in told.line]
        outside += [
            read_note(_read(name), name, keys, witnesses) for name in told.checkpoint
        ]
        verdict = audit(open_source(told.source, keys), outside)
    except (Unreadable, OSError, UnicodeDecodeError, sqlite3.Error) as reason:
        return _refuse(reason)
    if told.json:
        print(json.dumps(verdict._asdict(), ensure_ascii=False))
    else:
        print(f"{verdict.zh}\n{verdict.en}\n{verdict.size} {verdict.root}")
        for head in outside:
            for one in head.witnesses:
                print(f"见证 witnessed: {head.whence}: {one}")
    return {"proven": 0, "broken": 1}.get(verdict.name, 2)


def _read(name: str) -> bytes:
    if re.match(r"https?://", name):
        folder, _slash, file = name.rpartition("/")
        return at_address(folder)(file) or b""
    with Path(name).open("rb") as opened:
        return opened.read(2 * MOST)


def _refuse(reason: Exception) -> int:
    if isinstance(reason, OSError) and reason.strerror:
        reason = Unreadable(f"{reason.filename or ''} {reason.strerror}".strip())
    print(f"读不了：{reason}\nNot readable: {reason}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
