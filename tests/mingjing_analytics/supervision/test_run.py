"""A run from files to flags: what proves them, what is not judged, and again the same."""

import json
from decimal import Decimal

import duckdb
import pytest

from mingjing.insight.supervision.states.given import root_of
from mingjing_analytics.supervision.engines.snapshot import open_snapshot
from mingjing_analytics.supervision.model import catalogue, read
from mingjing_analytics.supervision.refusal import Refused
from mingjing_analytics.supervision.run import Limits, run

SUBSIDIES = """
    (1, '明细', 'A', '低保', 300.00::decimal(18,2), date '2026-04-02'),
    (2, '明细', 'A', '低保', 310.00, date '2026-06-02'),
    (3, '明细', 'B', '低保', 320.00, date '2026-06-02'),
    (4, '明细', null, '低保', 330.00, date '2026-06-02'),
    (5, '明细', 'A', '低保', 340.00, date '2026-07-02')
"""
COLUMNS = "(_row, _sheet, id_no, programme, amount, pay_date)"


@pytest.fixture
def model():
    return catalogue()["subsidy.deceased"]


@pytest.fixture
def tables(tmp_path):
    con = duckdb.connect()
    con.execute(
        f"copy (select * from (values {SUBSIDIES}) t{COLUMNS}) to '{tmp_path}/subsidies.parquet'"
    )
    con.execute(
        "copy (select 1 as _row, '' as _sheet, 'A' as id_no, date '2026-04-01' as death_date)"
        f" to '{tmp_path}/deaths.parquet'"
    )
    names = ("subsidies", "deaths")
    return {name: open_snapshot(tmp_path / f"{name}.parquet") for name in names}


def test_a_flag_leads_to_the_rows_that_prove_it(model, tables, tmp_path):
    done = run(model, tables, tmp_path / "run", tree=root_of)
    (flag,) = done.flags()
    assert (flag["id_no"], flag["payments"], flag["total"]) == ("A", 2, Decimal(650))
    rows = done.evidence("subsidies")
    assert [(row["_sheet"], row["_row"]) for row in rows] == [("明细", 2), ("明细", 5)]
    assert {row["flag"] for row in rows} == {flag["flag"]}


def test_what_cannot_be_judged_is_counted_and_named(model, tables, tmp_path):
    done = run(model, tables, tmp_path / "run", tree=root_of)
    assert done.counts["unjudged/0"] == 1
    assert [row["_row"] for row in done.unjudged(0)] == [4]


def test_coverage_and_totals_come_with_every_run(model, tables, tmp_path):
    done = run(model, tables, tmp_path / "run", tree=root_of)
    told = done.manifest["coverage"]["subsidies"]
    assert told["rows"] == 5
    assert told["columns"]["amount"] == {"filled": 5, "total": "1600.00"}
    assert told["columns"]["id_no"] == {"filled": 4}


@pytest.mark.parametrize("threads", [1, 2, 4])
def test_the_same_input_gives_the_same_root(model, tables, tmp_path, threads):
    first = run(model, tables, tmp_path / "a", tree=root_of)
    again = run(
        model, tables, tmp_path / "b", tree=root_of, limits=Limits(threads=threads)
    )
    assert again.manifest["root"] == first.manifest["root"]
    assert json.loads((tmp_path / "b/manifest.json").read_text("utf-8"))["root"]


def test_a_parameter_changes_flags_but_not_their_identity(model, tables, tmp_path):
    wide = run(model, tables, tmp_path / "a", tree=root_of, values={"grace_days": 0})
    narrow = run(model, tables, tmp_path / "b", tree=root_of, values={"grace_days": 80})
    assert [f["flag"] for f in wide.flags()] == [f["flag"] for f in narrow.flags()]
    assert [f["payments"] for f in wide.flags() + narrow.flags()] == [3, 1]
    assert wide.manifest["root"] != narrow.manifest["root"]


@pytest.mark.parametrize("value", [-1, 366, "many", "30; drop table x", "", "1e3"])
def test_a_parameter_outside_its_range_is_refused(model, tables, tmp_path, value):
    with pytest.raises(Refused):
        run(model, tables, tmp_path, tree=root_of, values={"grace_days": value})


def test_a_missing_table_and_a_missing_column_are_named(model, tables, tmp_path):
    with pytest.raises(Refused, match="deaths"):
        run(model, {"subsidies": tables["subsidies"]}, tmp_path, tree=root_of)
    con = duckdb.connect()
    con.execute(f"copy (select 'A' as id_no) to '{tmp_path}/deaths.parquet'")
    short = {**tables, "deaths": open_snapshot(tmp_path / "deaths.parquet")}
    with pytest.raises(Refused, match="death_date"):
        run(model, short, tmp_path, tree=root_of)


def test_a_file_that_is_no_parquet_is_refused_in_a_sentence(tmp_path):
    (tmp_path / "subsidies.parquet").write_bytes(b"PAR1 not really PAR1")
    with pytest.raises(Refused, match="不是 Parquet"):
        open_snapshot(tmp_path / "subsidies.parquet")


def test_a_run_that_takes_too_long_is_stopped(tmp_path):
    con = duckdb.connect()
    con.execute(
        "copy (select i as _row, '' as _sheet, 'A' as id_no, 'x' as programme,"
        " 1.00::decimal(18,2) as amount, date '2026-01-01' as pay_date"
        f" from range(300000) t(i)) to '{tmp_path}/subsidies.parquet'"
    )
    con.execute(
        "copy (select i as _row, '' as _sheet, 'A' as id_no, date '2025-01-01' as death_date"
        f" from range(300000) t(i)) to '{tmp_path}/deaths.parquet'"
    )
    tables = {
        n: open_snapshot(tmp_path / f"{n}.parquet") for n in ("subsidies", "deaths")
    }
    text = catalogue()["subsidy.deceased"].text
    bomb = text.replace("join dead d", "join deaths d")  # every row with every row
    with pytest.raises(Refused, match="没有跑完"):
        run(
            read(bomb), tables, tmp_path / "run", tree=root_of, limits=Limits(seconds=2)
        )


def test_a_key_flagged_twice_is_a_fault_of_the_model(model, tables, tmp_path):
    text = model.text.replace(
        "s.programme, d.death_date\n", "s.programme, d.death_date, s.pay_date\n"
    )
    with pytest.raises(Refused, match="两次"):
        run(read(text), tables, tmp_path, tree=root_of)
