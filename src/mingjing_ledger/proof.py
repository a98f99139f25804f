"""Proofs in a file, C2SP tlog-proof: an index, the hashes, the signed head.

The file proves, without a network, that an entry stands in the log of whoever
signed the head. It does not hold the entry: whoever checks brings it along.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from mingjing_ledger.checkpoint import SignedCheckpoint, open_checkpoint
from mingjing_ledger.cosignature import CosignerKey, cosigned_by
from mingjing_ledger.encoding import (
    from_base64,
    from_decimal,
    hash_from_base64,
    text_from,
    to_base64,
)
from mingjing_ledger.errors import MalformedProof, NoTrustedSignature
from mingjing_ledger.keys import Verifier
from mingjing_ledger.note import MOST_BYTES, parse_note
from mingjing_ledger.tree import HASH_SIZE, MAX_SIZE, verify_inclusion

HEADER = "c2sp.org/tlog-proof@v1"
MOST_HASHES = 63  # the height of the greatest tree


@dataclass(frozen=True)
class Proof:
    """A proof as it was read: nothing of it is verified.

    ``hashes`` lead from the leaf's sibling up (RFC 6962 section 2.1.1); ``checkpoint``
    is the signed note, byte for byte; ``extra`` is nobody's word and not signed.
    Raises MalformedProof when it could not be written.
    """

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: bytes
    extra: bytes = b""

    def __post_init__(self) -> None:
        if not 0 <= self.index < MAX_SIZE:
            raise MalformedProof("The index is not from 0 to 2**63 - 2.")
        if len(self.hashes) > MOST_HASHES:
            raise MalformedProof(f"A proof has at most {MOST_HASHES} hashes.")
        if any(len(one) != HASH_SIZE for one in self.hashes):
            raise MalformedProof("Every hash has 32 bytes.")

    def encode(self) -> bytes:
        """Write the file, to be named ``*.tlog-proof``. C2SP tlog-proof, "Format"."""
        lines = [HEADER]
        if self.extra:
            lines.append(f"extra {to_base64(self.extra)}")
        lines.append(f"index {self.index}")
        lines += map(to_base64, self.hashes)
        return "\n".join([*lines, "", ""]).encode() + self.checkpoint


@dataclass(frozen=True)
class Proven:
    """What a proof that held has shown."""

    index: int
    signed: SignedCheckpoint
    witnesses: dict[CosignerKey, int]  # who cosigned the head, and when (POSIX)
    extra: bytes  # not proven by anything


def parse_proof(data: bytes) -> Proof:
    """Read a proof file and verify nothing. C2SP tlog-proof, "Format".

    Raises MalformedProof; the note at its end is read only when it is verified.
    """
    told = text_from(data, 2 * MOST_BYTES, "The proof", MalformedProof)
    head, gap, checkpoint = told.partition("\n\n")
    if not gap:
        raise MalformedProof("The proof has no blank line before its checkpoint.")
    header, *lines = head.split("\n")
    if header != HEADER:
        raise MalformedProof(f"The proof does not begin with {HEADER}.")
    extra = b""
    if lines and lines[0].startswith("extra "):
        told_extra = lines.pop(0).removeprefix("extra ")
        extra = from_base64(told_extra, "The extra data", MalformedProof)
        if not extra:
            raise MalformedProof("A line of extra data has some; it is left out else.")
    if not lines or not lines[0].startswith("index "):
        raise MalformedProof("The proof does not say the index of its entry.")
    told_index = lines.pop(0).removeprefix("index ")
    return Proof(
        from_decimal(told_index, "The index", MalformedProof),
        tuple(
            hash_from_base64(line, f"Hash {at} of the proof", MalformedProof)
            for at, line in enumerate(lines[: MOST_HASHES + 1], start=1)
        ),
        checkpoint.encode(),
        extra,
    )


def verify_proof(
    data: bytes,
    leaf: bytes,
    *,
    origin: str,
    keys: Iterable[Verifier],
    witnesses: Iterable[CosignerKey] = (),
    quorum: int = 0,
) -> Proven:
    """Verify a proof file for the entry whose leaf hash is ``leaf`` (32 bytes).

    ``keys`` are the log's; ``quorum`` is how many witnesses by different names must
    have cosigned the head. Raises MalformedProof, NotIncluded, NoTrustedSignature
    (also for too few witnesses) and whatever `checkpoint.open_checkpoint` raises.
    """
    proof = parse_proof(data)
    signed = open_checkpoint(proof.checkpoint, origin=origin, keys=keys)
    cosigned = cosigned_by(parse_note(proof.checkpoint), witnesses)
    count = len({key.name for key in cosigned})
    if count < quorum:
        raise NoTrustedSignature(
            f"{count} of the trusted witnesses cosigned; {quorum} are asked for."
        )
    head = signed.checkpoint
    verify_inclusion(leaf, proof.index, head.size, proof.hashes, head.root)
    return Proven(proof.index, signed, cosigned, proof.extra)
