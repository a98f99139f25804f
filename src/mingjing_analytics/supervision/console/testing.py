"""`model list` and `model test`: what there is, and whether its cases hold it fast."""

import argparse
from typing import Any

from mingjing_analytics.supervision.cases import check
from mingjing_analytics.supervision.console.answers import Answer, Given, model_of
from mingjing_analytics.supervision.model import Model, catalogue
from mingjing_analytics.supervision.mutants import GATE, score


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    listing = commands.add_parser("list", help="模型目录 · the catalogue")
    listing.set_defaults(answer=show)
    testing = commands.add_parser("test", help="案例与变异 · cases and mutants")
    testing.add_argument(
        "model", nargs="*", help="编号或文件 · ids or files; none: all"
    )
    testing.set_defaults(answer=test)
    for parser in (listing, testing):
        parser.add_argument("--json", action="store_true")


def show(_options: argparse.Namespace, _given: Given) -> Answer:
    """Every model of the catalogue on a line."""
    models = list(catalogue().values())
    found = [
        {"id": m.id, "title": m.head.title.zh, "en": m.head.title.en} for m in models
    ]
    return found, [f"{m.id:32}{m.head.title.zh} · {m.head.title.en}" for m in models], 0


def test(options: argparse.Namespace, _given: Given) -> Answer:
    """Run the cases, then every small change against them; 1 where one fails."""
    models = [model_of(name) for name in options.model] or [*catalogue().values()]
    found, lines, bad = [], [], False
    for model in models:
        outcomes = check(model)
        failed = [each for each in outcomes if not each.passed]
        held = score(model) if not failed else None
        good = held is not None and held.passes
        bad |= not good
        found.append(
            {
                "id": model.id,
                "cases": len(outcomes),
                "failed": [each.case.name for each in failed],
                "mutants": held.total if held else None,
                "killed": held.killed if held else None,
                "survivors": list(held.survivors) if held else [],
                "passes": good,
            }
        )
        lines += _told(model, len(outcomes), failed, held)
    return found, lines, int(bad)


def _told(model: Model, cases: int, failed: Any, held: Any) -> list[str]:
    lines = [f"{'✓' if held and held.passes else '✗'} {model.id}: {cases} 例 cases"]
    lines += [f"    ✗ {each.case.name}: {list(each.found)}" for each in failed]
    if held:
        lines[0] += f", 变异 mutants {held.killed}/{held.total} (≥ {GATE:.0%})"
        lines += [f"    – {survivor}" for survivor in held.survivors]
    return lines
