"""What can be wrong with a piece of the ledger, each said in one plain sentence.

`Malformed`: the bytes are not in the format, nothing was computed from them.
`Unproven`: the bytes are in the format, and what they claim does not hold.
"""


class LedgerError(ValueError):
    """Base of every refusal of this library; ``str(error)`` is the reason."""


class Malformed(LedgerError):
    """The bytes, the number or the path is not written as the format wants it."""


class MalformedKey(Malformed):
    """A verifier key or signer key is not in the encoding of signed-note."""


class MalformedNote(Malformed):
    """A signed note is not in the form of C2SP signed-note."""


class MalformedCheckpoint(Malformed):
    """The text of a note is not a C2SP tlog-checkpoint."""


class MalformedTile(Malformed):
    """A tile, an entry bundle or the path of one is not as C2SP tlog-tiles has it."""


class MalformedProof(Malformed):
    """A proof has the wrong number of hashes, or its file is not a tlog-proof."""


class MalformedRequest(Malformed):
    """A request to a witness is not in the form of C2SP tlog-witness."""


class Unproven(LedgerError):
    """What was claimed does not follow from what was shown."""


class NotIncluded(Unproven):
    """The inclusion proof leads to another root: the entry is not in this tree."""


class NotConsistent(Unproven):
    """The later tree does not begin with the earlier one."""


class BadSignature(Unproven):
    """A known key is named, and the signature under its name is not its own."""


class NoTrustedSignature(Unproven):
    """None of the keys that are trusted signed the note."""


class WrongOrigin(Unproven):
    """The checkpoint is one of another log."""


class WrongHash(Unproven):
    """What was read does not hash to what the tree says stands there."""


class MissingTile(Unproven):
    """A tile that the tree of this size needs was not found."""
