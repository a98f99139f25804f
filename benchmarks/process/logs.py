"""Seeded logs to measure on: a service centre's XES, and tables of any length."""

import random
from datetime import datetime, timedelta, timezone
from pathlib import Path
from xml.sax.saxutils import quoteattr

import duckdb

ZONE = timezone(timedelta(hours=8))
STEPS = ["收件", "受理", "审查", "补正", "专家评审", "决定", "制证", "送达 & <取>"]
CLERKS = [f"经办{n}" for n in range(40)]


def xes(path: Path, cases: int) -> None:
    """Cases of about twelve events, indented as most exporters do; 3,000 bytes a case."""
    chance = random.Random(20261123)
    began = datetime(2025, 1, 2, 9, tzinfo=ZONE)
    with path.open("w", encoding="utf-8") as out:
        out.write(
            '<?xml version="1.0" encoding="UTF-8" ?>\n<log xes.version="1.0" '
            'xmlns="http://www.xes-standard.org/">\n'
            '<extension name="Concept" prefix="concept" uri="http://x"/>\n'
        )
        for case in range(cases):
            moment = began + timedelta(minutes=chance.random() * 500_000)
            out.write(
                f'\t<trace>\n\t\t<string key="concept:name" value="{case}"/>\n'
                '\t\t<date key="REG" value="2025-01-01T00:00:00.000+08:00"/>\n'
            )
            for _event in range(max(1, int(chance.expovariate(1 / 12)))):
                moment += timedelta(milliseconds=int(chance.expovariate(1 / 8e6)))
                step = STEPS[min(7, int(chance.random() ** 1.4 * 8))]
                who = quoteattr(chance.choice(CLERKS))
                at = moment.isoformat(timespec="milliseconds")
                out.write(
                    f'\t\t<event>\n\t\t\t<string key="org:resource" value={who}/>\n'
                    '\t\t\t<string key="lifecycle:transition" value="complete"/>\n'
                    f'\t\t\t<string key="concept:name" value={quoteattr(step)}/>\n'
                    f'\t\t\t<date key="time:timestamp" value="{at}"/>\n\t\t</event>\n'
                )
            out.write("\t</trace>\n")
        out.write("</log>\n")


def tables(folder: Path, rows: int) -> tuple[Path, Path]:
    """The same rows as CSV and Parquet, in no order: cases of 5 to 35 events."""
    csv, parquet = folder / f"{rows}.csv", folder / f"{rows}.parquet"
    if csv.exists() and parquet.exists():
        return csv, parquet
    base = duckdb.connect()
    base.execute("select setseed(0.42)")
    base.execute(
        f"""create table log as with
        cases as (select i as c, (random() * 400)::int as d, 5 + (random() * 30)::int as k
                  from range({rows} // 20 + 1) r(i)),
        events as (select c, d, unnest(range(k)) as j from cases)
        select 'case-' || c as case_id, 'act_' || (random() * random() * 24)::int as activity,
               timestamp '2024-01-01 08:00:00.123' + to_days(d)
               + to_seconds((j * 25200 + random() * 9000)::bigint) as ts,
               'user_' || (random() * 60)::int as resource
        from events limit {rows}"""
    )
    base.execute(
        f"""copy (select case_id, activity,
                  strftime(ts, '%Y-%m-%d %H:%M:%S.%g') || '+08:00' as "timestamp", resource
                  from log) to '{csv}' (header true)"""
    )
    base.execute(
        f"""copy (select case_id, activity, ts::timestamptz as "timestamp", resource
                  from log) to '{parquet}'"""
    )
    return csv, parquet
