"""The commands `clock` and `calendar`. Exit 2, with one sentence, when refused."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NoReturn, get_args

from mingjing_law.calendar import (
    EXTRA_NOTICES,
    NOTICES,
    BadCalendar,
    BeyondCalendar,
    Calendar,
    default_calendar,
    load_calendar,
)
from mingjing_law.clocks import Channel, due, next_occurrence
from mingjing_law.deadlines import Deadline
from mingjing_law.facts import BadFact, NotInForce, UnknownFact, fact
from mingjing_law.limits import (
    BadLimit,
    BeyondCeiling,
    Extension,
    Limit,
    Pause,
    Restart,
)
from mingjing_law.notice import BadNotice, Reading, as_toml, parse_notice
from mingjing_law.recur import Occurrence
from mingjing_law.rules import NoClock, rule_of
from mingjing_law.schema import Fact

REFUSED = 2
REFUSALS = (
    BadCalendar,
    BadFact,
    BadLimit,
    BadNotice,
    BeyondCalendar,
    BeyondCeiling,
    NoClock,
    NotInForce,
    OSError,
    UnknownFact,
    UnicodeDecodeError,
)
CHANNELS: dict[str, tuple[str, str]] = {
    "in_person": ("当面提交申请", "Request handed in"),
    "signed_mail": ("签收邮寄的申请", "Request by mail signed for"),
    "ordinary_mail": ("与申请人确认收到平常信函", "Receipt of the letter confirmed"),
    "internet": ("双方确认收到网上申请", "Receipt over the internet confirmed"),
    "fax": ("双方确认收到传真申请", "Receipt by fax confirmed"),
}


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(REFUSED, f"{self.prog}: {message}\n")


def main(argv: Sequence[str]) -> int:
    args = _parser().parse_args(argv)
    try:
        done: int = args.run(args)
    except REFUSALS as refusal:
        print(_sentence(refusal), file=sys.stderr)
        return REFUSED
    return done


def _sentence(refusal: Exception) -> str:
    # str() of a KeyError's kin shows quotes; the sentence is its first argument.
    lookup = isinstance(refusal, LookupError) and refusal.args
    return str(refusal.args[0]) if lookup else str(refusal)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="mingjing", description="法定期限 · time limits set by law")
    commands = parser.add_subparsers(required=True, metavar="clock|calendar")
    clock = commands.add_parser("clock", help="何时到期 · when a rule falls due")
    clock.add_argument("rule", help="规定编号，如 GIO-33-answer · a fact's id")
    clock.add_argument("--from", dest="start", type=_day, required=True, metavar="DAY")
    clock.add_argument("--json", action="store_true")
    clock.add_argument("--channel", choices=get_args(Channel))
    clock.add_argument("--paused", type=_pause, action="append", default=[])
    clock.add_argument("--extend", type=int, metavar="N")
    clock.add_argument("--restart", type=_day, metavar="DAY")
    clock.add_argument(
        "--ended",
        action="store_true",
        help="也算已停止适用的 · count ended rules too",
    )
    clock.set_defaults(run=_clock)
    calendar = commands.add_parser("calendar", help="放假安排 · the working days")
    calendar.set_defaults(run=_show_calendar)
    actions = calendar.add_subparsers(metavar="import")
    bring = actions.add_parser("import", help="读入国务院办公厅通知 · read a notice")
    bring.add_argument("file", type=Path)
    bring.add_argument("--dir", type=Path, help=f"默认 ${EXTRA_NOTICES}")
    bring.add_argument("--paper", default="", help="通知原文网址 · its address")
    bring.set_defaults(run=_import_notice)
    return parser


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = f"“{text}”不是日期，要写成 2026-09-28 · write a day as 2026-09-28"
        raise argparse.ArgumentTypeError(message) from None


def _pause(text: str) -> Pause:
    since, dots, until = text.partition("..")
    if not dots:
        message = "写成 2026-10-08..2026-10-20 · write a pause as DAY..DAY"
        raise argparse.ArgumentTypeError(message)
    try:
        return Pause(_day(since), _day(until))
    except BadLimit as wrong:
        raise argparse.ArgumentTypeError(str(wrong)) from None


def _clock(args: argparse.Namespace) -> int:
    found = fact(args.rule)
    if found.ended_on and not args.ended:
        fact(args.rule, on=args.start)
    calendar = default_calendar()
    answer = _answer(found, args, calendar)
    deadline = answer.deadline if isinstance(answer, Occurrence) else answer
    warnings = _warnings(found, args.start)
    if args.json:
        data = _as_json(found, args.start, answer, deadline, warnings)
        print(json.dumps(data, ensure_ascii=False, indent=2))
        return 0
    print(deadline.explanation_zh)
    print(deadline.explanation_en)
    for warning in warnings:
        print(warning)
    return 0


def _answer(
    found: Fact, args: argparse.Namespace, calendar: Calendar
) -> Deadline | Occurrence:
    rule = rule_of(found)
    if not isinstance(rule, Limit):
        if args.paused or args.extend or args.restart or args.channel:
            raise BadLimit(
                f"{found.id} 按周期到期，不能暂停、延长或者重新起算。"
                f"{found.id} comes back by itself; it cannot be stretched."
            )
        return next_occurrence(rule, args.start, calendar)
    if args.channel:
        rule = _by_channel(found, rule, args.channel)
    extension = None
    if args.extend is not None:
        unit = rule.ceiling.unit if rule.ceiling else rule.unit
        extension = Extension(args.extend, unit)
    restart = Restart(args.restart) if args.restart else None
    return due(
        rule,
        args.start,
        calendar,
        pauses=args.paused,
        extension=extension,
        restart=restart,
    )


def _by_channel(found: Fact, rule: Limit, channel: str) -> Limit:
    """`--from` is then the day submitted, signed for or confirmed."""
    if not found.counting.channel:
        raise BadLimit(
            f"{found.id} 的起算日不因提交方式而不同。"
            f"{found.id} starts on the same day whatever the channel."
        )
    zh, en = CHANNELS[channel]
    return replace(rule, event_zh=zh, event_en=en)


def _warnings(found: Fact, start: date) -> list[str]:
    if found.in_force_from is None or start >= found.in_force_from:
        return []
    note = (
        f"注意：{found.citation()}自{found.in_force_from}起施行，起算日在此之前。"
        f"Note: in force from {found.in_force_from}, after the day counted from."
    )
    return [note]


def _as_json(
    found: Fact,
    start: date,
    answer: Deadline | Occurrence,
    deadline: Deadline,
    warnings: list[str],
) -> dict[str, Any]:
    data: dict[str, Any] = {
        "rule": found.id,
        "due_on": str(deadline.due_on),
        "raw_due_on": str(deadline.raw_due_on),
        "provisional": deadline.provisional,
        "calendar": deadline.calendar_version,
        "basis": deadline.basis,
        "explanation": {"zh": deadline.explanation_zh, "en": deadline.explanation_en},
        "kind": found.limit.kind,
        "from": str(start),
        "checked": found.checked,
        "status": found.status,
        "roll": found.counting.roll,
        "roll_basis": found.counting.roll_basis,
        "skipped": [[str(day), why] for day, why in deadline.skipped],
        "warnings": warnings,
    }
    if isinstance(answer, Occurrence):
        data["period"] = answer.period_key
    return data


def _show_calendar(_args: argparse.Namespace) -> int:
    calendar = default_calendar()
    print(f"{calendar.version}，到{calendar.last_known_day}为止 · known until then")
    for notice in calendar.notices:
        print(f"{notice.year} {notice.number} {notice.title} {notice.paper}")
    return 0


def _import_notice(args: argparse.Namespace) -> int:
    folder = args.dir or Path(os.environ.get(EXTRA_NOTICES) or NOTICES)
    text = _text(args.file)
    reading = parse_notice(text, paper=args.paper)
    known = load_calendar([folder] if folder != NOTICES and folder.is_dir() else [])
    before = {notice.year: notice for notice in known.notices}.get(reading.notice.year)
    if before and before.holidays == reading.notice.holidays:
        print(f"{before.year}年的安排已经在册，没有变化。Already on file, unchanged.")
        return 0
    version = before.version + 1 if before else 1
    reading = parse_notice(text, paper=args.paper, version=version)
    _print_reading(reading)
    suffix = f"-v{version}" if version > 1 else ""
    path = folder / f"{reading.notice.year}{suffix}.toml"
    folder.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8") as file:
        file.write(as_toml(reading.notice))
    print(f"已写入 {path}。Written; restart the site to use it.")
    return 0


def _text(path: Path) -> str:
    """Offices save text as UTF-8, with or without a mark, or as GB18030."""
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def _print_reading(reading: Reading) -> None:
    notice = reading.notice
    print(f"{notice.title} {notice.number} v{notice.version}")
    for holiday in notice.holidays:
        span = f"{holiday.off[0]} … {holiday.off[-1]}"
        made_up = "、".join(map(str, holiday.work)) or "无 none"
        print(f"{holiday.name}：{span}，{len(holiday.off)}天；补班 worked：{made_up}")
    for sentence in reading.unused:
        print(f"没有采用 not used：{sentence}。")
