"""The case notion: objects of which type are the cases.

Flattening as in van der Aalst, Object-Centric Process Mining (2019): each object of one
type is a case. An event of several of them stands in several cases (convergence), so a
type is a good notion where most events have exactly one of its objects.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mingjing_analytics.process.reading.ocel.gathered import Found
from mingjing_analytics.process.reading.refusal import Unreadable
from mingjing_analytics.process.table import Issue

_SHOWN = 10  # types named in a sentence

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Types:
    """Numbers of each type of objects, shape (types,)."""

    objects: Counts  # with or without events
    single: Counts  # events that have exactly one object of the type
    middle: Counts  # the lower median of events per object that has any


def chosen(found: Found, asked: str = "") -> tuple[int, list[Issue]]:
    """The type whose objects are the cases: the one asked for, the only or the best.

    Of the types of which at least half of the events have exactly one object, and whose
    objects have two events or more by the median, it is the one with the most objects:
    staff and counters are few, papers have one event. If there is none such, it is the
    type of which the most events have exactly one object. Raises Unreadable.
    """
    types = measured(found)
    names = found.type.texts
    there = np.flatnonzero(types.objects)
    if not len(there):
        raise Unreadable(
            "没有一个对象写明了类型，无法知道什么是一件。",
            "No object of the log has a type, so that there are no cases.",
        )
    if asked:
        if asked in names and types.objects[names.index(asked)]:
            return names.index(asked), []
        raise Unreadable(
            f"没有类型为“{asked}”的对象；日志里有：{_listed(found, there, '、')}。",
            f"No object is of type “{asked}”; there are {_listed(found, there, ', ')}.",
        )
    best = _best(found, types, there)
    if len(there) == 1:
        return best, []
    others = _listed(found, there[there != best], ", ")
    text = f"Each object of type “{names[best]}” is a case. Name another type with"
    text += f" object_type in --map: {others}."
    return best, [Issue("object-type", "whole file", text, len(there) - 1)]


def measured(found: Found) -> Types:
    """Count each type; O(n log n) in the relations, whatever the number of types."""
    size = len(found.type.texts)
    objects = np.bincount(found.type.codes[found.type.codes >= 0], minlength=size)
    pairs = np.unique(found.event * np.int64(len(found.objects)) + found.object)
    event, thing = np.divmod(pairs, max(len(found.objects), 1))
    type_of = found.type.codes[thing].astype(np.int64)
    groups, together = np.unique(event * max(size, 1) + type_of, return_counts=True)
    single = np.bincount(groups[together == 1] % max(size, 1), minlength=size)
    events = np.bincount(thing, minlength=len(found.objects))
    used = np.flatnonzero(events)
    kind = found.type.codes[used]
    order = np.lexsort((events[used], kind))
    width = np.bincount(kind, minlength=size)
    middle = np.zeros(size, np.int64)
    some = np.flatnonzero(width)
    place = (np.cumsum(width) - width + (width - 1) // 2)[some]
    middle[some] = events[used][order][place]
    return Types(objects, single, middle)


def _best(found: Found, types: Types, there: Counts) -> int:
    half = 2 * types.single[there] >= len(found.time)
    good = there[half & (types.middle[there] >= 2)]
    # Where none is good, the number of objects says nothing.
    objects = types.objects if len(good) else np.zeros_like(types.objects)
    ranked = sorted(
        (-int(objects[at]), -int(types.single[at]), found.type.texts[at], int(at))
        for at in (good if len(good) else there)
    )
    return ranked[0][-1]


def _listed(found: Found, these: Counts, between: str) -> str:
    names = sorted(found.type.texts[at] for at in these.tolist())
    more = [f"… (+{len(names) - _SHOWN})"] if len(names) > _SHOWN else []
    return between.join([*names[:_SHOWN], *more])
