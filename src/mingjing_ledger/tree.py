"""The Merkle tree of RFC 6962 section 2.1: its hash, and both of its proofs.

The tree of n leaves is kept as its frontier, the roots of its full subtrees. Proofs
are made from a `Reader`, anything that knows the roots of full subtrees (tiles, a
table). Sizes and indexes count leaves; hashes are 32 bytes.
"""

import hashlib
from collections.abc import Callable, Sequence

from mingjing_ledger.errors import (
    Malformed,
    MalformedProof,
    NotConsistent,
    NotIncluded,
    WrongHash,
)

EMPTY_ROOT = hashlib.sha256(b"").digest()
HASH_SIZE = 32
MAX_SIZE = 2**63 - 1  # sizes are signed 64-bit numbers in every format of C2SP

# read(level, index): root of the leaves [index << level, (index + 1) << level)
Reader = Callable[[int, int], bytes]


def leaf_hash(body: bytes) -> bytes:
    """Hash of one entry: SHA-256(0x00 ‖ body), RFC 6962 section 2.1."""
    return hashlib.sha256(b"\x00" + body).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node: SHA-256(0x01 ‖ left ‖ right), RFC 6962 section 2.1."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def split(data: bytes) -> list[bytes]:
    """The hashes (32 bytes each) of a frontier that is kept as one run of bytes."""
    return [data[at : at + HASH_SIZE] for at in range(0, len(data), HASH_SIZE)]


def append(frontier: list[bytes], size: int, leaf: bytes) -> list[bytes]:
    """Return the frontier after one more leaf.

    ``frontier`` holds the roots of the full subtrees of a tree of ``size`` leaves,
    largest first: one hash for each 1 bit of ``size``. Raises Malformed (a
    ValueError) when the two do not agree.
    """
    if len(frontier) != size.bit_count():
        raise Malformed("The frontier and the size do not belong together.")
    kept, merged = list(frontier), leaf
    while size & 1:
        merged = node_hash(kept.pop(), merged)
        size >>= 1
    return [*kept, merged]


def root(frontier: Sequence[bytes]) -> bytes:
    """Root of the tree whose full subtrees are ``frontier`` (largest first)."""
    if not frontier:
        return EMPTY_ROOT
    top = frontier[-1]
    for left in reversed(frontier[:-1]):
        top = node_hash(left, top)
    return top


def subtrees(start: int, end: int) -> list[tuple[int, int]]:
    """(level, index) of the full subtrees that make up leaves [start, end).

    Largest first. ``start`` must be a multiple of the power of two at or above
    ``end - start``, as it is for every node of the tree.
    """
    parts = []
    while start < end:
        level = (end - start).bit_length() - 1
        parts.append((level, start >> level))
        start += 1 << level
    return parts


def root_of(size: int, read: Reader) -> bytes:
    """Merkle tree hash of the first ``size`` leaves, RFC 6962 section 2.1.

    Raises Malformed for a size outside 0 … 2**63-1, WrongHash when ``read`` gives
    anything but 32 bytes, and whatever ``read`` raises.
    """
    _check_size(size)
    return _range_root(0, size, read)


def inclusion_proof(index: int, size: int, read: Reader) -> list[bytes]:
    """Merkle audit path of leaf ``index`` in the tree of ``size`` leaves.

    RFC 6962 section 2.1.1, PATH(m, D[n]): from the leaf's sibling up. Raises
    Malformed unless 0 ≤ index < size < 2**63, WrongHash as `root_of` does.
    """
    _check_size(size)
    if not 0 <= index < size:
        raise Malformed(f"A tree of {size} entries has no entry number {index}.")
    path, start, end = [], 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(_range_root(middle, end, read))
            end = middle
        else:
            path.append(_range_root(start, middle, read))
            start = middle
    return path[::-1]


def verify_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], tree_root: bytes
) -> None:
    """Return quietly if ``leaf`` (a leaf hash) is number ``index`` of the tree.

    RFC 9162 section 2.1.3.2. Raises Malformed for numbers out of range,
    MalformedProof when the proof has not exactly the hashes it needs, NotIncluded
    when it leads to another root.
    """
    _check_size(size)
    if not 0 <= index < size:
        raise Malformed(f"A tree of {size} entries has no entry number {index}.")
    _check_hashes(proof, leaf, tree_root)
    node, last, computed = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise MalformedProof("The inclusion proof has too many hashes.")
        if node & 1 or node == last:
            computed = node_hash(sibling, computed)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            computed = node_hash(computed, sibling)
        node, last = node >> 1, last >> 1
    if last:
        raise MalformedProof("The inclusion proof has too few hashes.")
    if computed != tree_root:
        raise NotIncluded("The inclusion proof leads to another root.")


