"""The peer's definitions, one by one: what is flagged, and what looks like it and is not."""

import io
import json
import math
from collections.abc import Iterable
from typing import Any

import pytest

from mingjing_analytics.procurement.compat.columns import columns_of
from mingjing_analytics.procurement.compat.flags import flag
from mingjing_analytics.procurement.compat.run import all_facts, basis_of
from mingjing_analytics.procurement.instants import instant, whole_days
from mingjing_analytics.procurement.lines import Issues, numbered
from mingjing_analytics.procurement.numbers import may_differ, peer_float
from mingjing_analytics.procurement.settings import SettingsError, piped, read_settings
from mingjing_analytics.procurement.statistics import fence, four_places, quantile

Release = dict[str, Any]


def bid(
    who: str | list[str], amount: float | None = 100, status: str = "valid", **more: Any
) -> Any:
    ids = [who] if isinstance(who, str) else who
    made: Release = {
        "status": status,
        "tenderers": [{"id": one} for one in ids],
        **more,
    }
    if amount is not None:
        made["value"] = {"amount": amount, "currency": "CNY"}
    return made


def process(
    ocid: str, bids: list[Any], winner: str | None = None, **tender: Any
) -> Release:
    made: Release = {"ocid": ocid, "tender": tender, "bids": {"details": bids}}
    made["awards"] = (
        [{"status": "active", "suppliers": [{"id": winner}]}] if winner else []
    )
    return made


def measure(releases: Iterable[Release | str], text: str, *, maps: bool = False) -> Any:
    settings = read_settings(text)
    written = [one if isinstance(one, str) else json.dumps(one) for one in releases]
    stream = io.BytesIO("\n".join(written).encode())
    facts = columns_of(all_facts(numbered(stream), basis_of(settings), Issues()))
    return flag(facts, settings, maps=maps).results(meta=True, maps=maps)


def period(start: str, end: str, **more: Any) -> Release:
    return {
        "ocid": "P",
        "tender": {"tenderPeriod": {"startDate": start, "endDate": end}, **more},
    }


def test_a_short_period_is_counted_in_whole_days_between_instants() -> None:
    just_short = period("2026-03-01T09:00:00+08:00", "2026-03-16T08:59:59+08:00")
    enough = period("2026-03-01T09:00:00+08:00", "2026-03-16T01:00:00Z")
    assert measure([just_short], "[R003]")["OCID"] == {"P": {"R003": 1.0}}
    assert "OCID" not in measure([enough], "[R003]")


@pytest.mark.parametrize(
    "end", ["2026-03-02", "2026-03-02T10:00:00", "soon", 20260302, None]
)
def test_a_period_without_instants_is_passed_over(end: Any) -> None:
    assert "OCID" not in measure([period("2026-03-01T09:00:00Z", end)], "[R003]")


def test_a_period_that_ends_before_it_starts_is_short() -> None:
    backwards = period("2026-03-20T09:00:00Z", "2026-03-01T09:00:00Z")
    assert measure([backwards], "[R003]")["OCID"]["P"] == {"R003": 1.0}


def test_each_method_may_have_its_own_days() -> None:
    ten = period(
        "2026-03-01T09:00:00Z",
        "2026-03-12T09:00:00Z",
        procurementMethodDetails="竞争性磋商",
    )
    text = (
        "[R003]\nthreshold = 20\n[R003.procurement_method_details]\n竞争性磋商 = 10\n"
    )
    assert "OCID" not in measure([ten], text)
    assert "OCID" in measure([ten], "[R003]\nthreshold = 20")
    assert "OCID" not in measure(
        [ten], "[R003]\nthreshold = 20\nprocurement_methods = open|"
    )


@pytest.mark.parametrize(
    ("number", "flagged"), [(1, True), (2, False), (1.0, False), ("1", False)]
)
def test_one_tenderer_is_the_whole_number_one(number: Any, flagged: object) -> None:
    one = {
        "ocid": "P",
        "tender": {"procurementMethod": "open", "numberOfTenderers": number},
    }
    assert ("OCID" in measure([one], "[R018]")) is flagged


def test_a_direct_award_has_one_bidder_by_nature() -> None:
    one = {
        "ocid": "P",
        "tender": {"procurementMethod": "direct", "numberOfTenderers": 1},
    }
    assert "OCID" not in measure([one], "[R018]")
    assert "OCID" in measure([one], "[R018]\nprocurement_methods =")


