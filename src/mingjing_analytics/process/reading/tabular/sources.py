"""A file as something DuckDB can select from."""

import codecs
import csv
import gzip
import shutil
import zipfile
import zlib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import IO

import duckdb
from python_calamine import CalamineError, CalamineWorkbook

from mingjing_analytics.process.reading.refusal import Unreadable
from mingjing_analytics.process.table import Issue

_LOOK = 1 << 20
_LARGEST_WORKBOOK = 1 << 30  # bytes unpacked; a full sheet has a fifth of that


@dataclass(frozen=True)
class Source:
    """What to select from, and its columns in their order."""

    database: duckdb.DuckDBPyConnection
    sql: str
    names: tuple[str, ...]
    types: tuple[str, ...]


def quoted(name: str) -> str:
    """A column's name as SQL takes it, whatever is in it."""
    return '"' + name.replace('"', '""') + '"'


def opened(
    database: duckdb.DuckDBPyConnection, path: Path, kind: str, folder: Path
) -> Source:
    """Make a file ready to be selected from. Raises Unreadable and duckdb.Error."""
    if kind == "parquet":
        sql = f"read_parquet({_named(path, folder, 'log.parquet')})"
    elif kind == "xlsx":
        sql = _csv(_sheet(path, folder), folder, ",")
    else:
        text, mark = _as_utf8(path, folder)
        sql = _csv(text, folder, mark)
    described = database.execute(f"DESCRIBE SELECT * FROM {sql}").fetchall()
    names = tuple(str(row[0]) for row in described)
    types = tuple(str(row[1]) for row in described)
    return Source(database, sql, names, types)


def rejected(source: Source) -> list[Issue]:
    """Rows that DuckDB could not take, by the kind of fault."""
    if not source.sql.startswith("read_csv"):
        return []
    rows = source.database.execute(
        "SELECT error_type::VARCHAR, count(DISTINCT line), min(line)"
        " FROM reject_errors GROUP BY 1 ORDER BY 3"
    ).fetchall()
    return [
        Issue(
            "bad-row",
            f"line {line}",
            f"{count} rows were left out ({fault.lower()}), the first on line {line}.",
            int(count),
        )
        for fault, count, line in rows
    ]


def _named(path: Path, folder: Path, name: str) -> str:
    """The file under a name without wildcards, as an SQL text."""
    link = folder / name
    if path.parent != folder:
        link.symlink_to(path.resolve())
    else:
        link = path
    return "'" + str(link).replace("'", "''") + "'"


def _csv(path: Path, folder: Path, mark: str) -> str:
    packed = path.open("rb").read(2) == b"\x1f\x8b"
    delimiter = {"\t": "\\t", "'": "''"}.get(mark, mark)
    return (
        f"read_csv({_named(path, folder, 'log.csv')}, header=true, all_varchar=true,"
        f" delim={'E' if mark == chr(9) else ''}'{delimiter}', quote='\"', escape='\"',"
        " store_rejects=true, rejects_limit=0,"
        f" compression='{'gzip' if packed else 'none'}')"
    )


def _open(path: Path) -> IO[bytes]:
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    return gzip.open(path) if packed else path.open("rb")  # type: ignore[return-value]


def _as_utf8(path: Path, folder: Path) -> tuple[Path, str]:
    """The file itself or its text as UTF-8, and what stands between its columns."""
    try:
        with _open(path) as file:
            look = file.read(_LOOK)
            encoding = _encoding(look)
            head = look.decode(encoding, "ignore").lstrip("\ufeff")
            if encoding == "utf-8":
                return path, _between(head)
            file.seek(0)
            text = folder / "text.csv"
            with text.open("wb") as written:
                shutil.copyfileobj(codecs.EncodedFile(file, "utf-8", encoding), written)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise Unreadable(
            f"gzip 文件已损坏：{error}。", f"The gzip file is damaged: {error}."
        ) from None
    except UnicodeDecodeError:
        raise Unreadable(
            "文件既不是 UTF-8，也不是 GB18030。",
            "The file is neither UTF-8 nor GB18030.",
        ) from None
    return text, _between(head)


def _encoding(look: bytes) -> str:
    if look.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(look)
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def _between(head: str) -> str:
    """The mark that the first line has most of, outside quotes."""
    line, inside = [], False
    for character in head:
        inside ^= character == '"'
        if character in "\r\n" and not inside:
            break
        line.append(" " if inside else character)
    return max(",;\t|", key=line.count)


def _sheet(path: Path, folder: Path) -> Path:
    """The first sheet that has rows, as CSV."""
    try:
        with zipfile.ZipFile(path) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
        if unpacked > _LARGEST_WORKBOOK:
            raise Unreadable(
                "工作簿解开超过 1 GB，请另存为 CSV。",
                "The workbook unpacks to more than 1 GB: save it as CSV.",
            )
        workbook = CalamineWorkbook.from_path(path)
        sheets = map(workbook.get_sheet_by_name, workbook.sheet_names)
        sheet = next((sheet for sheet in sheets if sheet.height), None)
    except (CalamineError, zipfile.BadZipFile) as error:
        raise Unreadable(
            f"工作簿打不开（{error}）。", f"The workbook cannot be opened ({error})."
        ) from None
    if sheet is None:
        raise Unreadable("工作簿里没有内容。", "The workbook has no rows.")
    text = folder / "sheet.csv"
    with text.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        for row in sheet.iter_rows():
            writer.writerow([_cell(value) for value in row])
    return text


def _cell(value: str | float | bool | date | time | timedelta | datetime) -> str:  # noqa: FBT001
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # Excel keeps case number 123 as 123.0
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return str(value)
