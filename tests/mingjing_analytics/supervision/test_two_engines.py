"""Every allowed construct, and every model, on DuckDB and on Spark: the same rows.

Spark runs as a real standalone master with two workers on loopback where its start
scripts are there. Needs Java and requirements/spark.lock; `.ci/run` installs both.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from mingjing_analytics.supervision.cases import Bench
from mingjing_analytics.supervision.engines.snapshot import open_snapshot
from mingjing_analytics.supervision.engines.spark import (
    rows_on_spark,
    same_rows,
    session,
)
from mingjing_analytics.supervision.language.bound import bind
from mingjing_analytics.supervision.language.gate import parsed
from mingjing_analytics.supervision.model import catalogue
from mingjing_analytics.supervision.queries import rendered

pyspark = pytest.importorskip("pyspark", reason="requirements/spark.lock")
pytestmark = pytest.mark.spark
HERE = "127.0.0.1"


def free_port():
    with socket.socket() as found:
        found.bind((HERE, 0))
        return found.getsockname()[1]


def until_open(port, seconds=60):
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        with socket.socket() as probe:
            if probe.connect_ex((HERE, port)) == 0:
                return
        time.sleep(0.2)
    pytest.fail("the master did not start")


@pytest.fixture(scope="module")
def spark(tmp_path_factory):
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("Java 17: apt-get install openjdk-17-jre-headless")
    home = Path(pyspark.__file__).parent
    work, port = tmp_path_factory.mktemp("spark"), free_port()
    env = {
        **os.environ,
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": HERE,
        "PYSPARK_PYTHON": sys.executable,
    }
    start = [str(home / "bin" / "spark-class")]
    of = "org.apache.spark.deploy"
    commands = [
        [
            *start,
            f"{of}.master.Master",
            "--host",
            HERE,
            "--port",
            str(port),
            "--webui-port",
            "0",
        ]
    ]
    commands += [
        [
            *start,
            f"{of}.worker.Worker",
            "--host",
            HERE,
            "--cores",
            "1",
            "--memory",
            "1g",
            "--webui-port",
            "0",
            "--work-dir",
            str(work / name),
            f"spark://{HERE}:{port}",
        ]
        for name in ("one", "two")
    ]
    running = []
    try:
        for number, command in enumerate(commands):
            running.append(
                subprocess.Popen(
                    command,
                    env=env,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
            )
            if number == 0:
                until_open(port)
        more = {"spark.driver.host": HERE, "spark.executor.memory": "700m"}
        found = session(f"spark://{HERE}:{port}", **more)
        yield found
        found.stop()
    finally:
        for process in running:
            process.terminate()
            process.wait(20)


T = """
(values (1::bigint, 'x', 'a', 1::bigint, 10.10::decimal(18,2), date '2024-02-29', true),
 (2, 'x', 'a', 2, 0.00, date '2024-03-01', false), (3, 'x', 'b', 3, -5.55, date '2023-12-31', true),
 (4, 'x', 'b', null, 999999.99, date '2025-01-01', null), (5, 'x', null, 5, null, null, false),
 (6, 'x', '中文', 6, 12.34, date '2026-10-01', true), (7, 'x', ' a ', 7, 7.00, date '2026-09-30', true),
 (8, 'x', '', 8, 8.88, date '2000-01-31', false), (9, 'x', '007', 9, 0.05, date '1999-12-31', true),
 (10, 'x', '𠮷a', 10, 123456789012.34, date '2024-02-29', null))
 t(_row, _sheet, k, n, amount, day, yes)
"""
U = """
(values (1::bigint, 'y', 'a', 1::bigint, 3.30::decimal(18,2), date '2024-03-01', true),
 (2, 'y', 'b', 4, 4.40, date '2024-01-01', false), (3, 'y', null, 5, 5.50, null, true),
 (4, 'y', '中文', 6, 6.60, date '2026-10-08', null)) u(_row, _sheet, k, n, amount, day, yes)
