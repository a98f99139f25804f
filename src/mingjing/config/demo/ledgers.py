"""Ledgers of two bureaux, handed in as such files come, with what models should find.

Beside each planted irregularity stands an innocent look-alike: a payment within the days
of grace, a couple with one account, an invoice booked under two heads.
"""

import csv
import io
import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.core.files.base import ContentFile
from django.db.models import QuerySet

from mingjing.base.people.models import Person, Unit
from mingjing.insight.supervision import actions
from mingjing.insight.supervision.models import Flag, table_title
from mingjing_analytics.supervision.model import catalogue
from mingjing_analytics.supervision.tables import dictionary

_VILLAGES = ("东山村", "西河村", "南坪村", "北岭村", "石桥村")
_VENDORS = ("澄溪宾馆", "湖滨餐厅", "顺达打印社", "平安加油站")
_MONTHS = 9
_PEOPLE = 80
_KEPT_YEARS = 2

Row = dict[str, object]


@dataclass
class Ledgers:
    """Rows by table, drawn from one seed."""

    until: date
    chance: random.Random
    tables: dict[str, list[Row]] = field(default_factory=dict)

    def add(self, table: str, **cells: object) -> None:
        self.tables.setdefault(table, []).append(cells)

    def subsidies(self) -> None:
        """Old-age benefits by the month; three went on, two stood on the payroll."""
        first = self.until.replace(day=5) - timedelta(days=30 * _MONTHS)
        for number in range(_PEOPLE):
            account = f"62170099{number:08}"
            if number in (31, 32, 33, 34):  # one account of four persons
                account = "6217009900000031"
            elif number == 41:  # and a couple's
                account = "6217009900000040"
            for month in range(_MONTHS):
                day = first + timedelta(days=30 * month)
                self.add(
                    "subsidies",
                    pay_id=f"F{number:03}{month}",
                    programme="高龄津贴",
                    id_no=_person(number),
                    account_no=account,
                    village=_VILLAGES[number % len(_VILLAGES)],
                    amount="80.00",
                    pay_date=day,
                )
        last = first + timedelta(days=30 * (_MONTHS - 1))
        for number, ago in ((3, 100), (17, 100), (58, 100), (22, 20)):  # 22: the grace
            died = last - timedelta(days=ago)
            self.add("deaths", id_no=_person(number), death_date=died)
        for number in (7, 66):
            since = first + timedelta(days=45)
            self.add("payroll", id_no=_person(number), from_date=since)
        left = first - timedelta(days=1)
        since = left - timedelta(days=900)
        self.add("payroll", id_no=_person(12), from_date=since, to_date=left)

    def expenses(self) -> None:
        """Claims of a bureau; one invoice twice, two numbers in a row a fortnight apart."""
        for number in range(120):
            day = self.until - timedelta(days=200 - number)
            vendor = _VENDORS[number % len(_VENDORS)]
            invoice = f"{40_000_000 + number * 37}"
            self._claim(f"B{number:04}", invoice, vendor, self._fen(120, 900), day)
        day = self.until - timedelta(days=90)
        self._claim("B9001", "51000077", "湖滨餐厅", "486.00", day)
        self._claim("B9002", "51000077", "湖滨餐厅", "486.00", day)
        self._claim("B9003", "52000010", "澄溪宾馆", "300.00", day)  # under two heads
        self._claim("B9003", "52000010", "澄溪宾馆", "200.00", day)
        self._claim("B9004", "53000001", "湖滨餐厅", "780.00", day)
        self._claim("B9005", "53000002", "湖滨餐厅", "640.00", day + timedelta(days=14))
        for number in range(24):
            on = self.until - timedelta(days=180 - number * 7)
            letter = f"澄教函〔{on.year}〕{number + 1}号"
            self._reception(f"J{number:03}", on, letter, 6, 2, "520.00")
        self._reception("J901", day, "", 5, 2, "860.00")
        self._reception("J902", day, "", 5, 0, "0.00")
        self._reception("J903", day, "澄教函〔访〕90号", 8, 5, "990.00")

    def _reception(
        self, name: str, day: date, letter: str, guests: int, company: int, amount: str
    ) -> None:
        self.add(
            "receptions",
            reception_id=name,
            unit_name="县教育局",
            day=day,
            letter_no=letter,
            guests=guests,
            company=company,
            amount=amount,
        )

    def _claim(
        self, claim: str, invoice: str, vendor: str, amount: str, day: date
    ) -> None:
        self.add(
            "expenses",
            claim_id=claim,
            unit_name="县教育局",
            kind="公务接待费",
            invoice_no=invoice,
            vendor=vendor,
            amount=amount,
            invoice_date=day,
        )

    def contracts(self) -> None:
        """Contracts paid within the month, but for two; one grew by more than a tenth."""
        for number in range(40):
            name = f"HT{number:03}"
            award = self.until - timedelta(days=240 - number)
            signed = award + timedelta(days=12 if number != 9 else 47)
            delivered = signed + timedelta(days=60)
            value = f"{90_000 + number * 1_250}.00"
            self.add(
                "contracts",
                contract_id=name,
                unit_name="县教育局",
                supplier=f"9199010099{number:08}",
                category="教学设备",
                method="公开招标",
                small_firm="是" if number % 2 else "否",
                award_date=award,
                signed_on=signed,
                delivered_on=delivered,
                accepted_on=delivered + timedelta(days=5),
                value=value,
            )
            late = number in (15, 23)
            paid = delivered + timedelta(days=64 if late else 20)
            self._payment(f"{name}-1", name, paid, value)
        for number, amount in ((4, "14000.00"), (6, "9000.00")):
            name = f"HT{number:03}"
            self.add(
                "contract_changes",
                change_id=f"BG{number}",
                contract_id=name,
                amount=amount,
            )

    def _payment(self, name: str, contract: str, day: date, amount: str) -> None:
        self.add(
            "contract_payments",
            payment_id=name,
            contract_id=contract,
            paid_on=day,
            amount=amount,
        )

    def _fen(self, low: int, high: int) -> str:
        return f"{self.chance.randint(low * 100, high * 100) / 100:.2f}"


