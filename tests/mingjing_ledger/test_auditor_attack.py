"""10,000 single changes to database and files, most of them rebuilt as an owner could.

With one outside checkpoint none is missed; without, nothing is ever called proven.
"""

import random
from collections import Counter

from mingjing_ledger import auditor
from mingjing_ledger.auditor import Head, Source
from mingjing_ledger.checkpoint import Checkpoint, sign_checkpoint
from mingjing_ledger.tree import append, leaf_hash, root
from tests.mingjing_ledger.examples import LOG_KEY
from tests.mingjing_ledger.test_auditor import Acts, act, note

SIZE = 300
PLACES = {"body": 1, "leaf": 2, "kind": 3, "at": 4, "subject": 5}
COVERED = 280  # the outside head; what comes after it is not its matter


def rows_of(log):
    return [
        [n, body, leaf_hash(body), *(act(n)[k].encode() for k in ("kind", "at", "subject"))]
        for n, body in enumerate(log.bodies)
    ]  # fmt: skip


def flip(chance, data):
    spoilt = bytearray(data)
    spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
    return bytes(spoilt)


def change_rows(chance, rows):
    """One change before the covered end, as plain SQL could make it."""
    rows = [list(row) for row in rows]
    at = chance.randrange(COVERED)
    what = chance.choice([*PLACES, "null", "gone", "swap", "order", "twice", "words"])
    if what in PLACES:
        rows[at][PLACES[what]] = flip(chance, rows[at][PLACES[what]])
    elif what == "null":
        rows[at][chance.choice([1, 3, 4, 5])] = None
    elif what == "gone":
        del rows[at]
    elif what == "swap":
        other = chance.choice([n for n in range(COVERED) if n != at])
        rows[at][1:], rows[other][1:] = rows[other][1:], rows[at][1:]
    elif what == "order":
        at = min(at, COVERED - 2)
        rows[at : at + 2] = rows[at + 1], rows[at]
    elif what == "twice":
        at = min(at, COVERED - 2)  # the second one is still before the covered end
        rows.insert(at, list(rows[at]))
    else:
        rows[at][1] = rows[at][1].replace(b"contact", b"office")
    return what, rows


def rebuilt(rows):
    """Numbers and hashes made anew, so that the record agrees with itself."""
    return [
        [n, row[1], leaf_hash(row[1] or b""), *row[3:]] for n, row in enumerate(rows)
    ]


def head_of(rows):
    frontier = []
    for size, row in enumerate(rows):
        frontier = append(frontier, size, row[2])
    return len(rows), b"".join(frontier)


def source_of(rows, head):
    return Source(iter(map(tuple, rows)), head)


def change_head(chance, head):
    size, frontier = head
    if chance.randrange(2):
        return size + chance.choice([-1, 1]), frontier
    return size, flip(chance, frontier)


def test_no_change_to_the_database_is_missed():
    log, chance = Acts(), random.Random(20261123)
    log.add(SIZE)
    rows = rows_of(log)
    outside = [Head(COVERED, log.roots[COVERED], "outside")]
    head = head_of(rows)
    assert auditor.audit(source_of(rows, head), outside).name == "proven"

    missed, claimed, seen = [], [], Counter()
    while seen.total() < 7000:
        what, changed = change_rows(chance, rows)
        again = chance.randrange(2)
        if chance.randrange(20) == 0:
            what, changed, now, again = "head", rows, change_head(chance, head), 0
        elif not again:
            now = head
        elif what in ("leaf", "order"):
            continue  # the rebuilding mends these: nothing is changed then
        else:
            changed = rebuilt(changed)
            now = head_of(changed)
        seen[what, again] += 1
        if auditor.audit(source_of(changed, now), outside).name != "broken":
            missed.append((what, again))
        if auditor.audit(source_of(changed, now), []).name == "proven":
            claimed.append((what, again))

    assert (missed, claimed) == ([], [])
    assert len(seen) == 21
    assert min(seen.values()) > 100


class Rewritten(Acts):
    """The log's owner rewrites one entry, builds the tree anew and signs it."""

    def __init__(self, at):
        super().__init__()
        self._at = at

    def body(self, number):
        return super().body(number + 1 if number == self._at else number)


def judged(files, outside):
    try:
        source = auditor.tile_source(files.get, [auditor.read_key(KEY)])
        return auditor.audit(source, outside).name
    except auditor.Unreadable:
        return "not proven"


KEY = LOG_KEY.verifier.encode()


def change_files(chance, files):
    files = dict(files)
    path = chance.choice(sorted(files))
    what = chance.choice(["flip", "cut", "gone", "swap", "more"])
    if what == "flip":
        files[path] = flip(chance, files[path])
    elif what == "cut":
        files[path] = files[path][: chance.randrange(len(files[path]))]
    elif what == "gone":
        del files[path]
    elif what == "more":
        at = chance.randrange(len(files[path]) + 1)
        files[path] = files[path][:at] + b"x" + files[path][at:]
    else:
        other = chance.choice([one for one in sorted(files) if one != path])
        files[path], files[other] = files[other], files[path]
    return what, files


def test_no_change_to_the_files_is_missed():
    log, chance = Acts(), random.Random(20261124)
    log.add(SIZE)
    # A line of a witness that the auditor does not know is nothing to be checked.
    head = Checkpoint(LOG_KEY.name, SIZE, log.roots[SIZE])
    files = {**log.files, "checkpoint": sign_checkpoint(head, [LOG_KEY])}
    outside = [Head(SIZE, log.roots[SIZE], "outside")]
    assert judged(files, outside) == "proven"

    missed, claimed = [], []
    for number in range(3000):
        what, changed = change_files(chance, files)
        if judged(changed, outside) == "proven":
            missed.append((number, what))
        if judged(changed, []) == "proven":
            claimed.append((number, what))

    assert (missed, claimed) == ([], [])


def test_a_rewritten_and_signed_log_is_missed_by_nobody_who_kept_a_checkpoint():
    log, chance = Acts(), random.Random(20261125)
    log.add(SIZE)
    outside = [Head(COVERED, log.roots[COVERED], "outside")]

    verdicts = set()
    for at in chance.sample(range(COVERED), 100):
        other = Rewritten(at)
        other.add(SIZE)
        files = {**other.files, "checkpoint": note(other, SIZE)}
        verdicts.add((judged(files, outside), judged(files, [])))

    assert verdicts == {("broken", "not proven")}
    assert root(log.frontier) == log.roots[SIZE]
