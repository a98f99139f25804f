"""Indicators that look at one purchase: what is asked about, and what is not."""

import pytest

from tests.mingjing_analytics.procurement.sound.world import (
    amount,
    ask,
    bid,
    reasons,
    release,
)

_BIDS = "bids__details"
_CHANGED = {"contracts__0__amendments": [{"id": "1"}]}
_DIRECT = {
    "tender__procurementMethod": "direct",
    "tender__procurementMethodDetails": "单一来源",
}


def test_a_lawful_purchase_raises_no_question():
    result = ask([release()])

    assert [flag.code for flag in result.flags] == []
    assert result.issues == []


ASKED = [
    # Fewer than three, and an award (《招标投标法》第二十八条).
    ("MJ01", {_BIDS: [bid(0, "F1", 2_700_000), bid(1, "F2", 2_790_000)]}, "2"),
    ("R002", _DIRECT | {"tender__value": amount(1_950_000)}, "1950000"),
    ("R003", {"tender__tenderPeriod__startDate": "2026-03-06T00:00:00+08:00"}, "19"),
    ("R003", {"tender__tenderPeriod__endDate": "2026-02-25T09:00:00+08:00"}, "-5"),
    ("R004", {"tender__documents": [{"documentType": "biddingDocuments"}]}, "0"),
    (
        "R004",
        {
            "tender__documents": [
                {
                    "documentType": "tenderNotice",
                    "datePublished": "2026-03-03T00:10:00+08:00",
                }
            ]
        },
        "1",
    ),
    ("R005", {"tender__documents": None}, "2"),
    ("R005", {"tender__value": None, "tender__tenderPeriod": None}, "3"),
    ("R010", _DIRECT, "0"),
    ("R018", {_BIDS: [bid(0, "F1", 2_700_000)]}, "1"),
    (
        "R018",
        {_BIDS: [bid(0, "F1", 1), bid(1, "F2", 2, "withdrawn")]},
        "1",
    ),
    ("R018", {"bids": None, "tender__numberOfTenderers": 1}, "1"),
    ("R022", {f"{_BIDS}__2": bid(2, "F3", 5_400_000)}, "1"),
    (
        "R023",
        {_BIDS: [bid(i, f"F{i + 1}", 2_700_000 + 30_000 * i) for i in range(4)]},
        "0",
    ),
    (
        "R023",
        {_BIDS: [bid(i, f"F{i + 1}", 1_000_000 * 1.03**i) for i in range(4)]},
        "0",
    ),
    ("R024", {f"{_BIDS}__1": bid(1, "F2", 2_713_500)}, "0.005"),
    ("R028", {f"{_BIDS}__2": bid(2, "F3", 2_790_000)}, "2"),
    (
        "R030",
        {f"{_BIDS}__0": bid(0, "F1", 2_700_000, date="2026-03-25T03:00:00Z")},
        "120",
    ),
    ("R031", {"tender__value": amount(2_700_000)}, "1"),
    ("R031", {"awards__0__value": amount(3_300_000)}, "1.1"),
    (
        "R035",
        {
            _BIDS: [
                bid(0, "F1", 2_700_000),
                bid(1, "F2", 2_790_000, "disqualified"),
                bid(2, "F3", 2_950_000, "disqualified"),
            ]
        },
        "2",
    ),
    ("R036", {f"{_BIDS}__2": bid(2, "F3", 2_160_000, "disqualified")}, "0.2"),
    ("R049", _DIRECT | {"awards__0__value": amount(1_999_999)}, "1999999"),
    ("R058", {f"{_BIDS}__0": bid(0, "F1", 1_860_000)}, "0.5"),
    ("R059", {"contracts__0__value": amount(2_754_000)}, "0.02"),
    ("R060", {"contracts__0__dateSigned": "2026-04-27T00:30:00+08:00"}, "31"),
    ("R060", {"contracts__0__dateSigned": "2026-03-26T10:00:00+08:00"}, "-1"),
    ("R061", {"awards__0__date": "2026-03-25T17:00:00+08:00"}, "0"),
    ("R061", {"awards__0__date": "2026-03-20T17:00:00+08:00"}, "-5"),
    ("R062", {"awards__0__date": "2026-05-25T17:00:00+08:00"}, "61"),
    (
        # Friday to Wednesday: three working days (《政府采购法实施条例》第五十条: two).
        "R063",
        {"contracts__0__documents__0__datePublished": "2026-04-15T10:00:00+08:00"},
        "3",
    ),
    ("R064", _CHANGED, "1"),
    ("R068", {"contracts__0__value": amount(800_000)}, "1.25"),
    ("R069", _CHANGED | {"contracts__0__value": amount(2_970_000.01)}, "0.1"),
]

