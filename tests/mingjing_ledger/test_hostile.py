"""20,000 spoilt files: each refused in one sentence, or it says what was signed.

A reader may believe a changed file only where the change says nothing: nobody's
signature, or extra data that proves nothing.
"""

import random
import re

import pytest

from mingjing_ledger.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from mingjing_ledger.cosignature import (
    ED25519,
    ML_DSA_44,
    Cosigner,
    CosignerKey,
    cosigned_by,
)
from mingjing_ledger.errors import LedgerError, MalformedKey
from mingjing_ledger.note import (
    SignerKey,
    VerifierKey,
    open_note,
    parse_note,
    sign_note,
)
from mingjing_ledger.proof import Proof, verify_proof
from mingjing_ledger.tiles import ENTRIES, Tile, parse_bundle, parse_path
from mingjing_ledger.tree import consistency_proof, inclusion_proof, leaf_hash
from mingjing_ledger.witness import (
    Request,
    Witness,
    add_cosignatures,
    answer,
    read_size,
)
from tests.mingjing_ledger.log import Log

EACH = 2_000
NOW = 1_700_000_000
SEED = random.Random(20_000)
LOG_KEY = SignerKey("county.example/ledger", bytes(32))
W1 = Cosigner("audit.example/w1", ED25519, bytes([1]) * 32)
W2 = Cosigner("city.example/w2", ML_DSA_44, bytes([2]) * 32)
WITNESS = Witness({LOG_KEY.name: [LOG_KEY.verifier]}, [W1])
LOG = Log()
LOG.add(600)
READ = LOG.reader()


def head(size):
    return Checkpoint(LOG_KEY.name, size, LOG.roots[size])


def signed(size):
    return sign_checkpoint(head(size), [LOG_KEY, W1.at(NOW)])


OLD = {LOG_KEY.name: head(300)}
REQUEST = Request(300, tuple(consistency_proof(300, 600, READ)), signed(600)).encode()
TOKENS = [
    b"\n", b"\n\n", b"\r\n", b"\0", b" ", b"+", b"=", b"A", b"-1", b"0", b"00", b"\xff",
    "— ".encode(), "\u3000".encode(), "\u2028".encode(), b"\xed\xa0\x80", b"\xf4\x90\x80\x80",
    str(2**63).encode(), str(2**64).encode(), b"9" * 5000, b"index 0\n", b"old 0\n",
    b"extra AA==\n", "— x AAAAAAA=\n".encode(), LOG_KEY.name.encode(), b"\x7f", b"\x1b[2J",
]  # fmt: skip


def spoil(data):
    """The data with one to three hostile changes."""
    for _ in range(SEED.choice((1, 1, 1, 2, 3))):
        data = SEED.choice((flip, cut, insert, double, swap, renumber, splice))(data)
    return data


def spot(data):
    start = SEED.randrange(len(data) + 1)
    return start, min(len(data), start + SEED.choice((1, 1, 2, 4, 32, 200)))


def flip(data):
    if not data:
        return b"\0"
    at = SEED.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << SEED.randrange(8)]) + data[at + 1 :]


def cut(data):
    start, end = spot(data)
    return data[:start] + data[end:]


def insert(data):
    start, end = spot(data)
    return data[:start] + SEED.choice(TOKENS) + data[SEED.choice((start, end)) :]


def double(data):
    start, end = spot(data)
    return data[:end] + data[start:]


def swap(data):
    lines = data.split(b"\n")
    one, two = SEED.randrange(len(lines)), SEED.randrange(len(lines))
    lines[one], lines[two] = lines[two], lines[one]
    return b"\n".join(lines)


def renumber(data):
    found = list(re.finditer(rb"[0-9]+", data))
    if not found:
        return data + b"0"
    one = SEED.choice(found)
    number = SEED.choice((0, 1, 599, 601, 2**63 - 1, 2**63, 10**400))
    return data[: one.start()] + str(number).encode() + data[one.end() :]


def splice(data):
    start, _ = spot(data)
    return data[:start] + REQUEST[SEED.randrange(len(REQUEST)) :]


def text_of(data):
    return data.decode("utf-8", "surrogateescape")


