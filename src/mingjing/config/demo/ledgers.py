"""Ledgers of two bureaux, handed in as such files come, with what models should find.

Beside each planted irregularity stands an innocent look-alike: a payment within the days
of grace, a couple with one account, an invoice booked under two heads.
"""

import csv
import io
import random
from collections.abc import Iterable, Sequence
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

Row = Sequence[object]


@dataclass
class Ledgers:
    """Rows by table, drawn from one seed."""

    until: date
    chance: random.Random
    tables: dict[str, list[Row]] = field(default_factory=dict)

    def add(self, table: str, *row: object) -> None:
        self.tables.setdefault(table, []).append(row)

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
                    f"F{number:03}{month}",
                    "高龄津贴",
                    _person(number),
                    account,
                    _VILLAGES[number % len(_VILLAGES)],
                    "80.00",
                    day,
                )
        last = first + timedelta(days=30 * (_MONTHS - 1))
        for number in (3, 17, 58):
            self.add("deaths", _person(number), last - timedelta(days=100))
        self.add("deaths", _person(22), last - timedelta(days=20))  # within the grace
        for number in (7, 66):
            self.add("payroll", _person(number), first + timedelta(days=45), None)
        self.add(
            "payroll",
            _person(12),
            first - timedelta(days=900),
            first - timedelta(days=1),
        )

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
            self.add(
                "receptions", f"J{number:03}", "县教育局", on, letter, 6, 2, "520.00"
            )
        self.add("receptions", "J901", "县教育局", day, "", 5, 2, "860.00")
        self.add("receptions", "J902", "县教育局", day, "", 5, 0, "0.00")
        self.add(
            "receptions", "J903", "县教育局", day, "澄教函〔访〕90号", 8, 5, "990.00"
        )

    def _claim(
        self, claim: str, invoice: str, vendor: str, amount: str, day: date
    ) -> None:
        self.add(
            "expenses", claim, "县教育局", "公务接待费", invoice, vendor, amount, day
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
                "contracts", name, "县教育局", f"9199010099{number:08}", "教学设备",
                "公开招标", "是" if number % 2 else "否", award, signed, delivered,
                delivered + timedelta(days=5), value,
            )  # fmt: skip
            late = number in (15, 23)
            paid = delivered + timedelta(days=64 if late else 20)
            self.add("contract_payments", f"{name}-1", name, paid, value)
        self.add("contract_changes", "BG1", "HT004", "14000.00")
        self.add("contract_changes", "BG2", "HT006", "9000.00")

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
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(column.zh for column in dictionary().tables[table].columns.values())
    writer.writerows(rows)
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
