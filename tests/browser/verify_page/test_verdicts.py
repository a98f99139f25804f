"""Every verdict of the page, in Chromium, is the library's: 240 good receipts, 600 spoilt."""

import base64
import hashlib
import random

import pytest

from mingjing_ledger.canonical import canonical
from mingjing_ledger.checkpoint import open_checkpoint
from mingjing_ledger.cosignature import CosignerKey, cosigned_by
from mingjing_ledger.errors import LedgerError
from mingjing_ledger.keys import VerifierKey, verify_ed25519
from mingjing_ledger.note import parse_note
from mingjing_ledger.proof import parse_proof, verify_proof
from mingjing_ledger.tree import leaf_hash
from tests.browser.verify_page.receipts import (
    CITY,
    KEY,
    LOG,
    NEW,
    STRANGER,
    WITNESSES,
    receipt,
)
from tests.mingjing_ledger.examples import LOG_KEY, NOW, WITNESS_KEY
from tests.mingjing_ledger.test_hostile import spoil

pytestmark = pytest.mark.browser
ORDER = 2**252 + 27742317777372353535851937790883648493
CHANCE = random.Random(9162)
JUDGE = """cases => cases.map(([receipt, entry, keys, witnesses]) => {
  const bytes = (told) => Uint8Array.from(atob(told), (one) => one.charCodeAt(0));
  const none = new Uint8Array();
  const shown = Check.judge({ receipt: bytes(receipt), entry: bytes(entry), keys, witnesses,
    other: none, opening: null });
  if (shown.verdict !== "holds") return [shown.verdict, shown.reason.kind];
  return ["holds", String(shown.proof.index), String(shown.head.size), Tlog.hex(shown.head.root),
    shown.witnesses.map((one) => [one.name, one.id, String(one.time)])];
})"""


def library_on(data, body, keys, witnesses):
    """What mingjing_ledger says of the same bytes, in the words of the page."""
    try:
        trusted = [VerifierKey.parse(line) for line in keys.split("\n")]
        known = [CosignerKey.parse(line) for line in witnesses.split("\n") if line]
        name = trusted[0].name
        told = parse_proof(data)
        if not (body := body or told.extra):
            open_checkpoint(told.checkpoint, origin=name, keys=trusted)
            cosigned_by(parse_note(told.checkpoint), known)
            return ["unknown", "Malformed"]
        leaf = leaf_hash(body)
        shown = verify_proof(data, leaf, origin=name, keys=trusted, witnesses=known)
    except LedgerError as reason:
        kind = type(reason).__name__
        return ["unknown" if kind.startswith("Malformed") else "fails", kind]
    head = shown.signed.checkpoint
    seen = [[k.name, k.key_id.hex(), str(t)] for k, t in shown.witnesses.items()]
    return ["holds", str(shown.index), str(head.size), head.root.hex(), seen]


def good_cases():
    sets = [
        (),
        (LOG_KEY, WITNESS_KEY.at(NOW), CITY.at(NOW + 60)),
        (LOG_KEY, NEW, CITY.at(2**40)),
        (STRANGER, LOG_KEY),
    ]
    for number in range(240):
        size = 1 + number if number < 70 else CHANCE.randrange(1, 701)
        index = CHANCE.choice((0, size - 1, CHANCE.randrange(size)))
        bring = bool(number % 3)
        data = receipt(index, size, *sets[number % 4], bring=bring)
        yield data, b"" if bring else LOG.bodies[index], KEY, WITNESSES


def spoilt_cases():
    for number in range(600):
        size = CHANCE.randrange(1, 701)
        index = CHANCE.randrange(size)
        bring = bool(number % 2)
        data = receipt(index, size, bring=bring)
        yield spoil(data), b"" if bring else LOG.bodies[index], KEY, WITNESSES
    whole = receipt(5, 7)
    for end in range(1, len(whole), 29):
        yield whole[:end], b"", KEY, WITNESSES
    lines = whole.split(b"\n")
    yield whole.replace(b"\n", b"\r\n"), b"", KEY, WITNESSES
    yield b"\n".join([*lines[:3], lines[4], lines[3], *lines[5:]]), b"", KEY, WITNESSES
    yield whole, b"another entry", KEY, WITNESSES
    yield receipt(5, 7, bring=False), b"", KEY, WITNESSES
    yield whole + b"\n" * 2**21, b"", KEY, WITNESSES
    yield receipt(5, 7, STRANGER, origin=STRANGER.name), b"", KEY, WITNESSES
    yield receipt(5, 7, LOG_KEY, origin=STRANGER.name), b"", KEY, WITNESSES
    yield receipt(5, 7, STRANGER), b"", KEY, WITNESSES
    yield whole, b"", STRANGER.verifier.encode(), WITNESSES
    yield whole, b"", NEW.verifier.encode(), WITNESSES
    yield whole, b"", KEY, KEY
    yield whole, b"", WITNESS_KEY.verifier.encode(), WITNESSES
    last, again = lines[-2] + b"\n", lines[-2].replace(b"pOgY", b"pOgZ") + b"\n"
    dash, crowd = last[:4], [b"x%d AAAAAAA=\n" % number for number in range(99)]
    for more in (
        last, again, b"\n", dash + b"x AAAA\n", dash + b"x AAAAAAB=\n",
        dash + b"x\xc2\x85y AAAAAAA=\n", dash + b"x\xef\xbb\xbf AAAAAAA=\n",
        dash + b"x+y AAAAAAA=\n", (dash + crowd[0]) * 2, dash + dash.join(crowd[:98]), dash + dash.join(crowd),
    ):  # fmt: skip
        yield whole + more, b"", KEY, WITNESSES
    yield whole[:-1], b"", KEY, WITNESSES
    path = lines[3] + b"\n"
    for count in (2, 61, 62):
        yield whole.replace(path, path * count), b"", KEY, WITNESSES
    at_most = whole.replace(b"index 5", b"index 9223372036854775807")
    yield at_most, b"", KEY, WITNESSES
    yield b"\xef\xbb\xbf" + whole, b"", KEY, WITNESSES
    for line in (KEY[:-1], KEY.replace("fe2b", "FE2B"), KEY.replace("fe2b", "0000")):
        yield whole, b"", line, WITNESSES


