"""`whatif LOG --remove STEP`: what a change of the process would save."""

import argparse
from dataclasses import asdict

from mingjing_analytics.process.console.common import SEED, Answer, command, table_of
from mingjing_analytics.process.effect.what_if import LIMITS, Half, what_if
from mingjing_analytics.process.worktime import WorkCalendar

_CHANGES = {
    "remove": "取消一个环节 · cancel a step",
    "merge": "和前一个环节并作一次办 · do it together with the one before",
    "window": "这个环节加一个窗口 · one more window at it",
}
_TOLD = {
    "moves-on": "省下的等待可能移到下一个环节 · waiting may come back before the next step",
    "load": "等待跟着办件多少变 · waiting depends on how much comes",
    "law": "能不能改是法律问题，不是统计问题 · whether it may go is a question of law",
    "other-cases": "只算这份日志里的件 · only the cases of this log are counted",
}


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    told = "改了能省多少 · what a change would save"
    parser = command(commands, "whatif", told)
    group = parser.add_mutually_exclusive_group(required=True)
    for name, help_ in _CHANGES.items():
        group.add_argument(f"--{name}", metavar="STEP", help=help_)


def run(options: argparse.Namespace, calendar: WorkCalendar) -> Answer:
    table = table_of(options.log, options.map)
    for change in ("remove", "merge", "window"):
        step = getattr(options, change)
        if step:
            found = what_if(table, change, step, calendar, seed=SEED)
    lines = [
        _CHANGES[found.change],
        f"办件 cases  {found.cases:,}，有这个环节 with the step  {found.touched:,}",
        f"现在一半办结于 half now       {_half(found.now)}",
        f"至少省到 at least saved      {_half(found.least)}",
        f"至多省到 at most saved       {_half(found.most)}",
    ]
    if found.busy is not None:
        lines.append(f"窗口 windows  {found.windows}，忙 busy  {found.busy:.0%}")
    return {**asdict(found), "limits": list(LIMITS)}, [
        *lines,
        "",
        *(_TOLD[each] for each in LIMITS),
    ]


def _half(half: Half) -> str:
    return (
        f"{half.hours:8.1f} ({half.low:.1f} – {half.high:.1f}) 办公小时 working hours"
    )
