"""A year of purchases in the county, with what the indicators should ask, and should not.

Beside each planted irregularity stands an innocent look-alike: a deadline on the twentieth
day exactly, a contract published after the long holiday, partners with one telephone. The
truth table is kept here; a test holds the indicators against it.
"""

import csv
import io
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.core.files.base import ContentFile

from mingjing.base.people.models import Person, Unit
from mingjing.base.people.rules import code_check_character
from mingjing.config.demo.purchases_plot import (
    BUYER_PHONES,
    PHONES,
    PLOT,
    USUAL,
    Bid,
    Story,
)
from mingjing.insight.purchases import actions
from mingjing.insight.purchases.queries import survey_of
from mingjing_analytics.procurement.importing.kinds import known
from mingjing_law.calendar import default_calendar

_NAMES = (
    "恒远", "启明", "汇通", "天和", "润泽", "博雅", "鼎新",
    "华信", "嘉禾", "金桥", "蓝海", "民康", "鹏程", "瑞丰",
)  # fmt: skip
_TRADES = {"A": "商贸", "B": "建设工程", "C": "科技服务"}
_KINDS = {"A": "A02010100", "B": "B07000000", "C": "C16010100"}
_THINGS = {"A": "设备采购", "B": "维修改造工程", "C": "信息系统运维服务"}
_CATEGORIES = {"A": "货物", "B": "工程", "C": "服务"}
_BUYERS = ("教育局", "卫生健康局", "住房和城乡建设局", "交通运输局")
_DAYS = {"公开招标": 21, "邀请招标": 21, "竞争性磋商": 12, "单一来源": 8}
_USUAL_FIRMS = 9  # the others belong to stories
_KEPT_YEARS = 3

Row = dict[str, object]


@dataclass
class Purchases:
    """Rows by table, drawn from one seed; what should be asked, by code."""

    year: int
    chance: random.Random
    tables: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    planted: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    spared: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _count: int = 0
    _parties: set[str] = field(default_factory=set)

    def tell(self) -> None:
        """Play the stories of the plot among usual purchases."""
        for story in [*PLOT, *(Story() for _ in range(USUAL))]:
            first = date(self.year, 1, 8) + timedelta(days=self.chance.randrange(120))
            for nth, part in enumerate(story.parts or (story,)):
                self._purchase(first + timedelta(days=9 * nth), part)

    def _purchase(self, start: date, part: Story) -> None:
        """One purchase from notice to payment; what the story leaves open is lawful."""
        self._count += 1
        number = f"CX-{self.year}-{self._count:03}"
        for truth, codes in ((self.planted, part.asks), (self.spared, part.spares)):
            for code in codes:
                truth[code].add(number)
        deal = Deal(number, self._dated(start, part), part, *self._money(part))
        self._announce(deal)
        self._offer(deal)
        if part.award is not None:
            self._decide(deal)
            self._contract(deal)

    def _dated(self, start: date, part: Story) -> "Dates":
        if part.starts is not None:
            start = date(self.year, *part.starts)
        days = default_calendar()
        start = days.roll_forward(start)
        length = _DAYS[part.method] if part.days is None else part.days
        deadline = start + timedelta(days=length)
        award = deadline + timedelta(days=part.award or 0)
        sign = award + timedelta(days=part.sign)
        if part.signed is not None:
            sign = date(self.year, *part.signed)
        public = days.nth_working_day(sign, part.publish)
        return Dates(start, deadline, award, sign, public)

    def _money(self, part: Story) -> tuple[float, tuple[Bid, ...]]:
        budget = part.budget or round(10 ** self.chance.uniform(6.4, 6.9), -3)
        if part.bids:
            return budget, part.bids
        firms = self.chance.sample(range(_USUAL_FIRMS), 3)
        share = self.chance.uniform(0.8, 0.86)
        return budget, tuple(
            Bid((firm,), share + self.chance.uniform(0.03, 0.05) * place)
            for place, firm in enumerate(firms)
        )

    def _announce(self, deal: "Deal") -> None:
        part, dates = deal.part, deal.dates
        buyer = self._party(part.buyer or self.chance.choice(_BUYERS))
        self.tables["tender"].append(
            {
                "number": deal.number,
                "title": f"{buyer}{deal.number[-3:]}号{_THINGS[part.letter]}",
                "buyer": buyer,
                "buyer_code": _code(buyer),
                "category": _CATEGORIES[part.letter],
                "item_code": part.kind or _KINDS[part.letter],
                "item_name": _THINGS[part.letter],
                "budget": deal.budget,
                "method": part.method,
                "method_reason": part.reason,
                "tender_notice": _at(dates.start, 9),
                "documents_from": _at(dates.start, 9),
                "deadline": _at(dates.deadline, 9),
            }
        )

    def _offer(self, deal: "Deal") -> None:
        if deal.part.method == "单一来源":
            return
        for bid in deal.bids:
            moment = datetime.combine(deal.dates.deadline, time(9))
            moment += timedelta(minutes=bid.minutes)
            names = [self._firm(one, deal.part.letter) for one in bid.firms]
            self.tables["evaluation"].append(
                {
                    "number": deal.number,
                    "bidder": "、".join(names),
                    "bidder_code": "、".join(map(_code, names)),
                    "price": round(deal.budget * bid.share, 2),
                    "validity": "有效" if bid.valid else "否决",
                    "rejected_why": "" if bid.valid else "未实质性响应招标文件",
                    "submitted_at": f"{moment:%Y-%m-%d %H:%M}",
                }
            )

    def _decide(self, deal: "Deal") -> None:
        won = deal.bids[deal.part.winner]
        names = [self._firm(one, deal.part.letter) for one in won.firms]
        self.tables["result"].append(
            {
                "number": deal.number,
                "supplier": "、".join(names),
                "supplier_code": "、".join(map(_code, names)),
                "award_amount": round(deal.budget * won.share, 2),
                "awarded_on": _at(deal.dates.award, 15),
                "result_notice": f"{deal.dates.award:%Y-%m-%d}",
                "bidders_count": len(deal.bids),
            }
        )

    def _contract(self, deal: "Deal") -> None:
        part = deal.part
        won = deal.bids[part.winner]
        name = self._firm(won.firms[0], part.letter)
        price = round(deal.budget * won.share, 2)
        signed = {
            "number": deal.number,
            "contract_number": f"HT-{deal.number}",
            "supplier": name,
            "supplier_code": _code(name),
            "contract_amount": round(price * part.contract, 2),
            "signed_on": f"{deal.dates.sign:%Y-%m-%d}",
            "contract_notice": f"{deal.dates.public:%Y-%m-%d}",
        }
        self.tables["contract"].append(signed)
        if part.changed:
            change = {
                "contract_changed_on": f"{deal.dates.sign + timedelta(days=40):%Y-%m-%d}",
                "change_amount": round(price * part.changed, 2),
                "contract_change_reason": "增加同类标的",
            }
            self.tables["contract"].append(signed | change)
        for nth, share in enumerate(part.paid, 1):
            paid = deal.dates.sign + timedelta(days=25 * nth)
            self.tables["payment"].append(
                {
                    "number": deal.number,
                    "contract_number": f"HT-{deal.number}",
                    "voucher": f"ZF-{deal.number}-{nth}",
                    "paid_on": f"{paid:%Y-%m-%d}",
                    "paid_amount": round(price * share, 2),
                }
            )

    def _firm(self, number: int, letter: str) -> str:
        """A firm of a trade; two partners share a telephone, and so do two rivals."""
        name = f"澄溪{_NAMES[number]}{_TRADES[letter]}有限公司"
        phone = PHONES.get((letter, number), f"0579-8{number:02}{ord(letter)}01")
        return self._known(name, phone)

    def _party(self, short: str) -> str:
        name = f"澄溪县{short}"
        return self._known(
            name,
            BUYER_PHONES.get(short, f"0579-60{len(name):02}{ord(short[0]) % 97:02}"),
        )

    def _known(self, name: str, phone: str) -> str:
        if name not in self._parties:
            self._parties.add(name)
            self.tables["party"].append(
                {"party": name, "party_code": _code(name), "phone": phone}
            )
        return name


