"""`fairness LOG`: whether queues keep their order and all are treated alike."""

import argparse
from dataclasses import asdict
from typing import Any

from mingjing_analytics.process.console.common import (
    SEED,
    SHOWN,
    Answer,
    command,
    more,
    share,
    table_of,
)
from mingjing_analytics.process.fairness.report import Asked, Fairness, fairness
from mingjing_analytics.process.fairness.treatment import EXPLANATIONS
from mingjing_analytics.process.worktime import WorkCalendar


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    told = "先来后到、同等对待 · order of service and equal treatment"
    command(commands, "fairness", told)


def run(options: argparse.Namespace, calendar: WorkCalendar) -> Answer:
    found = fairness(table_of(options.log, options.map), calendar, seed=SEED)
    told = {
        "weak": found.weak,
        "services": found.services,
        "outside": found.outside,
        "again": found.again,
        "queues": [asdict(queue) for queue in found.queues],
        "clerks": _asked(found.clerks),
        "applicants": _asked(found.applicants),
        "explanations": [asdict(each) for each in EXPLANATIONS],
    }
    return told, _shown(found)


def _asked(asked: Asked) -> dict[str, Any]:
    treatment = asked.treatment
    return {
        "tested": treatment.tested,
        "unsupported": treatment.unsupported,
        "compared": treatment.compared,
        "false_alarm_rate": treatment.false_alarm_rate,
        "hints": [
            {
                "who": each.who,
                "step": each.step,
                **{key: v for key, v in asdict(each.hint).items() if key != "entity"},
            }
            for each in asked.hints
        ],
    }


def _shown(found: Fairness) -> list[str]:
    lines = [f"服务 services  {found.services:,}"]
    if found.again:
        lines.append(f"重做的没有计入 repeats left out  {found.again:,}")
    if found.outside:
        lines.append(f"日历以外的没有计入 beyond the calendar  {found.outside:,}")
    if found.weak:
        lines += [
            "日志没有开始时间，只能看办完的先后，证据弱。",
            "The log has no begins; the order of completion is weak evidence.",
        ]
    lines += [
        "",
        "先来后到 order: 0 先到先办 first come, 0.5 抽签 lottery, 1 倒过来 last",
    ]
    for queue in found.queues[:SHOWN]:
        index = "   —" if queue.index is None else f"{queue.index:.2f}"
        place = f"{queue.step} {queue.department}".strip()
        urgent = "（优先 priority）" if queue.priority else ""
        lines.append(
            f"  {index}  {place}{urgent}  {queue.overtaken:,} / {queue.served:,} "
            "被后到的越过 passed"
        )
    lines += more(len(found.queues))
    lines += _hints("经办 clerks", found.clerks)
    lines += _hints("申请人 applicants", found.applicants)
    if found.clerks.hints or found.applicants.hints:
        lines += ["", "先排除这些 look at these first"]
        lines += [f"  {each.text}" for each in EXPLANATIONS]
    return lines


def _hints(title: str, asked: Asked) -> list[str]:
    found = asked.treatment
    lines = [
        "",
        f"{title}: {found.tested:,} 比过 tested, {found.unsupported:,} 太少 too few",
    ]
    if found.tested:
        rate = share(found.false_alarm_rate)
        lines.append(f"  打乱后误报 false alarms when shuffled {rate}")
    for each in asked.hints:
        hint = each.hint
        word = "靠前 earlier" if hint.direction == "favoured" else "靠后 later"
        interval = f"{hint.effect:+.2f} ({hint.low:+.2f} – {hint.high:+.2f})"
        q = "<0.001" if hint.q < 0.001 else f"{hint.q:.3f}"
        lines.append(
            f"  {each.who} · {each.step}: {word} {interval}, {hint.cases:,} 件, q {q}"
        )
    if found.tested and not asked.hints:
        lines.append("  没有线索 no hint")
    return lines
