"""C2SP tlog-checkpoint."""

import base64

import pytest

from mingjing_ledger.checkpoint import (
    Checkpoint,
    open_checkpoint,
    parse_checkpoint,
    sign_checkpoint,
)
from mingjing_ledger.errors import (
    BadSignature,
    MalformedCheckpoint,
    MalformedNote,
    NoTrustedSignature,
    WrongOrigin,
)
from mingjing_ledger.note import SignerKey, parse_note

# The example of the specification.
SOFA = (
    "example.com/behind-the-sofa\n20852163\n"
    "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
)
SOFA_SIGNED = (
    SOFA
    + "\n— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeO"
    "oRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
)
ROOT = bytes(range(32))
ROOT64 = base64.b64encode(ROOT).decode()
LOG = SignerKey("county.example/ledger", bytes(32))
HEAD = Checkpoint("county.example/ledger", 7, ROOT)
SIGNED = sign_checkpoint(HEAD, [LOG])


def opened(data, *, origin=LOG.name, key=LOG.verifier):
    return open_checkpoint(data, origin=origin, keys=[key])


def test_the_example_of_the_specification_is_read_and_written_the_same():
    head = parse_checkpoint(parse_note(SOFA_SIGNED.encode()).text)

    assert (head.origin, head.size) == ("example.com/behind-the-sofa", 20852163)
    assert head.root.hex() == (
        "0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62"
    )
    assert head.encode() == SOFA


def test_a_signed_checkpoint_is_opened():
    assert opened(SIGNED).checkpoint == HEAD
    assert [one.name for one in opened(SIGNED).note.trusted] == [LOG.name]


def test_old_and_new_key_both_sign_while_a_key_is_replaced():
    new = SignerKey(LOG.name, bytes([1]) * 32)
    data = sign_checkpoint(HEAD, [LOG, new])

    assert opened(data).checkpoint == HEAD
    assert opened(data, key=new.verifier).checkpoint == HEAD


def test_extension_lines_are_kept_and_signed():
    head = Checkpoint(LOG.name, 0, ROOT, ("first", "第二行"))
    data = sign_checkpoint(head, [LOG])

    assert opened(data).checkpoint == head
    with pytest.raises(BadSignature):
        opened(data.replace(b"first", b"other"))


def test_a_checkpoint_of_another_log_or_key_is_refused():
    with pytest.raises(WrongOrigin, match="another log"):
        opened(SIGNED, origin="county.example/other")
    with pytest.raises(NoTrustedSignature):
        opened(SIGNED, key=SignerKey(LOG.name, bytes([1]) * 32).verifier)
    with pytest.raises(BadSignature):
        opened(SIGNED.replace(b"\n7\n", b"\n8\n"))


MALFORMED = {
    "ends? in a newline": f"o\n1\n{ROOT64}",
    "at least three lines": "o\n1\n",
    "No line of a checkpoint is empty": f"\n1\n{ROOT64}\n",
    "No line": f"o\n1\n{ROOT64}\n\nx\n",
    "size is not a decimal": f"o\n01\n{ROOT64}\n",
    "size is not a decimal number": f"o\n+1\n{ROOT64}\n",
    "size is not": f"o\n-1\n{ROOT64}\n",
    "The size is not a": f"o\n1 \n{ROOT64}\n",
    "The size is": f"o\n\n{ROOT64}\n",
    "The size": f"o\n\u0661\n{ROOT64}\n",
    "size is 2..63": f"o\n{2**63}\n{ROOT64}\n",
    "without leading zeros": f"o\n{10**30}\n{ROOT64}\n",
    "root hash is not standard base64": f"o\n1\n{ROOT64[:-1]}\n",
    "root hash is not": f"o\n1\n{ROOT64.replace('8=', '9=')}\n",
    "root hash has 31 bytes": f"o\n1\n{base64.b64encode(ROOT[:31]).decode()}\n",
    "root hash has 33 bytes": f"o\n1\n{base64.b64encode(ROOT + b'x').decode()}\n",
    "root hash": f"o\n1\n{ROOT.hex()}\n",
}


@pytest.mark.parametrize(("reason", "text"), MALFORMED.items())
def test_a_malformed_checkpoint_is_refused_with_the_reason(reason, text):
    with pytest.raises(MalformedCheckpoint, match=reason):
        parse_checkpoint(text)


def test_windows_line_ends_are_refused():
    with pytest.raises(MalformedNote, match="Windows line ends"):
        opened(SIGNED.replace(b"\n", b"\r\n"))


def test_the_greatest_size_is_read():
    assert parse_checkpoint(f"o\n{2**63 - 1}\n{ROOT64}\n").size == 2**63 - 1


def test_a_checkpoint_that_cannot_be_written_cannot_be_made():
    for wrong in (
        ("", 0, ROOT),
        ("a\nb", 0, ROOT),
        ("a\ud800", 0, ROOT),
        ("a", -1, ROOT),
        ("a", 2**63, ROOT),
        ("a", 0, b""),
        ("a", 0, ROOT, ("",)),
    ):
        with pytest.raises(MalformedCheckpoint):
            Checkpoint(*wrong)
