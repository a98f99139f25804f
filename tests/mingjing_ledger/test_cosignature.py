"""C2SP tlog-cosignature, with keys and a time as published by others."""

import base64
import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from mingjing_ledger.checkpoint import Checkpoint, sign_checkpoint
from mingjing_ledger.cosignature import (
    ED25519,
    ML_DSA_44,
    Cosigner,
    CosignerKey,
    cosigned_by,
    signed_message,
    subtree_message,
    time_of,
)
from mingjing_ledger.errors import (
    BadSignature,
    Malformed,
    MalformedCheckpoint,
    MalformedKey,
    MalformedNote,
)
from mingjing_ledger.note import Signature, SignerKey, add_signatures, parse_note

REMORA = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2"
PLAIN = "TEST+7997405c+AQcC+FTVKf0jlTdHDY3rbevmnKxxPjigCXlVtGe6RIr6"
LOG = SignerKey("county.example/ledger", bytes(32))
HEAD = Checkpoint("county.example/ledger", 7, bytes(range(32)))
TEXT = HEAD.encode().encode()
SIGNED = sign_checkpoint(HEAD, [LOG])
NOW = 1679315147
KINDS = pytest.mark.parametrize("algorithm", [ED25519, ML_DSA_44])


def cosigner(algorithm=ED25519, name="audit.example/w1"):
    return Cosigner(name, algorithm, hashlib.sha256(name.encode()).digest())


def cosigned(*signers, data=SIGNED, now=NOW):
    text = parse_note(data).text.encode()
    lines = [Signature(k.name, k.at(now).key_id, k.at(now).sign(text)) for k in signers]
    return parse_note(add_signatures(data, lines))


def test_a_published_key_of_a_witness_is_read_and_written_the_same():
    assert CosignerKey.parse(REMORA).encode() == REMORA
    assert CosignerKey.parse(REMORA).key_id.hex() == "da77ade7"


def test_a_published_cosignature_states_its_time():
    data = base64.b64decode(
        "ZGhGuQAAAABm/qTPeyKXD+R2rzyQsxPiP8mXum7qq/iF0u4vanlqJyocWODBt97w9uL+8qT7S5gx"
        "EHWWOworDcFiEBYJXORmnFBOBA=="
    )

    assert time_of(Signature("witness", data[:4], data[4:])) == 1727964367


def test_the_key_of_a_log_is_not_that_of_a_witness():
    with pytest.raises(MalformedKey, match="not a key for cosignatures"):
        CosignerKey.parse(PLAIN)
    with pytest.raises(MalformedKey, match="not a key for cosignatures"):
        Cosigner.parse(LOG.encode())
    with pytest.raises(MalformedKey, match="another length"):
        CosignerKey("w", ML_DSA_44, bytes(32))


def test_what_an_ed25519_cosigner_signs():
    message = signed_message("any name", ED25519, NOW, TEXT)

    assert message == b"cosignature/v1\ntime 1679315147\n" + TEXT
    signature = cosigner().at(NOW).sign(TEXT)
    assert signature[:8] == NOW.to_bytes(8)
    public = Ed25519PublicKey.from_public_bytes(cosigner().verifier.public)
    public.verify(signature[8:], message)  # raises unless it is that message


def test_what_an_ml_dsa_cosigner_signs():
    message = signed_message("audit.example/w1", ML_DSA_44, NOW, TEXT)

    assert message == (
        b"subtree/v1\n\x00"
        b"\x10audit.example/w1"
        b"\x00\x00\x00\x00\x64\x18\x50\xcb"
        b"\x15county.example/ledger" + bytes(8) + (7).to_bytes(8) + bytes(range(32))
    )
    head = Checkpoint(HEAD.origin, HEAD.size, HEAD.root, ("not signed",))
    longer = head.encode().encode()
    assert signed_message("audit.example/w1", ML_DSA_44, NOW, longer) == message


