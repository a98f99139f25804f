"""What both ways of reading find in a log, and what becomes of it."""

from dataclasses import dataclass, field

import numpy as np

from mingjing_analytics.process.reading import assemble
from mingjing_analytics.process.reading.mapping import Mapping
from mingjing_analytics.process.reading.refusal import Unreadable
from mingjing_analytics.process.table import (
    Codes,
    Columns,
    Dictionary,
    Issue,
    Times,
)

CASE = "case:"  # begins the name of an attribute that stands at the trace


@dataclass(frozen=True)
class Wanted:
    """Keys to keep: those of texts and times of events, those of texts of traces."""

    texts: tuple[str, ...]
    times: tuple[str, ...]
    traces: tuple[str, ...]


def wanted(mapping: Mapping, classifiers: tuple[str, ...] = ()) -> Wanted:
    """Which attributes a mapping needs."""
    names = [*mapping.activity, *classifiers, mapping.resource, *mapping.roles.values()]
    names += [mapping.case]
    texts = dict.fromkeys(name for name in names if name and not name.startswith(CASE))
    traces = dict.fromkeys(
        name.removeprefix(CASE) for name in names if name.startswith(CASE)
    )
    times = dict.fromkeys(name for name in (mapping.time, mapping.start) if name)
    return Wanted(tuple(texts), tuple(times), tuple(traces))


@dataclass(frozen=True)
class Header:
    """What stands before the first trace."""

    defaults: dict[str, str] = field(default_factory=dict)  # of events, by key
    classifiers: dict[str, str] = field(default_factory=dict)  # keys by name


@dataclass(frozen=True)
class Found:
    """Columns by key in the order of the file."""

    trace: Codes  # of each event
    traces: dict[str, Dictionary]  # of each trace
    texts: dict[str, Dictionary]  # of each event
    times: dict[str, Times]
    header: Header = field(default_factory=Header)
    zoned: int = 0
    bare: int = 0
    issues: tuple[Issue, ...] = ()


def classifier_keys(header: Header) -> tuple[str, ...]:
    """Keys of the first classifier of events: what the log itself calls an event."""
    for keys in header.classifiers.values():
        return tuple(keys.replace("'", " ").split())
    return ()


def assembled(found: Found, mapping: Mapping) -> Columns:
    """Make the columns of a mapping; tells what was missing and what stood in."""
    issues = list(found.issues)
    size = len(found.trace)

    def column(name: str) -> Dictionary:
        if name.startswith(CASE):
            key = name.removeprefix(CASE)
            return assemble.in_order(
                assemble.fanned_out(found.traces[key], found.trace)
            )
        return assemble.in_order(found.texts[name])

    case = _case(found, mapping, issues)
    activity = assemble.in_order(
        assemble.joined([column(name) for name in mapping.activity])
    )
    if size and not bool((activity.codes >= 0).any()):
        activity = _by_classifier(found, mapping, issues)
    resource = column(mapping.resource) if mapping.resource else None
    columns = Columns(
        case=case,
        activity=activity,
        time=found.times[mapping.time],
        resource=resource,
        start=found.times[mapping.start] if mapping.start else None,
        roles={role: column(name) for role, name in mapping.roles.items()},
    )
    defaults = [found.header.defaults.get(key, "") for key in mapping.activity]
    columns, nameless = assemble.with_names(columns, "+".join(filter(None, defaults)))
    issues += [*nameless, *assemble.timeless(columns.time)]
    issues += assemble.zone_issue(found.zoned, found.bare)
    return assemble.with_issues(columns, issues)


def _case(found: Found, mapping: Mapping, issues: list[Issue]) -> Dictionary:
    if not mapping.case.startswith(CASE):
        return assemble.filled(found.texts[mapping.case], assemble.NO_NAME)
    names = assemble.in_order(found.traces[mapping.case.removeprefix(CASE)])
    nameless = np.flatnonzero(names.codes < 0)
    if len(nameless):
        place = f"trace {int(nameless[0]) + 1}"
        text = f"{len(nameless)} traces have no name and are called by their place."
        issues.append(Issue("no-case-name", place, text, len(nameless)))
        codes, texts, known = names.codes.copy(), list(names.texts), set(names.texts)
        for trace in nameless.tolist():
            name = f"#{trace + 1}"
            while name in known:
                name += "#"
            codes[trace] = len(texts)
            texts.append(name)
        names = Dictionary(codes, tuple(texts))
    twice = len(names.codes) - len(names.texts)
    if twice:
        text = f"{twice} traces bear the name of an earlier one and were joined to it."
        issues.append(Issue("same-case", "whole file", text, twice))
    names = assemble.in_order(names)  # as the table keeps the cases
    empty = len(names.texts) - len(np.unique(found.trace))
    if empty > 0 and not twice:
        text = f"{empty} traces have no event."
        issues.append(Issue("empty-case", "whole file", text, empty))
    return Dictionary(names.codes[found.trace], names.texts)


def _by_classifier(found: Found, mapping: Mapping, issues: list[Issue]) -> Dictionary:
    keys = classifier_keys(found.header)
    columns = [found.texts[key] for key in keys if key in found.texts]
    activity = assemble.joined(columns) if columns else None
    named = " + ".join(mapping.activity)
    if activity is None or not bool((activity.codes >= 0).any()):
        raise Unreadable(
            f"没有一个事件有“{named}”这个属性，无法知道环节。",
            f"No event has the attribute “{named}” that names its activity.",
        )
    text = f"No event has “{named}”; the log's own classifier was taken instead."
    issues.append(Issue("classifier", "whole file", text))
    return assemble.in_order(activity)