NOT_ASKED = [
    ("MJ01", {}),
    # An open tender is what the threshold asks for.
    ("R002", {"tender__value": amount(1_950_000)}),
    ("R002", _DIRECT | {"tender__value": amount(2_000_000)}),
    ("R002", _DIRECT | {"tender__value": amount(1_899_999)}),
    # Twenty days, the first not counted (《民法典》第二百零一条).
    ("R003", {"tender__tenderPeriod__startDate": "2026-03-05T23:59:59+08:00"}),
    # The same day in China, written in another zone.
    ("R003", {"tender__tenderPeriod__startDate": "2026-03-05T15:59:59Z"}),
    ("R004", {"tender__documents__0__datePublished": "2026-03-02T23:59:00+08:00"}),
    ("R005", {"tender__value": None}),
    ("R010", _DIRECT | {"tender__procurementMethodRationale": "唯一供应商"}),
    ("R018", {"tender__numberOfTenderers": 1}),  # three bids are listed
    ("R018", _DIRECT | {_BIDS: [bid(0, "F1", 2_700_000)]}),
    # A consortium is several bidders with one bid.
    ("R018", {_BIDS: [bid(0, ["F1", "F4"], 2_700_000)]}),
    ("R022", {f"{_BIDS}__2": bid(2, "F3", 5_399_999)}),
    (
        "R023",
        {_BIDS: [bid(i, f"F{i}", p) for i, p in enumerate((100, 110, 123, 131))]},
    ),
    # One bidder's two variants are not two independent prices.
    ("R028", {f"{_BIDS}__2": bid(2, "F2", 2_790_000)}),
    ("R028", {f"{_BIDS}__2": bid(2, "F3", 2_790_000, value=amount(2_790_000, "USD"))}),
    ("R028", {f"{_BIDS}__2": bid(2, "F3", 2_790_000.01)}),
    # Other lots are other purchases.
    (
        "R028",
        {
            f"{_BIDS}__1": bid(1, "F2", 2_790_000, relatedLots=["1"]),
            f"{_BIDS}__2": bid(2, "F3", 2_790_000, relatedLots=["2"]),
        },
    ),
    ("R024", {f"{_BIDS}__1": bid(1, "F2", 2_713_500.01)}),
    ("R024", {f"{_BIDS}__1": bid(1, "F2", 2_700_001, "disqualified")}),
    # An hour early, though later as text: the fault of comparing texts.
    ("R030", {f"{_BIDS}__0": bid(0, "F1", 1, date="2026-03-25T09:00:00+09:00")}),
    ("R030", {f"{_BIDS}__1": bid(1, "F2", 1, date="2026-03-26T09:00:00+08:00")}),
    ("R031", {"awards__0__value": amount(2_969_999)}),
    (
        "R035",
        {
            f"{_BIDS}__1": bid(1, "F2", 2_790_000, "disqualified"),
        },
    ),
    ("R036", {f"{_BIDS}__2": bid(2, "F3", 2_800_000, "disqualified")}),
    ("R036", {f"{_BIDS}__2": bid(2, "F3", 2_700_000, "disqualified")}),
    ("R049", {"awards__0__value": amount(1_999_999)}),
    ("R058", {f"{_BIDS}__0": bid(0, "F1", 2_150_000)}),
    ("R059", _CHANGED | {"contracts__0__value": amount(2_754_000)}),
    ("R059", {"contracts__0__status": "cancelled", "contracts__0__value": amount(1)}),
    ("R060", {"contracts__0__dateSigned": "2026-04-26T23:30:00+08:00"}),
    ("R061", {"awards__0__date": "2026-03-26T00:10:00+08:00"}),
    ("R062", {"awards__0__date": "2026-05-24T17:00:00+08:00"}),
    (
        "R063",
        {"contracts__0__documents__0__datePublished": "2026-04-14T10:00:00+08:00"},
    ),
    ("R064", {}),
    ("R068", {"contracts__0__value": amount(1_000_000)}),
    ("R069", _CHANGED | {"contracts__0__value": amount(2_970_000)}),
    ("R069", {"contracts__0__value": amount(2_980_000)}),
]


@pytest.mark.parametrize(("code", "parts", "value"), ASKED)
def test_is_asked_about(code, parts, value):
    one = release(**parts)

    assert ask([one], code) == [(one["ocid"], value)]


@pytest.mark.parametrize(("code", "parts"), NOT_ASKED)
def test_is_not_asked_about(code, parts):
    assert ask([release(**parts)], code) == []


