"""Keys that sign notes: the Ed25519 pair and its one-line spelling.

C2SP signed-note, "Verifier keys", as Go's golang.org/x/mod/sumdb/note writes them:
``name+id+base64(algorithm ‖ public key)`` for whoever checks and
``PRIVATE+KEY+name+id+base64(algorithm ‖ seed)`` for whoever signs.
"""

import hashlib
import secrets
from dataclasses import dataclass, field
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from mingjing_ledger.encoding import from_base64, to_base64
from mingjing_ledger.errors import BadSignature, MalformedKey

ED25519 = 0x01
SEED_SIZE = PUBLIC_SIZE = 32
SIGNATURE_SIZE = 64
ID_SIZE = 4
_MOST = 4096  # characters of a written key; ML-DSA-44 with a long name stays below
_PRIVATE = "PRIVATE+KEY+"


class Verifier(Protocol):
    """Whatever can check one kind of note signature under one name."""

    @property
    def name(self) -> str: ...
    @property
    def key_id(self) -> bytes: ...

    def verify(self, text: bytes, signature: bytes) -> None:
        """Return quietly, or raise BadSignature."""


class Signer(Protocol):
    """Whatever can sign a note under one name."""

    @property
    def name(self) -> str: ...
    @property
    def key_id(self) -> bytes: ...

    def sign(self, text: bytes) -> bytes:
        """Return the signature without the key id."""


def key_id(name: str, algorithm: int, public: bytes) -> bytes:
    r"""Return the 4 bytes that tell keys of one name apart.

    SHA-256(name ‖ "\n" ‖ algorithm ‖ public key)[:4], C2SP signed-note, "Signatures".
    """
    told = name.encode() + b"\n" + bytes([algorithm]) + public
    return hashlib.sha256(told).digest()[:ID_SIZE]


def check_name(name: str) -> None:
    """Raise MalformedKey unless the name may stand in a signature line.

    C2SP signed-note, "Format": not empty, no Unicode space, no plus; and nothing
    that a note cannot hold (control characters, lone surrogates).
    """
    if not name:
        raise MalformedKey("A key has a name.")
    if "+" in name or any(letter.isspace() for letter in name):
        raise MalformedKey("The name of a key has no space and no plus.")
    if any(letter < " " or "\ud800" <= letter <= "\udfff" for letter in name):
        raise MalformedKey("The name of a key has a character that no note can hold.")


def write_verifier_key(name: str, algorithm: int, public: bytes) -> str:
    """Return ``name+id+base64(algorithm ‖ public key)``, the id in 8 hex digits."""
    told = to_base64(bytes([algorithm]) + public)
    return f"{name}+{key_id(name, algorithm, public).hex()}+{told}"


def read_verifier_key(line: str) -> tuple[str, int, bytes]:
    """Return (name, algorithm, public key) of a written verifier key.

    Raises MalformedKey for anything but the one spelling, and when the id is not
    that of the key.
    """
    name, algorithm, public, told = _take_apart(line)
    if key_id(name, algorithm, public).hex() != told:
        raise MalformedKey("The id in the verifier key is not that of its key.")
    return name, algorithm, public


def write_signer_key(name: str, algorithm: int, seed: bytes, public: bytes) -> str:
    """Return ``PRIVATE+KEY+name+id+base64(algorithm ‖ seed)``. Keep it secret."""
    told = to_base64(bytes([algorithm]) + seed)
    return f"{_PRIVATE}{name}+{key_id(name, algorithm, public).hex()}+{told}"


def read_signer_key(line: str) -> tuple[str, int, bytes, str]:
    """Return (name, algorithm, seed, id in hex) of a written signer key.

    The id is that of the public key, so the caller who derives it must compare.
    Raises MalformedKey; the message never repeats any of the key.
    """
    if not line.startswith(_PRIVATE):
        raise MalformedKey("A signer key begins with PRIVATE+KEY+.")
    return _take_apart(line.removeprefix(_PRIVATE))


