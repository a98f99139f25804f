"""Indicators that look at many purchases together."""

import pytest

from tests.mingjing_analytics.procurement.sound.world import (
    amount,
    ask,
    bid,
    reasons,
    release,
)

_DIRECT = {
    "tender__procurementMethod": "direct",
    "tender__procurementMethodDetails": "单一来源",
    "bids": None,
}
_LIMITED = {
    "tender__procurementMethod": "limited",
    "tender__procurementMethodDetails": "竞争性磋商",
}


def contest(firms, winner=0, **more):
    """A purchase in which firms bid and one of them wins."""
    bids = [bid(i, firm, 2_700_000 + 90_000 * i) for i, firm in enumerate(firms)]
    return release(
        bids__details=bids,
        awards__0__suppliers=[{"id": firms[winner]}],
        awards__0__relatedBid=f"b{winner}",
        **more,
    )


def test_purchases_of_a_kind_split_below_the_threshold():
    parts = [release(tender__value=amount(900_000), **_LIMITED) for _ in range(3)]
    assert ask(parts, "R011") == [("B1 + A02 + 2026", "2700000")]
    assert ask(parts[:2], "R011") == []


@pytest.mark.parametrize(
    "other",
    [
        {"buyer": {"id": "B2"}},
        {"tender__items": [{"classification": {"id": "A05010105"}}]},
        {"tender__procurementMethod": "open"},
        {"tender__tenderPeriod__startDate": "2025-12-31T23:00:00+08:00"},
        {"tender__value": amount(2_000_000)},
        {"tender__status": "cancelled"},
    ],
)
def test_purchases_that_do_not_belong_together(other):
    parts = [release(tender__value=amount(900_000), **_LIMITED) for _ in range(2)]
    third = release(**({"tender__value": amount(900_000)} | _LIMITED | other))

    assert ask([*parts, third], "R011") == []


def test_direct_awards_to_one_firm_that_pass_the_threshold_together():
    parts = {"awards__0__value": amount(1_100_000)} | _DIRECT
    two = [release(**parts) for _ in range(2)]

    assert ask(two, "R055") == [("B1 + F1 + 2026", "2200000")]
    assert ask(two[:1], "R055") == []
    elsewhere = release(**parts | {"awards__0__suppliers": [{"id": "F2"}]})
    assert ask([two[0], elsewhere], "R055") == []


def test_a_buyer_who_hardly_ever_asks_for_competition():
    direct = [release(**_DIRECT) for _ in range(3)]
    open_ones = [release() for _ in range(3)]

    assert ask([*direct, *open_ones], "R013") == [("B1", "0.5")]
    assert ask([*direct[:2], *open_ones], "R013") == []
    assert reasons(direct, "R013") == {"too_few": 1}


def test_a_budget_far_from_others_of_its_kind():
    usual = [release(tender__value=amount(1_000_000 + 50_000 * i)) for i in range(24)]
    far = release(tender__value=amount(90_000_000))

    assert ask([*usual, far], "R016") == [(far["ocid"], "90000000")]
    assert reasons([far], "R016") == {"too_few": 1}


def test_one_buyer_gets_few_bids_where_others_get_many():
    others = [contest(["F1", "F2", "F3", "F4"], buyer={"id": "B2"}) for _ in range(4)]
    few = [contest(["F1", "F2"]) for _ in range(4)]

    assert ask([*others, *few], "R019") == [("B1 + A02", "2")]
    assert ask([*others, *few[:3]], "R019") == []


def test_a_firm_that_always_loses():
    eight = [contest(["F1", "F2"]) for _ in range(8)]

    assert ask(eight, "R025") == [("F2", "0")]
    assert ask(eight[:7], "R025") == []
    won_once = [*eight[:7], contest(["F1", "F2"], winner=1)]
    assert ask(won_once, "R025") == []


def test_a_refused_bid_is_no_lost_one():
    refused = [bid(0, "F1", 1), bid(1, "F2", 2, "disqualified")]
    eight = [release(bids__details=refused) for _ in range(8)]

    assert ask(eight, "R025") == []


def test_bids_refused_far_more_often_than_elsewhere():
    def purchase(buyer, refused):
        bids = [
            bid(i, f"{buyer}-{i}", 5 + i, "disqualified" if i < refused else "valid")
            for i in range(4)
        ]
        return release(buyer={"id": buyer}, bids__details=bids)

    usual = [purchase(f"B{i}", 0) for i in range(1, 7) for _ in range(3)]
    harsh = [purchase("B9", 3) for _ in range(3)]

    assert ("B9", "0.75") in ask([*usual, *harsh], "R038")
    assert ask(usual, "R038") == []


def test_one_firm_gets_most_awards_of_a_buyer():
    six = [contest(["F1", "F2"], winner=i % 2) for i in range(6)]

    assert ask(six, "R040") == [("F1 + B1", "0.5"), ("F2 + B1", "0.5")]
    assert ask(six[:5], "R040") == []
    varied = [contest([f"F{i}", "F9"]) for i in range(6)]
    assert ask(varied, "R040") == []


