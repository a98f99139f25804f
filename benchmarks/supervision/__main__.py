"""Models over large tables: bare SQL, our query, the whole run; memory and growth.

    PYTHONPATH=src python -m benchmarks.supervision [--rows 10000000]

Medians of interleaved rounds; the whole run has its own process, identities, evidence,
what was not judged and the root. Profiles come from the import, as on the site.
"""

import argparse
import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import duckdb

from mingjing.insight.supervision.states.given import root_of
from mingjing_analytics.supervision.engines.snapshot import open_snapshot
from mingjing_analytics.supervision.model import catalogue
from mingjing_analytics.supervision.run import Limits, run

ROUNDS = 5
BARE = {
    "subsidy.deceased": """
        select s.id_no, s.programme, min(d.death_date), count(*), sum(s.amount), max(s.pay_date)
        from subsidies s
        join (select id_no, min(death_date) as death_date from deaths group by id_no) d using (id_no)
        where date_diff('day', d.death_date, s.pay_date) > 30 group by s.id_no, s.programme""",
    "subsidy.shared_account": """
        select account_no, count(distinct id_no), sum(amount) from subsidies
        group by account_no having count(distinct id_no) >= 3""",
    "subsidy.twice_a_day": """
        select id_no, programme, pay_date, count(*), sum(amount) from subsidies
        group by id_no, programme, pay_date having count(*) > 1""",
}


def tables(folder, rows):
    """Payments to a tenth as many persons, one in fifty of whom died."""
    con = duckdb.connect()
    persons = max(rows // 10, 1)
    con.execute(
        f"copy (select i + 1 as _row, '' as _sheet, 'p' || i as pay_id,"
        f" ['高龄津贴', '低保', '耕地补贴'][1 + i % 3] as programme,"
        f" lpad((hash(i) % {persons})::varchar, 18, '0') as id_no,"
        f" lpad((hash(i) % {persons})::varchar, 16, '6') as account_no, 'v' as village,"
        f" ((i * 7919) % 100000 / 100.0)::decimal(18,2) as amount,"
        f" date '2020-01-01' + (i % 2000)::int as pay_date from range({rows}) t(i))"
        f" to '{folder}/subsidies.parquet' (compression zstd)"
    )
    con.execute(
        f"copy (select i + 1 as _row, '' as _sheet, lpad((i * 50)::varchar, 18, '0') as id_no,"
        f" date '2024-01-01' + (i % 500)::int as death_date from range({persons // 50}) t(i))"
        f" to '{folder}/deaths.parquet'"
    )
    names = ("subsidies", "deaths")
    found = {name: open_snapshot(folder / f"{name}.parquet") for name in names}
    return {
        n: replace(s, profile={"rows": s.rows, "columns": {}}) for n, s in found.items()
    }


def of_sql(folder, text):
    """Seconds of one query on an engine that holds the same limits."""
    con = duckdb.connect(config={"threads": 2, "memory_limit": "1GB"})
    for name in ("subsidies", "deaths"):
        con.execute(f"create view {name} as select * from '{folder}/{name}.parquet'")
    begun = time.perf_counter()
    con.execute(f"create temp table found as {text}")
    return time.perf_counter() - begun


def measured(folder, found, model, limits):
    """(bare, ours, whole) in seconds, the run's memory in MB, its flags."""
    bare, ours, whole = [], [], []
    for number in range(ROUNDS):
        bare.append(of_sql(folder, BARE[model.id]))
        ours.append(of_sql(folder, model.flags(model.values()).sql("duckdb")))
        begun = time.perf_counter()
        done = run(
            model,
            found,
            folder / f"run-{model.id}-{number}",
            tree=root_of,
            limits=limits,
        )
        whole.append(time.perf_counter() - begun)
    told = [statistics.median(each) for each in (bare, ours, whole)]
    return told, done.manifest["measured"]["peak_mb"], done.counts["flags"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--memory", default="1GB")
    options = parser.parse_args()
    limits = Limits(memory=options.memory)
    with tempfile.TemporaryDirectory(prefix="mingjing-bench-") as scratch:
        folder = Path(scratch)
        found = tables(folder, options.rows)
        print(f"{options.rows:,} rows, {options.memory}, medians of {ROUNDS}")
        for name in BARE:
            (bare, ours, whole), peak, flags = measured(
                folder, found, catalogue()[name], limits
            )
            print(
                f"{name:26}bare {bare:6.2f} s   ours {ours / bare:4.2f}×   "
                f"whole run {whole / bare:4.2f}× ({whole:5.2f} s)   {peak} MB   {flags:,} flags"
            )


if __name__ == "__main__":
    main()