def _take_apart(line: str) -> tuple[str, int, bytes, str]:
    parts = line.split("+", 2)
    if len(line) > _MOST or len(parts) != 3:
        raise MalformedKey("A key is written as its name, its id and base64.")
    name, told, material = parts
    check_name(name)
    if len(told) != 2 * ID_SIZE or set(told) - set("0123456789abcdef"):
        raise MalformedKey("The id of a key has 8 hexadecimal digits in lower case.")
    data = from_base64(material, "The key", MalformedKey)
    if not data:
        raise MalformedKey("The key is empty.")
    return name, data[0], data[1:], told


@dataclass(frozen=True)
class VerifierKey:
    """An Ed25519 public key that signs notes (algorithm 0x01, RFC 8032)."""

    name: str
    public: bytes  # 32 bytes

    def __post_init__(self) -> None:
        check_name(self.name)
        if len(self.public) != PUBLIC_SIZE:
            raise MalformedKey("An Ed25519 public key has 32 bytes.")

    @classmethod
    def parse(cls, line: str) -> "VerifierKey":
        """Read a verifier key (vkey). Raises MalformedKey."""
        name, algorithm, public = read_verifier_key(line)
        if algorithm != ED25519:
            raise MalformedKey("This is not a verifier key for Ed25519 notes.")
        return cls(name, public)

    @property
    def key_id(self) -> bytes:
        return key_id(self.name, ED25519, self.public)

    def encode(self) -> str:
        """Write the verifier key; `parse` reads it back."""
        return write_verifier_key(self.name, ED25519, self.public)

    def verify(self, text: bytes, signature: bytes) -> None:
        """Return quietly if ``signature`` (64 bytes) is this key's under ``text``.

        Raises BadSignature.
        """
        verify_ed25519(self.name, self.public, text, signature)


@dataclass(frozen=True)
class SignerKey:
    """An Ed25519 private key that signs notes (algorithm 0x01, RFC 8032)."""

    name: str
    seed: bytes = field(repr=False)  # 32 bytes, secret

    def __post_init__(self) -> None:
        check_name(self.name)
        if len(self.seed) != SEED_SIZE:
            raise MalformedKey("The seed of an Ed25519 key has 32 bytes.")

    @classmethod
    def generate(cls, name: str) -> "SignerKey":
        """Make a new key from the system's randomness."""
        return cls(name, secrets.token_bytes(SEED_SIZE))

    @classmethod
    def parse(cls, line: str) -> "SignerKey":
        """Read a signer key (skey). Raises MalformedKey, which repeats no secret."""
        name, algorithm, seed, told = read_signer_key(line)
        if algorithm != ED25519:
            raise MalformedKey("This is not a signer key for Ed25519 notes.")
        key = cls(name, seed)
        if key.key_id.hex() != told:
            raise MalformedKey("The id in the signer key is not that of its key.")
        return key

    @property
    def verifier(self) -> VerifierKey:
        """The public half."""
        return VerifierKey(self.name, ed25519_public(self.seed))

    @property
    def key_id(self) -> bytes:
        return self.verifier.key_id

    def encode(self) -> str:
        """Write the signer key, a secret; `parse` reads it back."""
        return write_signer_key(self.name, ED25519, self.seed, self.verifier.public)

    def sign(self, text: bytes) -> bytes:
        """Return the 64 bytes of the Ed25519 signature over ``text``."""
        return Ed25519PrivateKey.from_private_bytes(self.seed).sign(text)


def ed25519_public(seed: bytes) -> bytes:
    """Return the 32 bytes of the public key of a seed, RFC 8032 section 5.1.5."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def verify_ed25519(name: str, public: bytes, message: bytes, signature: bytes) -> None:
    """Return quietly, or raise BadSignature naming the key (RFC 8032, 5.1.7)."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError) as reason:
        raise BadSignature(
            f"The signature of {name} was not made with its key under this text."
        ) from reason
