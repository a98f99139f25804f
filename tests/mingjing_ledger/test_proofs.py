"""The proofs of RFC 6962, against the CT reference tree and the RFC word for word."""

import hashlib
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing_ledger.errors import (
    LedgerError,
    Malformed,
    MalformedProof,
    NotConsistent,
    NotIncluded,
    WrongHash,
)
from mingjing_ledger.tree import (
    EMPTY_ROOT,
    MAX_SIZE,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root_of,
    subtrees,
    verify_consistency,
    verify_inclusion,
)
from tests.mingjing_ledger.naive import (
    naive_path,
    naive_proof,
    naive_reader,
    naive_root,
)

# The eight leaves, the roots of their first n and some proofs as published with the
# reference tests of Certificate Transparency.
BODIES = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657",
          "606162636465666768696a6b6c6d6e6f")  # fmt: skip
LEAVES = [leaf_hash(bytes.fromhex(body)) for body in BODIES]
ROOTS = """
e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d
fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125
aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77
d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7
4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4
76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef
ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c
5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328
""".split()
L1 = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
L4 = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
N1_1 = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
N1_2 = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
N1_3 = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
N2_1 = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
PATHS = {
    (0, 1): [],
    (0, 8): [L1, N1_1, N2_1],
    (5, 8): [L4, N1_3, ROOTS[4]],
    (2, 3): [ROOTS[2]],
    (1, 5): [ROOTS[1], N1_1, L4],
}
CONSISTENCY = {
    (1, 1): [],
    (1, 8): [L1, N1_1, N2_1],
    (6, 8): [N1_2, N1_3, ROOTS[4]],
    (2, 5): [N1_1, L4],
}
READ = naive_reader(LEAVES)
OTHER = hashlib.sha256(b"other").digest()


def many(count):
    return [leaf_hash(str(number).encode()) for number in range(count)]


@pytest.mark.parametrize("size", range(9))
def test_the_roots_of_the_reference_tree(size):
    assert root_of(size, READ).hex() == ROOTS[size]


@pytest.mark.parametrize(("where", "proof"), PATHS.items())
def test_the_inclusion_proofs_of_the_reference_tree(where, proof):
    index, size = where

    assert [part.hex() for part in inclusion_proof(index, size, READ)] == proof
    verify_inclusion(
        LEAVES[index],
        index,
        size,
        [bytes.fromhex(part) for part in proof],
        bytes.fromhex(ROOTS[size]),
    )


@pytest.mark.parametrize(("sizes", "proof"), CONSISTENCY.items())
def test_the_consistency_proofs_of_the_reference_tree(sizes, proof):
    first, second = sizes

    assert [part.hex() for part in consistency_proof(first, second, READ)] == proof
    verify_consistency(
        first,
        second,
        bytes.fromhex(ROOTS[first]),
        bytes.fromhex(ROOTS[second]),
        [bytes.fromhex(part) for part in proof],
    )


def test_every_proof_of_every_small_tree_is_the_one_of_the_rfc_and_verifies():
    leaves = many(33)
    roots = [naive_root(leaves[:size]) for size in range(34)]
    for size in range(34):
        read = naive_reader(leaves[:size])
        assert root_of(size, read) == roots[size]
        for index in range(size):
            path = inclusion_proof(index, size, read)
            assert path == naive_path(index, leaves[:size])
            verify_inclusion(leaves[index], index, size, path, roots[size])
        for first in range(size + 1):
            proof = consistency_proof(first, size, read)
            if first:
                assert proof == naive_proof(first, leaves[:size])
            verify_consistency(first, size, roots[first], roots[size], proof)


@given(st.integers(1, 300), st.data())
def test_any_proof_is_the_one_of_the_rfc(size, data):
    leaves = many(size)
    index = data.draw(st.integers(0, size - 1))
    first = data.draw(st.integers(1, size))
    read = naive_reader(leaves)

    assert inclusion_proof(index, size, read) == naive_path(index, leaves)
    assert consistency_proof(first, size, read) == naive_proof(first, leaves)


def twists(proof):
    """Every proof that differs from ``proof`` in one thing."""
    for at in range(len(proof)):
        yield [*proof[:at], OTHER, *proof[at + 1 :]]
        yield [*proof[:at], *proof[at + 1 :]]
    for at in range(len(proof) + 1):
        yield [*proof[:at], OTHER, *proof[at:]]
        yield [*proof[:at], EMPTY_ROOT, *proof[at:]]
    for at in range(len(proof) - 1):
        yield [*proof[:at], proof[at + 1], proof[at], *proof[at + 2 :]]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 13, 16, 17])
def test_no_changed_inclusion_proof_is_accepted(size):
    leaves = many(size)
    read, tree_root = naive_reader(leaves), naive_root(leaves)
    for index in range(size):
        path = inclusion_proof(index, size, read)
        for wrong in twists(path):
            with pytest.raises(LedgerError):
                verify_inclusion(leaves[index], index, size, wrong, tree_root)
        for wrong_index in set(range(size)) - {index}:
            with pytest.raises(LedgerError):
                verify_inclusion(leaves[index], wrong_index, size, path, tree_root)
        with pytest.raises(NotIncluded):
            verify_inclusion(OTHER, index, size, path, tree_root)
        with pytest.raises(NotIncluded):
            verify_inclusion(leaves[index], index, size, path, OTHER)


