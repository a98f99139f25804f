"""`redflags indicators` as it comes: flags with their evidence, and what could not be told."""

import argparse
import csv
import sys
from collections.abc import Iterable
from pathlib import Path

from mingjing_analytics.procurement.importing.issues import defused
from mingjing_analytics.procurement.lines import UnreadableError, open_input
from mingjing_analytics.procurement.settings import SettingsError
from mingjing_analytics.procurement.sound import (
    Asking,
    Market,
    Reading,
    Result,
    all_indicators,
    load_asking,
    measure,
    read,
    sensitivities,
)
from mingjing_analytics.procurement.sound.asked import REASONS
from mingjing_analytics.procurement.sound.market import WorkingDays
from mingjing_analytics.procurement.sound.run import short

_FLAG_HEADS = (
    "代码 code",
    "疑点 question",
    "对象 subject",
    "数值 value",
    "单位 unit",
    "界限 threshold",
    "依据 basis",
    "先看的正常解释 innocent explanations",
    "记录 records",
)


def ask(asked: argparse.Namespace, working_days: WorkingDays | None) -> int:
    """Answer `redflags indicators` in the sound mode."""
    asking = load_asking(asked.settings, working_days=working_days)
    only = _codes(asked.only)
    with open_input(asked.file) as stream:
        reading = read(stream, asking.choices)
    if asked.sensitivity:
        _sensitivity(reading, asking, _codes(asked.sensitivity))
        return 0
    result = measure(reading, asking, only)
    if asked.issues is not None:
        rows = ((i.line, i.path, i.value, i.sentence) for i in result.issues)
        _write_csv(asked.issues, ("line", "path", "value", "sentence"), rows)
    if asked.table is not None:
        _write_csv(asked.table, _FLAG_HEADS, _rows(result))
    if asked.json:
        sys.stdout.buffer.write(result.to_json() + b"\n")
        sys.stdout.buffer.flush()
    else:
        _summary(result)
    return 0


def _codes(text: str | None) -> list[str]:
    codes = [one.strip() for one in (text or "").split(",") if one.strip()]
    for code in codes:
        if code not in all_indicators():
            raise SettingsError(f"没有这个指标 There is no indicator {code}")
    return codes


def _summary(result: Result) -> None:
    print(
        f"{result.processes} 个采购过程 processes，币种 currency {result.currency or '—'}"
    )
    for code, count in result.other_currencies.items():
        print(
            f"  另有 {count} 处金额为 {code}，不参与比价 amounts in {code}, not compared"
        )
    print(f"{'':<6}{'疑点 flags':>8}{'判断 judged':>9}{'未判 not':>7}  指标 indicator")
    for code, one in result.asked.items():
        reasons = one.not_computed.counts
        print(
            f"{code:<6}{len(one.flags):>10}{one.judged:>11}{reasons.total():>9}  "
            f"{one.indicator.zh} {one.indicator.en}"
        )
        for reason, count in reasons.most_common(1):
            zh, en = REASONS[reason]
            print(f"{'':<36}  未判主要因为：{zh}（{count}） mostly: {en}")
    if result.issue_count:
        print(
            f"{result.issue_count} 处数据问题，用 --issues 写出 "
            "issues of the data; write them with --issues",
            file=sys.stderr,
        )


def _sensitivity(reading: Reading, asking: Asking, codes: list[str]) -> None:
    market = Market(reading.processes.values(), asking.choices)
    for code, moved in sensitivities(market, asking, codes).items():
        indicator = all_indicators()[code]
        print(f"{code} {indicator.zh} {indicator.en}")
        for name, row in moved.items():
            parameter = indicator.parameter(name)
            print(f"  {name}: {parameter.zh} {parameter.en}")
            for value, count in row:
                print(f"    {short(value)!s:>10} {count:>8}")


def _rows(result: Result) -> Iterable[tuple[object, ...]]:
    for flag in result.flags:
        indicator = all_indicators()[flag.code]
        yield (
            flag.code,
            indicator.question_zh,
            flag.subject,
            short(flag.value),
            indicator.measure_zh,
            short(flag.threshold),
            "；".join(flag.basis),
            "；".join(indicator.innocent_zh),
            "\n".join(f"{r.ocid} {r.path} {r.value}" for r in flag.records),
        )


def _write_csv(
    path: Path, heads: tuple[str, ...], rows: Iterable[tuple[object, ...]]
) -> None:
    """Write a CSV that opens in Excel and WPS, and in which nothing is a formula."""
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(heads)
            for row in rows:
                writer.writerow([defused(str(cell)) for cell in row])
    except OSError as error:
        raise UnreadableError(
            f"写不了 Cannot write {path}: {error.strerror}"
        ) from error
