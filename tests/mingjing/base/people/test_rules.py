import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from mingjing.base.people import rules
from mingjing.base.people.states import Role
from tests.factories import people

DIGITS = st.text("0123456789", min_size=7, max_size=7)
TAIL = st.text(rules.CODE_ALPHABET, min_size=9, max_size=9)


@given(st.sampled_from("123456789"), DIGITS, TAIL, st.sampled_from(rules.CODE_ALPHABET))
def test_codes_of_the_common_library_are_judged_alike(first, region, tail, check):
    code = first + region + tail + check

    assert rules.valid_credit_code(code) == uscc.is_valid(code)


@given(DIGITS, TAIL)
def test_codes_of_rural_collectives_are_accepted(region, tail):
    code = "N" + region + tail
    whole = code + rules.code_check_character(code)

    assert rules.valid_credit_code(whole)
    assert not uscc.is_valid(whole)


@given(st.sampled_from("19NY"), DIGITS, TAIL, st.integers(0, 17), st.data())
def test_one_wrong_character_is_always_found(first, region, tail, place, data):
    code = first + region + tail
    whole = code + rules.code_check_character(code)
    other = data.draw(st.sampled_from(rules.CODE_ALPHABET.replace(whole[place], "")))

    assert not rules.valid_credit_code(whole[:place] + other + whole[place + 1 :])


@pytest.mark.parametrize(
    "code",
    ["", "91110000600037341", "91110000600037341l", "I1110000600037341L", "０" * 18],
)
def test_what_is_no_code_is_refused(code):
    assert not rules.valid_credit_code(code)


@pytest.mark.django_db
def test_two_hats_keep_the_register():
    keepers = {r for r in Role if rules.may_manage(people.person_with(r))}

    assert keepers == {Role.OFFICE, Role.ADMIN}
