"""`mingjing redflags import|template|validate|compile`: from tables to releases."""

import argparse
import sys
from decimal import Decimal
from pathlib import Path

import msgspec

from mingjing_analytics.procurement.importing.compiling import (
    NoReleaseError,
    compile_releases,
)
from mingjing_analytics.procurement.importing.issues import write_issues
from mingjing_analytics.procurement.importing.kinds import known
from mingjing_analytics.procurement.importing.releases import (
    Imported,
    PrefixError,
    encoded,
    to_releases,
)
from mingjing_analytics.procurement.importing.templates import template
from mingjing_analytics.procurement.importing.validating import validate
from mingjing_analytics.procurement.lines import (
    UnreadableError,
    numbered,
    open_input,
)

_DECODER = msgspec.json.Decoder(dict[str, object], float_hook=Decimal)
_LINES = "JSON Lines；- 为标准输入 - is stdin"
_SHOWN = 20


def main(arguments: list[str]) -> int:
    """Answer; 0 all well, 1 something was not taken or is wrong, 2 nothing was done."""
    asked = _parser().parse_args(arguments)
    try:
        code: int = asked.run(asked)
    except (UnreadableError, NoReleaseError, PrefixError) as error:
        print(error, file=sys.stderr)
        return 2
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "mingjing redflags", description="采购数据导入 import of procurement data"
    )
    commands = parser.add_subparsers(required=True)
    one = commands.add_parser("import", help="表格转为 OCDS tables into releases")
    one.add_argument("files", nargs="+", type=Path, help="CSV 或 Excel")
    one.add_argument("--prefix", required=True, help="ocid 前缀 prefix: ocds-…")
    one.add_argument("-o", "--out", type=Path, required=True, help="JSON Lines")
    one.add_argument("--issues", type=Path, help="问题清单 CSV issues as CSV")
    one.set_defaults(run=_import)
    one = commands.add_parser("template", help="填报模板 a workbook to fill in")
    kinds = known().kinds
    told = "；".join(f"{name} {kind.zh} {kind.en}" for name, kind in kinds.items())
    one.add_argument("kind", choices=list(kinds), help=told)
    one.add_argument("-o", "--out", type=Path, required=True, help="xlsx")
    one.set_defaults(run=_template)
    one = commands.add_parser("validate", help="是否符合标准 is it OCDS 1.1")
    one.add_argument("file", help=_LINES)
    one.set_defaults(run=_validate)
    one = commands.add_parser("compile", help="合并为编译发布 merge releases")
    one.add_argument("file", help=_LINES)
    one.set_defaults(run=_compile)
    return parser


def _import(asked: argparse.Namespace) -> int:
    imported = to_releases(asked.files, prefix=asked.prefix)
    if imported.releases:
        _write(asked.out, imported.lines())
    if asked.issues is not None:
        try:
            write_issues(asked.issues, imported.issues)
        except OSError as error:
            raise _unwritable(asked.issues, error) from error
    else:
        _tell(imported)
    print(
        f"{len(imported.releases)} 个项目，{len(imported.issues)} 处问题，"
        f"{len(imported.left_out)} 行未导入 projects, issues, rows left out",
        file=sys.stderr,
    )
    if not imported.releases:
        print(f"没有写出 {asked.out} nothing was written", file=sys.stderr)
        return 2
    unread = any(not one.place.row for one in imported.issues)
    return 1 if imported.left_out or unread else 0


def _tell(imported: Imported) -> None:
    for one in imported.issues[:_SHOWN]:
        print(" ".join(cell for cell in one.cells if cell), file=sys.stderr)
    rest = len(imported.issues) - _SHOWN
    if rest > 0:
        print(f"另有 {rest} 处，用 --issues 写出 and {rest} more", file=sys.stderr)


def _template(asked: argparse.Namespace) -> int:
    _write(asked.out, template(asked.kind))
    print(f"已写出 written: {asked.out}")
    return 0


def _validate(asked: argparse.Namespace) -> int:
    wrong = count = 0
    with open_input(asked.file) as stream:
        for number, line in numbered(stream):
            count += 1
            try:
                faults = validate(_DECODER.decode(line))
            except (msgspec.DecodeError, RecursionError) as error:
                faults = [f"不是 JSON 对象 no JSON object: {error}"]
            wrong += bool(faults)
            for fault in faults:
                print(f"第 {number} 行 line {number}: {fault}")
    print(f"{count} 条，{wrong} 条不符 releases, not valid", file=sys.stderr)
    return 1 if wrong else 0


def _compile(asked: argparse.Namespace) -> int:
    with open_input(asked.file) as stream:
        releases = compile_releases(stream)
    sys.stdout.buffer.write(encoded(releases))
    sys.stdout.buffer.flush()
    return 0


def _write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    aside = path.with_name(f"{path.name}.part")
    try:
        aside.write_bytes(data)
        aside.replace(path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> UnreadableError:
    reason = error.strerror or type(error).__name__
    return UnreadableError(f"写不了 Cannot write {path}: {reason}")
