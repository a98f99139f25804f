"""Corrections as the peer makes them, in input order; and how often fields are filled."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from mingjing_analytics.procurement.console import main
from mingjing_analytics.procurement.coverage import coverage
from mingjing_analytics.procurement.lines import Issues, numbered
from mingjing_analytics.procurement.prepare import edits_of, prepare
from mingjing_analytics.procurement.settings import read_settings


def corrected(text: str, *lines: str) -> tuple[list[str], str]:
    stream = io.BytesIO("\n".join(lines).encode())
    found = list(prepare(numbered(stream), edits_of(read_settings(text)), Issues()))
    return [one.line.decode() for one in found], "".join(one.csv() for one in found)


def first(text: str, release: dict[str, Any]) -> Any:
    return json.loads(corrected(text, json.dumps(release))[0][0])


def test_a_line_needing_nothing_keeps_every_byte() -> None:
    line = '{"ocid":"a","n":[1.0,1e16,0.00001,-0.0,12345678901234567890],"t":"\\u001f\\n é\\"/"}'
    assert corrected("", line)[0] == [line]


def test_lines_stay_in_order_and_bad_ones_fall_out() -> None:
    lines = [f'{{"ocid":"{number}"}}' for number in range(500)]
    assert corrected("", *lines[:250], "{", "[]", *lines[250:])[0] == lines


def test_identifiers_that_are_numbers_become_text() -> None:
    made = first(
        "", {"buyer": {"id": 7}, "parties": {"id": 7.5}, "awards": [{"id": 1}]}
    )
    assert made["buyer"] == {"id": "7"}
    assert made["parties"] == [{"id": "7.5"}]
    assert made["awards"][0]["id"] == "1"


def test_a_redacted_identifier_leaves_and_the_last_member_takes_its_place() -> None:
    text = "[redactions]\norganization_id = none"
    line = '{"buyer":{"id":"none","name":"甲","z":1}}'
    assert corrected(text, line)[0] == ['{"buyer":{"z":1,"name":"甲"}}']


def test_prefixes_are_added_once() -> None:
    text = "[modifications]\nprefix_tenderer_or_supplier_id = CN-"
    bids = {
        "details": [{"status": "valid", "tenderers": [{"id": "1"}, {"id": "CN-2"}]}]
    }
    made = first(text, {"bids": bids})
    assert [one["id"] for one in made["bids"]["details"][0]["tenderers"]] == [
        "CN-1",
        "CN-2",
    ]


def test_defaults_fill_what_is_absent_and_report_what_has_none() -> None:
    line = '{"ocid":"a,b","bids":{"details":[{"value":{"amount":0}}]},"awards":[{}]}'
    lines, issues = corrected("[defaults]\nbid_status = valid", line)
    assert json.loads(lines[0])["bids"]["details"][0]["status"] == "valid"
    assert issues == (
        '1,"a,b",/bids/details[]/value/amount,0,,is zero\n'
        '1,"a,b",/bids/details[]/value/currency,0,,not set\n'
        '1,"a,b",/awards[]/status,0,,not set\n'
    )


def test_statuses_are_mapped_before_they_are_judged() -> None:
    line = '{"ocid":"a","bids":{"details":[{"status":"有效"},{"status":"odd"},{"status":null}]}}'
    lines, issues = corrected("[codelists.bid_status]\n有效 = valid", line)
    assert '"status":"valid"' in lines[0]
    assert issues == "1,a,/bids/details[]/status,1,odd,invalid\n"


def test_schemes_are_reported_with_both_indexes() -> None:
    items = [
        {"classification": {"id": 5, "scheme": "x"}},
        {"classification": {"id": 6}},
    ]
    line = json.dumps({"ocid": "a", "awards": [{"status": "active", "items": items}]})
    lines, issues = corrected("", line)
    assert issues == "1,a,/awards[]/items[]/classification/scheme,0.1,,not set\n"
    assert [
        one["classification"]["id"]
        for one in json.loads(lines[0])["awards"][0]["items"]
    ] == [
        "5",
        "6",
    ]


def test_amounts_that_stand_for_nothing_are_redacted() -> None:
    line = '{"bids":{"details":[{"status":"valid","value":{"amount":0,"currency":"CNY"}}]}}'
    lines, issues = corrected("[redactions]\namount = 0|99999999", line)
    assert '"value":{"currency":"CNY"}' in lines[0]
    assert issues == ""


def test_an_award_is_cancelled_when_every_contract_is() -> None:
    text = "[corrections]\naward_status_by_contract_status = true"
    release = {
        "awards": [{"id": 1, "status": "active"}, {"id": "2", "status": "active"}],
        "contracts": [
            {"awardID": 1, "status": "cancelled"},
            {"awardID": "2", "status": "cancelled"},
            {"awardID": "2", "status": "active"},
        ],
    }
    assert [one["status"] for one in first(text, release)["awards"]] == [
        "cancelled",
        "active",
    ]


def test_auctions_move_into_bids_unless_there_are_some() -> None:
    text = "[modifications]\nmove_auctions = true"
    auctions = [{"stages": [{"id": 1, "bids": [{"status": "valid"}], "z": 2}]}]
    made = first(text, {"auctions": auctions})
    assert made["bids"] == {"details": [{"status": "valid"}]}
    assert made["auctions"] == [{"stages": [{"id": 1, "z": 2}]}]
    kept = first(text, {"auctions": auctions, "bids": {}})
    assert kept == {"auctions": auctions, "bids": {}}


def test_the_method_is_cut_at_the_mark() -> None:
    text = "[modifications]\nsplit_procurement_method_details = -"
    made = first(text, {"tender": {"procurementMethodDetails": "询价 - 货物 - 一"}})
    assert made["tender"]["procurementMethodDetails"] == "询价"


def test_roles_follow_from_references() -> None:
    release = {
        "parties": [{"id": "A", "roles": ["payer"]}, {"id": "B"}, {"id": "C"}],
        "buyer": {"id": "A"},
        "bids": {"details": [{"status": "valid", "tenderers": {"id": "B"}}]},
        "awards": [{"status": "active", "suppliers": [{"id": "B"}]}],
    }
    made = first("[defaults]\nparty_roles = true", release)
    assert [one.get("roles") for one in made["parties"]] == [
        ["buyer", "payer"],
        ["supplier", "tenderer"],
        None,
    ]


@pytest.mark.parametrize(
    "line",
    [
        '{"bids":{"details":[null,"x",[],1]},"awards":[null,2]}',
        '{"bids":[],"awards":{},"parties":3}',
        '{"parties":[null,{"id":null}],"buyer":"x","tender":[]}',
        '{"ocid":{"a":1},"awards":[{}]}',
    ],
)
def test_odd_shapes_are_left_as_they_are(line: str) -> None:
    assert corrected("", line)[0] == [line]


def counted(*lines: str) -> dict[str, int]:
    return coverage(numbered(io.BytesIO("\n".join(lines).encode())), Issues())


def test_paths_are_counted_where_something_stands() -> None:
    assert counted('{"a":[{"b":"x","c":""},{"b":null}],"d":{"e":[[]]},"f":false}') == {
        "/a[]/b": 1,
        "/a[]/": 1,
        "/a[]": 1,
        "/a": 1,
        "/f": 1,
        "/": 1,
        "": 1,
    }


def test_lines_of_any_kind_are_counted() -> None:
    assert counted("1", '"x"', "[[0]]", "null", "{", "") == {"": 3, "[][]": 1, "[]": 1}
    assert counted('{"a":1,"a":null}') == {}
    assert counted("[" * 127 + "1" + "]" * 127) != {}
    assert counted("[" * 128 + "1" + "]" * 128) == {}


def test_the_command_line_prints_json_and_one_sentence_for_what_is_wrong(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file, settings, issues = (
        tmp_path / "r.jsonl",
        tmp_path / "s.ini",
        tmp_path / "i.csv",
    )
    file.write_text('{"ocid":"a","bids":{"details":[{}]}}\n', encoding="utf-8")
    assert main(["init", str(settings)]) == 0
    assert main(["init", str(settings)]) == 2
    asked = [
        "indicators",
        str(file),
        "--settings",
        str(settings),
        "--compat",
        "cardinal",
    ]
    capfd.readouterr()
    assert main(asked) == 0
    assert json.loads(capfd.readouterr().out)["Meta"]["R048"]["upper_fence"] is None
    assert main(["prepare", str(file), "--issues", str(issues)]) == 0
    assert (
        issues.read_text(encoding="utf-8") == "1,a,/bids/details[]/status,0,,not set\n"
    )
    assert main(["coverage", str(tmp_path)]) == 2
    assert "Traceback" not in capfd.readouterr().err
