"""`conform LOG MODEL`: the cases that left the declared process."""

import argparse
from dataclasses import asdict
from typing import Any

from mingjing_analytics.process.conform.check import Verdict, check
from mingjing_analytics.process.conform.fitness import Fitness, fitness
from mingjing_analytics.process.conform.model import Model, Rule, from_json
from mingjing_analytics.process.console.common import (
    SHOWN,
    Answer,
    command,
    share,
    table_of,
    text_of,
)
from mingjing_analytics.process.measures.variants import variants
from mingjing_analytics.process.table import EventTable
from mingjing_analytics.process.worktime import WorkCalendar

_NAMES = {
    "Required": "required",
    "Order": "order",
    "AtMost": "at-most",
    "Exclusive": "exclusive",
    "FourEyes": "four-eyes",
    "Limit": "limit",
}


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    told = "没有照申报流程办的 · cases that left the declared process"
    parser = command(commands, "conform", told, ("log", "model"))
    parser.add_argument(
        "--closing",
        action="append",
        default=[],
        metavar="STEP",
        help="有这个环节就算办结，可多次写 · the step that closes a case, repeatable",
    )


def run(options: argparse.Namespace, calendar: WorkCalendar) -> Answer:
    model = from_json(text_of(options.model))
    table = table_of(options.log, options.map)
    verdicts = check(table, model, calendar, tuple(options.closing))
    fit = _fit(table, model)
    rules = [_told(table, verdict) for verdict in verdicts]
    known = set(table.activity_names)
    missing = [name for name in model.names() if name not in known]
    found = {
        "item": model.item,
        "cases": table.cases,
        "rules": rules,
        "fitness": fit and {"average": fit.average, "perfect": fit.perfect},
        "unknown_steps": missing,
    }
    return found, _shown(found)


def _fit(table: EventTable, model: Model) -> Fitness | None:
    """How near the cases keep to the declared steps; none declared, nothing to say."""
    if not model.steps or not table.cases:
        return None
    return fitness(variants(table), table.activity_names, model.steps)


def _told(table: EventTable, verdict: Verdict) -> dict[str, Any]:
    return {
        "rule": _words(verdict.rule),
        "checked": verdict.checked,
        "broken": len(verdict.broken),
        "unknown": verdict.unknown,
        "cases": [table.case_names[at] for at in verdict.broken.tolist()],
    }


def _words(rule: Rule) -> dict[str, Any]:
    return {"rule": _NAMES[type(rule).__name__], **asdict(rule)}


def _shown(found: dict[str, Any]) -> list[str]:
    lines = [f"办件 cases  {found['cases']:,}"]
    if found["fitness"]:
        fit = found["fitness"]
        lines += [
            f"与申报流程相符 fitness  {share(fit['average'])}",
            f"完全照办 exactly as declared  {fit['perfect']:,}",
        ]
    for name in found["unknown_steps"]:
        lines.append(f"日志里没有的环节 a step that the log does not have: {name}")
    for rule in found["rules"]:
        said = {key: value for key, value in rule["rule"].items() if value}
        said.pop("rule")
        words = "; ".join(f"{key} {_plain(value)}" for key, value in said.items())
        lines += [
            "",
            f"{rule['rule']['rule']}: {words}",
            f"  不符 broken {rule['broken']:,} / {rule['checked']:,}"
            + (f"  看不出 cannot tell {rule['unknown']:,}" if rule["unknown"] else ""),
        ]
        if rule["cases"]:
            rest = len(rule["cases"]) - SHOWN
            tail = f" … +{rest:,}" if rest > 0 else ""
            lines.append("  " + "、".join(rule["cases"][:SHOWN]) + tail)
    return lines


def _plain(value: object) -> str:
    if isinstance(value, tuple | list):
        return ", ".join(_plain(each) for each in value)
    return str(value)
