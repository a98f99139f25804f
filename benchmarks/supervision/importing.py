"""Tables of many projects into releases: CPU seconds and memory, CSV and workbooks.

    PYTHONPATH=src python -m benchmarks.supervision.importing [--projects 10000]

Seeded: a notice, four bids, a result, a contract and two payments a project. Each
measure has a process of its own.
"""

import argparse
import csv
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from openpyxl import Workbook

from mingjing_analytics.procurement.importing import to_releases, validate

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
METHODS = ("公开招标", "邀请招标", "竞争性磋商", "询价")
HEADS = {
    "采购公告": "项目编号,项目名称,采购人,采购人统一社会信用代码,预算金额（万元）,采购方式,采购类别,公告日期,投标截止时间",
    "评审明细": "项目编号,投标人,投标人统一社会信用代码,报价（元）,是否有效,递交时间,得分",
    "中标结果": "项目编号,中标供应商,供应商统一社会信用代码,中标金额（元）,中标日期,结果公告日期",
    "合同": "项目编号,合同编号,供应商,供应商统一社会信用代码,合同金额（元）,签订日期",
    "付款": "合同编号,付款日期,付款金额（元）,凭证号",
}


def code(kind, number):
    """Make a credit code with its check character."""
    body = f"9{kind}330000{number:09}"
    total = sum(ALPHABET.index(c) * 3**i for i, c in enumerate(body))
    return body + ALPHABET[-total % 31]


def tables(count, seed=1):
    """Make the rows of each table."""
    chance = random.Random(seed)
    made = {name: [head.split(",")] for name, head in HEADS.items()}
    for at in range(count):
        number, contract = f"CX-2025-{at:06}", f"HT-{at:06}"
        start = date(2024, 1, 1) + timedelta(days=chance.randrange(500))
        end, won = start + timedelta(days=21), start + timedelta(days=25)
        buyer, budget = chance.randrange(400), chance.randrange(100_000, 9_000_000)
        made["采购公告"].append(
            [
                number, f"第{at}号采购项目", f"澄溪县第{buyer}单位", code("1", buyer),
                f"{budget / 10_000:.4f}", chance.choice(METHODS), "货物",
                start.isoformat(), f"{end} 09:30",
            ]
        )  # fmt: skip
        firms = chance.sample(range(3_000), 4)
        prices = [int(budget * chance.uniform(0.8, 1)) for _ in firms]
        for firm, price in zip(firms, prices, strict=True):
            made["评审明细"].append(
                [number, f"第{firm}号公司", code("2", firm), price, "是", f"{end} 08:30", 88.5]
            )  # fmt: skip
        price = min(prices)
        firm = firms[prices.index(price)]
        who = [f"第{firm}号公司", code("2", firm)]
        made["中标结果"].append([number, *who, price, won.isoformat(), won.isoformat()])
        signed = won + timedelta(days=10)
        made["合同"].append([number, contract, *who, price, signed.isoformat()])
        for part in (0, 1):
            paid = signed + timedelta(days=60 + 60 * part)
            made["付款"].append(
                [contract, paid.isoformat(), price // 2, f"V-{at}-{part}"]
            )
    return made


def write_csv(folder, made):
    """Write the tables as CSV in GB18030."""
    for name, rows in made.items():
        with (folder / f"{name}.csv").open("w", encoding="gb18030", newline="") as out:
            csv.writer(out).writerows(rows)


def write_xlsx(folder, made):
    """Write the tables as workbooks."""
    for name, rows in made.items():
        book = Workbook(write_only=True)
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        book.save(folder / f"{name}.xlsx")


def measure(folder):
    """Import a folder in this process and print what it cost."""
    begun = time.process_time()
    imported = to_releases(sorted(folder.iterdir()), prefix="ocds-bench1")
    lines = imported.lines()
    spent = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    begun = time.process_time()
    wrong = sum(bool(validate(one)) for one in imported.releases)
    checked = time.process_time() - begun
    print(
        f"{folder.name}: {len(imported.releases)} releases, {len(lines) / 1e6:.1f} MB, "
        f"{len(imported.issues)} issues, {len(imported.left_out)} left out, {wrong} not valid; "
        f"import {spent:.2f} CPU s, {peak:.0f} MB RSS; validate {checked:.2f} CPU s"
    )


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--projects", type=int, default=10_000)
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    if asked.folder:
        measure(asked.folder)
        return
    made = tables(asked.projects)
    print(f"{asked.projects} projects, {sum(map(len, made.values()))} rows")
    with tempfile.TemporaryDirectory(prefix="mingjing-importing-") as kept:
        for name, write in (("csv", write_csv), ("xlsx", write_xlsx)):
            folder = Path(kept) / name
            folder.mkdir()
            write(folder, made)
            command = [sys.executable, "-m", "benchmarks.supervision.importing"]
            subprocess.run([*command, "--folder", str(folder)], check=True)


if __name__ == "__main__":
    main()
