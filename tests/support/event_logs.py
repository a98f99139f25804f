"""Event logs for tests: written as XES, and counted the slow and plain way."""

import itertools
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from statistics import mean, median
from xml.sax.saxutils import quoteattr

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def at(microseconds):
    """The moment, as XES writes it."""
    moment = EPOCH + timedelta(microseconds=microseconds)
    return moment.isoformat(timespec="microseconds")


def attribute(key, value, kind="string"):
    return f"<{kind} key={quoteattr(key)} value={quoteattr(value)}/>"


def event(activity=None, time=None, resource=None, **more):
    parts = [attribute(key.replace("_", ":"), value) for key, value in more.items()]
    if resource is not None:
        parts.append(attribute("org:resource", resource))
    if activity is not None:
        parts.append(attribute("concept:name", activity))
    if time is not None:
        time = time if isinstance(time, str) else at(time)
        parts.append(attribute("time:timestamp", time, "date"))
    return "<event>\n" + "\n".join(parts) + "\n</event>\n"


def trace(name, events, **more):
    own = [] if name is None else [attribute("concept:name", name)]
    own += [attribute(key.replace("_", ":"), value) for key, value in more.items()]
    return "<trace>\n" + "\n".join(own) + "\n" + "".join(events) + "</trace>\n"


def xes(traces, head=""):
    return (
        '<?xml version="1.0" encoding="UTF-8" ?>\n'
        '<log xes.version="1.0" xmlns="http://www.xes-standard.org/">\n'
        f"{head}{''.join(traces)}</log>\n"
    )


def counted(cases):
    """The profile of {case: [(activity, time in µs, resource)]} by plain loops."""
    ordered = {case: sorted(rows, key=lambda r: r[1]) for case, rows in cases.items()}
    follows, hands, between = Counter(), Counter(), defaultdict(list)
    start, end, again, loops = Counter(), Counter(), Counter(), 0
    traces = Counter()
    for rows in ordered.values():
        names = [row[0] for row in rows]
        traces[tuple(names)] += 1
        start[names[0]] += 1
        end[names[-1]] += 1
        again.update(name for name, n in Counter(names).items() if n > 1)
        for one, two in itertools.pairwise(rows):
            follows[one[0], two[0]] += 1
            between[one[0], two[0]].append(two[1] - one[1])
            loops += one[0] == two[0]
            if one[2] is not None and two[2] is not None:
                hands[one[2], two[2]] += 1
    times = [rows[-1][1] - rows[0][1] for rows in ordered.values()]
    return {
        "cases": len(ordered),
        "events": sum(map(len, ordered.values())),
        "start": dict(start),
        "end": dict(end),
        "dfg": dict(follows),
        "timed_dfg": {
            pair: (mean(t), median(t), min(t), max(t)) for pair, t in between.items()
        },
        "variants": dict(traces),
        "durations": (mean(times), median(times), min(times), max(times)),
        "rework": (
            sum(any(n > 1 for n in Counter(t).values()) * k for t, k in traces.items()),
            dict(again),
            loops,
        ),
        "handover": dict(hands),
    }
