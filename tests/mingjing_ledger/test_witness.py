"""C2SP tlog-witness: each status, and that only a yes moves the witness."""

import base64

import pytest

from mingjing_ledger.checkpoint import Checkpoint, sign_checkpoint
from mingjing_ledger.cosignature import ED25519, ML_DSA_44, Cosigner, cosigned_by
from mingjing_ledger.errors import (
    BadSignature,
    Malformed,
    MalformedNote,
    MalformedRequest,
    NoTrustedSignature,
)
from mingjing_ledger.note import SignerKey, parse_note
from mingjing_ledger.tree import EMPTY_ROOT, consistency_proof, leaf_hash
from mingjing_ledger.witness import (
    PLAIN,
    SIZE,
    Request,
    Witness,
    add_cosignatures,
    answer,
    parse_request,
    read_size,
)
from tests.mingjing_ledger.naive import naive_reader, naive_root

LOG = SignerKey("county.example/ledger", bytes(32))
OTHER_LOG = SignerKey("other.example/ledger", bytes([9]) * 32)
AUDIT = Cosigner("audit.example/w1", ED25519, bytes([1]) * 32)
AUDIT_TOO = Cosigner("audit.example/w1", ML_DSA_44, bytes([1]) * 32)
WITNESS = Witness({LOG.name: [LOG.verifier]}, [AUDIT, AUDIT_TOO])
LEAVES = [leaf_hash(str(number).encode()) for number in range(20)]
FORKED = [leaf_hash(b"forked"), *LEAVES[1:]]
NOW = 1679315147


def head(size, leaves=LEAVES, origin=LOG.name):
    return Checkpoint(origin, size, naive_root(leaves[:size]))


def request(old, new, *, leaves=LEAVES, signer=LOG, proof=None, origin=LOG.name):
    if proof is None:
        proof = consistency_proof(old, new, naive_reader(leaves)) if old <= new else ()
    signed = sign_checkpoint(head(new, leaves, origin), [signer])
    return Request(old, tuple(proof), signed).encode()


def asked(data, state=None):
    """The answer; whatever is not a yes must not have moved the witness."""
    state = {LOG.name: head(8)} if state is None else state
    given = answer(data, state, WITNESS, NOW)
    if given.status != 200:
        assert given.state == state
    return given


def test_the_example_of_the_specification_is_read_and_written_the_same():
    data = (
        "old 20852014\n"
        "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n"
        "jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=\n"
        "5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=\n"
        "/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=\n\n"
        "example.com/behind-the-sofa\n20852163\n"
        "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
        "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe"
        "4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
        "— example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVG"
        "lCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=\n"
    ).encode()

    read = parse_request(data)
    assert (read.old_size, len(read.proof)) == (20852014, 4)
    assert read.encode() == data
    assert answer(data, {}, WITNESS, NOW).status == 404


@pytest.mark.parametrize("old", range(21))
def test_whoever_continues_is_cosigned_from_any_size(old):
    before = {LOG.name: head(old), "else": head(3, origin="else")}
    for new in range(old, 21):
        given = asked(request(old, new), before)

        assert (given.status, given.content_type) == (200, PLAIN)
        assert given.state == {**before, LOG.name: head(new)}
        lines = given.body.decode().split("\n")
        assert [line.split(" ")[1] for line in lines[:-1]] == ["audit.example/w1"] * 2


def test_the_first_head_of_a_log_is_cosigned_without_a_proof():
    assert asked(request(0, 20), {}).state == {LOG.name: head(20)}
    assert asked(request(0, 0), {}).state == {LOG.name: head(0)}
    assert asked(request(0, 20, proof=[EMPTY_ROOT]), {}).status == 422


def test_the_log_takes_the_cosignatures_over():
    signed = sign_checkpoint(head(12), [LOG])
    given = asked(request(8, 12))
    keys = [AUDIT.verifier, AUDIT_TOO.verifier]

    note = parse_note(add_cosignatures(signed, given.body, keys))
    assert cosigned_by(note, keys) == dict.fromkeys(keys, NOW)
    only = parse_note(add_cosignatures(signed, given.body, keys[:1]))
    assert len(only.signatures) == 2
    with pytest.raises(NoTrustedSignature):
        add_cosignatures(signed, given.body, [])
    with pytest.raises(BadSignature):
        add_cosignatures(sign_checkpoint(head(13), [LOG]), given.body, keys)
    for wrong in (b"", b"\xff", given.body[:-1], b"no line\n"):
        with pytest.raises(MalformedNote):
            add_cosignatures(signed, wrong, keys)


