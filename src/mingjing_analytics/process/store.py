"""A sorted table as one file that is ready as soon as it is opened.

The file is a zip of NumPy's own .npy arrays, not compressed, so that their bytes can be
mapped from where they stand; any NumPy reads it. Names are one array of UTF-8 bytes and
one of their ends.
"""

import io
import json
import struct
import zipfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from mingjing_analytics.process.reading.refusal import Unreadable
from mingjing_analytics.process.table import Dictionary, EventTable, Issue

_VERSION = 1
_COLUMNS = ("case", "activity", "time", "resource", "offsets")
_NAMES = ("case_names", "activity_names", "resource_names")


def pack(table: EventTable) -> bytes:
    """The table as the bytes of a file. Equal tables give equal bytes."""
    arrays: dict[str, NDArray[Any]] = {n: getattr(table, n) for n in _COLUMNS}
    if table.start is not None:
        arrays["start"] = table.start
    names = {name: getattr(table, name) for name in _NAMES}
    for role, column in sorted(table.roles.items()):
        arrays[f"role_{role}"] = column.codes
        names[f"role_{role}_names"] = column.texts
    for name, texts in names.items():
        arrays[name], arrays[f"{name}_ends"] = _packed(texts)
    told = {
        "version": _VERSION,
        "issues": [asdict(issue) for issue in table.issues],
        "disorder": table.disorder,
    }
    arrays["told"] = np.frombuffer(
        json.dumps(told, ensure_ascii=False).encode(), np.uint8
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as parts:
        for name, array in arrays.items():
            # No clock in it: the same table is the same file.
            part = zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0))
            with parts.open(part, "w", force_zip64=True) as file:
                npy.write_array(file, np.ascontiguousarray(array), allow_pickle=False)
    return out.getvalue()


def unpack(path: Path) -> EventTable:
    """Map a packed table. Raises Unreadable for any other file, and OSError."""
    try:
        arrays = _mapped(path)
        told = json.loads(arrays["told"].tobytes())
        if told["version"] != _VERSION:
            raise Unreadable(
                "这份日志由别的版本保存。", "Another version kept this log."
            )
        roles = [n for n in arrays if n.startswith("role_") and "_names" not in n]
        fields: dict[str, Any] = {name: arrays[name] for name in _COLUMNS}
        fields |= {name: _texts(arrays, name) for name in _NAMES}
        return EventTable(
            **fields,
            start=arrays.get("start"),
            roles={
                name.removeprefix("role_"): Dictionary(
                    arrays[name], _texts(arrays, f"{name}_names")
                )
                for name in roles
            },
            issues=tuple(Issue(**issue) for issue in told["issues"]),
            disorder=told["disorder"],
        )
    except (KeyError, TypeError, ValueError, struct.error, zipfile.BadZipFile) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(
            "这不是保存下来的办件日志。", "This is no kept event log."
        ) from None


def _packed(texts: Sequence[str]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    raw = [text.encode("utf-8", "surrogatepass") for text in texts]
    ends = np.cumsum([len(each) for each in raw], dtype=np.int64)
    return np.frombuffer(b"".join(raw), np.uint8), ends


def _texts(arrays: dict[str, NDArray[Any]], name: str) -> tuple[str, ...]:
    raw, ends = arrays[name].tobytes(), arrays[f"{name}_ends"].tolist()
    begins = [0, *ends[:-1]] if ends else []
    if raw.isascii():
        whole = raw.decode()
        return tuple(whole[a:b] for a, b in zip(begins, ends, strict=True))
    return tuple(
        raw[a:b].decode("utf-8", "surrogatepass")
        for a, b in zip(begins, ends, strict=True)
    )


def _mapped(path: Path) -> dict[str, NDArray[Any]]:
    found: dict[str, NDArray[Any]] = {}
    with path.open("rb") as file, zipfile.ZipFile(file) as parts:
        for part in parts.infolist():
            if part.compress_type != zipfile.ZIP_STORED:
                raise ValueError(part.filename)
            file.seek(part.header_offset + 26)
            name_size, extra_size = struct.unpack("<HH", file.read(4))
            file.seek(part.header_offset + 30 + name_size + extra_size)
            npy.read_magic(file)
            shape, _fortran, kind = npy.read_array_header_1_0(file)
            if kind.hasobject:
                raise ValueError(part.filename)
            name = part.filename.removesuffix(".npy")
            if 0 in shape:
                found[name] = np.empty(shape, kind)
            else:
                place = file.tell()
                found[name] = np.memmap(path, kind, "r", place, shape)
    return found