@pytest.mark.parametrize(
    ("theirs", "flagged"),
    [
        ({"telephone": "(0571) 100 0001"}, True),
        ({"telephone": "0571-1000002"}, False),
        ({"telephone": "110"}, False),
        ({}, False),
    ],
)
def test_a_bidder_reached_like_the_buyer(theirs, flagged):
    one = release(parties__1__contactPoint=theirs)

    expected = [(f"{one['ocid']} + F1 + B1", "1")] if flagged else []
    assert ask([one], "R043") == expected


def test_bidders_reached_alike():
    alike = release(parties__2__contactPoint={"email": "A@F1.example "})
    assert ask([alike], "R044") == [(f"{alike['ocid']} + F1 + F2", "1")]

    partners = [bid(0, ["F1", "F2"], 1), bid(1, "F3", 2)]
    together = release(
        parties__2__contactPoint={"email": "a@f1.example"}, bids__details=partners
    )
    assert ask([together], "R044") == []


def test_a_telephone_of_many_firms_is_an_agents():
    phone = {"telephone": "0571-9999999"}
    many = [
        release(parties=[{"id": f"F{i}", "roles": ["tenderer"], "contactPoint": phone}])
        for i in range(20, 31)
    ]
    alike = release(parties__1__contactPoint=phone, parties__2__contactPoint=phone)

    assert ask([alike], "R044") == [(f"{alike['ocid']} + F1 + F2", "1")]
    assert ask([alike, *many], "R044") == []


def test_a_debarred_firm(tmp_path):
    names = tmp_path / "list.csv"
    names.write_text(
        "id,from,until,source\nF1,2026-03-25,2027-03-24,信用中国\n", "utf-8"
    )
    settings = tmp_path / "own.ini"
    settings.write_text("sanctions = list.csv\n", "utf-8")
    one = release()

    assert ask([one], "R046", settings) == [(f"{one['ocid']} + F1", "1")]
    earlier = release(tender__tenderPeriod__endDate="2026-03-24T09:00:00+08:00")
    assert ask([earlier], "R046", settings) == []


def test_a_firm_that_sells_everything():
    def won(firm, code):
        return release(
            awards__0__suppliers=[{"id": firm}],
            awards__0__items=[{"classification": {"id": code}}],
        )

    usual = [won(f"F{i}", "A02010105") for i in range(8) for _ in range(5)]
    varied = [won("F9", f"A{n:02}010105") for n in range(1, 6)]

    assert ask([*usual, *varied], "R048") == [("F9", "5")]
    assert ask([*usual, *varied[:4]], "R048") == []


def test_who_holds_a_market():
    ten = [contest(["F1", "F2"], winner=int(i > 5)) for i in range(10)]

    assert ask(ten, "R050") == [("F1 + A02", "0.6")]
    assert ask(ten, "R051") == [("A02", "5200")]
    assert ask(ten[:9], "R050") == []
    even = [contest([f"F{i % 5}", "F9"]) for i in range(10)]
    assert ask(even, "R050") == []
    assert ask(even, "R051") == []


def test_two_firms_that_meet_and_one_always_wins():
    four = [contest(["F1", "F2", f"G{i}"]) for i in range(4)]

    assert ask(four, "R053") == [("F1 + F2", "1")]
    assert ask(four[:3], "R053") == []
    turned = [*four[:3], contest(["F1", "F2"], winner=1)]
    assert ask(turned, "R053") == []


def test_firms_that_win_in_turn():
    def day(number):
        return {"awards__0__date": f"2026-03-{number + 10:02}T10:00:00+08:00"}

    firms = ["F1", "F2", "F3"]
    turns = [contest(firms, winner=i % 3, **day(i)) for i in range(6)]
    assert ask(turns, "R057") == [("F1 + F2 + F3", "1")]

    blocks = [contest(firms, winner=i // 2, **day(i)) for i in range(6)]
    assert ask(blocks, "R057") == []
    one_wins = [contest(firms, winner=0, **day(i)) for i in range(6)]
    assert ask(one_wins, "R057") == []
    assert ask(turns[:5], "R057") == []


def test_the_order_of_the_lines_changes_nothing():
    some = [contest(["F1", "F2", f"G{i}"], winner=i % 2) for i in range(12)]
    some += [release(**_DIRECT) for _ in range(5)]

    forwards, backwards = ask(some), ask(some[::-1])

    def told(result):
        return [(f.code, f.subject, f.value, f.threshold) for f in result.flags]

    assert told(forwards) == told(backwards)
    assert len(told(forwards)) == 8


def test_the_most_frequent_currency_is_compared_and_the_others_are_told():
    result = ask(
        [release(), release(bids__details__2=bid(2, "F3", 9, value=amount(9, "USD")))]
    )

    assert result.currency == "CNY"
    assert result.other_currencies == {"USD": 1}
