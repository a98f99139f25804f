"""The Merkle tree of RFC 6962 section 2.1, kept as its frontier of O(log n) hashes."""

import hashlib

EMPTY_ROOT = hashlib.sha256(b"").digest()
HASH_SIZE = 32


def leaf_hash(body: bytes) -> bytes:
    """Hash of one entry: SHA-256(0x00 ‖ body), RFC 6962 section 2.1."""
    return hashlib.sha256(b"\x00" + body).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node: SHA-256(0x01 ‖ left ‖ right), RFC 6962 section 2.1."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def append(frontier: list[bytes], size: int, leaf: bytes) -> list[bytes]:
    """Return the frontier after one more leaf.

    ``frontier`` holds the roots of the full subtrees of a tree of ``size`` leaves,
    largest first: one hash for each 1 bit of ``size``. Raises ValueError when the
    two do not agree.
    """
    if len(frontier) != size.bit_count():
        raise ValueError("frontier and size do not belong together")
    kept, merged = list(frontier), leaf
    while size & 1:
        merged = node_hash(kept.pop(), merged)
        size >>= 1
    return [*kept, merged]


def root(frontier: list[bytes]) -> bytes:
    """Root of the tree whose full subtrees are ``frontier`` (largest first)."""
    if not frontier:
        return EMPTY_ROOT
    top = frontier[-1]
    for left in reversed(frontier[:-1]):
        top = node_hash(left, top)
    return top