def a_verifier_key():
    key = SEED.choice((LOG_KEY, W1, W2)).verifier.encode()
    line = text_of(spoil(key.encode()))
    for kind in (VerifierKey, CosignerKey):
        try:
            assert kind.parse(line).encode() == line
        except MalformedKey as refused:
            reason(refused)


def a_signer_key():
    line = text_of(spoil(SEED.choice((LOG_KEY, W1, W2)).encode().encode()))
    for kind in (SignerKey, Cosigner):
        try:
            assert kind.parse(line).encode() == line
        except MalformedKey as refused:
            reason(refused)


def a_note():
    text = SEED.choice(("one\n", "两行\n\n— x AAAAAAA=\n", "\n\n\n"))
    data = spoil(sign_note(text, [LOG_KEY]))
    assert open_note(data, [LOG_KEY.verifier]).text == text


def a_checkpoint():
    size = SEED.randrange(601)
    data = spoil(signed(size))
    opened = open_checkpoint(data, origin=LOG_KEY.name, keys=[LOG_KEY.verifier])
    assert opened.checkpoint in {head(size), head(600)}  # spliced from REQUEST


def a_cosigned_checkpoint():
    size = SEED.randrange(601)
    witness = SEED.choice((W1, W2))
    data = spoil(sign_checkpoint(head(size), [LOG_KEY, witness.at(NOW)]))
    note = parse_note(data)
    found = cosigned_by(note, [witness.verifier])
    assert set(found.values()) <= {NOW}
    if found:
        assert note.text.split("\n")[1:3] == head(size).encode().split("\n")[1:3]


def a_proof():
    index = SEED.randrange(600)
    path = tuple(inclusion_proof(index, 600, READ))
    data = spoil(Proof(index, path, signed(600), b"extra").encode())
    leaf = leaf_hash(LOG.bodies[index])
    shown = verify_proof(data, leaf, origin=LOG_KEY.name, keys=[LOG_KEY.verifier])
    assert (shown.index, shown.signed.checkpoint) == (index, head(600))


def a_request():
    given = answer(spoil(REQUEST), OLD, WITNESS, NOW)
    assert given.status in {200, 400, 403, 404, 409, 422}
    new = {LOG_KEY.name: head(600)} if given.status == 200 else OLD
    assert given.state == new


def an_answer():
    good = answer(REQUEST, OLD, WITNESS, NOW).body
    told = add_cosignatures(signed(600), spoil(good), [W1.verifier])
    assert cosigned_by(parse_note(told), [W1.verifier]) == {W1.verifier: NOW}


def a_size_or_a_path():
    size, path = b"300\n", Tile(0, SEED.randrange(2**40), 7).path
    data = spoil(size)
    told = text_of(spoil(path.encode()))
    if SEED.random() < 0.5:
        assert f"{read_size(data)}\n".encode() == data
    else:
        assert parse_path(told).path == told


def a_tile_or_a_bundle():
    spoilt = SEED.choice(sorted(LOG.files))
    data = spoil(LOG.files[spoilt])
    tile = parse_path(spoilt)
    if tile.level == ENTRIES:
        parse_bundle(data, tile.width)
    reader = LOG.reader(600, {**LOG.files, spoilt: data})
    assert reader(0, 599) == leaf_hash(LOG.bodies[599])
    for index in (0, 255, 300):
        assert reader(0, index) == leaf_hash(LOG.bodies[index])
    assert [body for _, body in reader.entries(0, 600)] == LOG.bodies


def reason(refused):
    told = str(refused)
    assert told[0].isupper(), told
    assert told.endswith("."), told
    assert len(told) < 200, told
    assert "\n" not in told
    assert told.isprintable()


@pytest.mark.parametrize(
    "read",
    [
        a_verifier_key,
        a_signer_key,
        a_note,
        a_checkpoint,
        a_cosigned_checkpoint,
        a_proof,
        a_request,
        an_answer,
        a_size_or_a_path,
        a_tile_or_a_bundle,
    ],
)
def test_a_spoilt_file_is_refused_in_one_sentence_or_says_what_was_signed(read):
    refusals = 0
    for _ in range(EACH):
        try:
            read()
        except LedgerError as refused:
            reason(refused)
            refusals += 1
    assert refusals > EACH // 2 or read in {a_verifier_key, a_signer_key, a_request}
