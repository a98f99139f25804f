"""From what a reader found to `Columns`: joins, defaults, and what must be told."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from mingjing_analytics.process.table import (
    NO_TIME,
    Codes,
    Columns,
    Dictionary,
    Issue,
    Times,
)

NO_NAME = ""  # the activity of an event that names none; it counts, and is told


def joined(columns: Sequence[Dictionary]) -> Dictionary:
    """One column of several, texts joined with +, as a classifier of XES does.

    A row has none only where all columns have none.
    """
    result = columns[0]
    for column in columns[1:]:
        width = len(column.texts) + 1
        line = (result.codes.astype(np.int64) + 1) * width + column.codes + 1
        pairs, codes = np.unique(line, return_inverse=True)
        texts: list[str] = []
        kept = np.empty(len(pairs), np.int32)
        for at, pair in enumerate(pairs.tolist()):
            left, right = divmod(pair, width)
            parts = [result.texts[left - 1]] if left else []
            parts += [column.texts[right - 1]] if right else []
            kept[at] = len(texts) if parts else -1
            if parts:
                texts.append("+".join(parts))
        result = unified(Dictionary(kept[codes.reshape(-1)], tuple(texts)))
    return result


def unified(column: Dictionary) -> Dictionary:
    """The same column with each text once, in the order of `texts`."""
    if len(set(column.texts)) == len(column.texts):
        return column
    known: dict[str, int] = {}
    codes = [known.setdefault(text, len(known)) for text in column.texts]
    table = np.array([*codes, -1], np.int32)  # the last is where code -1 lands
    return Dictionary(table[column.codes], tuple(known))


def in_order(column: Dictionary) -> Dictionary:
    """The same column, its texts in the order of their first row, unused ones gone."""
    size = len(column.codes)
    first = np.full(len(column.texts) + 1, size)  # the last is where code -1 lands
    first[column.codes[::-1]] = np.arange(size - 1, -1, -1)
    order = np.argsort(first[:-1], kind="stable")
    place = np.empty(len(order) + 1, np.int32)
    place[order] = np.arange(len(order))
    place[-1] = -1
    order = order[: int((first[:-1] < size).sum())]
    return Dictionary(
        place[column.codes], tuple(column.texts[at] for at in order.tolist())
    )


def filled(column: Dictionary, text: str) -> Dictionary:
    """Rows that have none get ``text``."""
    texts = column.texts
    at = texts.index(text) if text in texts else len(texts)
    codes = np.where(column.codes < 0, np.int32(at), column.codes)
    return Dictionary(codes, texts if at < len(texts) else (*texts, text))


def fanned_out(column: Dictionary, case: Codes) -> Dictionary:
    """A column of the cases as one of their events."""
    return Dictionary(column.codes[case], column.texts)


def with_names(columns: Columns, default: str = NO_NAME) -> tuple[Columns, list[Issue]]:
    """Events that name no activity get the log's default or count as nameless."""
    codes = columns.activity.codes
    nameless = int((codes < 0).sum())
    if not nameless:
        return columns, []
    place = f"event {int(np.argmax(codes < 0)) + 1}"
    if default:
        text = f"{nameless} events name no activity; the log's default was taken."
        issue = Issue("default-activity", place, text, nameless)
    else:
        text = f"{nameless} events name no activity and count as one without a name."
        issue = Issue("no-activity", place, text, nameless)
    return replace(columns, activity=filled(columns.activity, default)), [issue]


def timeless(times: Times) -> list[Issue]:
    """Tell how many events have no time that could be read, and the first."""
    missing = times == NO_TIME
    count = int(missing.sum())
    if not count:
        return []
    place = f"event {int(np.argmax(missing)) + 1}"
    text = f"{count} events have no time that can be read; they stand last in their"
    return [Issue("no-time", place, f"{text} case.", count)]


def with_issues(columns: Columns, issues: Sequence[Issue]) -> Columns:
    """The same columns with these issues added, and without empty ones."""
    resource, start = columns.resource, columns.start
    return replace(
        columns,
        resource=resource if resource and resource.texts else None,
        start=None if start is None or bool((start == NO_TIME).all()) else start,
        roles={role: told for role, told in columns.roles.items() if told.texts},
        issues=(*columns.issues, *issues),
    )


def zone_issue(zoned: int, bare: int) -> list[Issue]:
    """Say where times had to be taken on trust."""
    if not bare:
        return []
    if zoned:
        text = f"{bare} times name no zone and {zoned} do; those were taken as +08:00."
        return [Issue("mixed-zones", "whole file", text, bare)]
    text = "No time names its zone; all were taken as +08:00."
    return [Issue("no-zone", "whole file", text, bare)]
