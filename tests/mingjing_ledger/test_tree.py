import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing_ledger.canonical import NotCanonical, canonical, commitment
from mingjing_ledger.tree import EMPTY_ROOT, append, leaf_hash, root
from tests.mingjing_ledger.naive import naive_root


@given(st.lists(st.binary(max_size=20), max_size=70))
def test_the_frontier_gives_the_root_that_the_rfc_defines(bodies):
    leaves, frontier = [leaf_hash(b) for b in bodies], []
    for size, leaf in enumerate(leaves):
        frontier = append(frontier, size, leaf)

    assert root(frontier) == naive_root(leaves)


def test_the_roots_of_the_rfc_test_tree():
    # The eight leaves used by the Certificate Transparency reference tests.
    leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657",
              "606162636465666768696a6b6c6d6e6f"]  # fmt: skip
    frontier = []
    for size, leaf in enumerate(leaves):
        frontier = append(frontier, size, leaf_hash(bytes.fromhex(leaf)))

    assert root([]) == EMPTY_ROOT
    assert root(frontier).hex() == (
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    )


def test_a_frontier_of_another_size_is_refused():
    with pytest.raises(ValueError, match="belong together"):
        append([b"x" * 32], 2 + 1, b"y" * 32)


@pytest.mark.parametrize(
    "value", [1.5, {"a": 0.0}, {1: "a"}, [b"x"], "\ud800", {"a": {1}}]
)
def test_what_has_no_canonical_form_is_refused(value):
    with pytest.raises(NotCanonical):
        canonical(value)


def test_rare_characters_stay_as_they_are():
    assert (
        canonical({"䶮": ["𠮷", "\u00e9", "e\u0301"]})
        == '{"䶮":["𠮷","\u00e9","e\u0301"]}'.encode()
    )


def test_a_short_salt_is_refused():
    with pytest.raises(ValueError, match="16 bytes"):
        commitment(b"short", "x")
