"""What pages show of a run is what the run found."""

import io

from mingjing_analytics.procurement.sound import load_asking, read
from mingjing_analytics.procurement.sound.survey import (
    identity,
    read_survey,
    survey,
)
from tests.mingjing_analytics.procurement.sound.world import (
    ask,
    bid,
    lines,
    release,
)


def surveyed(releases):
    asking = load_asking()
    return survey(read(io.BytesIO(lines(releases)), asking.choices), asking)


def test_a_survey_says_what_the_run_found():
    some = [release(bids__details__1=bid(1, "F2", 2_700_001)), release()]
    made, result = surveyed(some), ask(some)

    told = [(one.code, one.subject, one.value) for one in made.flags]
    assert ("R024", some[0]["ocid"]) in {each[:2] for each in told}
    # The calendar is not given here, so that what counts in working days is not asked.
    expected = [f for f in result.flags if f.code != "R063"]
    assert told == [(f.code, f.subject, f.value) for f in expected]
    shares = dict(made.indicators["R024"].sensitivity["share"])
    assert shares[made.indicators["R024"].numbers["share"]] == 1


def test_a_purchase_shows_its_bids_and_who_won():
    one = release(tender__title="课桌椅采购")
    made = surveyed([one])
    shown = made.purchases[one["ocid"]]

    assert (shown.title, shown.owner, shown.winners) == ("课桌椅采购", "B1", ["F1"])
    assert [(offer.firms, offer.won) for offer in shown.offers] == [
        (["F1"], True),
        (["F2"], False),
        (["F3"], False),
    ]
    firm = made.organisations["F1"]
    assert (firm.bought, firm.bid, firm.won) == (0, 1, 1)
    assert made.organisations["B1"].name == "澄溪县教育局"


def test_a_survey_is_read_back_and_equal_runs_give_equal_bytes():
    some = [release() for _ in range(3)]
    made = surveyed(some)

    assert read_survey(made.to_bytes()) == made
    assert surveyed(some).to_bytes() == made.to_bytes()


def test_a_flag_has_the_same_name_in_every_run():
    assert identity("R024", "a") == identity("R024", "a")
    assert (
        len({identity("R024", "a"), identity("R024", "b"), identity("R02", "4a")}) == 3
    )
