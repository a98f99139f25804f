"""The demonstration's truth table: what was planted is asked, its look-alikes are not."""

import random

import pytest

from mingjing.config.demo.purchases import Purchases, sheet
from mingjing.insight.purchases.states import working_days
from mingjing_analytics.procurement.importing import to_releases
from mingjing_analytics.procurement.sound import load_asking, measure, read


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """The stories, and by code the purchases that flags rest on."""
    import io

    made = Purchases(2026, random.Random(20263))
    made.tell()
    folder = tmp_path_factory.mktemp("centre")
    places = []
    for table, rows in made.tables.items():
        file = sheet(table, rows)
        places.append(folder / file.name)
        places[-1].write_bytes(file.read())
    imported = to_releases(places, prefix="ocds-test")
    asking = load_asking(working_days=working_days)
    result = measure(read(io.BytesIO(imported.lines()), asking.choices), asking)
    found = {}
    for flag in result.flags:
        numbers = {ocid.removeprefix("ocds-test-") for ocid in flag.ocids}
        found.setdefault(flag.code, set()).update(numbers)
    return made, found


def test_all_that_was_planted_is_asked_about(told):
    made, found = told

    missed = {
        code: numbers - found.get(code, set())
        for code, numbers in made.planted.items()
        if numbers - found.get(code, set())
    }
    assert missed == {}
    assert len(made.planted) == 36


def test_no_look_alike_is_asked_about(told):
    made, found = told

    asked = {
        code: numbers & found.get(code, set())
        for code, numbers in made.spared.items()
        if numbers & found.get(code, set())
    }
    assert asked == {}
    assert len(made.spared) == 18


def test_few_others_are_asked_about(told):
    """What nobody planted and chance made: most of it where firms meet by chance."""
    made, found = told

    others = {
        code: len(numbers - made.planted.get(code, set()))
        for code, numbers in sorted(found.items())
        if numbers - made.planted.get(code, set())
    }
    assert others == {"R016": 2, "R053": 12, "R055": 2}