@dataclass(frozen=True)
class Dates:
    """The days of one purchase."""

    start: date
    deadline: date
    award: date
    sign: date
    public: date


@dataclass(frozen=True)
class Deal:
    """One purchase as it went."""

    number: str
    dates: Dates
    part: Story
    budget: float
    bids: tuple[Bid, ...]


def hand_in_purchases(officer: Person, until: datetime, year: int) -> None:
    """Through the same door as a centre's own tables; then everything is measured."""
    made = Purchases(year, random.Random(20263))
    made.tell()
    centre = Unit.objects.get(short_name="县公共资源交易中心")
    note = actions.SourceNote(
        unit=centre,
        purpose="核对采购过程，找出要问一问的地方",
        basis="县纪委数据监督工作办法",
        data_date=until.date(),
        keep_until=until.date().replace(year=until.year + _KEPT_YEARS, day=28),
    )
    files = [sheet(table, rows) for table, rows in made.tables.items()]
    actions.receive_purchases(files, note, by=officer, now=until)
    measured = actions.measure_all(by=officer, now=until)
    raised = [one for one in survey_of(measured).flags if one.code in ("R030", "R044")]
    for one in raised[:2]:
        actions.put_up(one, measured, unit=centre, by=officer, now=until)


def sheet(table: str, rows: Sequence[Row]) -> "ContentFile[bytes]":
    """As the centre's system exports it, with the titles of its columns."""
    kind = known().kinds[table]
    columns = [name for name in kind.columns if any(name in row for row in rows)]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(known().columns[name].titles[0] for name in columns)
    writer.writerows([row.get(name, "") for name in columns] for row in rows)
    return ContentFile(out.getvalue().encode("gb18030"), f"{kind.zh}.csv")


def _at(day: date, hour: int) -> str:
    return f"{datetime.combine(day, time(hour)):%Y-%m-%d %H:%M}"


def _code(name: str) -> str:
    """A credit code of a region that does not exist, the same for the same name."""
    kind = "91" if "公司" in name else "11"
    body = f"{kind}990199{int.from_bytes(name.encode()) % 10**9:09}"
    return body + code_check_character(body)
