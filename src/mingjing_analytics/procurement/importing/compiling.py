"""Releases of one process merged into one compiled release, by the rules of OCDS 1.1.

By date, the later value stands; null takes a value away; objects of a list are matched
by id; lists that the schema calls whole, and lists of anything but objects, are
replaced. The rules are read from the schema that this package ships.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

import msgspec

from mingjing_analytics.procurement.importing.draft import Json
from mingjing_analytics.procurement.importing.standard import followed, release_schema
from mingjing_analytics.procurement.instants import instant

_DECODER = msgspec.json.Decoder(dict[str, object], float_hook=Decimal)
# They tell of one release and not of the process.
_OF_A_RELEASE = frozenset({"id", "date", "tag"})


class NoReleaseError(ValueError):
    """A line that holds no release that can be merged, and why."""


def compile_releases(lines: Iterable[bytes]) -> list[Json]:
    """Merge releases, release packages, records and record packages by their ocid.

    Each line is one JSON object. A compiled release stands for what it was made of:
    it is merged like a release of its date. Gives compiled releases in the order in
    which their ocids first appear. Raises NoReleaseError, with the line's number, for
    a line that is not JSON, holds no release, or holds one without ocid or date.
    """
    found: dict[str, list[tuple[tuple[int, int], Json]]] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            for release in _releases(_DECODER.decode(line)):
                ocid, when = _identity(release)
                found.setdefault(ocid, []).append((when, release))
        except (msgspec.DecodeError, NoReleaseError, RecursionError) as error:
            raise NoReleaseError(f"第 {number} 行 line {number}: {error}") from error
    return [_compiled(ocid, releases) for ocid, releases in found.items()]


def _releases(line: Json) -> Iterator[Json]:
    """The releases of a line, whatever wraps them."""
    if "records" in line:
        for record in _objects(line["records"]):
            yield from _releases(record)
    elif "releases" in line:
        yield from _of_record(line)
    elif "compiledRelease" in line:
        yield from _objects([line["compiledRelease"]])
    elif "tag" in line or "date" in line:
        yield line
    else:
        raise NoReleaseError("没有发布 holds no release")


def _of_record(holder: Json) -> Iterator[Json]:
    """A record's releases; where it only links to them, what was compiled of them."""
    releases = _objects(holder["releases"])
    linked = [one for one in releases if "url" in one and "ocid" not in one]
    if not linked:
        yield from releases
    elif "compiledRelease" in holder:
        yield from _objects([holder["compiledRelease"]])
    else:
        raise NoReleaseError("只有发布的链接，没有内容 only links to releases")


def _objects(value: object) -> list[Json]:
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise NoReleaseError("发布不是对象的数组 releases are no list of objects")
    return value


def _identity(release: Json) -> tuple[str, tuple[int, int]]:
    ocid, date = release.get("ocid"), release.get("date")
    if not isinstance(ocid, str) or not ocid:
        raise NoReleaseError("发布缺 ocid a release without ocid")
    when = instant(date) if isinstance(date, str) else None
    if when is None:
        raise NoReleaseError(f"发布的 date 不是时间 date is no instant: {date}")
    return ocid, when


class _Identified(dict[str, Json]):
    """A list whose objects are matched by id, while it is merged."""


def _compiled(ocid: str, releases: list[tuple[tuple[int, int], Json]]) -> Json:
    """Merge by date; releases of one instant in the order they came."""
    ordered = [release for _when, release in sorted(releases, key=lambda one: one[0])]
    schema = _properties(release_schema())
    merged: Json = {}
    for release in ordered:
        said = {key: one for key, one in release.items() if key not in _OF_A_RELEASE}
        _merge(merged, said, schema)
    date = ordered[-1]["date"]
    head: Json = {
        "ocid": ocid,
        "id": f"{ocid}-{date}",
        "date": date,
        "tag": ["compiled"],
    }
    return head | {key: one for key, one in _plain(merged).items() if key not in head}


def _merge(
    into: Json, later: Mapping[str, object], schema: Mapping[str, object]
) -> None:
    """Merge an object into one; a null stays until the end, as it may be refilled."""
    for key, value in later.items():
        rule = schema.get(key)
        words = rule if isinstance(rule, dict) else {}
        if words.get("omitWhenMerged") is True:
            continue
        known = into.get(key)
        if isinstance(value, dict):
            target = known if type(known) is dict else {}
            _merge(target, value, _properties(words))
            # What holds nothing in the end says nothing.
            if target:
                into[key] = target
        elif isinstance(value, list) and _is_by_id(value, words):
            found = known if isinstance(known, _Identified) else _Identified()
            _merge_by_id(found, value, words)
            if found:
                into[key] = found
        elif value is not None or not isinstance(known, dict):
            # Null takes away a value; of an object it would have to name each one.
            into[key] = value


def _merge_by_id(
    into: _Identified, later: list[object], words: Mapping[str, object]
) -> None:
    """Objects with an id are matched by it; those without one are added."""
    items = words.get("items")
    schema = _properties(items if isinstance(items, dict) else {})
    for one in later:
        if isinstance(one, dict) and one:
            name = one.get("id")
            # No id of a release begins with this sign, so none is met by accident.
            key = f"\0{len(into)}" if name is None else str(name)
            _merge(into.setdefault(key, {}), one, schema)
            if name is not None:
                into[key].setdefault("id", name)


def _is_by_id(value: list[object], words: Mapping[str, object]) -> bool:
    """Whether objects are matched: not in a list that the schema calls whole."""
    if words.get("wholeListMerge") is True:
        return False
    items = words.get("items")
    if isinstance(items, dict):
        schema = followed(items)
        if schema.get("type", "object") != "object" or "id" not in _properties(schema):
            return False
    return all(isinstance(one, dict) for one in value)


def _properties(schema: Mapping[str, object]) -> Mapping[str, object]:
    found = followed(schema).get("properties")
    return found if isinstance(found, dict) else {}


def _plain(merged: Json) -> Json:
    """The merged object without nulls, its lists as lists again."""
    plain: Json = {}
    for key, value in merged.items():
        if isinstance(value, _Identified):
            plain[key] = [_plain(one) for one in value.values()]
        elif isinstance(value, dict):
            plain[key] = _plain(value)
        elif value is not None:
            plain[key] = value
    return plain
