"""Releases for tests: a lawful purchase, changed in one place at a time."""

import io
import json
from copy import deepcopy
from datetime import date
from itertools import count

from mingjing_analytics.procurement.sound import load_asking, measure, read
from mingjing_analytics.procurement.sound.choices import Asking
from mingjing_analytics.procurement.sound.run import short

_NUMBERS = count(1)


def amount(value, currency="CNY"):
    return {"amount": value, "currency": currency}


def bid(place, firm, price, status="valid", **more):
    firms = [firm] if isinstance(firm, str) else firm
    made = {
        "id": f"b{place}",
        "status": status,
        "date": "2026-03-24T08:00:00+08:00",
        "tenderers": [{"id": one} for one in firms],
        "value": amount(price),
    }
    return made | more


def release(**parts):
    """A purchase in which nothing is to be asked; parts replace what stands at a path."""
    made = deepcopy(_LAWFUL)
    made["ocid"] = f"ocds-test-{next(_NUMBERS):05}"
    for path, value in parts.items():
        *way, last = path.split("__")
        place = made
        for key in way:
            place = place[int(key)] if isinstance(place, list) else place[key]
        if value is None:
            place.pop(last, None)
        else:
            place[int(last) if isinstance(place, list) else last] = value
    return made


def lines(releases):
    return b"".join(
        json.dumps(one, ensure_ascii=False).encode() + b"\n" for one in releases
    )


def working_days(after, until):
    """A calendar of weekdays for 2026, and none for other years."""
    if {after.year, until.year} != {2026}:
        return None
    days = range(after.toordinal() + 1, until.toordinal() + 1)
    return sum(date.fromordinal(one).weekday() < 5 for one in days)


def ask(releases, code=None, settings=None, raw=None):
    """Read and measure; with a code, give (subject, value) of its flags."""
    asking = load_asking(settings, working_days=working_days)
    stream = io.BytesIO(lines(releases) if raw is None else raw)
    reading = read(stream, asking.choices)
    result = measure(reading, asking, [code] if code else ())
    if code is None:
        return result
    return [(flag.subject, f"{short(flag.value)}") for flag in result.flags]


def reasons(releases, code, settings=None):
    asking: Asking = load_asking(settings, working_days=working_days)
    reading = read(io.BytesIO(lines(releases)), asking.choices)
    return dict(measure(reading, asking, [code]).not_computed[code].counts)


_LAWFUL = {
    "ocid": "",
    "buyer": {"id": "B1", "name": "澄溪县教育局"},
    "parties": [
        {
            "id": "B1",
            "roles": ["buyer"],
            "contactPoint": {"telephone": "0571-1000001"},
            "address": {"streetAddress": "澄溪县人民路1号"},
        },
        {
            "id": "F1",
            "roles": ["tenderer"],
            "contactPoint": {"telephone": "0571-2000001", "email": "a@f1.example"},
        },
        {
            "id": "F2",
            "roles": ["tenderer"],
            "contactPoint": {"telephone": "0571-2000002", "email": "b@f2.example"},
        },
    ],
    "tender": {
        "status": "complete",
        "procurementMethod": "open",
        "procurementMethodDetails": "公开招标",
        "mainProcurementCategory": "goods",
        "value": amount(3_000_000),
        "tenderPeriod": {
            "startDate": "2026-03-02T09:00:00+08:00",
            "endDate": "2026-03-25T09:00:00+08:00",
        },
        "numberOfTenderers": 3,
        "items": [{"classification": {"scheme": "CN-GPC", "id": "A02010105"}}],
        "documents": [
            {
                "documentType": "tenderNotice",
                "datePublished": "2026-03-02T08:00:00+08:00",
            },
            {"documentType": "biddingDocuments"},
        ],
    },
    "bids": {
        "details": [
            bid(0, "F1", 2_700_000),
            bid(1, "F2", 2_790_000),
            bid(2, "F3", 2_950_000),
        ]
    },
    "awards": [
        {
            "id": "a",
            "status": "active",
            "date": "2026-03-27T10:00:00+08:00",
            "suppliers": [{"id": "F1"}],
            "value": amount(2_700_000),
            "items": [{"classification": {"id": "A02010105"}}],
        }
    ],
    "contracts": [
        {
            "id": "c",
            "awardID": "a",
            "status": "active",
            "value": amount(2_700_000),
            "dateSigned": "2026-04-10T10:00:00+08:00",
            "documents": [
                {
                    "documentType": "contractSigned",
                    "datePublished": "2026-04-13T10:00:00+08:00",
                }
            ],
            "implementation": {"transactions": [{"value": amount(1_000_000)}]},
        }
    ],
}
