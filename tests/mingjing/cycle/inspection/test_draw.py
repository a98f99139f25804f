"""The draw: two people, and arithmetic that anybody can repeat."""

import json
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from mingjing.base.people.states import Role, UnitKind
from mingjing.base.record.models import Entry, Opening
from mingjing.cycle.inspection import actions, queries
from mingjing.cycle.inspection.models import Draw
from mingjing.cycle.inspection.states import DrawState, codes, drawing
from mingjing.cycle.inspection.views.draws import record_of
from tests.factories import people
from tests.factories.duties import anew
from tests.factories.inspection import Draw as DrawF
from tests.factories.inspection import Member as MemberF

AT = datetime(2026, 2, 10, 2, tzinfo=UTC)
SEED = "a seed of sixteen signs"
NAMES = [(n, f"第{n}小学") for n in range(1, 9)]


# --- the arithmetic alone


def test_the_draw_is_the_published_one_for_ever():
    """A vector: changing the algorithm would change draws that stand in the record."""
    drawn = drawing.draw(NAMES, 3, seed="mingjing", answer="今天有雨")

    assert (
        drawing.list_hash(NAMES)
        == "c7066ead888eac39f3e62867d3466033fd1522785f171d185ea06d8a297a7a3b"
    )
    assert drawn == [4, 3, 6]


@given(st.integers(1, 30), st.text(min_size=1, max_size=20), st.data())
def test_a_draw_is_a_choice_without_repetition(n, seed, data):
    names = [(i, str(i)) for i in range(1, n + 1)]
    count = data.draw(st.integers(1, n))
    drawn = drawing.draw(names, count, seed=seed, answer="甲")

    assert len(set(drawn)) == count
    assert set(drawn) <= set(range(1, n + 1))
    more = drawing.draw(names, n, seed=seed, answer="甲")
    assert more[:count] == drawn


@pytest.mark.parametrize("count", [0, -1, 9])
def test_more_than_there_are_cannot_be_drawn(count):
    with pytest.raises(ValueError, match="count"):
        drawing.draw(NAMES, count, seed="x", answer="y")


def test_every_candidate_has_the_same_chance():
    """8 candidates, 3 drawn, 4000 seeds: each about 1500 times, chi-square below 24.3."""
    hits = Counter()
    for n in range(4000):
        hits.update(drawing.draw(NAMES, 3, seed=str(n), answer="甲"))

    chi = sum((hits[i] - 1500) ** 2 / 1500 for i in range(1, 9))
    assert chi < 24.3  # 0.1 % of fair draws lie above


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("candidates", [[1, "甲"], [2, "乙"]]),
        ("seed", "another seed of mine"),
        ("answer", "别的话"),
        ("drawn", [8, 7, 6]),
        ("commitment", "0" * 64),
        ("count", 2),
    ],
)
def test_a_forged_record_does_not_verify(field, value):
    sound = {
        "candidates": NAMES,
        "count": 3,
        "list_hash": drawing.list_hash(NAMES),
        "commitment": drawing.commitment_of(SEED),
        "seed": SEED,
        "answer": "今天有雨",
        "drawn": drawing.draw(NAMES, 3, seed=SEED, answer="今天有雨"),
    }

    assert drawing.verify(sound) == []
    assert drawing.verify({**sound, field: value}) != []


def test_codes_catch_every_single_wrong_sign_and_every_swap():
    code = "K7Q4XM" + codes.check_sign("K7Q4XM")
    assert codes.is_code(code)
    for place in range(7):
        for sign in codes.ALPHABET:
            changed = code[:place] + sign + code[place + 1 :]
            assert codes.is_code(changed) == (changed == code)
    for place in range(6):
        swapped = list(code)
        swapped[place], swapped[place + 1] = swapped[place + 1], swapped[place]
        changed = "".join(swapped)
        assert codes.is_code(changed) == (changed == code)
    assert not set("01ILOSZ") & set(codes.ALPHABET)


@pytest.mark.parametrize(
    "typed", ["k7q4-xm?", "Ｋ７Ｑ４－ＸＭ?", " K7Q4 XM? ", "K7Q4—XM?"]
)
def test_a_code_is_read_however_it_was_typed(typed):
    code = "K7Q4XM" + codes.check_sign("K7Q4XM")
    assert codes.tidy_code(typed.replace("?", code[-1])) == code


def test_new_codes_are_codes():
    assert all(codes.is_code(codes.new_code()) for _n in range(200))


# --- by two people


pytestmark = pytest.mark.django_db


@pytest.fixture
def draw():
    made = DrawF()
    owner = made.committed_by
    people.Appointment(post=people.Post(role=Role.OFFICE), person=owner)
    return made


def answered(draw, by=None):
    by = by or people.person_with(Role.DISCIPLINE)
    actions.answer_draw(draw, answer="今天有雨", by=by, now=AT)
    return draw