def test_a_witness_that_could_not_sign_for_a_log_cannot_be_made():
    origin = "l" * 256
    with pytest.raises(Malformed, match="255 bytes"):
        Witness({origin: [LOG.verifier]}, [AUDIT_TOO])
    assert Witness({origin: [LOG.verifier]}, [AUDIT]).logs


def test_404_for_a_log_it_does_not_know():
    data = request(8, 12, origin=OTHER_LOG.name, signer=OTHER_LOG)
    assert asked(data).status == 404


def test_403_when_no_trusted_key_signed_or_one_signed_wrongly():
    assert asked(request(8, 12, signer=OTHER_LOG)).status == 403
    stranger = SignerKey(LOG.name, bytes([7]) * 32)
    assert asked(request(8, 12, signer=stranger)).status == 403
    head_12 = base64.b64encode(head(12).root)
    head_13 = base64.b64encode(head(13).root)
    given = asked(request(8, 12).replace(head_12, head_13))
    assert (given.status, given.content_type) == (403, PLAIN)
    assert given.body == (
        b"The signature of county.example/ledger was not made with its key under "
        b"this text.\n"
    )


def test_409_with_its_size_when_the_old_size_is_another():
    for old, new in ((0, 12), (7, 12), (9, 12), (9, 9), (0, 0), (0, 4)):
        given = asked(request(old, new))
        assert (given.status, given.body, given.content_type) == (409, b"8\n", SIZE)
        assert read_size(given.body) == 8
    assert asked(request(1, 12), {}).body == b"0\n"


def test_409_when_two_trees_of_one_size_are_claimed():
    given = asked(request(8, 8, leaves=FORKED))
    assert (given.status, given.content_type) == (409, PLAIN)
    assert given.body == b"Two different trees of one size are claimed.\n"
    assert asked(request(8, 8)).status == 200


def test_422_when_the_log_does_not_continue():
    assert asked(request(8, 12, leaves=FORKED)).status == 422
    assert asked(request(8, 12, proof=[])).status == 422
    assert asked(request(8, 12, proof=[EMPTY_ROOT])).status == 422
    assert asked(request(8, 8, proof=[EMPTY_ROOT])).status == 422
    good = consistency_proof(8, 12, naive_reader(LEAVES))
    assert asked(request(8, 12, proof=[*good, EMPTY_ROOT])).status == 422


def test_400_when_the_log_shrinks():
    assert asked(request(8, 7)).status == 400
    assert asked(request(9, 7)).status == 400


GOOD = request(8, 12)
MALFORMED = {
    "does not begin with the old size": GOOD.replace(b"old ", b"new "),
    "old size is not a decimal": GOOD.replace(b"old 8", b"old 08"),
    "old size is not": GOOD.replace(b"old 8", b"old -8"),
    "old size is 2..63": GOOD.replace(b"old 8", f"old {2**63}".encode()),
    "no blank line": GOOD[: GOOD.index(b"\n\n") + 1],
    "Hash 1 of the proof": GOOD.replace(b"old 8\n", b"old 8\nAAAA\n"),
    "at most 63 hashes": GOOD.replace(
        b"old 8\n", b"old 8\n" + (base64.b64encode(bytes(32)) + b"\n") * 63
    ),
    "Windows line ends": GOOD.replace(b"\n", b"\r\n"),
    "not UTF-8": GOOD.replace(b"county", b"\xff"),
    "signature": GOOD[: GOOD.rindex("—".encode())],
    "newline": GOOD[:-1],
    "size is not a decimal": GOOD.replace(b"\n12\n", b"\n012\n"),
    "twice": GOOD + GOOD[GOOD.rindex("—".encode()) :],
}


@pytest.mark.parametrize(("reason", "data"), MALFORMED.items())
def test_400_with_the_reason_for_what_is_malformed(reason, data):
    given = asked(data)
    assert given.status == 400
    assert reason.replace("2..63", "2**63") in given.body.decode()


def test_a_key_that_signed_twice_is_400():
    line = GOOD[GOOD.rindex("—".encode()) :].decode()
    name, told = line.split(" ")[1:]
    other = base64.b64decode(told)[:4] + bytes(64)
    data = GOOD + f"— {name} {base64.b64encode(other).decode()}\n".encode()
    assert asked(data).status == 400


def test_a_request_that_cannot_be_written_cannot_be_made():
    for old, proof in ((-1, ()), (2**63, ()), (0, (b"x",)), (0, (bytes(32),) * 64)):
        with pytest.raises(MalformedRequest):
            Request(old, proof, b"")


@pytest.mark.parametrize(
    "body", [b"", b"8", b"08\n", b"8\n\n", b"x\n", b"1" * 70, b"\xff"]
)
def test_a_size_that_is_not_one_is_refused(body):
    with pytest.raises(MalformedRequest):
        read_size(body)
