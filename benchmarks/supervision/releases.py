"""Compiled releases as a county's trading centre might publish them: seeded, about 11 kB each.

Bids, awards, contracts and payments agree with each other; rings, late bids, refusals, missing
fields and a second currency are sown in known shares.
"""

import json
import random
from datetime import datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))
METHODS = (
    ("open", "公开招标", 50),
    ("selective", "邀请招标", 10),
    ("limited", "竞争性磋商", 20),
    ("limited", "询价", 12),
    ("direct", "单一来源", 8),
)
WORDS = "道路学校医院设备采购改造维修服务信息系统物业食材图书车辆保洁监理设计检测供水绿化照明"
DOCUMENTS = (
    "tenderNotice",
    "biddingDocuments",
    "clarifications",
    "awardNotice",
    "contractNotice",
)
BUYERS, FIRMS = 400, 3000


def write_releases(path, count, seed=1):
    """Write a file of releases, one a line."""
    chance = random.Random(seed)
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            file.write(json.dumps(release(number, chance), ensure_ascii=False))
            file.write("\n")


def release(number, chance):
    """Make one compiled release."""
    method, details, _ = chance.choices(METHODS, [m[2] for m in METHODS])[0]
    start = datetime(2024, 1, 1, 9, tzinfo=CHINA) + timedelta(
        hours=chance.randrange(17_000)
    )
    end = start + timedelta(days=chance.choice((5, 10, 14, 20, 21, 25, 30)))
    buyer = chance.randrange(BUYERS)
    budget = round(10 ** chance.uniform(4.8, 7.2), 2)
    count = 1 if method == "direct" else max(1, round(chance.gauss(5, 2)))
    ring = chance.randrange(200) * 5
    near = chance.random() < 0.08
    firms = [ring + i % 5 if near else chance.randrange(FIRMS) for i in range(count)]
    bids = [bid(i, firm, budget, end, near, chance) for i, firm in enumerate(firms)]
    valid = [b for b in bids if b["status"] == "valid"] or bids[:1]
    winner = min(valid, key=lambda b: b["value"].get("amount", budget))
    items = [item(i, chance) for i in range(chance.randrange(2, 7))]
    made = {
        "ocid": f"ocds-mj0001-{number:07}",
        "id": f"{number}-compiled",
        "date": end.isoformat(),
        "tag": ["compiled"],
        "language": "zh",
        "parties": [party(f, "tenderer", chance) for f in dict.fromkeys(firms)],
        "buyer": {"id": org("B", buyer), "name": f"澄溪县第{buyer}单位"},
        "tender": {
            "id": str(number),
            "title": text(chance, 24),
            "description": text(chance, 260),
            "status": "cancelled" if chance.random() < 0.02 else "complete",
            "procuringEntity": {"id": org("B", buyer), "name": f"澄溪县第{buyer}单位"},
            "procurementMethod": method,
            "procurementMethodDetails": details,
            "mainProcurementCategory": chance.choice(("goods", "works", "services")),
            "value": {"amount": budget, "currency": "CNY"},
            "tenderPeriod": {
                "startDate": start.isoformat(),
                "endDate": end.isoformat(),
            },
            "numberOfTenderers": count,
            "items": items,
            "documents": [document(k, start, chance) for k in DOCUMENTS],
        },
        "bids": {"details": bids},
        "awards": [award(winner, items, end, chance)],
    }
    made["contracts"] = [contract(winner, end, chance)]
    if chance.random() < 0.03:
        del made["tender"]["tenderPeriod"]
    return made


def bid(place, firm, budget, end, near, chance):
    """One bid; a ring's prices lie close to each other, and sometimes are equal."""
    status = chance.choices(
        ("valid", "disqualified", "withdrawn", "invited"), (86, 9, 3, 2)
    )[0]
    step = (
        (0, 0.0, 0.002, 0.004, 0.006)[place % 5]
        if near
        else chance.uniform(-0.15, 0.03)
    )
    late = timedelta(hours=chance.uniform(-40, 2) if chance.random() < 0.02 else -30)
    return {
        "id": f"b{place}",
        "date": (end + late).isoformat(timespec="seconds"),
        "status": status,
        "tenderers": [{"id": org("F", firm), "name": f"{text(chance, 6)}有限公司"}],
        "value": {
            "amount": round(budget * (0.95 + step), 2),
            "currency": "USD" if chance.random() < 0.003 else "CNY",
        },
    }


def item(place, chance):
    """One item, by the catalogue of government procurement."""
    code = f"{chance.choice('ABC')}{chance.randrange(1, 24):02}{chance.randrange(1, 30):02}0100"
    return {
        "id": str(place),
        "description": text(chance, 60),
        "classification": {
            "scheme": "CN-GPC",
            "id": code,
            "description": text(chance, 10),
        },
        "quantity": chance.randrange(1, 500),
        "unit": {
            "name": "台",
            "value": {"amount": chance.randrange(9, 90_000), "currency": "CNY"},
        },
    }


def document(kind, start, chance):
    """One document of the tender."""
    return {
        "id": kind,
        "documentType": kind,
        "title": text(chance, 30),
        "description": text(chance, 90),
        "url": f"https://ggzy.example.cn/{chance.randrange(10**9)}.html",
        "datePublished": start.isoformat(),
        "format": "text/html",
        "language": "zh",
    }


def party(firm, role, chance):
    """One party with its contact."""
    return {
        "id": org("F", firm),
        "name": f"{text(chance, 6)}有限公司",
        "identifier": {"scheme": "CN-USCC", "id": org("F", firm)},
        "address": {
            "streetAddress": text(chance, 18),
            "locality": "澄溪县",
            "countryName": "中国",
        },
        "contactPoint": {
            "telephone": f"0000-{firm:07}",
            "email": f"f{firm}@example.cn",
        },
        "roles": [role],
    }


def award(winner, items, end, chance):
    """The award of the winning bid."""
    status = chance.choices(("active", "pending", "unsuccessful"), (94, 3, 3))[0]
    return {
        "id": "a1",
        "status": status,
        "date": (end + timedelta(days=chance.randrange(1, 40))).isoformat(),
        "value": winner["value"],
        "suppliers": winner["tenderers"],
        "items": items,
        "description": text(chance, 80),
    }


def contract(winner, end, chance):
    """The contract with its payments."""
    signed = end + timedelta(days=chance.randrange(5, 60))
    paid = [
        {
            "id": f"t{i}",
            "date": (signed + timedelta(days=40 * i)).isoformat(),
            "value": {
                "amount": round(winner["value"]["amount"] / 3, 2),
                "currency": "CNY",
            },
            "payer": {"id": org("B", 1)},
            "payee": winner["tenderers"][0],
        }
        for i in range(3)
    ]
    return {
        "id": "c1",
        "awardID": "a1",
        "status": "active",
        "title": text(chance, 30),
        "dateSigned": signed.isoformat(),
        "value": winner["value"],
        "implementation": {"transactions": paid},
        "documents": [document("contractSigned", signed, chance)],
    }


def org(kind, number):
    """Name an organisation by a code of eighteen characters."""
    return f"9{kind}3300{number:012}"


def text(chance, length):
    """Make Chinese words of about this many characters."""
    at = chance.randrange(len(WORDS))
    return ((WORDS[at:] + WORDS[:at]) * (length // len(WORDS) + 1))[:length]
