"""Build the demonstration county, or say who can sign in to it."""

import contextlib
import io
import sys
from argparse import ArgumentParser
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.timezone import now as clock

from mingjing.base.ledger.queries.heads import log_keys
from mingjing.base.ledger.signing import heads, keys
from mingjing.base.ledger.witness.keep import open_keep
from mingjing.base.people.models import Person, Unit
from mingjing.config.demo.centre import (
    hand_in_log,
    hand_in_ratings,
    reform_and_hear,
)
from mingjing.config.demo.ledgers import hand_in_ledgers
from mingjing.config.demo.play import SHANGHAI, Play
from mingjing.config.demo.purchases import hand_in_purchases
from mingjing.config.demo.scale import grow_to_province
from mingjing.config.demo.settle import PASSWORD, Settlers, bring_in_plan
from mingjing.cycle.duties.management.commands.tick import count_for_planner
from mingjing.cycle.duties.models import Due
from mingjing_ledger.keys import SignerKey

TRY = (
    (
        "zhou",
        "县教育局专人：在“本周”粘贴一个文号",
        "contact: prove a due with a document number",
    ),
    (
        "ye",
        "清廉办主任：看板、导入方案、发责任",
        "office: the board, import a plan, offer duties",
    ),
    ("su", "清廉办副主任：要两个人办的事", "second officer: what takes two people"),
    ("gao", "县委书记：待我决定", "county leader: what waits for a decision"),
    ("lin", "教育局党组书记：本单位逾期与困难", "unit secretary: the unit's late dues"),
    (
        "he",
        "市场监管局专人：核验别人报来的佐证",
        "another unit's contact: check a claim",
    ),
    ("jiang", "纪检监察：全县责任，只读", "discipline: everything, reading only"),
    (
        "shen",
        "审计：账本、见证点、查验",
        "auditor: the record, its checkpoints, receipts",
    ),
    (
        "ning",
        "政务服务中心主任：审批时间花在哪里",
        "service centre: where the time of approvals goes",
    ),
    (
        "admin",
        "系统管理员：账号和岗位，看不到内容",
        "administrator: accounts, no content",
    ),
)


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--size", choices=("county", "province"), default="county")
        parser.add_argument("--accounts", default="", metavar="WITNESS_ADDRESS")
        parser.add_argument("--port", default="8000")

    def handle(self, **options: Any) -> None:
        if options["accounts"]:
            _know_each_other(options["accounts"])
            self._say_who(options["port"])
            return
        until = clock()
        year = _year_of(until)
        began = datetime(year, 1, 12, 9, tzinfo=SHANGHAI)
        settlers = Settlers(began - timedelta(days=14))
        settlers.settle()
        office = settlers.people["ye"]
        bring_in_plan(office, year=year, now=began)
        play = Play(
            office=office, began_on=began.date() + timedelta(days=3), until=until
        )
        total = max((until.date() - play.on).days, 1)
        signers = _ledger_key()
        for nth, day in enumerate(play.days(), 1):
            _sign(signers, day, until)
            self._bar(nth, total, day)
        if options["size"] == "province":
            grow_to_province(now=until, say=self.stdout.write)
        hand_in_log(settlers.people["ning"], until)
        hand_in_ratings(settlers.people["ning"], until)
        reform_and_hear(settlers.people["ning"], settlers.people["ye"], until)
        hand_in_ledgers(settlers.people["jiang"], until)
        hand_in_purchases(settlers.people["jiang"], until, year)
        count_for_planner()
        self.stdout.write(
            f"\n{Unit.objects.count()} 个单位 units · {Person.objects.count()} 人 people · "
            f"{Due.objects.count()} 件责任事项 dues"
        )

    def _bar(self, nth: int, total: int, day: date) -> None:
        done = min(30, 30 * nth // total)
        if sys.stdout.isatty():
            self.stdout.write(
                f"\r    [{'█' * done}{'·' * (30 - done)}] {day}", ending=""
            )
            self.stdout.flush()
        elif nth % 40 == 0:
            self.stdout.write(f"    {day}")

    def _say_who(self, port: str) -> None:
        self.stdout.write(
            f"\n  http://127.0.0.1:{port}/    密码 password: {PASSWORD}\n\n"
        )
        for account, zh, en in TRY:
            self.stdout.write(f"  {account:7}{zh} · {en}\n")
        self.stdout.write("\n  Ctrl-C 停止 stops\n")


def _ledger_key() -> list[SignerKey]:
    """The demonstration's own; a county makes its key with `ledger key NAME`."""
    if not settings.LEDGER_KEY.exists():
        keys.make_key("chengxi.example/ledger")
    return keys.read_signers()


def _sign(signers: list[SignerKey], day: date, until: datetime) -> None:
    """As the notice board of the day would have it; a real county signs each minute."""
    evening = datetime.combine(day, time(18), tzinfo=SHANGHAI)
    with heads.alone():
        heads.sign(signers, now=min(evening, until))


def _know_each_other(address: str) -> None:
    """The witness is told the log's key, the log the witness's: by hand in a county."""
    folder = settings.DATA / "witness"
    folder.mkdir(exist_ok=True)
    told = "".join(f"{key.encode()}\n" for key in log_keys())
    (folder / "logs.txt").write_text(told, "ascii")
    with contextlib.redirect_stdout(io.StringIO()):  # it tells its key, for us to note
        keep = open_keep(folder, "chengxi-audit.example/witness")
    line = f"{address} {keep.witness.cosigners[0].verifier.encode()}\n"
    (settings.LEDGER_ROOT / "witnesses.txt").write_text(line, "ascii")


def _year_of(now: datetime) -> int:
    """The plan is of January; half a year of history must lie behind today."""
    return now.year if now.date() >= date(now.year, 7, 15) else now.year - 1
