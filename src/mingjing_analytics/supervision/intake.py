"""A table as an office has it, into a snapshot that models read.

The head row is found by its titles; sums at the foot are left out; numbers, dates and
codes are read as people write them. A row that cannot be read is not taken, and said so
by its line; a column that is to be kept as a hash never reaches the disk in the clear.
"""

import csv
import hashlib
import hmac
import io
import re
import tempfile
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import IO, Any

import duckdb
from python_calamine import CalamineError, CalamineWorkbook

from mingjing_analytics.supervision.refusal import Refused
from mingjing_analytics.supervision.tables import Column, Table

_HEAD_WITHIN = 20
_MOST_ISSUES = 200
_LONGEST = 1_000
_TOTALS = re.compile(r"^(合|总|小)\s*计|^(sub)?total\b", re.IGNORECASE)
_DAY = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T].*)?"
)
_PACKED = re.compile(r"(19|20)(\d\d)(\d\d)(\d\d)")
_EPOCH = date(1899, 12, 30)  # day 0 of a workbook's serial dates, after 1900-02-28
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

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


class _Bad(ValueError):
    """A cell that cannot be read, in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.zh, self.en = zh, en


def read_table(path: Path, table: Table, key: bytes, into: Path) -> Intake:
    """Read a file into a Parquet snapshot. Raises Refused where nothing can be read.

    ``key`` makes the hashes of one county join with each other and with nobody else's.
    The snapshot appears whole or not at all.
    """
    done = Intake(_sha256(path))
    lines = _lines(path)
    head, places = _head(lines, table)
    aside = into.with_suffix(".part")
    readers = {
        name: _reader(column, title, key)
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


def _lines(path: Path) -> Iterator[Line]:
    """Every row of every sheet, from the first: (sheet, line, cells)."""
    with path.open("rb") as file:
        start = file.read(8)
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return _of_workbook(path)
    if start.startswith(b"PAR1"):
        return _of_parquet(path)
    return _of_text(path)


def _of_workbook(path: Path) -> Iterator[Line]:
    try:
        book = CalamineWorkbook.from_path(str(path))
        for name in book.sheet_names:
            for number, row in enumerate(
                book.get_sheet_by_name(name).to_python(skip_empty_area=False), 1
            ):
                yield name, number, list(row)
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
            mark = _mark(text.read(64 << 10))
            text.seek(0)
            rows = csv.reader(text, delimiter=mark, strict=True)
            try:
                for row in rows:
                    yield "", rows.line_num, list(row)
            except (csv.Error, UnicodeError) as error:
                line = rows.line_num
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
        titles = [_plain(cell) for cell in cells]
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
    wanted = {_plain(name), _plain(column.zh), _plain(column.en)}
    bare = {_bare(title) for title in wanted}
    for title in titles:
        if title in wanted:
            return title
    return next((title for title in titles if title and _bare(title) in bare), None)


def _plain(cell: object) -> str:
    return unicodedata.normalize("NFKC", str(cell)).strip().lower().replace("\n", "")


def _bare(title: str) -> str:
    return re.sub(r"\(.*?\)|\s", "", title)


def _titled(
    table: Table, head: Sequence[str], places: Mapping[str, int]
) -> dict[str, tuple[Column, str]]:
    return {
        name: (column, head[places[name]]) for name, column in table.columns.items()
    }


Reader = Callable[[Any], str]


def _reader(column: Column, title: str, key: bytes) -> Reader:
    """A cell's value as text for the snapshot; raises _Bad."""
    if column.minimise == "hash":
        return lambda cell: _hashed(cell, key)
    if column.type.startswith("decimal"):
        factor = Decimal(10_000) if "万元" in title else Decimal(1)
        scale = int(column.type.partition(",")[2].rstrip(")"))
        return lambda cell: _decimal(cell, factor, scale)
    return {"bigint": _whole, "date": _date, "boolean": _boolean}.get(
        column.type, _text
    )


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
        if not said or _TOTALS.match(_plain(said[0])):
            continue
        told: list[str] = []
        for name, cell in zip(table.columns, given, strict=True):
            try:
                told.append(readers[name](cell) if cell != "" else "")
            except _Bad as bad:
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
    done: Intake, sheet: str, number: int, column: Column, cell: Any, bad: _Bad
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


