"""`mingjing redflags indicators` as a user types it."""

import csv
import json

import pytest

from mingjing.config.console import run
from tests.mingjing_analytics.procurement.sound.world import bid, lines, release


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "releases.jsonl"
    late = release(bids__details__1=bid(1, '=HYPERLINK("x")', 2_700_001, "strange"))
    near = release(bids__details__1=bid(1, '=HYPERLINK("x")', 2_700_001))
    late["ocid"], near["ocid"] = "first", "+near"
    path.write_bytes(lines([late, near]))
    return path


def test_flags_as_json_with_their_records(file, capfdbinary):
    assert (
        run(["redflags", "indicators", str(file), "--only", "R024,R028", "--json"]) == 0
    )

    told = json.loads(capfdbinary.readouterr().out)
    assert list(told["indicators"]) == ["R024", "R028"]
    assert [flag["subject"] for flag in told["flags"]] == ["+near"]
    assert told["flags"][0]["records"][1] == {
        "ocid": "+near",
        "line": 2,
        "path": "/bids/details/1/value",
        "value": '=HYPERLINK("x") 2700001 CNY',
    }


def test_the_law_counts_its_working_days(file, capfdbinary):
    """Contracts are published within two working days; the calendar of 2026 is known."""
    assert run(["redflags", "indicators", str(file), "--only", "R063", "--json"]) == 0

    told = json.loads(capfdbinary.readouterr().out)
    assert told["indicators"]["R063"]["judged"] == 2


def test_tables_open_in_excel_and_nothing_in_them_is_a_formula(file, tmp_path, capfd):
    flags, issues = tmp_path / "flags.csv", tmp_path / "issues.csv"
    asked = ["redflags", "indicators", str(file), "--only", "R024"]
    assert run([*asked, "--table", str(flags), "--issues", str(issues)]) == 0

    assert flags.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(flags.read_text("utf-8-sig").splitlines()))
    assert rows[1][:4] == [
        "R024",
        "次低报价只比中标价高一点点。两份报价有没有相互知情？",
        "'+near",
        "0",
    ]
    rows = list(csv.reader(issues.read_text("utf-8-sig").splitlines()))
    assert rows[1][:3] == ["1", "/bids/details/1/status", "strange"]
    assert "1 处数据问题" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("more", "named"),
    [
        (["--only", "R999"], "R999"),
        (["--settings", "none.ini"], "none.ini"),
        (["--table", "/none/flags.csv"], "/none/flags.csv"),
        (["--sensitivity", "x"], "x"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(file, capfd, more, named):
    assert run(["redflags", "indicators", str(file), *more]) == 2

    said = capfd.readouterr().err.strip().splitlines()
    assert len(said) == 1
    assert named in said[0]


def test_a_threshold_shows_what_it_decides(file, capfd):
    assert run(["redflags", "indicators", str(file), "--sensitivity", "R024"]) == 0

    told = [line.split() for line in capfd.readouterr().out.splitlines()[2:]]
    assert ["0.005", "1"] in told
    assert len(told) == 10
