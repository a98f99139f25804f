"""Whatever a line holds: never a crash, and an issue for what cannot be used."""

import json
import random

import pytest

from mingjing_analytics.procurement.settings import SettingsError
from mingjing_analytics.procurement.sound import (
    Market,
    all_indicators,
    load_asking,
    sensitivities,
)
from mingjing_analytics.procurement.sound import run as running
from mingjing_analytics.procurement.sound.run import CHECKS
from tests.mingjing_analytics.procurement.sound.world import (
    ask,
    bid,
    lines,
    release,
)


def test_every_indicator_is_described_and_done():
    assert set(all_indicators()) == set(CHECKS)
    assert len(CHECKS) == 41
    for one in all_indicators().values():
        assert len(one.innocent_zh) == len(one.innocent_en) >= 2
        for parameter in one.parameters:
            assert parameter.low <= parameter.default <= parameter.high
        texts = (one.zh, one.question_zh, *one.innocent_zh)
        assert not any("违规" in text or "违法" in text for text in texts)


HOSTILE = [
    (b'{"ocid": "a", "tender": ', "", "不是合法的 JSON"),
    (b'{"ocid": "a", "x": NaN}', "", "不是合法的 JSON"),
    (b'{"ocid": "a", "x": 1e400000000000000000000}', "", "不是合法的 JSON"),
    (b"\xff\xfe\x00", "", "不是合法的 JSON"),
    (b"[" * 100_000, "", "不是合法的 JSON"),
    (b"[]", "", "不是 JSON 对象"),
    (b"null", "", "不是 JSON 对象"),
    (b'"text"', "", "不是 JSON 对象"),
    (b"{}", "/ocid", "没有 ocid"),
    (b'{"ocid": 7}', "/ocid", "没有 ocid"),
    (b'{"ocid": "  "}', "/ocid", "没有 ocid"),
    (b'{"ocid": "a", "ocid": "b"}', "", "重复的键"),
    (b'{"ocid": "a", "tender" : {"id": 1, "id": 2}}', "", "重复的键"),
    (b'{"ocid": "a", "awards": {"id": 1}}', "/awards", "不是列表"),
    (b'{"ocid": "a", "awards": [1]}', "/awards/0", "不是对象"),
    (b'{"ocid": "a", "awards": [null]}', "/awards/0", "不是对象"),
    (b'{"ocid": "a", "bids": {"details": "x"}}', "/bids/details", "不是列表"),
    (
        b'{"ocid": "a", "tender": {"value": {"amount": "many"}}}',
        "/tender/value/amount",
        "不是可用的金额",
    ),
    (
        b'{"ocid": "a", "tender": {"value": {"amount": "1,200.50"}}}',
        "/tender/value/amount",
        "按数字读",
    ),
    (
        b'{"ocid": "a", "tender": {"value": {"amount": -1}}}',
        "/tender/value/amount",
        "不是可用的金额",
    ),
    (
        b'{"ocid": "a", "tender": {"value": {"amount": 1e999999}}}',
        "/tender/value/amount",
        "不是可用的金额",
    ),
    (
        b'{"ocid": "a", "tender": {"value": {"amount": 1e-999999}}}',
        "/tender/value/amount",
        "不是可用的金额",
    ),
    (
        b'{"ocid": "a", "tender": {"value": {"amount": true}}}',
        "/tender/value/amount",
        "不是可用的金额",
    ),
    (
        b'{"ocid": "a", "tender": {"tenderPeriod": {"startDate": "2026-02-30T00:00:00Z"}}}',
        "/tender/tenderPeriod/startDate",
        "时区时刻",
    ),
    (
        b'{"ocid": "a", "tender": {"numberOfTenderers": "3"}}',
        "/tender/numberOfTenderers",
        "不是个数",
    ),
    (
        b'{"ocid": "a", "awards": [{"status": "active", "date": "0001-01-01T00:00:00+14:00"}]}',
        "/awards/0/date",
        "时区时刻",
    ),
    (
        b'{"ocid": "a", "bids": {"details": [{"status": "qualified"}]}}',
        "/bids/details/0/status",
        "按 valid 读",
    ),
    (
        b'{"ocid": "a", "bids": {"details": [{"status": "strange"}]}}',
        "/bids/details/0/status",
        "不采用",
    ),
]


@pytest.mark.parametrize(("line", "path", "sentence"), HOSTILE)
def test_a_hostile_line_is_an_issue_and_harms_no_other(line, path, sentence):
    good = release()
    result = ask([], raw=line + b"\n" + lines([good]))

    found = [(one.line, one.path) for one in result.issues]
    assert found == [(1, path)]
    assert sentence in result.issues[0].sentence
    assert result.processes in (1, 2)
    assert json.loads(result.to_json())["issue_count"] == 1