def _text(cell: Any) -> str:
    told = (
        str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
    )
    told = unicodedata.normalize("NFKC", told).strip()
    if len(told) > _LONGEST:
        raise _Bad("太长", "too long")
    if any(
        unicodedata.category(sign) == "Cc" and sign not in "\t\n\r" for sign in told
    ):
        raise _Bad("有看不见的字符", "unseen characters")
    if isinstance(cell, float) and abs(cell) >= 10**15:
        raise _Bad(
            "号码存成了数字，后几位已经丢了",
            "a code stored as a number lost its digits",
        )
    return told


def _number(cell: Any) -> Decimal:
    if isinstance(cell, bool | date):
        raise _Bad("不是数", "no number")
    told = unicodedata.normalize("NFKC", str(cell)).strip()
    told = re.sub(r"[¥￥,\s]|元$", "", told)
    try:
        number = Decimal(told)
    except InvalidOperation:
        raise _Bad("不是数", "no number") from None
    if not number.is_finite() or abs(number) >= Decimal(10) ** 15:
        raise _Bad("数太大", "too large a number")
    return number


def _decimal(cell: Any, factor: Decimal, scale: int) -> str:
    number = _number(cell) * factor
    if isinstance(cell, float):  # a workbook keeps 0.1 as a binary fraction
        number = round(number, scale)
    if number != round(number, scale):
        raise _Bad(f"小数多于 {scale} 位", f"more than {scale} decimals")
    return format(round(number, scale), "f")


def _whole(cell: Any) -> str:
    number = _number(cell)
    if number != number.to_integral_value():
        raise _Bad("不是整数", "no whole number")
    return str(int(number))


def _date(cell: Any) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, int | float) and 20_000 <= cell < 80_000:
        return (_EPOCH + timedelta(days=int(cell))).isoformat()
    told = unicodedata.normalize("NFKC", str(cell)).strip().removesuffix(".0")
    packed = _PACKED.fullmatch(told)
    parts = (packed[1] + packed[2], packed[3], packed[4]) if packed else None
    if parts is None:
        found = _DAY.fullmatch(told)
        parts = (found[1], found[2], found[3]) if found else None
    try:
        return date(*map(int, parts)).isoformat() if parts else _no_day()
    except ValueError:
        return _no_day()


def _no_day() -> str:
    raise _Bad("不是日期", "no date")


_YES = frozenset({"是", "有", "y", "yes", "true", "1", "√", "✓"})
_NO = frozenset({"否", "无", "n", "no", "false", "0", "×", "✗"})


def _boolean(cell: Any) -> str:
    told = _plain(cell)
    if told in _YES:
        return "true"
    if told in _NO:
        return "false"
    raise _Bad("写“是”或“否”", "write yes or no")


def _hashed(cell: Any, key: bytes) -> str:
    """The keyed hash of an identity, account or name: equal ones stay equal.

    HMAC-SHA-256 (RFC 2104), 128 bits of it. Identity numbers of 15 digits become 18
    first (GB 11643-1999), so that old and new ones of a person meet.
    """
    told = re.sub(r"[\s-]", "", _text(cell)).upper()
    if re.fullmatch(r"\d{15}", told):
        body = f"{told[:6]}19{told[6:]}"
        told = (
            body
            + "10X98765432"[
                sum(int(d) * w for d, w in zip(body, _WEIGHTS, strict=True)) % 11
            ]
        )
    return hmac.new(key, told.encode(), hashlib.sha256).hexdigest()[:32]


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
