"""What a reader of the results must know about the log itself."""

from datetime import UTC, datetime, timedelta

import numpy as np

from mingjing_analytics.process.table import NO_TIME, EventTable, Issue

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EARLIEST = int(datetime(1980, 1, 1, tzinfo=UTC).timestamp()) * 10**6
_LATEST = int(datetime(2100, 1, 1, tzinfo=UTC).timestamp()) * 10**6
_NO_ID = {"", "NA", "NULL", "None", "nan", "0"}


def quality(table: EventTable) -> tuple[Issue, ...]:
    """Disorder, ties, doubled events, impossible times and names that are none."""
    found = [_disorder(table), *_ties(table), _doubled(table), _times(table)]
    found.append(_names(table))
    return tuple(issue for issue in found if issue)


def _disorder(table: EventTable) -> Issue | None:
    if not table.disorder:
        return None
    text = f"In {table.disorder} cases the file's order is not that of the times."
    return Issue("out-of-order", "whole file", text, table.disorder)


def _ties(table: EventTable) -> list[Issue]:
    time, case = table.time, table.case
    same = (time[1:] == time[:-1]) & (case[1:] == case[:-1]) & (time[1:] != NO_TIME)
    tied = int((np.append(same, False) | np.append(False, same)).sum())
    if not tied:
        return []
    share = 100 * tied / table.events
    text = f"{tied} events ({share:.0f} %) have the time of another in their case;"
    return [Issue("ties", "whole file", f"{text} the file's order decides.", tied)]


def _doubled(table: EventTable) -> Issue | None:
    doubled = (table.case[1:] == table.case[:-1]) & (table.time[1:] != NO_TIME)
    for column in (table.time, table.activity, table.resource):
        doubled &= column[1:] == column[:-1]
    count = int(doubled.sum())
    if not count:
        return None
    place = f"case {table.case_names[int(table.case[int(np.argmax(doubled))])]}"
    text = f"{count} events are the same as the one before: case, activity, time, hand."
    return Issue("doubled", place, text, count)


def _times(table: EventTable) -> Issue | None:
    odd = (table.time != NO_TIME) & ((table.time < _EARLIEST) | (table.time > _LATEST))
    count = int(odd.sum())
    if not count:
        return None
    first = int(np.argmax(odd))
    at = (_EPOCH + timedelta(microseconds=int(table.time[first]))).date().isoformat()
    place = f"case {table.case_names[int(table.case[first])]}"
    text = f"{count} events are before 1980 or after 2100, the first of them on {at}."
    return Issue("odd-time", place, text, count)


def _names(table: EventTable) -> Issue | None:
    odd = [name for name in table.case_names if name.strip() in _NO_ID]
    if not odd:
        return None
    text = f"A case is called “{odd[0]}”; it may be a name that was missing."
    return Issue("odd-case-name", f"case {odd[0]}", text, len(odd))