def test_a_line_too_long_to_be_a_release(monkeypatch):
    monkeypatch.setattr(running, "LONGEST", 50_000)
    raw = b'{"ocid": "' + b"a" * 170_000 + b'"}\n' + lines([release()])

    result = ask([], raw=raw)

    assert [(one.line, one.sentence[:2]) for one in result.issues] == [(1, "超过")]
    assert result.processes == 1


def test_of_one_ocid_the_last_stands_and_the_earlier_is_told():
    first, last = release(), release(tender__documents=None)
    first["ocid"] = last["ocid"] = "same"

    result = ask([first, last])

    assert [(one.line, one.path, one.value) for one in result.issues] == [
        (1, "/ocid", "same")
    ]
    assert result.processes == 1
    assert [flag.code for flag in result.flags] == ["R005"]


def test_ids_may_be_numbers():
    bids = [bid(0, [7], 1000), bid(1, [8], 1001)]
    one = release(bids__details=bids, awards__0__suppliers=[{"id": 7}])

    assert ask([one], "R024") == [(one["ocid"], "0.001")]


def test_anything_anywhere_is_survived():
    """Each value of a release in turn becomes each kind of nonsense."""
    strange = [None, True, "", "x", -1, 10**30, 1e300, [], {}, [[]], [{}], {"id": []}]
    chance = random.Random(7)
    plain = release()
    for path in _paths(plain):
        for value in chance.sample(strange, 4):
            changed = json.loads(json.dumps(plain))
            place = changed
            for key in path[:-1]:
                place = place[key]
            place[path[-1]] = value
            ask([changed, plain])


def _paths(value, way=()):
    if way:
        yield way
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _paths(inner, (*way, key))
    elif isinstance(value, list):
        for key, inner in enumerate(value):
            yield from _paths(inner, (*way, key))


BAD_SETTINGS = [
    ("[R024]\nshare = 0.7\n", "R024"),
    ("[R024]\nshare = nan\n", "R024"),
    ("[R024]\nthreshold = 0.1\n", "threshold"),
    ("[R999]\n", "R999"),
    ("[]\n", "[]"),
    ("curency = CNY\n", "curency"),
    ("limits = none.toml\n", "none.toml"),
    ("sanctions = none.csv\n", "none.csv"),
]


@pytest.mark.parametrize(("text", "named"), BAD_SETTINGS)
def test_a_setting_that_cannot_be_meant_is_refused(tmp_path, text, named):
    path = tmp_path / "own.ini"
    path.write_text(text, "utf-8")

    with pytest.raises(SettingsError, match=named.replace("[", r"\[")):
        load_asking(path)


@pytest.mark.parametrize(
    "text", ["id,from\n", "id,from,until,source\nF1,2026-1-1,2026-02-01,x\n", ""]
)
def test_a_list_of_firms_that_cannot_be_read_is_refused(tmp_path, text):
    (tmp_path / "own.csv").write_text(text, "utf-8")
    path = tmp_path / "own.ini"
    path.write_text("sanctions = own.csv\n", "utf-8")

    with pytest.raises(SettingsError, match=r"own\.csv"):
        load_asking(path)


def test_a_publishers_own_words_and_thresholds(tmp_path):
    (tmp_path / "own.toml").write_text(
        '[[limit]]\nkind = "open_threshold"\nregime = "procurement"\n'
        'province = "浙江"\nvalue = 4000000\nbasis = "省标准"\nmark = "read"\n'
        "from = 2025-01-01\n",
        "utf-8",
    )
    path = tmp_path / "own.ini"
    path.write_text(
        "province = 浙江\nlimits = own.toml\n"
        "[codelists.bid_status]\n合格 = valid\n[R024]\nshare = 0.1\n",
        "utf-8",
    )
    near = release(
        tender__value={"amount": 3_900_000, "currency": "CNY"},
        tender__procurementMethod="limited",
    )
    assert ask([near], "R002", path) == [(near["ocid"], "3900000")]
    spoken = release(bids__details__1=bid(1, "F2", 2_790_000, "合格"))
    assert ask([spoken], "R024", path) == [(spoken["ocid"], "0.0333")]


def test_how_much_a_threshold_decides():
    import io

    asking = load_asking()
    some = [
        release(bids__details__1=bid(1, "F2", 2_700_000 + 27_000 * i)) for i in range(5)
    ]
    reading = running.read(io.BytesIO(lines(some)), asking.choices)

    market = Market(reading.processes.values(), asking.choices)
    row = dict(sensitivities(market, asking, ["R024"])["R024"]["share"])

    assert {str(value): count for value, count in row.items()} == {
        "0": 1, "0.005": 1, "0.0125": 2, "0.025": 3, "0.0375": 4, "0.05": 5,
        "0.0625": 5, "0.075": 5, "0.0875": 5, "0.1": 5,
    }  # fmt: skip
