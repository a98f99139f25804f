"""10,000 single changes to database and files, most of them rebuilt as an owner could.

With one outside checkpoint none is missed; without, nothing is ever called proven.
"""

import random

from mingjing_ledger import auditor
from mingjing_ledger.auditor import Head, Source
from mingjing_ledger.checkpoint import Checkpoint, sign_checkpoint
from mingjing_ledger.tree import append, leaf_hash, root
from tests.mingjing_ledger.examples import LOG_KEY
from tests.mingjing_ledger.test_auditor import Acts, act, note

SIZE = 300
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
    what = chance.choice(["body", "leaf", "kind", "at", "subject", "gone", "swap", "twice", "words"])  # fmt: skip
    if what in ("body", "leaf", "kind", "at", "subject"):
        place = {"body": 1, "leaf": 2, "kind": 3, "at": 4, "subject": 5}[what]
        rows[at][place] = flip(chance, rows[at][place])
    elif what == "gone":
        del rows[at]
    elif what == "swap":
        other = chance.choice([n for n in range(COVERED) if n != at])
        rows[at][1:], rows[other][1:] = rows[other][1:], rows[at][1:]
    elif what == "twice":
        at = min(at, COVERED - 2)  # the second one is still before the covered end
        rows.insert(at, list(rows[at]))
    else:
        rows[at][1] = rows[at][1].replace(b"contact", b"office")
    return what, rows


def rebuilt(rows):
    """Numbers, hashes and tree made anew, so that the record agrees with itself."""
    return [[n, row[1], leaf_hash(row[1]), *row[3:]] for n, row in enumerate(rows)]


def source_of(rows):
    frontier = []
    for size, row in enumerate(rows):
        frontier = append(frontier, size, row[2])
    return Source(iter(map(tuple, rows)), (len(rows), b"".join(frontier)))


def test_no_change_to_the_database_is_missed():
    log, chance = Acts(), random.Random(20261123)
    log.add(SIZE)
    rows = rows_of(log)
    outside = [Head(COVERED, log.roots[COVERED], "outside")]
    assert auditor.audit(source_of(rows), outside).name == "proven"

    missed, claimed, seen = [], [], set()
    for number in range(7000):
        what, changed = change_rows(chance, rows)
        if number % 2:
            changed = rebuilt(changed)
            # A flipped hash is mended by the rebuilding: nothing is changed then.
            if what == "leaf":
                continue
        seen.add((what, number % 2))
        if auditor.audit(source_of(changed), outside).name != "broken":
            missed.append((number, what))
        if auditor.audit(source_of(changed), []).name == "proven":
            claimed.append((number, what))

    assert (missed, claimed) == ([], [])
    assert len(seen) == 17


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
        # What stands behind the needed hashes of a file is not read.
        files[path] = files[path][: len(files[path]) // 2] + b"x" + files[path][len(files[path]) // 2 :]  # fmt: skip
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
    for number in range(2900):
        what, changed = change_files(chance, files)
        if judged(changed, outside) == "proven" and not harmless(changed, files):
            missed.append((number, what))
        if judged(changed, []) == "proven":
            claimed.append((number, what))

    assert (missed, claimed) == ([], [])


def harmless(changed, files):
    """The lowest entries' file left out: a mirror of hashes, which says so."""
    first = "tile/entries/000"
    return first not in changed and all(
        changed.get(path) == data
        for path, data in files.items()
        if not path.startswith("tile/entries/")
    )


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
