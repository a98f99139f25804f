"""`model explain`, `model new`, `model docs`: a model in words, a new one, all pages."""

import argparse
from pathlib import Path

from mingjing_analytics.supervision.console.answers import Answer, Given, model_of
from mingjing_analytics.supervision.explain import in_words, question
from mingjing_analytics.supervision.head import NAME
from mingjing_analytics.supervision.model import catalogue
from mingjing_analytics.supervision.pages import page
from mingjing_analytics.supervision.queries import rendered
from mingjing_analytics.supervision.refusal import Refused

_NEW = """/*---
id = "own.{name}"
version = 1
area = "own"
title = {{ zh = "补贴单笔超过标准", en = "A payment above the standard" }}
question = {{ zh = "这笔补贴超过 {{limit}} 元，是什么原因？", en = "Why is this payment above {{limit}} CNY?" }}
basis = [{{ zh = "本县规定（请填文号）", en = "the county's own rule (fill in its number)" }}]
key = ["pay_id"]
innocent = [
  {{ zh = "补发了以前月份", en = "arrears of earlier months" }},
  {{ zh = "一笔发给多户", en = "one payment for several households" }},
  {{ zh = "标准已经调整", en = "the standard was raised" }},
]
unjudged = [{{ table = "subsidies", where = "t.amount is null", zh = "没有金额", en = "no amount" }}]

[tables]
subsidies = ["pay_id", "amount"]

[params.limit]
type = "integer"
default = 1000
min = 1
max = 1000000
label = {{ zh = "标准（元）", en = "standard (CNY)" }}

[facts]
paid = {{ type = "decimal(18,2)", zh = "金额（元）", en = "amount (CNY)" }}

[evidence]
subsidies = {{ by = {{ pay_id = "pay_id" }} }}

[[case]]
name = "超过一分钱，报"
given.subsidies = [["1", "1000.01"]]
flags = [{{ pay_id = "1", paid = "1000.01" }}]

[[case]]
name = "恰好等于标准，不报"
given.subsidies = [["1", "1000.00"], ["2", "999.99"]]
flags = []
---*/
select s.pay_id, max(s.amount) as paid
from subsidies s
group by s.pay_id
having max(s.amount) > :limit
"""


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    explaining = commands.add_parser("explain", help="用话说 · a model in words")
    explaining.add_argument("model", help="编号或文件 · id or file")
    explaining.add_argument("--engine", choices=("duckdb", "spark"), default="duckdb")
    explaining.set_defaults(answer=explain)
    making = commands.add_parser("new", help="新模型 · start a model that passes")
    making.add_argument("name", help="own_name → own_name.sql")
    making.set_defaults(answer=new)
    printing = commands.add_parser("docs", help="全部说明页 · every model's page")
    printing.add_argument("folder", type=Path)
    printing.set_defaults(answer=docs)
    for parser in (explaining, making, printing):
        parser.add_argument("--json", action="store_true")


def explain(options: argparse.Namespace, _given: Given) -> Answer:
    """What a model asks and does, in both languages, and the SQL that runs."""
    model = model_of(options.model)
    found = {
        language: {
            "question": question(model, {}, language),
            "steps": in_words(model, {}, language),
            "innocent": [each.in_(language) for each in model.head.innocent],
        }
        for language in ("zh", "en")
    }
    lines = []
    for told in found.values():
        lines += [
            str(told["question"]),
            *(f"  {n}. {s}" for n, s in enumerate(told["steps"], 1)),
        ]
        lines += [f"  – {each}" for each in told["innocent"]]
    sql = rendered(model, {}, options.engine)
    return {**found, "sql": sql}, [*lines, "", sql["flags"]], 0


def new(options: argparse.Namespace, _given: Given) -> Answer:
    """A file that passes its test, to be changed into what is wanted."""
    if not NAME.fullmatch(options.name):
        raise Refused("名字用小写字母、数字和下划线。", "Name it in a–z, 0–9 and _.")
    path = Path(f"{options.name}.sql")
    if path.exists():
        raise Refused(f"{path} 已经有了。", f"{path} exists already.")
    path.write_text(_NEW.format(name=options.name), encoding="utf-8")
    told = f"写好了 {path}；改完用 ./mingjing model test {path} 试。"
    return (
        {"path": str(path)},
        [told, f"Wrote {path}; try ./mingjing model test {path}."],
        0,
    )


def docs(options: argparse.Namespace, _given: Given) -> Answer:
    """Write the page of every model into a folder."""
    options.folder.mkdir(parents=True, exist_ok=True)
    for model in catalogue().values():
        path = options.folder / f"{model.id}.md"
        path.write_text(page(model), encoding="utf-8")
    return len(catalogue()), [f"{len(catalogue())} 页 pages → {options.folder}"], 0
