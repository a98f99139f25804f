"""From events of many objects to one table of cases."""

from datetime import timezone

import numpy as np
from numpy.typing import NDArray

from mingjing_analytics.process.reading import assemble
from mingjing_analytics.process.reading.mapping import Mapping
from mingjing_analytics.process.reading.ocel.gathered import Found, event_roles
from mingjing_analytics.process.reading.ocel.notion import chosen
from mingjing_analytics.process.reading.refusal import Unreadable
from mingjing_analytics.process.reading.times import parse_times
from mingjing_analytics.process.table import (
    NO_TIME,
    Columns,
    Dictionary,
    Issue,
    Times,
)

_SHOWN = 20  # names of attributes in a refusal

Rows = NDArray[np.int64]


def flattened(found: Found, given: Mapping, zone: timezone) -> Columns:
    """Make the columns of the case notion; tells what stands twice or nowhere.

    An event stands in each case it belongs to, in none if it has no object of the type.
    Raises Unreadable if the type or an attribute that was asked for is not there.
    """
    kind, issues = chosen(found, given.object_type)
    roles = _roles(found, given)
    event, thing = _rows(found, kind)
    inside = np.zeros(len(found.time), bool)
    inside[event] = True
    case, cases = _cases(found, kind, thing)
    activity = found.activity.codes
    events = Columns(
        case=Dictionary(np.zeros(len(activity), np.int32), ("",)),
        # What is left out below is not told twice.
        activity=Dictionary(
            np.where(inside, activity, np.maximum(activity, 0)), found.activity.texts
        ),
        time=np.where(inside, found.time, 0),
    )
    named, nameless = assemble.with_names(events)
    columns = Columns(
        case=case,
        activity=_of(named.activity, event),
        time=found.time[event],
        resource=_of(found.attributes[roles.resource], event)
        if roles.resource
        else None,
        start=_start(found, roles.start, zone)[event] if roles.start else None,
        roles={
            role: _of(found.attributes[name], event)
            for role, name in roles.roles.items()
        },
    )
    issues += [*found.issues, *cases, *_shared(found, kind, event, inside), *nameless]
    issues += assemble.timeless(events.time)
    issues += assemble.zone_issue(found.zoned, found.bare)
    return assemble.with_issues(columns, issues)


def _roles(found: Found, given: Mapping) -> Mapping:
    """Which attribute is what; refuses one that no event has."""
    for name in (given.start, given.resource, *given.roles.values()):
        if name and name not in found.attributes:
            names = sorted(found.names)[:_SHOWN]
            raise Unreadable(
                f"没有一个事件有“{name}”这个属性；有的是：{'、'.join(names) or '无'}。",
                f"No event has the attribute “{name}”; "
                f"there are: {', '.join(names) or 'none'}.",
            )
    return event_roles(tuple(found.attributes), given)


def _of(column: Dictionary, rows: Rows) -> Dictionary:
    return assemble.in_order(Dictionary(column.codes[rows], column.texts))


def _start(found: Found, name: str, zone: timezone) -> Times:
    column = found.attributes[name]
    read = parse_times(column.texts, zone).times
    return np.append(read, NO_TIME)[column.codes]


def _rows(found: Found, kind: int) -> tuple[Rows, Rows]:
    """Event and object of each row: relations to the type, each once, by event."""
    these = np.flatnonzero(found.type.codes[found.object] == kind)
    these = these[np.argsort(found.event[these], kind="stable")]
    event = found.event[these].astype(np.int64)
    thing = found.object[these].astype(np.int64)
    _pairs, first = np.unique(event * len(found.objects) + thing, return_index=True)
    first.sort()
    return event[first], thing[first]


def _cases(found: Found, kind: int, thing: Rows) -> tuple[Dictionary, list[Issue]]:
    """The column of cases: those with events by their first, then those without."""
    place = np.full(len(found.objects), -1, np.int64)
    used, first = np.unique(thing, return_index=True)
    used = used[np.argsort(first)]
    empty = np.setdiff1d(np.flatnonzero(found.type.codes == kind), used)
    order = np.concatenate([used, empty])
    place[order] = np.arange(len(order))
    names = tuple(found.objects[at] for at in order.tolist())
    issues = []
    again = int((found.again == kind).sum())
    if again:
        text = f"{again} objects bear the id of an earlier one and were joined to it."
        issues.append(Issue("same-case", "whole file", text, again))
    if len(empty):
        text = f"{len(empty)} objects of the type have no event."
        issues.append(Issue("empty-case", "whole file", text, len(empty)))
    return Dictionary(place[thing].astype(np.int32), names), issues


def _shared(
    found: Found, kind: int, event: Rows, inside: NDArray[np.bool_]
) -> list[Issue]:
    """Tell which events stand in several cases and which in none."""
    name = found.type.texts[kind]
    issues = []
    times = np.bincount(event, minlength=len(inside))
    shared = int((times > 1).sum())
    if shared:
        place = f"event {int(np.argmax(times > 1)) + 1}"
        text = f"{shared} events belong to several objects of type “{name}” and stand"
        text += f" in the case of each: {len(event) - int(inside.sum())} rows more."
        issues.append(Issue("shared-event", place, text, shared))
    left = int((~inside).sum())
    if left:
        place = f"event {int(np.argmin(inside)) + 1}"
        text = f"{left} events belong to no object of type “{name}” and were left out."
        issues.append(Issue("no-object", place, text, left))
    return issues