def test_the_next_lowest_price_close_to_the_winner_names_both() -> None:
    near = process("N", [bid("W", 100), bid("L", 101), bid("X", 150)], "W")
    far = process("F", [bid("W", 100), bid("L", 190)], "W")
    found = measure([near, far], "[R024]\nthreshold = 0.05", maps=True)
    assert found["OCID"] == {"N": {"R024": 0.01}}
    assert found["Tenderer"] == {"W": {"R024": 0.0}, "L": {"R024": 0.0}}
    assert found["Maps"]["ocid_tenderer_r024"] == {"N": ["W", "L"]}


@pytest.mark.parametrize(
    "release",
    [
        process("P", [bid("W", 100), bid("L", 99)], "W"),
        process("P", [bid("W", 100), bid(["L", "M"], 101)], "W"),
        process("P", [bid("W", 100), bid("L", 101, "disqualified")], "W"),
        process("P", [bid("W", 100), bid("L", None)], "W"),
        process("P", [bid("W", 100), bid("L", 101)]),
        process("P", [bid("W", 100), bid("L", 101)], "W", status="cancelled"),
        {**process("P", [bid("W", 100), bid("L", 101)], "W"), "ocid": 7},
    ],
    ids=[
        "not the lowest won",
        "a consortium",
        "refused",
        "no price",
        "no award",
        "off",
        "no id",
    ],
)
def test_what_cannot_be_compared_is_not(release: Release) -> None:
    assert "OCID" not in measure([release], "[R024]\nthreshold = 0.05")


def test_an_award_that_is_not_final_blocks_and_one_without_status_does_not() -> None:
    open_ = process("P", [bid("W", 100), bid("L", 101)], "W")
    open_["awards"].append({"status": "pending"})
    assert "OCID" not in measure([open_], "[R024]\nthreshold = 0.05")
    open_["awards"][1] = {"suppliers": [{"id": "L"}]}
    assert "OCID" in measure([open_], "[R024]\nthreshold = 0.05")


def test_methods_without_price_comparison_take_no_part() -> None:
    one = process(
        "P", [bid("W", 100), bid("L", 101)], "W", procurementMethodDetails="抽签"
    )
    text = "[R024]\nthreshold = 0.05\n[R028]\n[R036]"
    assert "OCID" in measure([one], text)
    for line in (
        "no_price_comparison_procurement_methods = 抽签\n",
        "price_comparison_procurement_methods = 公开招标\n",
        "[exclusions]\nprocurement_method_details = 抽签\n",
    ):
        assert "OCID" not in measure([one], line + text)


def test_bids_in_another_currency_are_not_compared() -> None:
    one = process("P", [bid("W", 100), bid("L", 101)], "W")
    assert "OCID" not in measure([one], "currency = USD\n[R024]\nthreshold = 0.05\n")
    assert "OCID" in measure([one], "[R024]\nthreshold = 0.05\n")


def test_heavy_discounts_lie_beyond_the_upper_fence() -> None:
    usual = [process(f"U{i}", [bid("W", 100), bid("L", 110)], "W") for i in range(9)]
    heavy = process("H", [bid("V", 100), bid("L", 300)], "V")
    found = measure([*usual, heavy], "[R058]", maps=True)
    assert found["OCID"]["H"] == {"R058": 2.0}
    assert found["Meta"]["R058"] == {"q1": 0.1, "q3": 0.1, "upper_fence": 0.1}
    assert found["Tenderer"]["V"] == {"R058": 0.0}


def test_who_bids_often_and_hardly_ever_wins() -> None:
    loses = [process(f"A{i}", [bid("W", 1), bid("L", 2)], "W") for i in range(20)]
    wins = process("B", [bid("L", 1), bid("W", 2)], "L")
    once = process("C", [bid("O", 2), bid("W", 1)], "W")
    found = measure([*loses, wins, once], "[R025]\nthreshold = 0.1\npercentile = 50")
    assert found["Tenderer"] == {"L": {"R025": 1 / 21}}


def test_equal_prices_of_different_bidders_but_not_of_one() -> None:
    equal = process("E", [bid("A", 5), bid("B", 5, "disqualified"), bid("C", 6)])
    own = process("O", [bid("D", 5), bid("D", 5), bid("E", 5, "withdrawn")])
    found = measure([equal, own], "[R028]", maps=True)
    assert found["OCID"] == {"E": {"R028": 1.0}}
    assert set(found["Tenderer"]) == {"A", "B"}


