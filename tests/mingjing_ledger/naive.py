"""RFC 6962 section 2.1 word for word: slow, recursive, over a list of leaf hashes."""

import hashlib


def _split(count):
    k = 1
    while k * 2 < count:
        k *= 2
    return k


def naive_root(leaves):
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = _split(len(leaves))
    left, right = naive_root(leaves[:k]), naive_root(leaves[k:])
    return hashlib.sha256(b"\x01" + left + right).digest()


def naive_path(m, leaves):
    if len(leaves) == 1:
        return []
    k = _split(len(leaves))
    if m < k:
        return [*naive_path(m, leaves[:k]), naive_root(leaves[k:])]
    return [*naive_path(m - k, leaves[k:]), naive_root(leaves[:k])]


def naive_proof(m, leaves):
    return _subproof(m, leaves, whole=True)


def _subproof(m, leaves, *, whole):
    if m == len(leaves):
        return [] if whole else [naive_root(leaves)]
    k = _split(len(leaves))
    if m <= k:
        return [*_subproof(m, leaves[:k], whole=whole), naive_root(leaves[k:])]
    return [*_subproof(m - k, leaves[k:], whole=False), naive_root(leaves[:k])]


def naive_reader(leaves):
    def read(level, index):
        return naive_root(leaves[index << level : (index + 1) << level])

    return read
