"""A table as an office has it, into a snapshot that models read.

The head row is found by its titles; sums at the foot are left out; numbers, dates and
codes are read as people write them. A row that cannot be read is not taken, and said so
by its line; a column that is to be kept as a hash never reaches the disk in the clear.
"""

import csv
import hashlib
import io
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

import duckdb
from python_calamine import CalamineError, CalamineWorkbook

from mingjing_analytics.supervision.intake.cells import Bad, Reader, plain, reader_of
from mingjing_analytics.supervision.intake.workbooks import refuse_bomb
from mingjing_analytics.supervision.refusal import Refused
from mingjing_analytics.supervision.tables import Column, Table

_HEAD_WITHIN = 20
_MOST_ISSUES = 200
TOTALS = re.compile(r"^(合|总|小)\s*计|^(sub)?total\b", re.IGNORECASE)

Line = tuple[str, int, list[Any]]


@dataclass
class Intake:
    """What came of a file."""

    sha256: str
    rows: int = 0
    refused: int = 0
    issues: list[dict[str, Any]] = field(default_factory=list)
    totals: dict[str, Decimal] = field(default_factory=dict)
    filled: dict[str, int] = field(default_factory=dict)
    span: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def profile(self) -> dict[str, Any]:
        """How full each column is and what it adds up to."""
        columns: dict[str, dict[str, Any]] = {}
        for name, count in self.filled.items():
            columns[name] = {"filled": count}
            if name in self.totals:
                columns[name]["total"] = str(self.totals[name])
            if name in self.span:
                columns[name]["first"], columns[name]["last"] = self.span[name]
        return {"rows": self.rows, "columns": columns}


def read_table(path: Path, table: Table, key: bytes, into: Path) -> Intake:
    """Read a file into a Parquet snapshot. Raises Refused where nothing can be read.

    ``key`` makes the hashes of one county join with each other and with nobody else's.
    The snapshot appears whole or not at all.
    """
    done = Intake(_sha256(path))
    lines = lines_of(path)
    head, places = _head(lines, table)
    aside = into.with_suffix(".part")
    readers = {
        name: reader_of(column, title, key)
        for name, (column, title) in _titled(table, head, places).items()
    }
    try:
        with tempfile.TemporaryDirectory(prefix="mingjing-intake-") as folder:
            text = Path(folder) / "rows.csv"
            with text.open("w", encoding="utf-8", newline="") as out:
                _copy(lines, places, table, readers, csv.writer(out), done)
            _to_parquet(text, table, aside)
        aside.replace(into)
    except OSError as error:
        raise Refused(
            f"写不下：{error.strerror}。", f"Cannot write: {error.strerror}."
        ) from None
    finally:
        aside.unlink(missing_ok=True)
    if not done.rows:
        raise Refused(
            "没有一行读得对："
            + (done.issues[0]["zh"] if done.issues else "文件里没有数据行"),
            "No row could be read: "
            + (done.issues[0]["en"] if done.issues else "there are none"),
        )
    return done


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def lines_of(path: Path) -> Iterator[Line]:
    """Every row of every sheet, from the first: (sheet, line, cells). Raises Refused.

    What the file is, its first bytes say and not its name.
    """
    with path.open("rb") as file:
        start = file.read(8)
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return _of_workbook(path)
    if start.startswith(b"PAR1"):
        return _of_parquet(path)
    return _of_text(path)


def _of_workbook(path: Path) -> Iterator[Line]:
    try:
        with path.open("rb") as file:
            if file.read(2) == b"PK":
                refuse_bomb(path)
            file.seek(0)
            book = CalamineWorkbook.from_filelike(file)
        for name in book.sheet_names:
            for number, row in enumerate(
                book.get_sheet_by_name(name).to_python(skip_empty_area=False), 1
            ):
                yield name, number, list(row)
    except Refused:
        raise
    except (CalamineError, OSError, ValueError) as error:
        raise Refused(
            f"工作簿打不开：{error}", f"Cannot open the workbook: {error}"
        ) from None


def _of_parquet(path: Path) -> Iterator[Line]:
    con = duckdb.connect(config={"threads": 1})
    try:
        found = con.execute("select * from read_parquet(?)", [str(path)])
        yield "", 0, [column[0] for column in found.description]
        number = 0
        while batch := found.fetchmany(10_000):
            for row in batch:
                number += 1
                yield "", number, list(row)
    except duckdb.Error:
        raise Refused("不是 Parquet。", "This is no Parquet.") from None
    finally:
        con.close()


def _of_text(path: Path) -> Iterator[Line]:
    with path.open("rb") as raw:
        encoding = _encoding(raw)
        raw.seek(0)
        with io.TextIOWrapper(raw, encoding=encoding, newline="") as text:
            line = 1
            try:
                mark = _mark(text.read(64 << 10))
                text.seek(0)
                rows = csv.reader(text, delimiter=mark, strict=True)
                for row in rows:
                    line = rows.line_num
                    yield "", line, list(row)
            except (csv.Error, UnicodeError) as error:
                raise Refused(
                    f"第 {line} 行读不了：{error}", f"Line {line}: {error}"
                ) from None