def told(case):
    data, body, keys, witnesses = case
    return [*(base64.b64encode(it).decode() for it in (data, body)), keys, witnesses]


def judged(page, cases):
    return page.evaluate(JUDGE, [told(case) for case in cases])


def test_good_receipts_hold_as_the_library_says(saved):
    cases = list(good_cases())
    expected = [library_on(*case) for case in cases]

    assert judged(saved(), cases) == expected
    assert {one[0] for one in expected} == {"holds"}
    assert len({one[2] for one in expected}) > 150


def test_spoilt_receipts_get_the_verdict_of_the_library(saved):
    cases = list(spoilt_cases())
    expected = [library_on(*case) for case in cases]
    found = judged(saved(), cases)
    differ = [
        (said, other, case[0][:300])
        for case, said, other in zip(cases, found, expected, strict=True)
        if said != other
    ]

    assert differ == []
    assert len(cases) > 600
    assert {
        "MalformedProof", "MalformedNote", "MalformedCheckpoint", "MalformedKey",
        "Malformed", "NotIncluded", "BadSignature", "NoTrustedSignature", "WrongOrigin",
    } <= {one[1] for one in expected}  # fmt: skip
    assert sum(one[0] == "holds" for one in expected) < 60


def strange_signatures():
    """Keys and signatures on which implementations of Ed25519 are known to differ."""
    p = 2**255 - 19
    good = LOG_KEY.sign(b"text")
    answer = int.from_bytes(good[32:], "little")
    public = LOG_KEY.verifier.public
    yield public, good
    yield public, good[:32] + (answer + ORDER).to_bytes(32, "little")
    yield public, good[:63]
    yield public, good + b"\0"
    small = [n.to_bytes(32, "little") for n in (0, 1, p - 1, p, p + 1)]
    small += [one[:31] + bytes([one[31] | 0x80]) for one in small]
    for key in [*small, bytes([2]) + bytes(31), b"\xff" * 32]:
        for commitment in small:
            for number in (0, 1):
                yield key, commitment + number.to_bytes(32, "little")
        yield key, good


def test_strange_keys_and_signatures_are_judged_as_by_the_library(saved):
    def holds(public, signature):
        try:
            verify_ed25519("a", public, b"text", signature)
        except LedgerError:
            return False
        return True

    cases = list(strange_signatures())
    expected = [holds(*case) for case in cases]
    found = saved().evaluate(
        "cases => cases.map(([key, one]) => Tlog.verifyEd25519("
        "Uint8Array.from(key), Tlog.bytes('text'), Uint8Array.from(one)))",
        [[list(key), list(one)] for key, one in cases],
    )

    assert found == expected
    assert {True, False} == set(expected[1:])


def test_hashes_are_those_of_fips_180_4(saved):
    texts = [CHANCE.randbytes(n) for n in [*range(260), 4096, 65_536]]
    found = saved().evaluate(
        "texts => texts.map((one) => { const data = Uint8Array.from(atob(one), (c) => "
        "c.charCodeAt(0)); return [Sha2.sha256(data), Sha2.sha512(data)].map(Tlog.hex); })",
        [base64.b64encode(one).decode() for one in texts],
    )

    assert found == [
        [hashlib.sha256(one).hexdigest(), hashlib.sha512(one).hexdigest()]
        for one in texts
    ]


def test_strange_json_is_not_taken_apart(saved):
    ours = {
        "kind": "A",
        "data": {"钱": 1, "\U00010000": 2, "\uffff": 3, "__proto__": 4},
    }
    strange = [
        '{"kind":"A","kind":"B"}', '{"data":{},"kind":"A" }', '{"kind":"A","n":1.5}',
        '{"kind":"A","n":1e+21}', '{"kind":"A","n":9007199254740993}', '["kind"]',
        '{"kind":"\\u0041"}', '{"kind":"A","n":-0}', "[" * 60_000, "entry 5", "null",
    ]  # fmt: skip
    found = saved().evaluate(
        "texts => texts.map((one) => Check.readEntry(Tlog.bytes(one)) !== null)",
        [canonical(ours).decode(), *strange],
    )

    assert found == [True] + [False] * len(strange)
