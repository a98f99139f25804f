"""Signed notes, C2SP signed-note: a text, a blank line, lines of signatures.

The text means nothing until a trusted key's signature under it was verified.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mingjing_ledger.encoding import from_base64, text_from, to_base64
from mingjing_ledger.errors import (
    MalformedKey,
    MalformedNote,
    NoTrustedSignature,
)
from mingjing_ledger.keys import (
    ID_SIZE,
    Signer,
    SignerKey,
    Verifier,
    VerifierKey,
    check_name,
)

__all__ = [
    "Note",
    "Opened",
    "Signature",
    "SignerKey",
    "VerifierKey",
    "add_signatures",
    "encode_note",
    "open_note",
    "parse_note",
    "sign_note",
    "signed_by",
]

MOST_BYTES = 2**20
MOST_SIGNATURES = 100  # the format wants at least 16 to be accepted
_DASH = "— "


@dataclass(frozen=True)
class Signature:
    """One signature line: who, which key, and the bytes behind the key id."""

    name: str
    key_id: bytes  # 4 bytes
    data: bytes  # at least 1 byte; what it means is the algorithm's matter

    @property
    def line(self) -> str:
        """The line as it stands in the note, with its newline."""
        return f"{_DASH}{self.name} {to_base64(self.key_id + self.data)}\n"


@dataclass(frozen=True)
class Note:
    """A note as it was read: nothing of it is verified."""

    text: str  # with its last newline
    signatures: tuple[Signature, ...]


@dataclass(frozen=True)
class Opened:
    """A note that at least one trusted key has signed."""

    text: str
    trusted: tuple[Signature, ...]  # verified, in the order of the note
    unknown: tuple[Signature, ...]  # of keys that were not asked about


def parse_note(data: bytes) -> Note:
    """Read a note and verify nothing. C2SP signed-note, "Format".

    Raises MalformedNote: no UTF-8, a control character, no blank line, no signature,
    more than 100 of them, a line twice, more than 1 MiB.
    """
    told = text_from(data, MOST_BYTES, "The note", MalformedNote)
    split = told.rfind("\n\n")
    if split < 0:
        raise MalformedNote("The note has no blank line before its signatures.")
    text, rest = told[: split + 1], told[split + 2 :]
    if not rest:
        raise MalformedNote("The note has no signature.")
    return Note(text, parse_signatures(rest))


def parse_signatures(block: str) -> tuple[Signature, ...]:
    """Read signature lines, each ended by a newline. Raises MalformedNote."""
    if not block.endswith("\n"):
        raise MalformedNote("The last signature line does not end in a newline.")
    lines = block.removesuffix("\n").split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise MalformedNote(f"The note has more than {MOST_SIGNATURES} signatures.")
    if len(set(lines)) != len(lines):
        raise MalformedNote("The note has the same signature line twice.")
    return tuple(_signature(line, at) for at, line in enumerate(lines, start=1))


def _signature(line: str, at: int) -> Signature:
    name, _, told = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not told:
        raise MalformedNote(
            f"Signature line {at} is not made of a dash, a name and base64."
        )
    try:
        check_name(name)
    except MalformedKey as reason:
        raise MalformedNote(f"Signature line {at}: {reason}") from reason
    data = from_base64(told, f"The signature in line {at}", MalformedNote)
    if len(data) <= ID_SIZE:
        raise MalformedNote(f"The signature in line {at} is too short.")
    return Signature(name, data[:ID_SIZE], data[ID_SIZE:])


def open_note(data: bytes, keys: Iterable[Verifier]) -> Opened:
    """Read a note and verify it. C2SP signed-note, "Signatures".

    A signature whose name and key id are not both those of a key in ``keys`` is left
    aside. Raises MalformedNote as `parse_note` does and for two signatures of one
    known key, BadSignature when one of a known key is wrong, NoTrustedSignature
    when there is none of a known key.
    """
    return verify_note(parse_note(data), keys)


def verify_note(note: Note, keys: Iterable[Verifier]) -> Opened:
    """Verify a note that was read; see `open_note`."""
    known = _by_id(keys)
    trusted: list[Signature] = []
    unknown: list[Signature] = []
    seen: set[tuple[str, bytes]] = set()
    for signature in note.signatures:
        who = signature.name, signature.key_id
        if who not in known:
            unknown.append(signature)
            continue
        if who in seen:
            raise MalformedNote(f"The key of {signature.name} signed the note twice.")
        seen.add(who)
        known[who].verify(note.text.encode(), signature.data)
        trusted.append(signature)
    if not trusted:
        raise NoTrustedSignature("None of the trusted keys signed the note.")
    return Opened(note.text, tuple(trusted), tuple(unknown))


def _by_id(keys: Iterable[Verifier]) -> dict[tuple[str, bytes], Verifier]:
    known: dict[tuple[str, bytes], Verifier] = {}
    for key in keys:
        who = key.name, key.key_id
        if known.setdefault(who, key) != key:
            raise MalformedKey(f"Two different keys of {key.name} have the same id.")
    return known


def encode_note(text: str, signatures: Sequence[Signature]) -> bytes:
    """Write a note. Raises MalformedNote when it could not be read back."""
    if not text.endswith("\n"):
        raise MalformedNote("The text of a note ends in a newline.")
    data = text.encode() + b"\n" + "".join(one.line for one in signatures).encode()
    parse_note(data)
    return data


def sign_note(text: str, signers: Iterable[Signer]) -> bytes:
    r"""Sign ``text`` with each of ``signers`` and return the whole note.

    ``text`` ends in a newline and has no other control character. Raises
    MalformedNote otherwise, and when nobody signs.
    """
    return encode_note(text, [signed_by(signer, text) for signer in signers])


def add_signatures(data: bytes, new: Iterable[Signature]) -> bytes:
    """Return the note with more signatures, a key's old one giving way to its new.

    Nothing is verified. Raises MalformedNote.
    """
    note, new = parse_note(data), tuple(new)
    renewed = {(one.name, one.key_id) for one in new}
    kept = [one for one in note.signatures if (one.name, one.key_id) not in renewed]
    return encode_note(note.text, [*kept, *new])


def signed_by(signer: Signer, text: str) -> Signature:
    """Return the signer's signature under ``text`` alone."""
    return Signature(signer.name, signer.key_id, signer.sign(text.encode()))
