"""Facts kept in a file: flags without the releases, and new releases without the old ones."""

import contextlib
import os
import zlib
from pathlib import Path

import msgspec
import numpy as np

from mingjing_analytics.procurement.compat.columns import (
    LISTS,
    Collector,
    Columns,
    ints,
    width,
)
from mingjing_analytics.procurement.compat.facts import Basis, Facts

# Raised whenever a definition changes, so that old facts are not taken for new ones.
_VERSION = 1
_MAGIC = b"mingjing facts\n"
_CHECK = 4


class StoreError(ValueError):
    """A store that cannot be used; the text says why and what to do."""


class _Stored(msgspec.Struct, array_like=True):
    version: int
    basis: tuple[object, ...]
    currency: str | None
    ocids: list[str]
    names: list[str]
    rows: bytes
    ratios: bytes
    lists: list[bytes]


class Store:
    """Facts as they were kept, and those that come in now."""

    def __init__(self, path: Path, basis: Basis) -> None:
        """Open a store, or begin one.

        Args:
            path: The file; it need not exist.
            basis: What facts depend on; an unset currency becomes the store's.

        Raises:
            StoreError: When the file is no store, is damaged, or was made by other
                definitions or settings.

        """
        self._path, self._basis = path, basis
        self._asked = basis.currency
        self._old = self._load() if path.exists() else None
        self._new = Collector(() if self._old is None else self._old.names)

    def add(self, facts: Facts) -> None:
        """Take in the facts of a process; they replace those kept of it."""
        self._new.add(facts)

    def columns(self) -> Columns:
        """Give all facts, old and new."""
        new = self._new.columns()
        if self._old is None:
            return new
        if not new.ocids:
            return self._old
        return self._old.without(frozenset(new.ocids)).followed_by(new)

    def save(self, columns: Columns) -> None:
        """Keep facts, all or nothing.

        Raises:
            StoreError: When the file cannot be written; the store stays as it was.

        """
        stored = _Stored(
            _VERSION,
            _depends(self._basis, self._asked),
            self._basis.currency,
            columns.ocids,
            columns.names,
            columns.rows.tobytes(),
            columns.ratios.tobytes(),
            [columns.lists[name].tobytes() for name in LISTS],
        )
        body = msgspec.msgpack.encode(stored)
        check = zlib.crc32(body).to_bytes(_CHECK, "big")
        beside = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        try:
            with beside.open("wb") as file:
                file.writelines((_MAGIC, check, body))
                file.flush()
                os.fsync(file.fileno())
            beside.replace(self._path)
        except OSError as error:
            with contextlib.suppress(OSError):
                beside.unlink()
            raise StoreError(
                f"写不了 Cannot write {self._path}: {error.strerror}"
            ) from error

    def _load(self) -> Columns:
        try:
            raw = self._path.read_bytes()
        except OSError as error:
            raise StoreError(
                f"打不开 Cannot open {self._path}: {error.strerror}"
            ) from error
        start = len(_MAGIC) + _CHECK
        body = memoryview(raw)[start:]
        if not raw.startswith(_MAGIC):
            raise StoreError(f"{self._path} 不是事实库 is no store of facts")
        if zlib.crc32(body) != int.from_bytes(raw[len(_MAGIC) : start], "big"):
            raise StoreError(
                f"{self._path} 已损坏，请删去后重新读入 is damaged; delete it and read again"
            )
        try:
            stored = msgspec.msgpack.decode(body, type=_Stored)
        except msgspec.DecodeError:
            stored = None
        if stored is None or stored.version != _VERSION:
            raise StoreError(
                f"{self._path} 由另一版本写成，请删去后重新读入 "
                "was written by another version; delete it and read again"
            )
        if stored.basis != _depends(self._basis, self._asked):
            raise StoreError(
                f"{self._path} 按另一套币种或采购方式设置读成，请换一个文件 "
                "was read by other settings of currency or methods; use another file"
            )
        self._basis.currency = stored.currency
        lists = zip(LISTS, stored.lists, strict=True)
        return Columns(
            stored.ocids,
            stored.names,
            ints(stored.rows).reshape(-1, width()),
            np.frombuffer(stored.ratios, np.float64),
            {name: ints(found) for name, found in lists},
        )


def _depends(basis: Basis, currency: str | None) -> tuple[object, ...]:
    """State what facts depend on, the currency as it was asked for."""
    return (
        currency or "",
        sorted(basis.include),
        sorted(basis.exclude),
        sorted(basis.left_out),
        basis.digits,
        basis.ratios,
        basis.lowest,
    )
