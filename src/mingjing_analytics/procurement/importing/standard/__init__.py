"""The release schema of OCDS 1.1 with bids and lots, as this package ships it.

Nothing is fetched: counties' networks are closed.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import msgspec

Schema = dict[str, object]


@cache
def release_schema() -> Schema:
    """The schema of a release, extended by bids, lots and our own fields."""
    folder = files(__package__)
    base, ours = (
        msgspec.json.decode(folder.joinpath(name).read_bytes(), type=dict[str, object])
        for name in ("release-schema-1.1.4.json", "extensions.json")
    )
    return _joined(base, ours)


def _joined(base: Mapping[str, object], ours: Mapping[str, object]) -> Schema:
    joined = dict(base)
    for key, value in ours.items():
        known = joined.get(key)
        if isinstance(known, dict) and isinstance(value, dict):
            joined[key] = _joined(known, value)
        else:
            joined[key] = value
    return joined


def followed(schema: Mapping[str, object]) -> Schema:
    """The schema that a ``$ref`` stands for, or the schema itself."""
    target = schema.get("$ref")
    if not isinstance(target, str):
        return dict(schema)
    found: object = release_schema()
    for step in target.removeprefix("#/").split("/"):
        if not isinstance(found, dict):
            raise KeyError(target)
        found = found[step]
    if not isinstance(found, dict):
        raise KeyError(target)
    return found
