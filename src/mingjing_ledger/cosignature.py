"""Cosignatures, C2SP tlog-cosignature: "I saw this head, and it continued the last".

Two kinds, Ed25519 (0x04) and ML-DSA-44 (0x06, FIPS 204). Both carry the time at
which they were made, in seconds since 1970 (POSIX).
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import (
    MLDSA44PrivateKey,
    MLDSA44PublicKey,
)

from mingjing_ledger.checkpoint import parse_checkpoint
from mingjing_ledger.encoding import text_from
from mingjing_ledger.errors import (
    BadSignature,
    Malformed,
    MalformedCheckpoint,
    MalformedKey,
    NoTrustedSignature,
)
from mingjing_ledger.keys import (
    SEED_SIZE,
    check_name,
    ed25519_public,
    key_id,
    read_signer_key,
    read_verifier_key,
    verify_ed25519,
    write_signer_key,
    write_verifier_key,
)
from mingjing_ledger.note import MOST_BYTES, Note, Signature, verify_note

ED25519 = 0x04
ML_DSA_44 = 0x06
MAX_TIME = 2**63 - 1
MOST_NAME = 255  # bytes of a cosigner's name and of an origin that ML-DSA-44 signs
_TIME_SIZE = 8
_PUBLIC_SIZES = {ED25519: 32, ML_DSA_44: 1312}
_SIGNATURE_SIZES = {ED25519: 64, ML_DSA_44: 2420}
_LABEL = b"subtree/v1\n\0"


@dataclass(frozen=True)
class CosignerKey:
    """The public key of a cosigner: 32 bytes (Ed25519) or 1,312 (ML-DSA-44)."""

    name: str
    algorithm: int
    public: bytes = field(repr=False)

    def __post_init__(self) -> None:
        _check_cosigner(self.name, self.algorithm)
        if len(self.public) != _PUBLIC_SIZES[self.algorithm]:
            raise MalformedKey("The key of the cosigner has another length.")

    @classmethod
    def parse(cls, line: str) -> "CosignerKey":
        """Read a verifier key (vkey) of type 0x04 or 0x06. Raises MalformedKey."""
        return cls(*read_verifier_key(line))

    @property
    def key_id(self) -> bytes:
        return key_id(self.name, self.algorithm, self.public)

    def encode(self) -> str:
        """Write the verifier key; `parse` reads it back."""
        return write_verifier_key(self.name, self.algorithm, self.public)

    def verify(self, text: bytes, signature: bytes) -> None:
        """Return quietly if ``signature`` is this cosigner's under the checkpoint.

        ``signature`` is the time (8 bytes) and the bare signature. Raises
        BadSignature, and MalformedCheckpoint when ``text`` is no checkpoint.
        """
        if len(signature) != _TIME_SIZE + _SIGNATURE_SIZES[self.algorithm]:
            raise BadSignature(f"The cosignature of {self.name} has another length.")
        time = int.from_bytes(signature[:_TIME_SIZE])
        if time > MAX_TIME:
            raise BadSignature(f"The cosignature of {self.name} has no possible time.")
        message = signed_message(self.name, self.algorithm, time, text)
        if self.algorithm == ED25519:
            verify_ed25519(self.name, self.public, message, signature[_TIME_SIZE:])
        else:
            self._verify_ml_dsa(message, signature[_TIME_SIZE:])

    def _verify_ml_dsa(self, message: bytes, signature: bytes) -> None:
        try:
            MLDSA44PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError) as reason:
            raise BadSignature(
                f"The signature of {self.name} was not made with its key under this text."
            ) from reason


@dataclass(frozen=True)
class Cosigner:
    """The private key of a cosigner: a seed of 32 bytes for either algorithm."""

    name: str
    algorithm: int
    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        _check_cosigner(self.name, self.algorithm)
        if len(self.seed) != SEED_SIZE:
            raise MalformedKey("The seed of a cosigner's key has 32 bytes.")

    @classmethod
    def generate(cls, name: str, algorithm: int = ED25519) -> "Cosigner":
        """Make a new key from the system's randomness.

        An Ed25519 key must serve one cosigner only: what it signs has no name in it.
        """
        return cls(name, algorithm, secrets.token_bytes(SEED_SIZE))

    @classmethod
    def parse(cls, line: str) -> "Cosigner":
        """Read a signer key (skey) of type 0x04 or 0x06. Raises MalformedKey."""
        name, algorithm, seed, told = read_signer_key(line)
        key = cls(name, algorithm, seed)
        if key.verifier.key_id.hex() != told:
            raise MalformedKey("The id in the signer key is not that of its key.")
        return key

    @property
    def verifier(self) -> CosignerKey:
        """The public half."""
        if self.algorithm == ED25519:
            public = ed25519_public(self.seed)
        else:
            private = MLDSA44PrivateKey.from_seed_bytes(self.seed)
            public = private.public_key().public_bytes_raw()
        return CosignerKey(self.name, self.algorithm, public)

    def encode(self) -> str:
        """Write the signer key, a secret; `parse` reads it back."""
        public = self.verifier.public
        return write_signer_key(self.name, self.algorithm, self.seed, public)

    def at(self, now: int) -> "CosignerAt":
        """Return the signer of checkpoints at ``now`` (POSIX seconds, above 0)."""
        return CosignerAt(self, now)


@dataclass(frozen=True)
class CosignerAt:
    """A cosigner at one moment; what `note.sign_note` takes as a signer."""

    cosigner: Cosigner
    now: int

    def __post_init__(self) -> None:
        if not 0 < self.now <= MAX_TIME:
            raise Malformed("The time of a cosignature is from 1 to 2**63 - 1.")

    @property
    def name(self) -> str:
        return self.cosigner.name

    @property
    def key_id(self) -> bytes:
        return self.cosigner.verifier.key_id

    def sign(self, text: bytes) -> bytes:
        """Return the time (8 bytes, big-endian) and the signature."""
        key = self.cosigner
        message = signed_message(key.name, key.algorithm, self.now, text)
        if key.algorithm == ED25519:
            bare = Ed25519PrivateKey.from_private_bytes(key.seed).sign(message)
        else:
            bare = MLDSA44PrivateKey.from_seed_bytes(key.seed).sign(message)
        return self.now.to_bytes(_TIME_SIZE) + bare


def signed_message(name: str, algorithm: int, time: int, text: bytes) -> bytes:
    """Return the bytes that a cosigner signs for the checkpoint ``text``.

    C2SP tlog-cosignature, "Ed25519 signed message" and "ML-DSA-44 signed message"
    (the subtree from 0 to the size). The latter holds no extension lines. Raises
    MalformedCheckpoint when ``text`` is no checkpoint, Malformed when ML-DSA-44 is
    asked to sign an origin of more than 255 bytes.
    """
    told = text_from(text, MOST_BYTES, "The checkpoint", MalformedCheckpoint)
    checkpoint = parse_checkpoint(told)
    if algorithm == ED25519:
        return f"cosignature/v1\ntime {time}\n".encode() + text
    return subtree_message(
        name, time, checkpoint.origin, (0, checkpoint.size), checkpoint.root
    )


def subtree_message(
    name: str, time: int, origin: str, leaves: tuple[int, int], root: bytes
) -> bytes:
    """Return the bytes that an ML-DSA-44 cosigner signs for the ``leaves`` [from, to).

    C2SP tlog-cosignature, "ML-DSA-44 signed message"; ``root`` has 32 bytes, ``time``
    must be 0 unless ``leaves`` begin at 0. Raises Malformed for a name or an origin
    of more than 255 bytes.
    """
    start, end = leaves
    numbers = (start.to_bytes(8), end.to_bytes(8))
    named = (_opaque(name), time.to_bytes(8), _opaque(origin))
    return b"".join((_LABEL, *named, *numbers, root))


def cosigned_by(note: Note, keys: Iterable[CosignerKey]) -> dict[CosignerKey, int]:
    """Return which of ``keys`` cosigned the checkpoint, and when (POSIX seconds).

    A quorum counts witnesses, so count different names: one witness may sign with
    both algorithms. The time may be 0 with ML-DSA-44: no statement about it. Raises
    BadSignature when a signature of one of ``keys`` is wrong, MalformedNote when one
    signed twice.
    """
    keys = tuple(keys)
    try:
        trusted = verify_note(note, keys).trusted
    except NoTrustedSignature:
        return {}
    known = {(key.name, key.key_id): key for key in keys}
    return {known[one.name, one.key_id]: time_of(one) for one in trusted}


def time_of(signature: Signature) -> int:
    """Return the time a cosignature states, POSIX seconds; it is not verified here."""
    return int.from_bytes(signature.data[:_TIME_SIZE])


def _opaque(text: str) -> bytes:
    data = text.encode()
    if len(data) > MOST_NAME:
        raise Malformed(f"ML-DSA-44 signs no name above {MOST_NAME} bytes.")
    return bytes([len(data)]) + data


def _check_cosigner(name: str, algorithm: int) -> None:
    check_name(name)
    if algorithm not in _PUBLIC_SIZES:
        raise MalformedKey("This is not a key for cosignatures.")
    if algorithm == ML_DSA_44 and len(name.encode()) > MOST_NAME:
        raise MalformedKey(f"ML-DSA-44 knows no name above {MOST_NAME} bytes.")
