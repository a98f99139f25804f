"""One page per model, in both languages, made of the model alone."""

from collections.abc import Iterator

from mingjing_analytics.supervision.explain import in_words, question
from mingjing_analytics.supervision.head import Case
from mingjing_analytics.supervision.model import Model


def page(model: Model) -> str:
    """The model's documentation in Markdown."""
    return "\n".join(_lines(model)) + "\n"


def _lines(model: Model) -> Iterator[str]:
    head = model.head
    yield f"# {head.title.zh} · {head.title.en}"
    yield ""
    yield f"`{head.id}`, {head.version}. {_weight(model)}"
    for language, words in (("zh", _ZH), ("en", _EN)):
        yield ""
        yield f"## {words['question']}"
        yield ""
        yield question(model, {}, language)
        yield ""
        yield from (
            f"{n}. {step}" for n, step in enumerate(in_words(model, {}, language), 1)
        )
        yield ""
        yield words["innocent"]
        yield ""
        yield from (f"- {each.in_(language)}" for each in head.innocent)
        if head.unjudged:
            yield ""
            yield words["unjudged"]
            yield ""
            yield from (
                f"- {each.zh if language == 'zh' else each.en}"
                for each in head.unjudged
            )
    yield from _tables(model)
    yield from _cases(model)


_ZH = {
    "question": "问什么",
    "innocent": "先排除这些情形：",
    "unjudged": "这些行不判断：",
}
_EN = {
    "question": "What it asks",
    "innocent": "First rule out:",
    "unjudged": "Rows it does not judge:",
}


def _weight(model: Model) -> str:
    if model.head.screening:
        return "筛查提示，单独不作为疑点 · a screening hint, never a flag by itself."
    if model.head.person:
        return "涉及个人：只用准确的键，只在封闭区查看 · about persons: exact keys alone, sealed."
    return "对单位和事项 · about units and matters."


def _tables(model: Model) -> Iterator[str]:
    head = model.head
    yield ""
    yield "## 依据、数据、参数 · Ground, data, parameters"
    yield ""
    for basis in head.basis:
        yield f"- {basis.fact or basis.zh}{' · ' + basis.en if basis.en else ''}"
    for name, columns in head.tables.items():
        yield f"- `{name}`: {', '.join(f'`{c}`' for c in columns)}"
    for name, param in head.params.items():
        span = f" ({param.min}–{param.max})" if param.min is not None else ""
        law = f", {param.law}" if param.law else ""
        yield f"- `:{name}` = {param.default}{span}: {param.label.zh} · {param.label.en}{law}"
    yield f"- key: {', '.join(f'`{k}`' for k in head.key)}"
    yield from (
        f"- `{name}`: {fact.zh} · {fact.en}" for name, fact in head.facts.items()
    )
    yield ""
    yield "```sql"
    yield model.select
    yield "```"


def _cases(model: Model) -> Iterator[str]:
    yield ""
    yield "## 案例 · Cases"
    for case in model.head.case:
        yield ""
        yield f"**{case.name}**{_put(case)}"
        for table, rows in case.given.items():
            if rows:
                yield ""
                yield f"| {table}: {' | '.join(model.head.tables[table])} |"
                yield "|" + "---|" * len(model.head.tables[table])
                yield from (f"| {' | '.join(map(str, row))} |" for row in rows)
        yield ""
        told = [", ".join(f"{k} = {v}" for k, v in flag.items()) for flag in case.flags]
        yield "→ " + ("; ".join(told) or "—")


def _put(case: Case) -> str:
    told = ", ".join(f"{name} = {value}" for name, value in case.params.items())
    return f" ({told})" if told else ""