@pytest.mark.parametrize("second", [2, 3, 5, 8, 13, 16, 17])
def test_no_changed_consistency_proof_is_accepted(second):
    leaves = many(second)
    read, new = naive_reader(leaves), naive_root(leaves)
    for first in range(1, second):
        old = naive_root(leaves[:first])
        proof = consistency_proof(first, second, read)
        for wrong in twists(proof):
            with pytest.raises(LedgerError):
                verify_consistency(first, second, old, new, wrong)
        with pytest.raises(NotConsistent):
            verify_consistency(first, second, OTHER, new, proof)
        with pytest.raises(NotConsistent):
            verify_consistency(first, second, old, OTHER, proof)


def test_a_tree_that_rewrote_an_entry_is_not_consistent_with_the_old_one():
    seed = random.Random(4)
    for _ in range(200):
        second = seed.randrange(2, 80)
        first = seed.randrange(1, second)
        leaves = many(second)
        old = naive_root(leaves[:first])
        leaves[seed.randrange(first)] = OTHER
        proof = consistency_proof(first, second, naive_reader(leaves))
        with pytest.raises(NotConsistent):
            verify_consistency(first, second, old, naive_root(leaves), proof)


def test_of_an_empty_tree_nothing_needs_to_be_shown_but_its_root_is_known():
    verify_consistency(0, 8, EMPTY_ROOT, OTHER, [])
    verify_consistency(0, 0, EMPTY_ROOT, EMPTY_ROOT, [])
    for first, second in ((OTHER, OTHER), (OTHER, EMPTY_ROOT), (EMPTY_ROOT, OTHER)):
        with pytest.raises(NotConsistent, match="hash of nothing"):
            verify_consistency(0, 0, first, second, [])
    with pytest.raises(MalformedProof, match="has to be empty"):
        verify_consistency(0, 8, EMPTY_ROOT, OTHER, [OTHER])


def test_two_trees_of_one_size_are_one_tree():
    verify_consistency(5, 5, OTHER, OTHER, [])
    with pytest.raises(NotConsistent, match="Two different trees of 5"):
        verify_consistency(5, 5, OTHER, LEAVES[0], [])
    with pytest.raises(MalformedProof, match="has to be empty"):
        verify_consistency(5, 5, OTHER, OTHER, [OTHER])


def test_numbers_outside_the_tree_are_refused():
    for index, size in ((-1, 8), (8, 8), (0, 0), (0, -1), (0, 2**63), (2**64, 8)):
        with pytest.raises(Malformed):
            inclusion_proof(index, size, READ)
        with pytest.raises(Malformed):
            verify_inclusion(OTHER, index, size, [], OTHER)
    for first, second in ((-1, 8), (9, 8), (0, -1), (1, 2**63), (2**63, 2**63)):
        with pytest.raises(Malformed):
            consistency_proof(first, second, READ)
        with pytest.raises(Malformed):
            verify_consistency(first, second, OTHER, OTHER, [])
    with pytest.raises(Malformed):
        root_of(2**63, READ)


def test_the_greatest_tree_has_proofs_of_at_most_63_hashes():
    def read(level, index):
        return hashlib.sha256(f"{level} {index}".encode()).digest()

    assert len(inclusion_proof(0, MAX_SIZE, read)) == 63
    assert len(consistency_proof(1, MAX_SIZE, read)) == 63
    proof = inclusion_proof(MAX_SIZE - 1, MAX_SIZE, read)
    verify_inclusion(
        read(0, MAX_SIZE - 1), MAX_SIZE - 1, MAX_SIZE, proof, root_of(MAX_SIZE, read)
    )


def test_a_hash_has_32_bytes():
    with pytest.raises(MalformedProof, match="32 bytes"):
        verify_inclusion(OTHER, 0, 2, [b"short"], OTHER)
    with pytest.raises(MalformedProof, match="32 bytes"):
        verify_consistency(1, 2, OTHER, OTHER + b"x", [OTHER])
    with pytest.raises(WrongHash, match="32 bytes"):
        inclusion_proof(0, 2, lambda _level, _index: b"")


def test_a_range_is_made_of_the_fewest_full_subtrees():
    assert subtrees(0, 0) == []
    assert subtrees(0, 7) == [(2, 0), (1, 2), (0, 6)]
    assert subtrees(8, 13) == [(2, 2), (0, 12)]


def test_a_proof_for_another_size_is_refused_though_its_hashes_lead_to_the_root():
    # The root does not hold the size: only the number of hashes gives a lie away.
    one, two, three, four = LEAVES[:4]
    pair, last = node_hash(one, two), node_hash(three, four)
    whole = node_hash(pair, last)

    with pytest.raises(MalformedProof, match="too many"):
        verify_inclusion(two, 0, 1, [one], pair)
    with pytest.raises(MalformedProof, match="too many"):
        verify_inclusion(one, 0, 2, [two, last], whole)
    with pytest.raises(MalformedProof, match="too few"):
        verify_inclusion(one, 0, 4, [two], pair)
    with pytest.raises(MalformedProof, match="too many"):
        verify_consistency(1, 2, one, whole, [two, last])
    with pytest.raises(MalformedProof, match="too few"):
        verify_consistency(1, 4, one, pair, [two])
    with pytest.raises(MalformedProof, match="too few"):
        verify_consistency(3, 4, whole, whole, [])