"""
TYPES = {
    "_row": "bigint", "_sheet": "varchar", "k": "varchar", "n": "bigint",
    "amount": "decimal(18,2)", "day": "date", "yes": "boolean",
}  # fmt: skip
VALUES = """
n + 1 | n - 1 | n * n | n * 3 | -n | abs(-n) | n % 3 | (0 - n) % 3 | amount + n | amount - 1.5 | amount * 3
amount * 1.1 | amount * n | abs(amount) | -amount | cast(n as decimal(18,2)) | cast(amount as decimal(20,4))
cast(amount as decimal(18,1)) | coalesce(n, 0) | coalesce(amount, 0) | coalesce(k, 'none') | nullif(n, 3)
nullif(k, 'a') | greatest(n, 3) | least(n, 3) | greatest(amount, n) | greatest(n, 3, null) | least(amount, 1.5)
length(k) | trim(k) | substr(k, 1, 1) | substr(k, 2) | substr(k, 1, 40) | k || '-' | k || '' || _sheet
case when n > 3 then 'big' when n is null then 'none' else 'small' end | case k when 'a' then 1 else 2 end
case when yes then amount end | days_between(day, date '2026-01-01') | days_between(date '2026-01-01', day)
add_days(day, 1) | add_days(day, n) | add_days(day, 366) | month_of(day) | year_of(day) | whole_number(k)
whole_number(trim(k)) | basis_points(amount, 3) | basis_points(n, 7) | basis_points(amount, amount)
basis_points(1, amount) | leading_digit(amount) | leading_digit(n) | n = 3 | n <> 3 | n > 3 and amount > 0
n > 3 or amount > 0 | not (n > 3) | n is null | k is not null | yes | not yes | k like 'a%' | k like '%a' | k like '_'
k not like 'a%' | k in ('a', 'b') | k not in ('a', 'b') | n between 2 and 5 | n not between 2 and 5 | k > 'a' | k < 'b'
day > date '2024-02-29' | day between date '2024-01-01' and date '2024-12-31' | amount >= 10.10 | amount > n
exists (select 1 from u where u.k = t.k) | not exists (select 1 from u where u.k = t.k and u.n > 1)
"""
AGGREGATES = """
count(*) | count(n) | count(distinct k) | count(distinct n) | sum(n) | sum(amount) | min(amount) | max(amount)
min(k) | max(k) | min(day) | max(day) | sum(n) * 10 | sum(amount) * 1.1 | sum(case when yes then 1 else 0 end)
sum(case when yes then amount else 0 end) | count(case when yes then 1 end) | max(amount) - min(amount)
basis_points(sum(amount), count(*)) | count(*) * 3 | coalesce(sum(n), 0) | days_between(min(day), max(day))
"""
WINDOWS = """
row_number() over (order by n, _row) | row_number() over (partition by k order by amount desc, _row)
lag(n) over (order by day, _row) | lag(n, 2) over (order by n, _row) | lead(day) over (partition by k order by day, _row)
sum(n) over (partition by k) | count(*) over (partition by k) | min(amount) over (partition by yes) | max(day) over (partition by k)
sum(n) over (order by n, _row) | sum(amount) over (partition by yes order by day, _row)
sum(n) over (order by n, _row rows between 2 preceding and current row) | count(n) over (order by day desc, _row rows between 1 preceding and 1 following)
days_between(lag(day) over (order by day, _row), day)
"""
SHAPES = [
    "select t._row, u.n from t join u on u.k = t.k",
    "select t._row, u.n from t left join u on u.k = t.k",
    "select t._row, u.n from t left join u on u.k = t.k and u.day > t.day",
    "select t._row, u.n from t join u on u.k = t.k and t.day <= u.day and days_between(t.day, u.day) <= 400",
    "select a._row, b._row as other from t a join t b on b.k = a.k and b._row > a._row",
    "select t._row, u.n from t join u on u.n = t.n and (u.yes or t.yes)",
    "select k, count(*) as c from t group by k",
    "select k, yes, sum(amount) as c from t group by k, yes",
    "select month_of(day) as m, count(*) as c from t group by month_of(day)",
    "select k, count(*) as c from t group by k having count(*) > 1",
    "select _row from t where k in (select u.k from u where u.k is not null)",
    "select _row from t where n > 1 and (n in (select u.n from u) or yes)",
    "select distinct k from t",
    "select distinct yes, year_of(day) as y from t",
    "select k from t union all select k from u",
    "with a as (select k, sum(n) as s from t group by k) select a.k, a.s, u.amount from a join u on u.k = a.k",
    "with a as (select k, row_number() over (partition by k order by day, _row) as r from t) select k from a where r = 1",
    "with a as (select k, n from t), b as (select k, max(n) as top from a group by k) select a.k, a.n from a join b on b.k = a.k and b.top = a.n",
]
PROBES = [
    f"select _row, {e.strip()} as v from t"
    for e in VALUES.replace("\n", "|").split("|")
    if e.strip()
]
PROBES += [
    f"select k, {e.strip()} as v from t group by k"
    for e in AGGREGATES.replace("\n", "|").split("|")
    if e.strip()
]
PROBES += [
    f"select _row, {e.strip()} as v from t"
    for e in WINDOWS.replace("\n", "|").split("|")
    if e.strip()
]
PROBES += SHAPES


@pytest.fixture(scope="module")
def both(spark, tmp_path_factory):
    folder = tmp_path_factory.mktemp("probe")
    con = duckdb.connect()
    for name, rows in {"t": T, "u": U}.items():
        con.execute(f"create table {name} as select * from {rows}")
        con.execute(f"copy {name} to '{folder}/{name}.parquet'")
        spark.read.parquet(f"{folder}/{name}.parquet").createOrReplaceTempView(name)
    return con, spark


def rows_of(found, names):
    rows = [dict(zip(names, row, strict=True)) for row in found]
    return sorted(same_rows([row]) for row in rows)


@pytest.mark.parametrize("text", PROBES)
def test_a_construct_means_the_same(both, text):
    con, spark = both
    bound = bind(parsed(text), {"t": TYPES, "u": TYPES}, {}, {})
    here = con.execute(bound.sql("duckdb"))
    names = [column[0] for column in here.description]
    ours = rows_of(here.fetchall(), names)
    theirs = rows_of(
        [tuple(row) for row in spark.sql(bound.sql("spark")).collect()], names
    )
    assert ours == theirs


def test_there_are_enough_constructs():
    assert len(PROBES) >= 120


@pytest.mark.parametrize("model", list(catalogue().values()), ids=lambda m: m.id)
def test_a_model_flags_the_same_on_both(spark, model, tmp_path):
    """The flags of all its cases, each a county of its own; of one all the rest too."""
    whole = next(n for n, case in enumerate(model.head.case) if case.flags)
    for number, case in enumerate(model.head.case):
        folder = tmp_path / str(number)
        folder.mkdir()
        values = model.values(case.params)
        with Bench(model, case) as bench:
            for table in model.types:
                bench.con.execute(f"copy {table} to '{folder}/{table}.parquet'")
            asked = rendered(model, values, "duckdb")
            bench.con.execute(f"create temp table flags as {asked.pop('flags')}")
            ours = {"flags": dicts(bench.con.execute("select * from flags"))}
            ours |= {name: dicts(bench.con.execute(sql)) for name, sql in asked.items()}
        tables = {t: open_snapshot(folder / f"{t}.parquet") for t in model.types}
        alone = number != whole
        theirs = rows_on_spark(spark, model, tables, values, flags_alone=alone)
        for name, rows in ours.items():
            if alone and name != "flags":
                continue
            told = sorted(same_rows([row]) for row in rows)
            assert told == sorted(same_rows([row]) for row in theirs[name]), name


def dicts(found):
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
