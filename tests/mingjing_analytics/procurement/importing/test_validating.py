"""The standard's rules, offline; and that what we write keeps them."""

import copy
import json
from decimal import Decimal

import pytest

from mingjing_analytics.procurement.importing import validate
from mingjing_analytics.procurement.importing.standard import followed, release_schema
from mingjing_analytics.procurement.importing.validating import _RULES, _SILENT

GOOD = {
    "ocid": "ocds-test01-1",
    "id": "1",
    "date": "2026-03-02T00:00:00+08:00",
    "tag": ["compiled"],
    "initiationType": "tender",
    "parties": [{"id": "P", "name": "甲", "roles": ["buyer"]}],
    "buyer": {"id": "P", "name": "甲"},
    "tender": {
        "id": "T",
        "status": "active",
        "value": {"amount": Decimal("1.50"), "currency": "CNY"},
        "lots": [{"id": "1"}],
        "items": [{"id": "1", "relatedLot": "1"}],
    },
    "bids": {"details": [{"id": "b", "status": "valid", "relatedLots": ["1"]}]},
    "awards": [{"id": "A", "suppliers": [{"id": "P"}]}],
    "contracts": [{"id": "C", "awardID": "A"}],
}


def changed(path, value):
    release = copy.deepcopy(GOOD)
    *steps, last = path
    holder = release
    for step in steps:
        holder = holder[step]
    if value is KeyError:
        del holder[last]
    else:
        holder[last] = value
    return release


def test_a_good_release_has_no_fault():
    assert validate(GOOD) == []


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        (("ocid",), KeyError, "/ocid：缺少 is missing"),
        (("date",), KeyError, "/date：缺少 is missing"),
        (("initiationType",), KeyError, "/initiationType：缺少 is missing"),
        (("ocid",), "", "/ocid：不能为空 must not be empty"),
        (("date",), "2026-03-02", "/date：不是 RFC 3339 时间 is no instant of RFC 3339: 2026-03-02"),
        (("date",), None, "/date：应为 string must be string: None"),
        (("tag",), [], "/tag：至少 1 项 needs at least 1"),
        (("tag",), ["new"], "/tag/0：不在代码表中 is no code of the list: new"),
        (("tag",), "compiled", "/tag：应为 array must be array: compiled"),
        (("initiationType",), "other", "/initiationType：不在代码表中 is no code of the list: other"),
        (("tender",), [], "/tender：应为 object must be object: []"),
        (("tender", "id"), KeyError, "/tender/id：缺少 is missing"),
        (("tender", "status"), "open", "/tender/status：不在代码表中 is no code of the list: open"),
        (("tender", "procurementMethod"), "公开招标", "/tender/procurementMethod：不在代码表中 is no code of the list: 公开招标"),
        (("tender", "value", "amount"), "1", "/tender/value/amount：应为 number|null must be number|null: 1"),
        (("tender", "value", "amount"), True, "/tender/value/amount：应为 number|null must be number|null: True"),
        (("tender", "value", "currency"), "元", "/tender/value/currency：不在代码表中 is no code of the list: 元"),
        (("tender", "lots"), [{"title": "x"}], "/tender/lots/0/id：缺少 is missing"),
        (("bids", "details", 0, "status"), "qualified", "/bids/details/0/status：不在代码表中 is no code of the list: qualified"),
        (("bids", "details", 0, "date"), "昨天", "/bids/details/0/date：不是 RFC 3339 时间 is no instant of RFC 3339: 昨天"),
        (("bids", "details"), {}, "/bids/details：应为 array must be array: {}"),
        (("awards", 0, "status"), "有效", "/awards/0/status：不在代码表中 is no code of the list: 有效"),
        (("contracts", 0, "awardID"), KeyError, "/contracts/0/awardID：缺少 is missing"),
        (("contracts", 0, "awardID"), "Z", "/contracts/0/awardID：没有这个成交 no such award: Z"),
        (("buyer", "id"), "Q", "/buyer：没有这个组织 no such party: Q"),
        (("awards", 0, "suppliers"), [{"id": "Q"}], "/awards/0/suppliers：没有这个组织 no such party: Q"),
        (("tender", "items", 0, "relatedLot"), "9", "/tender/items/0/relatedLot：没有这个包 no such lot: 9"),
        (("bids", "details", 0, "relatedLots"), ["9"], "/bids/details/0/relatedLots：没有这个包 no such lot: 9"),
        (("parties",), [GOOD["parties"][0]] * 2, "/parties：有重复的项 holds the same item twice"),
    ],
)  # fmt: skip
def test_a_fault_is_told_by_its_path(path, value, fault):
    assert validate(changed(path, value)) == [fault]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("tender", "documents"), [{"id": "1", "documentType": "我们的类型"}]),
        (("parties", 0, "roles"), ["buyer", "公证"]), (("x_own",), {"any": [1, None]}),
        (("tender", "value", "amount"), None), (("tender", "title"), None),
        (("language",), "zh"), (("awards", 0, "value"), {"amount": 10**30}),
        (("tender", "title_en"), "Shelves"), (("contracts", 0, "id"), 7),
    ],
)  # fmt: skip
def test_open_lists_own_fields_and_nulls_are_allowed(path, value):
    assert validate(changed(path, value)) == []