def test_a_late_bid_that_won_is_late_by_its_text() -> None:
    end = "2026-03-01T10:00:00+08:00"
    late = bid("W", date="2026-03-01T11:00:00+08:00")
    early = bid("W", date="2026-03-01T03:00:00Z")
    one = process("P", [late], "W", tenderPeriod={"endDate": end})
    two = process("P", [early], "W", tenderPeriod={"endDate": end})
    assert measure([one], "[R030]")["Tenderer"] == {"W": {"R030": 1.0}}
    assert "OCID" not in measure([two], "[R030]")


def test_the_only_valid_bidder_won_and_the_others_were_refused() -> None:
    alone = process("A", [bid("W"), bid("X", status="disqualified"), bid("W")], "W")
    two = process("T", [bid("W"), bid("Y"), bid("X", status="disqualified")], "W")
    found = measure([alone, two], "[R035]\nthreshold = 0", maps=True)
    assert found["OCID"] == {"A": {"R035": 1.0}}
    assert found["Tenderer"] == {"W": {"R035": 0.0}}
    assert "OCID" not in measure([alone], "[R035]\nthreshold = 2")


def test_the_lowest_bid_refused_in_a_process_with_an_award() -> None:
    low = process("P", [bid("A", 1, "disqualified"), bid("W", 2)], "W")
    tie = process("P", [bid("W", 1), bid("A", 1, "disqualified")], "W")
    assert measure([low], "[R036]")["OCID"] == {"P": {"R036": 1.0}}
    assert "OCID" not in measure([tie], "[R036]")
    assert "OCID" not in measure([{**low, "awards": [{"status": "pending"}]}], "[R036]")


def test_refusals_are_counted_for_buyer_entity_and_bidder() -> None:
    one = process(
        "P", [bid("A", status="disqualified"), bid("B")], procuringEntity={"id": "E"}
    )
    one["buyer"] = {"id": "B1"}
    found = measure([one, one], "[R038]\nthreshold = 0.5", maps=True)
    assert found["Buyer"] == {"B1": {"R038": 0.5}}
    assert found["ProcuringEntity"] == {"E": {"R038": 0.5}}
    assert found["Tenderer"] == {"A": {"R038": 1.0}}
    assert found["Maps"]["ocid_buyer_r038"] == {"P": "B1"}
    assert found["Meta"]["R038"]["Tenderer_upper_fence"] == 0.5


def test_a_supplier_of_many_classes() -> None:
    def won(number: int) -> Release:
        items = [
            {"classification": {"id": f"{number:02}99"}},
            {"classification": {"id": 5}},
        ]
        award = {"status": "active", "suppliers": [{"id": "S"}], "items": items}
        return {"ocid": f"P{number}", "awards": [award, award]}

    text = "[R048]\nthreshold = 4\nminimum_contracting_processes = 4"
    assert measure([won(i) for i in range(4)], text)["Tenderer"] == {"S": {"R048": 4.0}}
    assert "Tenderer" not in measure([won(i) for i in range(3)], text)
    same = text + "\ndigits = 1"
    assert "Tenderer" not in measure([won(i) for i in range(4)], same)


def test_only_indicators_with_a_section_are_computed() -> None:
    one = process("P", [bid("A", 5), bid("B", 5)], "A")
    assert measure([one], "") == {"Meta": {}}


@pytest.mark.parametrize(
    "line",
    [
        "",
        "[]",
        "7",
        "null",
        "{",
        '{"ocid": NaN}',
        "\ufeff{}",
        "[" * 100_000 + "]" * 100_000,
        '{"ocid":"H","x":' + "[" * 100_000 + "]" * 100_000 + "}",
        '{"ocid":"H","bids":{"details":[{"status":"valid","value":{"amount":1e999}}]}}',
        '{"ocid":"H","bids":{"details":{"status":"valid"}},"awards":"none","tender":[]}',
        '{"ocid":"H","bids":{"details":[null,7,"x",[],{"tenderers":[null,3]}]},"awards":[null,1]}',
        '{"ocid":"H","ocid":null}',
        '{"ocid":"\\ud800"}',
        '{"ocid":"H","tender":{"numberOfTenderers":' + "9" * 400 + "}}",
        '{"ocid":"H","x":"' + "长" * 5_000_000 + '"',
    ],
)
def test_a_hostile_line_harms_no_other(line: str) -> None:
    good = process("P", [bid("A", 5), bid("B", 5)], "A")
    everything = "".join(f"[{code}]\n" for code in _CODES)
    before = measure([good], everything)
    assert measure([line, good], everything) == before