def consistency_proof(first: int, second: int, read: Reader) -> list[bytes]:
    """Proof that the tree of ``second`` leaves begins with that of ``first``.

    RFC 6962 section 2.1.2, PROOF(m, D[n]); empty when ``first`` is 0 or equals
    ``second``. Raises Malformed unless 0 ≤ first ≤ second < 2**63, WrongHash as
    `root_of` does.
    """
    _check_order(first, second)
    if first in {0, second}:
        return []
    proof, start, end = [], 0, second
    while end != first:
        middle = start + _split(end - start)
        if first <= middle:
            proof.append(_range_root(middle, end, read))
            end = middle
        else:
            proof.append(_range_root(start, middle, read))
            start = middle
    if start:  # the old tree is not itself a node: its last full part is needed
        proof.append(_range_root(start, end, read))
    return proof[::-1]


def verify_consistency(
    first: int,
    second: int,
    first_root: bytes,
    second_root: bytes,
    proof: Sequence[bytes],
) -> None:
    """Return quietly if the second tree begins with the first.

    RFC 9162 section 2.1.4.2. Of an empty first tree nothing needs to be shown (the
    proof must be empty and ``first_root`` the hash of nothing); of equal sizes the
    roots must be equal. Raises Malformed for numbers out of order, MalformedProof
    for a wrong number of hashes, NotConsistent when the roots do not follow.
    """
    _check_order(first, second)
    _check_hashes(proof, first_root, second_root)
    for size, claimed in ((first, first_root), (second, second_root)):
        if size == 0 and claimed != EMPTY_ROOT:
            raise NotConsistent("The root of an empty tree is not the hash of nothing.")
    if first in {0, second}:
        if proof:
            raise MalformedProof("This consistency proof has to be empty.")
        if first and first_root != second_root:
            raise NotConsistent(f"Two different trees of {first} entries are claimed.")
        return
    old, new = _climb(first, second, first_root, proof)
    if old != first_root:
        raise NotConsistent("The consistency proof does not contain the first root.")
    if new != second_root:
        raise NotConsistent("The consistency proof leads to another second root.")


def _climb(
    first: int, second: int, first_root: bytes, proof: Sequence[bytes]
) -> tuple[bytes, bytes]:
    """Both roots that the proof leads to: steps 2 to 6 of RFC 9162 2.1.4.2."""
    hashes = list(proof)
    if first & (first - 1) == 0:
        hashes.insert(0, first_root)
    if not hashes:
        raise MalformedProof("The consistency proof has too few hashes.")
    node, last = first - 1, second - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old = new = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            raise MalformedProof("The consistency proof has too many hashes.")
        if node & 1 or node == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        node, last = node >> 1, last >> 1
    if last:
        raise MalformedProof("The consistency proof has too few hashes.")
    return old, new


def _split(count: int) -> int:
    """Return the largest power of two smaller than ``count`` (which is above 1)."""
    return 1 << ((count - 1).bit_length() - 1)


def _range_root(start: int, end: int, read: Reader) -> bytes:
    hashes = [read(level, index) for level, index in subtrees(start, end)]
    if any(len(part) != HASH_SIZE for part in hashes):
        raise WrongHash("A hash that was read has not 32 bytes.")
    return root(hashes)


def _check_size(size: int) -> None:
    if not 0 <= size <= MAX_SIZE:
        raise Malformed("The size of a tree is a number from 0 to 2**63 - 1.")


def _check_order(first: int, second: int) -> None:
    _check_size(first)
    _check_size(second)
    if first > second:
        raise Malformed(f"A tree of {second} entries cannot continue one of {first}.")


def _check_hashes(proof: Sequence[bytes], *others: bytes) -> None:
    if any(len(part) != HASH_SIZE for part in (*proof, *others)):
        raise MalformedProof("Every hash has 32 bytes.")