def _person(number: int) -> str:
    """An identity number of a place that does not exist."""
    return f"99010219400101{number:03}X"


def hand_in_ledgers(officer: Person, until: datetime) -> None:
    """Through the same door as a county's own files; then every model that can, runs."""
    made = Ledgers(until.date(), random.Random(20261))
    made.subsidies()
    made.expenses()
    made.contracts()
    civil, school = (_unit(name) for name in ("县民政局", "县教育局"))
    of_civil = {"subsidies", "deaths", "payroll"}
    for table, rows in made.tables.items():
        note = actions.DataNote(
            table=table,
            unit=civil if table in of_civil else school,
            purpose="核对台账，找出要问一问的地方",
            basis="县纪委数据监督工作办法",
            data_date=until.date(),
            keep_until=until.date().replace(year=until.year + _KEPT_YEARS, day=28),
        )
        actions.receive_data_set(_file(table, rows), note, by=officer, now=until)
    for model in catalogue().values():
        if set(model.types) <= set(made.tables):
            actions.run_model(model, by=officer, now=until)
    _decide(officer, until)


def _unit(name: str) -> Unit:
    return Unit.objects.get(short_name=name)


def _file(table: str, rows: Iterable[Row]) -> "ContentFile[bytes]":
    """As the bureau's system exports it: all columns, many of them empty."""
    columns = dictionary().tables[table].columns
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(column.zh for column in columns.values())
    writer.writerows([row.get(name, "") for name in columns] for row in rows)
    return ContentFile(out.getvalue().encode("gb18030"), f"{table_title(table)}.csv")


def _decide(officer: Person, until: datetime) -> None:
    """Some were asked and answered; most of those had a lawful reason."""
    asked = _flags("contract.late_to_small_firms")
    for flag in asked[:1]:
        question = "这份合同的款为什么没有按期付清？"
        actions.ask_unit(flag, question=question, unit=flag.unit, by=officer, now=until)
    for flag in _flags("expense.same_invoice"):
        actions.dismiss_flag(flag, reason="第二笔已经退回", by=officer, now=until)


def _flags(model: str) -> QuerySet[Flag]:
    return Flag.objects.filter(model=model).order_by("pk")
