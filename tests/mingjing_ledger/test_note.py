"""C2SP signed-note, with the published key pair and notes of Go's sumdb/note."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing_ledger.errors import (
    BadSignature,
    MalformedKey,
    MalformedNote,
    NoTrustedSignature,
)
from mingjing_ledger.note import (
    Note,
    Signature,
    SignerKey,
    VerifierKey,
    add_signatures,
    encode_note,
    open_note,
    parse_note,
    sign_note,
)

PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
PETER_SIGNS = (
    "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
)
TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
BY_PETER = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXg"
    "KvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
BY_ENOCH = (
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01"
    "oOTGwnWLox33WWd1RvMc+QQ=\n"
)


def note(*lines, text=TEXT):
    return (text + "\n" + "".join(lines)).encode()


def keys(*lines):
    return [VerifierKey.parse(line) for line in lines]


def test_the_published_keys_are_read_and_written_the_same():
    assert VerifierKey.parse(PETER).encode() == PETER
    assert VerifierKey.parse(PETER).key_id.hex() == "c74f20a3"
    assert SignerKey.parse(PETER_SIGNS).encode() == PETER_SIGNS
    assert SignerKey.parse(PETER_SIGNS).verifier.encode() == PETER


def test_the_published_note_is_signed_the_same():
    assert sign_note(TEXT, [SignerKey.parse(PETER_SIGNS)]) == note(BY_PETER)


def test_known_signatures_are_verified_and_others_left_aside():
    opened = open_note(note(BY_PETER, BY_ENOCH), keys(PETER))

    assert opened.text == TEXT
    assert [one.name for one in opened.trusted] == ["PeterNeumann"]
    assert [one.line for one in opened.unknown] == [BY_ENOCH]
    both = open_note(note(BY_PETER, BY_ENOCH), keys(ENOCH, PETER, PETER))
    assert [one.name for one in both.trusted] == ["PeterNeumann", "EnochRoot"]


def test_a_note_that_no_trusted_key_signed_is_refused():
    for known in ([], keys(ENOCH)):
        with pytest.raises(NoTrustedSignature, match="None of the trusted keys"):
            open_note(note(BY_PETER), known)


def test_the_same_name_with_another_key_or_the_same_key_id_under_another_name():
    stranger = BY_PETER.replace("PeterNeumann", "CarmenSandiego")
    other_id = BY_PETER.replace("x08go", "xxxxo")
    opened = open_note(note(stranger, other_id, BY_ENOCH), keys(PETER, ENOCH))

    assert [one.name for one in opened.trusted] == ["EnochRoot"]
    assert len(opened.unknown) == 2


def test_one_wrong_signature_of_a_known_key_spoils_the_note():
    wrong = BY_PETER[:60] + "ABCD" + BY_PETER[60:]
    with pytest.raises(BadSignature, match="PeterNeumann"):
        open_note(note(wrong, BY_ENOCH), keys(PETER, ENOCH))
    with pytest.raises(BadSignature):
        open_note(note(BY_PETER, text=TEXT + "more\n"), keys(PETER))


def test_the_text_goes_up_to_the_last_blank_line():
    text = "one\n\n— nobody AAAAAAAA\n\n"
    data = sign_note(text, [SignerKey.parse(PETER_SIGNS)])

    assert parse_note(data).text == text
    assert open_note(data, keys(PETER)).text == text


MALFORMED = {
    "no blank line": TEXT.encode(),
    "no signature": note(),
    "does not end in a newline": note(BY_PETER[:-1]),
    "control character": note(BY_PETER, text="\x01" + TEXT),
    "control character.": note(BY_PETER, text="tab\there\n"),
    "Windows line ends": note(BY_PETER).replace(b"\n", b"\r\n"),
    "not UTF-8": b"\xff" + note(BY_PETER),
    "not UTF-8 from byte 1": b"a\xed\xa0\x80" + note(BY_PETER),
    "line 2 is not made": note(BY_PETER, "Unexpected line.\n"),
    "line 1 is not made": note(BY_PETER.replace("—", "-")),
    "line 1 is not": note("— PeterNeumann\n"),
    "line 1 is not made of": note("— PeterNeumann \n"),
    "not standard base64": note("— Peter Neumann x08go/Zj\n"),
    "has no space and no plus": note("— Peter+Neumann x08go/Zj\n"),
    "no space": note("— Peter\u3000Neumann x08go/Zj\n"),
    "A key has a name": note("—  x08go/Zj\n"),
    "line 1 is not standard base64": note(BY_PETER.replace("nAM=", "nAN=")),
    "is not standard base64": note(BY_PETER.replace("nAM=", "nAM")),
    "too short": note("— PeterNeumann x08gow==\n"),
    "same signature line twice": note(BY_PETER, BY_ENOCH, BY_PETER),
    "more than 100 signatures": note(*[f"— k{n} x08go/Zj\n" for n in range(101)]),
    "longer than 1048576 bytes": note(BY_PETER, text="x" * 2**20 + "\n"),
}


@pytest.mark.parametrize(("reason", "data"), MALFORMED.items())
def test_a_malformed_note_is_refused_with_the_reason(reason, data):
    with pytest.raises(MalformedNote, match=reason):
        open_note(data, keys(PETER))


def test_a_hundred_signatures_are_read():
    data = note(*[f"— k{n} x08go/Zj\n" for n in range(99)], BY_PETER)

    assert len(open_note(data, keys(PETER)).unknown) == 99


def test_two_signatures_of_one_known_key_are_refused():
    second = Signature("PeterNeumann", bytes.fromhex("c74f20a3"), b"x" * 64).line
    with pytest.raises(MalformedNote, match="PeterNeumann signed the note twice"):
        open_note(note(BY_PETER, second), keys(PETER))
    # Of an unknown key nothing is known, so nothing is wrong.
    assert len(open_note(note(BY_PETER, second, BY_ENOCH), keys(ENOCH)).unknown) == 2


WRONG_KEYS = {
    "name, its id and base64": "PeterNeumann",
    "has a name": PETER.removeprefix("PeterNeumann"),
    "no space": PETER.replace("PeterNeumann", "Peter Neumann"),
    "8 hexadecimal": PETER.replace("c74f20a3", "C74F20A3"),
    "8 hexadecimal digits": PETER.replace("c74f20a3", "c74f20a"),
    "not that of its key": PETER.replace("c74f20a3", "c74f20a4"),
    "not standard base64": PETER + "=",
    "base64": PETER + "\n",
    "32 bytes": "PeterNeumann+cc469956+"
    "ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
    "not a verifier key for Ed25519": "PeterNeumann+173116ae+"
    "ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    "The key is empty": "PeterNeumann+c74f20a3+",
    "A key is written": PETER + "A" * 5000,
}


@pytest.mark.parametrize(("reason", "line"), list(WRONG_KEYS.items())[:8])
def test_a_malformed_verifier_key_is_refused_with_the_reason(reason, line):
    with pytest.raises(MalformedKey, match=reason):
        VerifierKey.parse(line)


def test_no_part_of_a_verifier_key_can_be_missing():
    for at in range(len(PETER)):
        for to in range(at + 1, len(PETER) + 1):
            with pytest.raises(MalformedKey):
                VerifierKey.parse(PETER[:at] + PETER[to:])


def test_a_key_of_the_wrong_length_or_algorithm_is_refused():
    for line in list(WRONG_KEYS.values())[8:]:
        with pytest.raises(MalformedKey):
            VerifierKey.parse(line)


def test_a_malformed_signer_key_is_refused_and_never_repeated():
    secret = PETER_SIGNS.rpartition("+")[2]
    for line in (
        PETER,
        PETER_SIGNS.replace("c74f20a3", "c74f20a4"),
        PETER_SIGNS[:-4],
        PETER_SIGNS + "=",
        PETER_SIGNS.replace("PeterNeumann", "Peter Neumann"),
        PETER_SIGNS.replace("+AY", "+BY"),
    ):
        with pytest.raises(MalformedKey) as caught:
            SignerKey.parse(line)
        assert secret[5:30] not in str(caught.value)
    assert secret not in repr(SignerKey.parse(PETER_SIGNS))


def test_two_keys_that_cannot_be_told_apart_are_not_trusted():
    class Twin:
        name = "PeterNeumann"
        key_id = bytes.fromhex("c74f20a3")

        def verify(self, _text, _signature):
            raise AssertionError

    with pytest.raises(MalformedKey, match="same id"):
        open_note(note(BY_PETER), [*keys(PETER), Twin()])


def test_a_text_that_no_note_can_hold_is_not_signed():
    signer = SignerKey.parse(PETER_SIGNS)
    for text in ("abc", "", "a\rb\n", "\x00\n"):
        with pytest.raises(MalformedNote):
            sign_note(text, [signer])
    with pytest.raises(MalformedNote, match="no signature"):
        sign_note(TEXT, [])


def test_a_new_signature_takes_the_place_of_the_old():
    peter, enoch = parse_note(note(BY_PETER, BY_ENOCH)).signatures
    stale = Signature(peter.name, peter.key_id, b"stale")
    data = encode_note(TEXT, [stale, enoch])

    assert add_signatures(data, [peter]) == note(BY_ENOCH, BY_PETER)


@given(st.text(), st.binary(min_size=32, max_size=32))
def test_whatever_is_signed_is_opened(words, seed):
    text = "".join(c for c in words if c >= " " or c == "\n") + "\n"
    signer = SignerKey("county.example/log", seed)
    data = sign_note(text, [signer])

    assert open_note(data, [signer.verifier]).text == text
    assert encode_note(*vars(parse_note(data)).values()) == data
    assert parse_note(data) == Note(text, parse_note(data).signatures)
