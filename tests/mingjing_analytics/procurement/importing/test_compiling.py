"""Releases of one process merged by the rules of OCDS 1.1."""

import json

import pytest

from mingjing_analytics.procurement.importing import compile_releases
from mingjing_analytics.procurement.importing.compiling import NoReleaseError


def release(day, ocid="o", **held):
    return {
        "ocid": ocid,
        "id": day,
        "date": f"2026-01-{day}T00:00:00Z",
        "tag": ["tender"],
    } | held


def merged(*releases):
    (made,) = compile_releases(json.dumps(one).encode() for one in releases)
    return {
        key: one
        for key, one in made.items()
        if key not in {"ocid", "id", "date", "tag"}
    }


def test_the_head_is_that_of_the_last_release():
    made = compile_releases(
        [json.dumps(release("02")).encode(), json.dumps(release("01")).encode()]
    )
    assert made == [
        {
            "ocid": "o",
            "id": "o-2026-01-02T00:00:00Z",
            "date": "2026-01-02T00:00:00Z",
            "tag": ["compiled"],
        }
    ]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({"language": "a"}, {"language": "b"}, {"language": "b"}),
        ({"language": "a"}, {}, {"language": "a"}),
        ({"language": "a"}, {"language": None}, {}),
        ({"language": None}, {"language": "b"}, {"language": "b"}),
        ({"tender": {"title": "a", "id": "1"}}, {"tender": {"title": "b"}}, {"tender": {"title": "b", "id": "1"}}),
        ({"tender": {"title": "a"}}, {"tender": None}, {"tender": {"title": "a"}}),
        ({"tender": {"title": "a"}}, {"tender": {}}, {"tender": {"title": "a"}}),
        ({"tender": {"title": "a"}}, {"tender": {"title": None}}, {"tender": {}}),
        ({"planning": {}}, {}, {}),
        ({"tender": {"submissionMethod": ["a", "b"]}}, {"tender": {"submissionMethod": ["c"]}}, {"tender": {"submissionMethod": ["c"]}}),
        ({"tender": {"submissionMethod": ["a"]}}, {"tender": {"submissionMethod": []}}, {"tender": {"submissionMethod": []}}),
        ({"awards": [{"id": "1", "title": "a"}]}, {"awards": [{"id": "1", "status": "s"}]}, {"awards": [{"id": "1", "title": "a", "status": "s"}]}),
        ({"awards": [{"id": "1"}]}, {"awards": [{"id": "2"}]}, {"awards": [{"id": "1"}, {"id": "2"}]}),
        ({"awards": [{"id": "1"}]}, {"awards": []}, {"awards": [{"id": "1"}]}),
        ({"awards": [{"id": 1}]}, {"awards": [{"id": "1", "title": "b"}]}, {"awards": [{"id": "1", "title": "b"}]}),
        ({"awards": [{"title": "a"}]}, {"awards": [{"title": "a"}]}, {"awards": [{"title": "a"}, {"title": "a"}]}),
        ({"awards": [{"id": "1", "suppliers": [{"id": "x"}]}]}, {"awards": [{"id": "1", "suppliers": [{"id": "y"}]}]}, {"awards": [{"id": "1", "suppliers": [{"id": "x"}, {"id": "y"}]}]}),
        ({"tender": {"items": [{"id": "1", "additionalClassifications": [{"id": "x"}]}]}}, {"tender": {"items": [{"id": "1", "additionalClassifications": [{"id": "y"}]}]}}, {"tender": {"items": [{"id": "1", "additionalClassifications": [{"id": "y"}]}]}}),
        ({"bids": {"details": [{"id": "b", "relatedLots": ["1"]}]}}, {"bids": {"details": [{"id": "b", "relatedLots": ["2"]}]}}, {"bids": {"details": [{"id": "b", "relatedLots": ["2"]}]}}),
        ({"own": [{"id": "1", "a": 1}]}, {"own": [{"id": "1", "b": 2}]}, {"own": [{"id": "1", "a": 1, "b": 2}]}),
        ({"own": {"a": 1}}, {"own": [1]}, {"own": [1]}),
        ({"own": [1]}, {"own": {"a": 1}}, {"own": {"a": 1}}),
    ],
)  # fmt: skip
def test_the_later_value_stands(first, second, expected):
    assert merged(release("01", **first), release("02", **second)) == expected
    assert merged(release("02", **second), release("01", **first)) == expected


def test_later_is_an_instant_and_not_a_text():
    early = release("01", language="early") | {"date": "2026-01-01T08:00:00+08:00"}
    late = release("01", language="late") | {"date": "2026-01-01T01:00:00Z"}
    assert merged(late, early) == {"language": "late"}


def test_of_one_instant_the_order_decides():
    assert merged(release("01", language="a"), release("01", language="b")) == {
        "language": "b"
    }


def test_amounts_keep_their_digits():
    line = b'{"ocid":"o","id":"1","date":"2026-01-01T00:00:00Z","tag":["tender"],"tender":{"value":{"amount":12345678901234.56}}}'
    made = compile_releases([line])
    assert str(made[0]["tender"]["value"]["amount"]) == "12345678901234.56"


ONE, TWO = release("01", language="a"), release("02", language="b")


@pytest.mark.parametrize(
    "line",
    [
        {"releases": [ONE, TWO]},
        {"records": [{"ocid": "o", "releases": [TWO, ONE]}]},
        {"records": [{"ocid": "o", "releases": [{"url": "x", "date": "d"}], "compiledRelease": TWO}]},
        {"records": [{"ocid": "o", "compiledRelease": TWO}]},
    ],
    ids=["package", "record package", "linked", "compiled only"],
)  # fmt: skip
def test_what_wraps_releases_is_opened(line):
    assert merged(line) == {"language": "b"}


def test_processes_come_in_the_order_of_their_first_release():
    lines = [release("02", ocid="b"), release("01", ocid="a"), release("01", ocid="b")]
    made = compile_releases(json.dumps(one).encode() for one in lines)
    assert [one["ocid"] for one in made] == ["b", "a"]


def test_blank_lines_are_passed_over():
    assert compile_releases([b"\n", b"  \n"]) == []


@pytest.mark.parametrize(
    "line",
    [
        b"{", b"[]", b"7", b"{}", b'{"ocid":"o","tag":[]}', b'{"ocid":"o","date":"2026-01-01"}',
        b'{"date":"2026-01-01T00:00:00Z"}', b'{"ocid":7,"date":"2026-01-01T00:00:00Z"}',
        b'{"releases":{}}', b'{"releases":[7]}', b'{"records":[{"releases":[{"url":"x"}]}]}',
        b'{"records":[{}]}', b"\xff", b"[" * 100_000,
    ],
)  # fmt: skip
def test_a_line_without_a_release_is_named_by_its_number(line):
    with pytest.raises(NoReleaseError, match="第 2 行 line 2"):
        compile_releases([json.dumps(ONE).encode(), line])