def test_a_draw_by_two_people_names_the_units(draw):
    answered(draw)
    visits = actions.reveal_draw(draw, seed=SEED, by=anew(draw.committed_by), now=AT)

    expected = drawing.draw(draw.pairs, 2, seed=SEED, answer="今天有雨")
    unit_of = {n: unit for n, unit, _name in draw.candidates}
    assert [v.unit_id for v in visits] == [unit_of[n] for n in expected]
    assert all(v.drawn for v in draw.inspection.visits.all())
    assert drawing.verify(record_of(anew(draw))) == []


def test_the_seed_is_nowhere_before_it_is_revealed(draw):
    assert draw.seed == ""
    owner = people.person_with(Role.OFFICE)
    actions.abandon_draw(draw, reason="换一份名单", by=owner, now=AT)
    inspection = draw.inspection
    units = [people.Unit(kind=UnitKind.SCHOOL) for _n in range(4)]
    secret = "never to be stored yet"
    actions.commit_draw(
        inspection, candidates=units, count=2, seed=secret, by=owner, now=AT
    )

    stored = Draw.objects.order_by("-pk").values_list()[0]
    assert secret not in str(stored)
    assert not Opening.objects.filter(value__contains=secret).exists()
    assert secret.encode() not in b"".join(bytes(e.body) for e in Entry.objects.all())


def test_whoever_committed_does_not_answer(draw):
    with pytest.raises(PermissionDenied):
        answered(draw, by=anew(draw.committed_by))
    people.Appointment(post=people.Post(role=Role.DISCIPLINE), person=draw.committed_by)
    with pytest.raises(PermissionDenied):
        answered(draw, by=anew(draw.committed_by))
    with pytest.raises(IntegrityError), transaction.atomic():
        Draw.objects.filter(pk=draw.pk).update(answered_by=draw.committed_by)


def test_another_seed_than_the_promised_one_is_refused(draw):
    answered(draw)
    with pytest.raises(actions.Refused, match="不是当初承诺的种子"):
        actions.reveal_draw(
            draw, seed="a seed of my liking", by=anew(draw.committed_by), now=AT
        )
    assert anew(draw).state == DrawState.ANSWERED


def test_nobody_else_reveals(draw):
    answered(draw)
    with pytest.raises(PermissionDenied):
        actions.reveal_draw(draw, seed=SEED, by=people.person_with(Role.OFFICE), now=AT)


def test_an_answer_is_given_once(draw):
    answered(draw)
    with pytest.raises(actions.AlreadyMoved):
        answered(draw)


def test_there_is_no_second_draw_beside_a_living_one(draw):
    units = [people.Unit() for _n in range(3)]
    by = people.person_with(Role.OFFICE)
    with pytest.raises(actions.AlreadyMoved):
        actions.commit_draw(
            draw.inspection, candidates=units, count=1, seed=SEED, by=by, now=AT
        )


def test_an_abandoned_draw_stays_with_its_reason(draw):
    by = people.person_with(Role.OFFICE)
    with pytest.raises(actions.Refused, match="作废"):
        actions.abandon_draw(draw, reason=" ", by=by, now=AT)
    actions.abandon_draw(draw, reason="种子抄丢了", by=by, now=AT)

    assert draw.inspection.draws.get().abandoned_reason == "种子抄丢了"
    assert Entry.objects.get().kind == "DrawAbandoned"


def test_units_of_the_team_and_units_at_their_cap_are_no_candidates(draw):
    from tests.factories.inspection import Inspection as InspectionF
    from tests.factories.inspection import Visit as VisitF

    Draw.objects.all().delete()
    by = people.person_with(Role.OFFICE)
    inspection = draw.inspection
    ours = people.Unit()
    MemberF(inspection=inspection, person=people.person_with(Role.CONTACT, ours))
    village = people.Unit(kind=UnitKind.VILLAGE, short_name="满额村")
    for _n in range(2):
        VisitF(unit=village, inspection=InspectionF())
    free = [people.Unit(), people.Unit()]

    def commit(units):
        actions.commit_draw(
            inspection, candidates=units, count=1, seed=SEED, by=by, now=AT
        )

    with pytest.raises(actions.Refused, match="自己任职"):
        commit([*free, ours])
    with pytest.raises(actions.Refused, match="满额村今年的检查已到上限"):
        commit([*free, village])
    with pytest.raises(actions.Refused, match="少于候选单位数"):
        commit(free[:1])
    commit(free)
    assert queries.clashes_of(inspection.programme)[0].kind == "draw"


def test_the_file_runs_alone_and_says_whether_a_draw_is_sound(draw, tmp_path):
    answered(draw)
    actions.reveal_draw(draw, seed=SEED, by=anew(draw.committed_by), now=AT)
    file = tmp_path / "draw.json"
    record = json.loads(json.dumps(record_of(anew(draw))))

    def run(data):
        file.write_text(json.dumps(data), encoding="utf-8")
        command = [sys.executable, "-I", drawing.__file__, str(file)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    sound = run(record)
    # Of few units another answer may draw the same ones; of twenty answers not each.
    answers = (run({**record, "answer": f"别的{n}"}) for n in range(20))
    forged = next(each for each in answers if each.returncode)

    assert (sound.stdout.strip(), sound.returncode) == ("sound", 0)
    assert "other units" in forged.stdout
    assert forged.returncode == 1
