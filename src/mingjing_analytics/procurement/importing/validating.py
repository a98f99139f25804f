"""Whether a release is OCDS 1.1: the schema's rules, and that references are met.

The words of JSON Schema (draft 4) that the release schema uses are checked here; one
with another word would end in a KeyError, so that none is silently passed over.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cache

import msgspec

from mingjing_analytics.procurement.importing.standard import (
    followed,
    release_schema,
)
from mingjing_analytics.procurement.instants import instant

_SILENT = frozenset(
    {
        "$schema", "codelist", "default", "definitions", "deprecated",
        "deprecatedVersion", "description", "id", "mergeStrategy", "omitWhenMerged",
        "openCodelist", "title", "versionId", "wholeListMerge",
    }
)  # fmt: skip
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_MOST = 1_000
_DEEPEST = 60
_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "null": (type(None),),
    "number": (int, float, Decimal),
}
_SHOWN = 60

Faults = Iterator[str]


def validate(release: Mapping[str, object]) -> list[str]:
    """What keeps a release from being OCDS 1.1 with bids and lots; empty when nothing.

    Each sentence begins with the path in the release. Codes of closed lists must be
    the standard's; of open lists any text is allowed, and so are fields the standard
    does not know. Beyond the schema, ids that refer to a party, award or lot must be
    those of one. At most a thousand faults are told.
    """
    faults: list[str] = []
    for fault in _faults(dict(release), release_schema(), "", 0):
        faults.append(fault)
        if len(faults) == _MOST:
            return faults
    return faults or list(_dangling(release))[:_MOST]


def _faults(
    value: object, schema: Mapping[str, object], path: str, deep: int
) -> Faults:
    schema = followed(schema)
    if deep > _DEEPEST:
        yield f"{path}：嵌套太深 nested too deep"
        return
    if not _is_of(value, schema.get("type")):
        told = _told(schema.get("type"))
        yield f"{path or '/'}：应为 {told} must be {told}: {_cut(value)}"
        return
    for word, rule in schema.items():
        if word not in _SILENT and word != "type":
            yield from _RULES[word](value, rule, path, deep)


def _told(types: object) -> str:
    return "|".join(map(str, types)) if isinstance(types, list) else str(types)


def _cut(value: object) -> str:
    told = str(value)
    return told if len(told) <= _SHOWN else f"{told[:_SHOWN]}…"


def _is_of(value: object, types: object) -> bool:
    if types is None:
        return True
    return any(
        _is(value, str(one)) for one in (types if isinstance(types, list) else [types])
    )


def _is(value: object, name: str) -> bool:
    if name == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    if isinstance(value, bool):
        return name == "boolean"
    return isinstance(value, _TYPES[name])


def _properties(value: object, rule: object, path: str, deep: int) -> Faults:
    if isinstance(value, dict) and isinstance(rule, dict):
        for key, schema in rule.items():
            if key in value:
                yield from _faults(value[key], schema, f"{path}/{key}", deep + 1)


def _patterns(value: object, rule: object, path: str, deep: int) -> Faults:
    if isinstance(value, dict) and isinstance(rule, dict):
        for pattern, schema in rule.items():
            for key in value:
                if _compiled(pattern).search(key):
                    yield from _faults(value[key], schema, f"{path}/{key}", deep + 1)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _required(value: object, rule: object, path: str, _deep: int) -> Faults:
    if isinstance(value, dict) and isinstance(rule, list):
        for key in rule:
            if key not in value:
                yield f"{path}/{key}：缺少 is missing"


def _items(value: object, rule: object, path: str, deep: int) -> Faults:
    if isinstance(value, list) and isinstance(rule, dict):
        for at, one in enumerate(value):
            yield from _faults(one, rule, f"{path}/{at}", deep + 1)


def _enum(value: object, rule: object, path: str, _deep: int) -> Faults:
    if isinstance(rule, list) and value not in rule:
        yield f"{path}：不在代码表中 is no code of the list: {_cut(value)}"


def _min_items(value: object, rule: object, path: str, _deep: int) -> Faults:
    if isinstance(value, list) and isinstance(rule, int) and len(value) < rule:
        yield f"{path}：至少 {rule} 项 needs at least {rule}"


def _min_length(value: object, rule: object, path: str, _deep: int) -> Faults:
    if isinstance(value, str) and isinstance(rule, int) and len(value) < rule:
        yield f"{path}：不能为空 must not be empty"


def _unique(value: object, rule: object, path: str, _deep: int) -> Faults:
    if isinstance(value, list) and rule is True:
        seen = [msgspec.json.encode(one, order="sorted") for one in value]
        if len(set(seen)) < len(seen):
            yield f"{path}：有重复的项 holds the same item twice"


def _format(value: object, rule: object, path: str, _deep: int) -> Faults:
    if not isinstance(value, str):
        return
    if rule == "date-time" and instant(value) is None:
        yield f"{path}：不是 RFC 3339 时间 is no instant of RFC 3339: {_cut(value)}"
    if rule == "uri" and not _URI.fullmatch(value):
        yield f"{path}：不是网址 is no URI: {_cut(value)}"


_RULES: dict[str, Callable[[object, object, str, int], Faults]] = {
    "enum": _enum,
    "format": _format,
    "items": _items,
    "minItems": _min_items,
    "minLength": _min_length,
    "patternProperties": _patterns,
    "properties": _properties,
    "required": _required,
    "uniqueItems": _unique,
}


def _dangling(release: Mapping[str, object]) -> Faults:
    """References that lead nowhere: parties, awards of contracts, lots."""
    parties = _ids(release, "parties")
    awards = _ids(release, "awards")
    tender = release.get("tender")
    lots = _ids(tender, "lots") if isinstance(tender, dict) else set()
    for path, key, value in _references(dict(release)):
        known, zh, en = {
            "awardID": (awards, "没有这个成交", "no such award"),
            "relatedLots": (lots, "没有这个包", "no such lot"),
            "relatedLot": (lots, "没有这个包", "no such lot"),
        }.get(key, (parties, "没有这个组织", "no such party"))
        if not isinstance(value, str | int) or value not in known:
            yield f"{path}：{zh} {en}: {_cut(value)}"


def _ids(holder: Mapping[str, object], key: str) -> set[object]:
    found = holder.get(key)
    ids = (
        [one.get("id") for one in found if isinstance(one, dict)]
        if isinstance(found, list)
        else []
    )
    return {one for one in ids if isinstance(one, str | int)}


_ORGANISATIONS = frozenset(
    {"buyer", "procuringEntity", "tenderers", "suppliers", "payer", "payee"}
)


def _references(release: object) -> Iterator[tuple[str, str, object]]:
    """Every reference: (path, kind of it, id). A stack, as nesting has no bound."""
    waiting = [("", release)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, list):
            waiting.extend((f"{path}/{at}", one) for at, one in enumerate(value))
        if not isinstance(value, dict):
            continue
        for name, held in value.items():
            key, at = str(name), f"{path}/{name}"
            if key in {"awardID", "relatedLot"} and held is not None:
                yield at, key, held
            elif key == "relatedLots" and isinstance(held, list):
                yield from ((at, key, one) for one in held)
            elif key in _ORGANISATIONS:
                for one in held if isinstance(held, list) else [held]:
                    if isinstance(one, dict) and one.get("id") is not None:
                        yield at, key, one["id"]
            else:
                waiting.append((at, held))
