"""C2SP tlog-proof."""

import base64
from functools import partial

import pytest

from mingjing_ledger.checkpoint import Checkpoint, sign_checkpoint
from mingjing_ledger.cosignature import ED25519, ML_DSA_44, Cosigner
from mingjing_ledger.errors import (
    BadSignature,
    MalformedNote,
    MalformedProof,
    NotIncluded,
    NoTrustedSignature,
    WrongOrigin,
)
from mingjing_ledger.note import SignerKey
from mingjing_ledger.proof import Proof, parse_proof, verify_proof
from mingjing_ledger.tree import inclusion_proof, leaf_hash
from tests.mingjing_ledger.naive import naive_reader, naive_root

LOG = SignerKey("county.example/ledger", bytes(32))
AUDIT = Cosigner("audit.example/w1", ED25519, bytes([1]) * 32)
AUDIT_TOO = Cosigner("audit.example/w1", ML_DSA_44, bytes([1]) * 32)
CITY = Cosigner("city.example/w2", ED25519, bytes([2]) * 32)
LEAVES = [leaf_hash(str(number).encode()) for number in range(11)]
HEAD = Checkpoint(LOG.name, 11, naive_root(LEAVES))
SIGNED = sign_checkpoint(HEAD, [LOG, *(w.at(5) for w in (AUDIT, AUDIT_TOO, CITY))])
READ = naive_reader(LEAVES)
KEYS = [AUDIT.verifier, AUDIT_TOO.verifier, CITY.verifier]


def proof(index=6, extra=b""):
    path = tuple(inclusion_proof(index, 11, READ))
    return Proof(index, path, SIGNED, extra).encode()


verify = partial(verify_proof, origin=LOG.name, keys=[LOG.verifier])


def test_how_a_proof_is_written():
    path = [base64.b64encode(one).decode() for one in inclusion_proof(6, 11, READ)]
    told = "c2sp.org/tlog-proof@v1\nindex 6\n" + "\n".join(path) + "\n\n"

    assert proof() == told.encode() + SIGNED
    assert proof(extra=b"entry 6") == proof().replace(
        b"index", b"extra ZW50cnkgNg==\nindex"
    )


@pytest.mark.parametrize("index", range(11))
def test_a_proof_is_written_read_and_verified(index):
    data = proof(index, b"extra")
    shown = verify(data, LEAVES[index], witnesses=KEYS, quorum=2)

    assert (shown.index, shown.extra) == (index, b"extra")
    assert shown.signed.checkpoint == HEAD
    assert shown.witnesses == dict.fromkeys(KEYS, 5)
    assert parse_proof(data).encode() == data


def test_a_log_of_one_entry_needs_no_hashes():
    signed = sign_checkpoint(Checkpoint(LOG.name, 1, LEAVES[0]), [LOG])
    data = Proof(0, (), signed).encode()

    assert data.startswith(b"c2sp.org/tlog-proof@v1\nindex 0\n\ncounty.example")
    assert verify(data, LEAVES[0]).index == 0


def test_a_proof_for_another_entry_head_or_log_is_refused():
    with pytest.raises(NotIncluded):
        verify(proof(), LEAVES[7])
    with pytest.raises(BadSignature):
        verify(proof().replace(b"\n11\n", b"\n12\n"), LEAVES[6])
    with pytest.raises(WrongOrigin):
        verify(proof(), LEAVES[6], origin="county.example/other")
    with pytest.raises(NoTrustedSignature):
        verify(proof(), LEAVES[6], keys=[SignerKey(LOG.name, b"x" * 32).verifier])
    with pytest.raises(NotIncluded):
        verify(proof().replace(b"index 6", b"index 7"), LEAVES[6])
    with pytest.raises(ValueError, match="no entry number 11"):
        verify(proof().replace(b"index 6", b"index 11"), LEAVES[6])


def test_witnesses_are_counted_by_name():
    twice = [AUDIT.verifier, AUDIT_TOO.verifier]
    assert len(verify(proof(), LEAVES[6], witnesses=twice, quorum=1).witnesses) == 2
    with pytest.raises(NoTrustedSignature, match="1 of the trusted witnesses"):
        verify(proof(), LEAVES[6], witnesses=twice, quorum=2)
    with pytest.raises(NoTrustedSignature, match="0 of the trusted"):
        verify(proof(), LEAVES[6], quorum=1)


HASH = base64.b64encode(bytes(32)).decode()
H = "c2sp.org/tlog-proof@v1\n"
MALFORMED = {
    "does not begin with": "wrong\nindex 0\n\ncheckpoint\n",
    "does not begin": "\nindex 0\n\ncheckpoint\n",
    "blank line": H + "index 0\n",
    "extra data is not standard base64": H + "extra !!\nindex 0\n\nc\n",
    "extra data has some": H + "extra \nindex 0\n\nc\n",
    "does not say the index": H + "\nc\n",
    "not say the index": H + "extra AA==\n\nc\n",
    "does not say the index of": H + f"{HASH}\n\nc\n",
    "not say the index of": H + "extra AA==\nextra AA==\nindex 0\n\nc\n",
    "index is not a decimal": H + "index notanumber\n\nc\n",
    "index is not": H + "index -5\n\nc\n",
    "index is not a": H + "index 05\n\nc\n",
    "index is 2..63 or more": H + f"index {2**63}\n\nc\n",
    "Hash 1 of the proof is not standard base64": H + "index 0\n!!\n\nc\n",
    "Hash 2 of the proof has 64": H
    + f"index 0\n{HASH}\n{base64.b64encode(bytes(64)).decode()}\n\nc\n",
    "at most 63 hashes": H + "index 0\n" + f"{HASH}\n" * 64 + "\nc\n",
    "Windows": (H + "index 0\n\nc\n").replace("\n", "\r\n"),
}


@pytest.mark.parametrize(("reason", "text"), MALFORMED.items())
def test_a_malformed_proof_is_refused_with_the_reason(reason, text):
    with pytest.raises(MalformedProof, match=reason):
        parse_proof(text.encode())


def test_a_proof_without_a_signed_head_is_refused():
    with pytest.raises(MalformedNote):
        verify((H + "index 0\n\nc\n").encode(), LEAVES[0])
    data = proof()
    for cut in range(1, len(data)):
        with pytest.raises((MalformedProof, MalformedNote, NoTrustedSignature)):
            verify(data[:-cut], LEAVES[6], witnesses=KEYS, quorum=2)


def test_a_proof_that_cannot_be_written_cannot_be_made():
    for index, path in ((-1, ()), (2**63, ()), (0, (b"x",)), (0, (bytes(32),) * 64)):
        with pytest.raises(MalformedProof):
            Proof(index, path, SIGNED)
