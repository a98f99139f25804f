"""`mingjing redflags …`: measure, correct and count releases from the command line."""

import argparse
import sys
from pathlib import Path

import msgspec

from mingjing_analytics.procurement.compat.columns import columns_of
from mingjing_analytics.procurement.compat.flags import flag
from mingjing_analytics.procurement.compat.run import all_facts, basis_of
from mingjing_analytics.procurement.compat.store import Store, StoreError
from mingjing_analytics.procurement.console.asking import ask
from mingjing_analytics.procurement.console.template import SETTINGS
from mingjing_analytics.procurement.coverage import coverage
from mingjing_analytics.procurement.importing.console import main as importing
from mingjing_analytics.procurement.lines import (
    Issues,
    UnreadableError,
    numbered,
    open_input,
)
from mingjing_analytics.procurement.prepare import edits_of, prepare
from mingjing_analytics.procurement.settings import (
    Settings,
    SettingsError,
    load_settings,
)
from mingjing_analytics.procurement.sound.market import WorkingDays

_FILE = "JSON Lines 文件，每行一个 OCDS 编译发布；- 为标准输入 one compiled release a line; - is stdin"

_INDICATORS = "计算疑点指标 compute the indicators"
_TABLES = frozenset({"import", "template", "validate", "compile"})


def main(arguments: list[str], working_days: WorkingDays | None = None) -> int:
    """Answer `mingjing redflags …`.

    Args:
        arguments: What follows the command.
        working_days: Counts working days, for limits that count in them.

    """
    if arguments and arguments[0] in _TABLES:
        return importing(arguments)
    asked = _parser().parse_args(arguments)
    asked.working_days = working_days
    try:
        code: int = asked.run(asked)
    except (UnreadableError, SettingsError, StoreError) as error:
        print(error, file=sys.stderr)
        return 2
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "mingjing redflags",
        description="采购疑点 red flags",
        epilog=f"表格与 OCDS 互转 tables and OCDS: {', '.join(sorted(_TABLES))}",
    )
    commands = parser.add_subparsers(required=True)
    _about_indicators(commands.add_parser("indicators", help=_INDICATORS))
    one = commands.add_parser(
        "coverage", help="各字段填写次数 how often each field is filled"
    )
    one.add_argument("file", help=_FILE)
    one.set_defaults(run=_coverage)
    one = commands.add_parser("prepare", help="改正数据 correct the data")
    one.add_argument("file", help=_FILE)
    one.add_argument("-s", "--settings", type=Path, help="设置文件 INI")
    one.add_argument("--issues", type=Path, help="问题清单 CSV issues as CSV")
    one.set_defaults(run=_prepare)
    one = commands.add_parser("init", help="写出设置样例 write a settings file")
    one.add_argument(
        "file", nargs="?", default="-", help="路径，- 为标准输出 path; - is stdout"
    )
    one.add_argument("-f", "--force", action="store_true", help="覆盖 overwrite")
    one.set_defaults(run=_init)
    return parser


def _about_indicators(one: argparse.ArgumentParser) -> None:
    one.add_argument("file", nargs="?", help=_FILE)
    one.add_argument("-s", "--settings", type=Path, help="设置文件 INI")
    one.add_argument("--compat", choices=["cardinal"], help="与之一致 equal to")
    one.add_argument("--json", action="store_true", help="输出 JSON print JSON")
    one.add_argument("--only", help="只算这些 only these: R003,R018")
    one.add_argument("--sensitivity", help="界限变动时的个数 flags by threshold: R024")
    one.add_argument("--table", type=Path, help="疑点写成 CSV flags as CSV")
    one.add_argument("--issues", type=Path, help="数据问题写成 CSV issues as CSV")
    one.add_argument(
        "--store",
        type=Path,
        help="与 --compat 同用：把读出的事实存入此文件，不给 FILE 时只用它 "
        "with --compat: keep the facts there; without FILE use them alone",
    )
    one.add_argument(
        "-c", "--count", action="store_true", help="各组个数 sizes to stderr"
    )
    one.add_argument("--no-meta", action="store_true", help="不含 Meta without Meta")
    one.add_argument("--map", action="store_true", help="含 Maps with Maps")
    one.set_defaults(run=_indicators)


def _settings(asked: argparse.Namespace) -> Settings:
    return Settings() if asked.settings is None else load_settings(asked.settings)


def _indicators(asked: argparse.Namespace) -> int:
    if asked.file is None and not (asked.compat and asked.store):
        raise UnreadableError("请给出文件 Give a file")
    return _compat(asked) if asked.compat else ask(asked, asked.working_days)


def _compat(asked: argparse.Namespace) -> int:
    settings = _settings(asked)
    basis, issues = basis_of(settings), Issues()
    if asked.store is None:
        with open_input(asked.file) as stream:
            facts = columns_of(all_facts(numbered(stream), basis, issues))
    else:
        store = Store(asked.store, basis)
        if asked.file is not None:
            with open_input(asked.file) as stream:
                for one in all_facts(numbered(stream), basis, issues):
                    store.add(one)
        facts = store.columns()
        if asked.file is not None:
            store.save(facts)
    issues.close()
    if settings.text("", "currency") is None and basis.currency is not None:
        print(
            f"未设 currency，以文件中最先出现的 {basis.currency} 为准 "
            f"currency is not set; the first one met is used: {basis.currency}",
            file=sys.stderr,
        )
    flags = flag(facts, settings, maps=asked.map)
    _print(msgspec.json.encode(flags.results(meta=not asked.no_meta, maps=asked.map)))
    if asked.count:
        for group, found in flags.groups.items():
            if found:
                print(f"{group}: {len(found)}", file=sys.stderr)
    return 0


def _coverage(asked: argparse.Namespace) -> int:
    issues = Issues()
    with open_input(asked.file) as stream:
        counts = coverage(numbered(stream), issues)
    issues.close()
    _print(msgspec.json.encode(counts))
    return 0


def _prepare(asked: argparse.Namespace) -> int:
    edits, issues = edits_of(_settings(asked)), Issues()
    rows: list[str] = []
    with open_input(asked.file) as stream:
        for prepared in prepare(numbered(stream), edits, issues):
            sys.stdout.buffer.write(prepared.line + b"\n")
            if prepared.rows:
                rows.append(prepared.csv())
    sys.stdout.buffer.flush()
    issues.close()
    if asked.issues is not None:
        try:
            asked.issues.write_text("".join(rows), encoding="utf-8")
        except OSError as error:
            raise UnreadableError(
                f"写不了 Cannot write {asked.issues}: {error.strerror}"
            ) from error
    elif rows:
        print(
            f"{sum(row.count(chr(10)) for row in rows)} 处问题，用 --issues 写出 "
            "issues; write them with --issues",
            file=sys.stderr,
        )
    return 0


def _init(asked: argparse.Namespace) -> int:
    if asked.file == "-":
        _print(SETTINGS.encode().rstrip(b"\n"))
        return 0
    path = Path(asked.file)
    if path.exists() and not asked.force:
        raise UnreadableError(f"{path} 已存在，用 -f 覆盖 exists; overwrite with -f")
    try:
        path.write_text(SETTINGS, encoding="utf-8")
    except OSError as error:
        raise UnreadableError(
            f"写不了 Cannot write {path}: {error.strerror}"
        ) from error
    print(f"已写出 written: {path}")
    return 0


def _print(text: bytes) -> None:
    sys.stdout.buffer.write(text + b"\n")
    sys.stdout.buffer.flush()
