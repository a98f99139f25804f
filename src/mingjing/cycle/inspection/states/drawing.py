"""A draw that anybody can compute again. Standard library only.

    python drawing.py draw.json

``draw.json`` is the file that the page of a draw offers. The steps:

1.  list      one line a candidate, "number TAB name", in the order shown, each line
              ended by LF, in UTF-8. list_hash = SHA-256 of it.
2.  commit    the first person publishes SHA-256(seed) before anybody knows the answer.
3.  answer    the second person publishes words of their own.
4.  reveal    the first person publishes the seed; it must match the commitment.
5.  key       SHA-256("mingjing-draw-1" LF seed LF answer LF list_hash in hex).
6.  number    the c-th number is SHA-256(key followed by c as 8 bytes, big-endian), read
              as an integer of 256 bits; c = 0, 1, 2, …
7.  below n   numbers of at least 2^256 - (2^256 mod n) are skipped; the next one mod n.
8.  shuffle   Fisher-Yates from the front: for i = 0 … count-1 swap place i with place
              i + (number below length-i). The first ``count`` places are drawn.

Neither person can steer it alone: the first is bound before the answer is known, and
the second answers without knowing the seed.
"""

import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

_SPACE = 1 << 256


def list_text(candidates: Sequence[tuple[int, str]]) -> str:
    return "".join(f"{number}\t{name}\n" for number, name in candidates)


def list_hash(candidates: Sequence[tuple[int, str]]) -> str:
    return hashlib.sha256(list_text(candidates).encode()).hexdigest()


def commitment_of(seed: str) -> str:
    return hashlib.sha256(seed.encode()).hexdigest()


def draw(
    candidates: Sequence[tuple[int, str]], count: int, *, seed: str, answer: str
) -> list[int]:
    """Numbers of the drawn candidates, in the order drawn.

    Raises ValueError when ``count`` is not between 1 and the number of candidates.
    """
    if not 1 <= count <= len(candidates):
        raise ValueError("count must lie between 1 and the number of candidates")
    words = f"mingjing-draw-1\n{seed}\n{answer}\n{list_hash(candidates)}"
    numbers = _numbers(hashlib.sha256(words.encode()).digest())
    places = [number for number, _name in candidates]
    for i in range(count):
        j = i + _below(len(places) - i, numbers)
        places[i], places[j] = places[j], places[i]
    return places[:count]


def _numbers(key: bytes) -> Iterator[int]:
    counter = 0
    while True:
        block = hashlib.sha256(key + counter.to_bytes(8, "big")).digest()
        yield int.from_bytes(block, "big")
        counter += 1


def _below(n: int, numbers: Iterator[int]) -> int:
    limit = _SPACE - _SPACE % n
    return next(number for number in numbers if number < limit) % n


def verify(record: dict[str, object]) -> list[str]:
    """What is wrong with a published draw; empty when it is sound.

    ``record`` has candidates (pairs of number and name), count, list_hash, commitment,
    seed, answer and drawn (numbers, in order).
    """
    candidates = [(int(n), str(name)) for n, name in record["candidates"]]  # type: ignore[attr-defined]
    seed, answer = str(record["seed"]), str(record["answer"])
    count = int(str(record["count"]))
    wrong = []
    if list_hash(candidates) != record["list_hash"]:
        wrong.append("the list of candidates is not the one that was hashed")
    if commitment_of(seed) != record["commitment"]:
        wrong.append("the seed is not the one that was committed to")
    if not 1 <= count <= len(candidates):
        wrong.append("so many cannot be drawn from this list")
    elif draw(candidates, count, seed=seed, answer=answer) != record["drawn"]:
        wrong.append("the draw gives other units")
    return wrong


if __name__ == "__main__":
    found = verify(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    print("; ".join(found) or "sound")  # noqa: T201
    sys.exit(bool(found))