CANNOT = [
    ("MJ01", {"bids": None, "tender__numberOfTenderers": None}, "no_bidders"),
    ("MJ01", {"tender__mainProcurementCategory": "other"}, "no_limit"),
    ("R002", {"tender__tenderPeriod": None} | _DIRECT, "no_dates"),
    ("R002", _DIRECT | {"tender__value": amount(1_950_000, "USD")}, "no_budget"),
    ("R003", {"tender__tenderPeriod__startDate": "2026-03-02"}, "no_dates"),
    ("R004", {"tender__documents": None}, "no_documents"),
    (
        "R010",
        {"tender__procurementMethod": None, "tender__procurementMethodDetails": None},
        "no_method",
    ),
    ("R022", {f"{_BIDS}": [bid(0, "F1", 5), bid(1, "F2", 9)]}, "too_few"),
    ("R024", {"bids": None}, "no_bids"),
    ("R024", {f"{_BIDS}__0": bid(0, "F1", 0)}, "no_amount"),
    ("R024", {"awards__0__suppliers": [{"id": "F9"}]}, "winner_unknown"),
    ("R024", {"awards__0__relatedBid": "b9"}, "winner_unknown"),
    ("R030", {"tender__tenderPeriod__endDate": None}, "no_dates"),
    ("R031", {"tender__value": None}, "no_budget"),
    ("R046", {}, "no_sanctions"),
    ("R059", {"contracts": None}, "no_contract"),
    ("R060", {"contracts__0__awardID": "other"}, "no_award"),
    ("R063", {"contracts__0__documents": None}, "no_documents"),
    (
        "R063",
        {
            "contracts__0__dateSigned": "2027-04-10T10:00:00+08:00",
            "contracts__0__documents__0__datePublished": "2027-04-12T10:00:00+08:00",
        },
        "no_calendar",
    ),
    ("R068", {"contracts__0__implementation": None}, "no_amount"),
]


@pytest.mark.parametrize(("code", "parts", "reason"), CANNOT)
def test_says_why_it_cannot_tell(code, parts, reason):
    one = release(**parts)

    assert ask([one], code) == []
    assert reasons([one], code) == {reason: 1}


def test_negotiation_counts_working_days():
    # Thursday to Tuesday: three working days suffice (财政部令第74号第二十九条).
    period = {
        "startDate": "2026-03-05T09:00:00+08:00",
        "endDate": "2026-03-10T09:00:00+08:00",
    }
    parts = {
        "tender__procurementMethod": "limited",
        "tender__procurementMethodDetails": "竞争性谈判",
    }
    enough = release(tender__tenderPeriod=period, **parts)
    short = release(
        tender__tenderPeriod=period | {"endDate": "2026-03-09T18:00:00+08:00"}, **parts
    )

    assert ask([enough, short], "R003") == [(short["ocid"], "2")]
    flag = ask([short]).asked["R003"].flags[0]
    assert flag.basis == (
        (
            "《政府采购非招标采购方式管理办法》（财政部令第74号）第二十九条、第四十五条"
            "（引用前请核对原文）"
        ),
    )


def test_a_flag_names_every_value_it_rests_on():
    one = release(bids__details__1=bid(1, "F2", 2_700_100))

    flag = ask([one]).asked["R024"].flags[0]

    shown = [(record.path, record.value) for record in flag.records]
    assert shown == [
        ("/bids/details/0/value", "F1 2700000 CNY"),
        ("/bids/details/1/value", "F2 2700100 CNY"),
    ]
    assert flag.ocids == [one["ocid"]]


def test_the_award_names_its_bid_where_a_firm_bid_twice():
    bids = [bid(0, "F1", 2_000_000), bid(1, "F1", 2_700_000), bid(2, "F2", 2_701_000)]
    named = release(bids__details=bids, awards__0__relatedBid="b1")
    unnamed = release(bids__details=bids)

    assert ask([named, unnamed], "R024") == [(named["ocid"], "0.0004")]
    assert reasons([unnamed], "R024") == {"winner_unknown": 1}


def test_each_lot_is_a_contest_of_its_own():
    bids = [
        bid(0, "F1", 100, relatedLots=["1"]),
        bid(1, "F2", 150, relatedLots=["1"]),
        bid(2, "F2", 200, relatedLots=["2"]),
        bid(3, "F1", 200.5, relatedLots=["2"]),
    ]
    awards = [
        {"id": f"a{i}", "status": "active", "suppliers": [{"id": f"F{i}"}]}
        | {"relatedLots": [str(i)]}
        for i in (1, 2)
    ]
    one = release(bids__details=bids, awards=awards, contracts=None)

    assert ask([one], "R058") == [(f"{one['ocid']} + a1", "0.5")]


def test_an_award_to_a_consortium_is_matched_by_all_its_members():
    bids = [
        bid(0, ["F1", "F4"], 2_700_000),
        bid(1, "F1", 2_600_000, "withdrawn"),
        bid(2, "F2", 2_701_000),
    ]
    together = [{"id": "F4"}, {"id": "F1"}]
    one = release(bids__details=bids, awards__0__suppliers=together)

    assert ask([one], "R024") == [(one["ocid"], "0.0004")]
