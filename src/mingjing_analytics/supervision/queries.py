"""The queries of a run, as text for one engine, made of checked trees."""

from collections.abc import Mapping

from mingjing_analytics.supervision.language.bound import Value
from mingjing_analytics.supervision.model import Model

_HASH = {"duckdb": "sha256({0})", "spark": "sha2({0}, 256)"}
_TEXT = {"duckdb": "varchar", "spark": "string"}


def flags_sql(model: Model, values: Mapping[str, Value], engine: str) -> str:
    """Each flag with its identity.

    The identity is the SHA-256 of the model's id and the key, parted by U+001F, and
    holds no fact: a flag whose amount grew is the same flag.
    """
    text = _TEXT[engine]
    parts = [f"'{model.id}'", *(f"cast({key} as {text})" for key in model.head.key)]
    identity = _HASH[engine].format(" || chr(31) || ".join(parts))
    columns = model.columns
    told = [
        f"cast({name} as {_type(columns[name], engine)}) as {name}" for name in columns
    ]
    known = " and ".join(f"{key} is not null" for key in model.head.key)
    inside = model.flags(values).sql(engine)
    return (
        f"select {identity} as flag, {', '.join(told)} "  # noqa: S608 - of a checked tree
        f"from ({inside}) m where {known}"
    )


def evidence_sql(
    model: Model, table: str, values: Mapping[str, Value], engine: str
) -> str:
    """The rows of a table that prove the flags of the table ``flags``."""
    return model.evidence(table, values).sql(engine)


def unjudged_sql(
    model: Model, number: int, values: Mapping[str, Value], engine: str
) -> str:
    """The rows that a reason of the head sets aside."""
    return model.unjudged(number, values).sql(engine)


def rendered(model: Model, values: Mapping[str, Value], engine: str) -> dict[str, str]:
    """Every query of a run by its name: what the manifest keeps."""
    found = {"flags": flags_sql(model, values, engine)}
    for table in model.head.evidence:
        found[f"evidence/{table}"] = evidence_sql(model, table, values, engine)
    for number in range(len(model.head.unjudged)):
        found[f"unjudged/{number}"] = unjudged_sql(model, number, values, engine)
    return found


def _type(kind: str, engine: str) -> str:
    return "string" if (engine, kind) == ("spark", "varchar") else kind
