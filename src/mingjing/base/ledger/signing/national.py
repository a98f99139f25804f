"""The same heads and tiles attested in the national algorithms, where a county must.

GB/T 32905 (SM3) and GB/T 32918 (SM2), beside the format and not in it: the tree and its
signatures stay SHA-256 and Ed25519, which every verifier of C2SP reads. What computes
them is `digest` and `signature` alone; a certified module takes their place here.
"""

import base64
import hashlib
import subprocess
import tempfile
from pathlib import Path

from django.conf import settings

from mingjing.base.ledger.models import Checkpoint
from mingjing.base.ledger.signing.heads import write_file
from mingjing_ledger.tiles import tiles_of

# The distinguishing identifier that GM/T 0009 gives where none was agreed.
_WHO = "distid:1234567812345678"
_WAIT = 20  # seconds


class NoNationalAlgorithms(Exception):
    """The machine's OpenSSL cannot compute them; the text says what is missing."""


def digest(data: bytes) -> str:
    """SM3 of the bytes, 64 hex digits."""
    try:
        return hashlib.new("sm3", data).hexdigest()
    except ValueError as reason:
        raise NoNationalAlgorithms("This Python's OpenSSL has no SM3.") from reason


def signature(message: bytes, key: Path) -> bytes:
    """SM2 with SM3 under the private key in the PEM file ``key``, in DER."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(message)
        file.flush()
        command = ["openssl", "pkeyutl", "-sign", "-rawin", "-digest", "sm3"]
        command += ["-pkeyopt", _WHO, "-inkey", str(key), "-in", file.name]
        try:
            done = subprocess.run(  # noqa: S603 -- a county's own key file
                command, capture_output=True, check=True, timeout=_WAIT
            )
        except FileNotFoundError as reason:
            raise NoNationalAlgorithms("There is no openssl command.") from reason
        except subprocess.SubprocessError as reason:
            raise NoNationalAlgorithms(f"openssl cannot sign with {key}.") from reason
    return done.stdout


def attest(made: Checkpoint) -> None:
    """Publish beside the head its signature, and a digest of each of its tiles.

    Nothing where no key is set. The signature is over the note as the log signed it.
    """
    key, root = settings.LEDGER_SM2_KEY, settings.LEDGER_ROOT
    if not key:
        return
    signed = base64.b64encode(signature(bytes(made.note), Path(key))) + b"\n"
    paths = sorted(tile.path for tile in tiles_of(made.size))
    lines = [f"{digest((root / path).read_bytes())}  {path}\n" for path in paths]
    write_file(root / "tiles.sm3", "".join(lines).encode())
    write_file(root / "checkpoint.sm2", signed)
