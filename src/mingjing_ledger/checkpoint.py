"""Checkpoints, C2SP tlog-checkpoint: which log, how many entries, which root.

A checkpoint is the text of a signed note: origin, size, root, and any extension
lines. A log must never sign two that are not consistent with each other.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from mingjing_ledger.encoding import from_decimal, hash_from_base64, to_base64
from mingjing_ledger.errors import MalformedCheckpoint, WrongOrigin
from mingjing_ledger.keys import Signer, Verifier
from mingjing_ledger.note import Opened, parse_note, sign_note, verify_note
from mingjing_ledger.tree import HASH_SIZE, MAX_SIZE


@dataclass(frozen=True)
class Checkpoint:
    """The head of a log: ``size`` entries whose tree has the hash ``root``.

    Raises MalformedCheckpoint when it could not be written as a note.
    """

    origin: str
    size: int
    root: bytes  # 32 bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.size <= MAX_SIZE:
            raise MalformedCheckpoint("The size is not from 0 to 2**63 - 1.")
        if len(self.root) != HASH_SIZE:
            raise MalformedCheckpoint("The root hash has 32 bytes.")
        for line in (self.origin, *self.extensions):
            if not line:
                raise MalformedCheckpoint("No line of a checkpoint is empty.")
            if any(c < " " or "\ud800" <= c <= "\udfff" for c in line):
                raise MalformedCheckpoint("A line has a character no note can hold.")

    def encode(self) -> str:
        """Write the text of the note. C2SP tlog-checkpoint, "Note text"."""
        lines = (self.origin, str(self.size), to_base64(self.root), *self.extensions)
        return "".join(line + "\n" for line in lines)


@dataclass(frozen=True)
class SignedCheckpoint:
    """A checkpoint whose log's signature was verified."""

    checkpoint: Checkpoint
    note: Opened


def parse_checkpoint(text: str) -> Checkpoint:
    """Read the text of a note as a checkpoint; nothing is verified.

    C2SP tlog-checkpoint, "Note text". Raises MalformedCheckpoint.
    """
    if not text.endswith("\n"):
        raise MalformedCheckpoint("The checkpoint does not end in a newline.")
    lines = text.removesuffix("\n").split("\n")
    if len(lines) < 3:
        raise MalformedCheckpoint("A checkpoint has at least three lines.")
    origin, size, root, *extensions = lines
    return Checkpoint(
        origin,
        from_decimal(size, "The size", MalformedCheckpoint),
        hash_from_base64(root, "The root hash", MalformedCheckpoint),
        tuple(extensions),
    )


def sign_checkpoint(checkpoint: Checkpoint, signers: Iterable[Signer]) -> bytes:
    """Return the checkpoint as a note signed by each of ``signers``.

    The name of the log's key should be its origin. While a key is being replaced the
    old and the new one both sign. Raises MalformedNote when nobody signs.
    """
    return sign_note(checkpoint.encode(), signers)


def open_checkpoint(
    data: bytes, *, origin: str, keys: Iterable[Verifier]
) -> SignedCheckpoint:
    """Read and verify the checkpoint of the log ``origin``.

    ``keys`` are the log's own, not its witnesses' (`cosignature.cosigned_by` asks
    for those). Raises MalformedNote, MalformedCheckpoint, WrongOrigin, BadSignature,
    NoTrustedSignature.
    """
    note = parse_note(data)
    checkpoint = parse_checkpoint(note.text)
    if checkpoint.origin != origin:
        raise WrongOrigin("The checkpoint is one of another log.")
    return SignedCheckpoint(checkpoint, verify_note(note, keys))