_CODES = (
    "R003",
    "R018",
    "R024",
    "R025",
    "R028",
    "R030",
    "R035",
    "R036",
    "R038",
    "R048",
    "R058",
)


def test_bytes_that_are_no_text_harm_no_other_line() -> None:
    stream = io.BytesIO(b'{"ocid":"\xff\xfe"}\n{"ocid":"P","tender":{}}\n')
    settings = read_settings("[R003]")
    facts = columns_of(all_facts(numbered(stream), basis_of(settings), Issues()))
    assert facts.ocids == ["P"]


@pytest.mark.parametrize(
    ("literal", "value"),
    [
        ("103448.27586206897", 103448.27586206896),
        ("0.1", 0.1),
        ("-0.0", -0.0),
        ("1e22", 1e22),
        ("123456789012345678901.5", 1.2345678901234568e20),
        ("4.9e-324", 5e-324),
        ("0e999999999999", 0.0),
    ],
)
def test_numbers_are_read_the_peer_s_way(literal: str, value: float) -> None:
    found = peer_float(literal)
    assert math.isclose(found, value, rel_tol=4e-16)
    assert math.copysign(1, found) == math.copysign(1, value)


def test_few_digits_are_the_nearest_double() -> None:
    for number in range(100_000, 110_000):
        literal = f"{number / 100:.2f}"
        assert peer_float(literal) == float(literal)
        assert not may_differ(float(literal))


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-01 00:00:00z", 0),
        ("1970-01-01t08:00:00.25+08:00", 0),
        ("1969-12-31T23:59:60Z", 0),
        ("1970-01-01T00:00:00\u221201:00", 3600),
        ("0000-02-29T00:00:00Z", -62_162_121_600),
    ],
)
def test_instants_of_rfc_3339(text: str, seconds: int) -> None:
    found = instant(text)
    assert found is not None
    assert found[0] == seconds


@pytest.mark.parametrize(
    "text",
    [
        "1970-01-01T00:00:00",
        "1970-1-1T00:00:00Z",
        "1970-02-30T00:00:00Z",
        "1970-01-01T24:00:00Z",
        "1970-01-01T00:00:00+0800",
        "1970-01-01T00:00Z",
        " 1970-01-01T00:00:00Z",
        "1970-01-01T00:00:00.Z",
        "١٩٧٠-01-01T00:00:00Z",
        "1970-01-01T00:00:00+24:00",
    ],
)
def test_what_is_no_instant(text: str) -> None:
    assert instant(text) is None


def test_days_are_cut_towards_nothing() -> None:
    assert whole_days((0, 0), (86_399, 999_999_999)) == 0
    assert whole_days((86_401, 0), (0, 0)) == -1


def test_quantiles_of_type_eight() -> None:
    assert quantile([1, 2, 3, 4], 0.25) == pytest.approx(17 / 12)
    assert quantile([1, 2, 3, 4], 0.75) == pytest.approx(43 / 12)
    assert quantile([5], 0.75) == 5
    assert math.isnan(quantile([], 0.5))
    assert math.isnan(fence(math.nan, 1, 1.5))


def test_rounding_is_half_away_from_nothing() -> None:
    assert four_places(0.00005) == 0.0001
    assert four_places(-0.00005) == -0.0001
    assert four_places(math.inf) is None


def test_nothing_follows_a_last_bar() -> None:
    assert piped("a|b|") == {"a", "b"}
    assert piped("") == frozenset()
    assert piped(None) == frozenset()


@pytest.mark.parametrize(
    "text",
    [
        "[R999]",
        "[R003]\nthresold = 3",
        "[R003]\nthreshold = many",
        "[R024]\nthreshold =",
        "[R035]\nthreshold = -1",
        "loose",
        "colour = red",
        "[defaults]\nparty_roles = maybe",
    ],
)
def test_a_setting_unknown_or_unfit_is_an_error_with_its_line(text: str) -> None:
    with pytest.raises(SettingsError, match=f"line {text.count(chr(10)) + 1}"):
        read_settings(text)