def _encoding(raw: IO[bytes]) -> str:
    start = raw.read(4)
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    raw.seek(0)
    try:
        while block := raw.readline(1 << 20):
            block.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8-sig"


def _mark(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",\t;|", key=first.count)


def _head(lines: Iterator[Line], table: Table) -> tuple[list[str], dict[str, int]]:
    """The row of titles, and where each column stands in it. Raises Refused."""
    best: dict[str, int] = {}
    for count, (_sheet, _number, cells) in enumerate(lines):
        titles = [plain(cell) for cell in cells]
        found = {
            name: titles.index(title)
            for name, column in table.columns.items()
            if (title := _title_in(titles, name, column)) is not None
        }
        if len(found) == len(table.columns):
            return titles, found
        best = found if len(found) > len(best) else best
        if count >= _HEAD_WITHIN:
            break
    missing = [column for name, column in table.columns.items() if name not in best]
    raise Refused(
        "没有这些列：" + "、".join(column.zh for column in missing),
        "Columns are missing: " + ", ".join(column.en for column in missing),
    )


def _title_in(titles: Sequence[str], name: str, column: Column) -> str | None:
    """The title as it stands in the file: units in brackets may differ."""
    wanted = {plain(name), plain(column.zh), plain(column.en)}
    bare = {_bare(title) for title in wanted}
    for title in titles:
        if title in wanted:
            return title
    return next((title for title in titles if title and _bare(title) in bare), None)


def _bare(title: str) -> str:
    return re.sub(r"\(.*?\)|\s", "", title)


def _titled(
    table: Table, head: Sequence[str], places: Mapping[str, int]
) -> dict[str, tuple[Column, str]]:
    return {
        name: (column, head[places[name]]) for name, column in table.columns.items()
    }


def _copy(
    lines: Iterator[Line],
    places: Mapping[str, int],
    table: Table,
    readers: Mapping[str, Reader],
    out: Any,
    done: Intake,
) -> None:
    for sheet, number, cells in lines:
        given = [
            _empty(cells[places[n]]) if places[n] < len(cells) else ""
            for n in table.columns
        ]
        said = [cell for cell in given if cell not in ("", None)]
        if not said or TOTALS.match(plain(said[0])):
            continue
        told: list[str] = []
        for name, cell in zip(table.columns, given, strict=True):
            try:
                told.append(readers[name](cell) if cell != "" else "")
            except Bad as bad:
                _refuse(done, sheet, number, table.columns[name], cell, bad)
                break
        else:
            done.rows += 1
            _count(done, table, told)
            out.writerow([*told, number, sheet])


def _empty(cell: Any) -> Any:
    if isinstance(cell, str):
        cell = cell.strip().strip("\ufeff\u3000")
    return "" if cell is None else cell


def _refuse(
    done: Intake, sheet: str, number: int, column: Column, cell: Any, bad: Bad
) -> None:
    done.refused += 1
    if len(done.issues) < _MOST_ISSUES:
        value = "***" if column.minimise == "hash" else str(cell)[:60]
        done.issues.append(
            {
                "sheet": sheet,
                "row": number,
                "column": column.zh,
                "value": value,
                "zh": bad.zh,
                "en": bad.en,
            }
        )


def _count(done: Intake, table: Table, told: Sequence[str]) -> None:
    for (name, column), value in zip(table.columns.items(), told, strict=True):
        done.filled[name] = done.filled.get(name, 0) + (value != "")
        if value == "":
            continue
        if column.type.startswith("decimal"):
            done.totals[name] = done.totals.get(name, Decimal(0)) + Decimal(value)
        elif column.type == "date":
            first, last = done.span.get(name, (value, value))
            done.span[name] = (min(first, value), max(last, value))


def _to_parquet(text: Path, table: Table, into: Path) -> None:
    kinds = {name: column.type for name, column in table.columns.items()}
    kinds |= {"_row": "bigint", "_sheet": "varchar"}
    told = ", ".join(f"'{name}': '{kind}'" for name, kind in kinds.items())
    con = duckdb.connect(config={"threads": 1, "preserve_insertion_order": True})
    try:
        source = str(text).replace("'", "''")
        target = str(into).replace("'", "''")
        con.execute(
            f"copy (select * from read_csv('{source}', header=false, columns={{{told}}}, "  # noqa: S608 - the dictionary's names
            "delim=',', quote='\"', escape='\"', nullstr='', max_line_size=20000000)) "
            f"to '{target}' (format parquet, compression zstd)"
        )
    except duckdb.Error as error:
        first = str(error).splitlines()[0]
        raise Refused(f"写不下：{first}", f"Cannot write: {first}") from None
    finally:
        con.close()