def test_a_title_in_another_language_must_be_text():
    assert validate(changed(("tender", "title_en"), 5)) != []


def test_faults_end_at_a_thousand():
    release = changed(
        ("awards",), [{"id": str(at), "status": "x"} for at in range(5_000)]
    )
    assert len(validate(release)) == 1_000


def test_nesting_without_bound_ends():
    deep = []
    for _ in range(50_000):
        deep = [deep]
    assert validate(changed(("x",), deep)) == []


def test_every_word_of_the_schema_is_checked_or_says_nothing():
    words = set()

    def walk(schema, *, named):
        for word, rule in schema.items():
            if not named:
                words.add(word)
            if isinstance(rule, dict):
                inside = word in {"properties", "patternProperties", "definitions"}
                if named or inside or word == "items":
                    walk(rule, named=inside and not named)

    walk(release_schema(), named=False)
    assert words - set(_RULES) - _SILENT == {"type", "$ref"}


def test_the_schema_is_the_standards_with_bids_and_lots():
    assert "1__1__4" in str(release_schema()["id"])
    definitions = release_schema()["definitions"]
    assert {"Bid", "Lot"} < set(definitions)
    assert "procurementMethod" in definitions["Tender"]["properties"]


def unknown(value, schema, path=""):
    """Fields that the schema does not know and that are not marked as our own."""
    schema = followed(schema)
    if isinstance(value, list):
        for one in value:
            yield from unknown(one, schema.get("items", {}), path)
    if isinstance(value, dict):
        known = schema.get("properties", {})
        for key, held in value.items():
            if not key.startswith("x_") and known and key not in known:
                yield f"{path}/{key}"
            yield from unknown(held, known.get(key, {}), f"{path}/{key}")


def test_what_we_write_holds_no_field_that_the_standard_does_not_know(county, rows):
    lot = {
        "包号": "1",
        "品目编码": "A05010800",
        "数量": "3",
        "单位": "列",
        "采购代理机构": "丙公司",
    }
    county.csv("a", rows["tender"] | lot | {"开标时间": "2026-03-25 09:30"})
    county.csv("b", rows["result"] | {"包号": "1", "结果公告日期": "2026-04-01"})
    county.csv(
        "c",
        rows["contract"]
        | {"合同公告日期": "2026-4-12", "变更金额": "1", "变更日期": "2026-5-1"},
    )
    county.csv(
        "d", rows["bid"] | {"包号": "1", "得分": "88.5", "排名": "2", "否决理由": "x"}
    )
    county.csv(
        "e",
        rows["payment"] | {"收款单位": "澄溪家具有限公司", "付款单位": "澄溪县档案馆"},
    )
    county.csv(
        "f",
        {
            "单位名称": "澄溪家具有限公司",
            "企业规模": "小型",
            "联系人": "林一",
            "地址": "文昌路9号",
        },
    )
    county.csv("g", {"项目编号": "CX-1", "更正日期": "2026-3-9", "更正内容": "x"})
    made = county.taken()
    assert made.left_out == ()
    release = json.loads(made.lines())
    assert list(unknown(release, release_schema())) == []
    assert validate(made.releases[0]) == []