@KINDS
def test_a_cosignature_is_made_and_verified(algorithm):
    witness = cosigner(algorithm)

    assert cosigned_by(cosigned(witness), [witness.verifier]) == {witness.verifier: NOW}
    assert cosigned_by(cosigned(witness), []) == {}
    stranger = cosigner(algorithm, "other.example").verifier
    assert cosigned_by(cosigned(witness), [stranger]) == {}


@KINDS
def test_keys_are_written_and_read(algorithm):
    witness = Cosigner.generate("audit.example/w1", algorithm)

    assert Cosigner.parse(witness.encode()) == witness
    assert CosignerKey.parse(witness.verifier.encode()) == witness.verifier
    assert repr(witness.seed) not in repr(witness)
    wrong = witness.encode().split("+")
    wrong[3] = "00000000"
    with pytest.raises(MalformedKey, match="id in the signer key"):
        Cosigner.parse("+".join(wrong))


@KINDS
def test_a_changed_cosignature_is_refused(algorithm):
    witness = cosigner(algorithm)
    good = witness.at(NOW).sign(TEXT)
    later = (NOW + 1).to_bytes(8) + good[8:]
    spoilt = good[:-1] + bytes([good[-1] ^ 1])
    for wrong in (later, spoilt, good[:-1], good + b"x", b"", good[8:]):
        with pytest.raises(BadSignature):
            witness.verifier.verify(TEXT, wrong)
    with pytest.raises(BadSignature):
        witness.verifier.verify(TEXT.replace(b"\n7\n", b"\n8\n"), good)
    with pytest.raises(BadSignature, match="no possible time"):
        witness.verifier.verify(TEXT, (2**63).to_bytes(8) + good[8:])


def test_both_kinds_of_one_witness_stand_beside_each_other():
    both = [cosigner(ED25519), cosigner(ML_DSA_44)]
    found = cosigned_by(cosigned(*both), [one.verifier for one in both])

    assert {key.algorithm for key in found} == {ED25519, ML_DSA_44}
    assert {key.name for key in found} == {"audit.example/w1"}


def test_one_witness_is_counted_once():
    witness = cosigner()
    first = witness.at(NOW).sign(TEXT)
    second = witness.at(NOW + 1).sign(TEXT)
    lines = [
        Signature(witness.name, witness.verifier.key_id, s) for s in (first, second)
    ]
    with pytest.raises(MalformedNote, match="signed the note twice"):
        cosigned_by(parse_note(add_signatures(SIGNED, lines)), [witness.verifier])


def test_extension_lines_are_under_the_ed25519_cosignature():
    head = Checkpoint(HEAD.origin, HEAD.size, HEAD.root, ("first",))
    witness = cosigner()
    good = witness.at(NOW).sign(head.encode().encode())
    with pytest.raises(BadSignature):
        witness.verifier.verify(TEXT, good)


@KINDS
def test_only_a_checkpoint_is_cosigned(algorithm):
    size = {ED25519: 72, ML_DSA_44: 2428}[algorithm]
    for text in (b"a note\n", b"\xff\n", b""):
        with pytest.raises(MalformedCheckpoint):
            cosigner(algorithm).at(NOW).sign(text)
        with pytest.raises(MalformedCheckpoint):
            cosigner(algorithm).verifier.verify(text, bytes(size))


def test_a_cosignature_has_a_time():
    for now in (0, -1, 2**63):
        with pytest.raises(Malformed, match="time of a cosignature"):
            cosigner().at(now)


def test_names_too_long_for_ml_dsa_are_refused():
    with pytest.raises(Malformed, match="255 bytes"):
        subtree_message("w" * 256, 0, "log", (0, 1), bytes(32))
    with pytest.raises(Malformed, match="255 bytes"):
        subtree_message("w", 0, "l" * 256, (0, 1), bytes(32))
    with pytest.raises(MalformedKey, match="255 bytes"):
        cosigner(ML_DSA_44, "w" * 256)
    assert cosigner(ED25519, "w" * 256).verifier.name == "w" * 256
