"""The witness, C2SP tlog-witness: what it is asked, and what it answers.

Pure functions. Whoever serves them must check and store in one transaction: two
requests answered from the same state would roll the witness back.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mingjing_ledger.checkpoint import Checkpoint, parse_checkpoint
from mingjing_ledger.cosignature import Cosigner, CosignerKey, signed_message
from mingjing_ledger.encoding import (
    from_decimal,
    hash_from_base64,
    text_from,
    to_base64,
)
from mingjing_ledger.errors import (
    LedgerError,
    Malformed,
    MalformedNote,
    MalformedRequest,
    Unproven,
)
from mingjing_ledger.keys import Verifier
from mingjing_ledger.note import (
    MOST_BYTES,
    Note,
    add_signatures,
    parse_note,
    parse_signatures,
    signed_by,
    verify_note,
)
from mingjing_ledger.tree import EMPTY_ROOT, HASH_SIZE, MAX_SIZE, verify_consistency

MOST_HASHES = 63
PLAIN = "text/plain; charset=utf-8"
SIZE = "text/x.tlog.size"
State = Mapping[str, Checkpoint]  # by origin: the last head that was cosigned


@dataclass(frozen=True)
class Request:
    """The body of ``POST …/add-checkpoint``. Raises MalformedRequest."""

    old_size: int
    proof: tuple[bytes, ...]  # RFC 6962 section 2.1.2, from old_size to the new
    checkpoint: bytes  # the signed note

    def __post_init__(self) -> None:
        if not 0 <= self.old_size <= MAX_SIZE:
            raise MalformedRequest("The old size is not from 0 to 2**63 - 1.")
        if len(self.proof) > MOST_HASHES:
            raise MalformedRequest(f"A request has at most {MOST_HASHES} hashes.")
        if any(len(one) != HASH_SIZE for one in self.proof):
            raise MalformedRequest("Every hash has 32 bytes.")

    def encode(self) -> bytes:
        """Write the body. C2SP tlog-witness, "add-checkpoint"."""
        lines = [f"old {self.old_size}", *map(to_base64, self.proof), "", ""]
        return "\n".join(lines).encode() + self.checkpoint


@dataclass(frozen=True)
class Witness:
    """Whom a witness trusts and with what it signs.

    Raises Malformed when one of the cosigners could not sign for one of the logs.
    """

    logs: Mapping[str, Sequence[Verifier]]  # by origin: the keys of the log
    cosigners: Sequence[Cosigner]

    def __post_init__(self) -> None:
        for origin in self.logs:
            for key in self.cosigners:
                head = Checkpoint(origin, 0, EMPTY_ROOT).encode().encode()
                signed_message(key.name, key.algorithm, 1, head)


@dataclass(frozen=True)
class Answer:
    """The answer, and the state to be stored before it is sent."""

    status: int  # HTTP
    body: bytes
    state: State
    content_type: str = PLAIN


def parse_request(data: bytes) -> Request:
    """Read the body of a request and verify nothing. Raises MalformedRequest."""
    told = text_from(data, 2 * MOST_BYTES, "The request", MalformedRequest)
    head, gap, checkpoint = told.partition("\n\n")
    if not gap:
        raise MalformedRequest("The request has no blank line before its checkpoint.")
    first, *lines = head.split("\n")
    if not first.startswith("old "):
        raise MalformedRequest("The request does not begin with the old size.")
    old_size = from_decimal(
        first.removeprefix("old "), "The old size", MalformedRequest
    )
    proof = tuple(
        hash_from_base64(line, f"Hash {at} of the proof", MalformedRequest)
        for at, line in enumerate(lines[: MOST_HASHES + 1], start=1)
    )
    return Request(old_size, proof, checkpoint.encode())


def answer(request: bytes, state: State, witness: Witness, now: int) -> Answer:
    """Answer one request. C2SP tlog-witness, "add-checkpoint".

    ``now`` is the time of the cosignature in POSIX seconds. The status is 200 with
    the cosignatures; 400 for what is malformed, 404 for an unknown origin, 403 when
    no trusted key signed or one's signature is wrong, 409 with the size of the last
    cosigned head when the old size is another, 409 when two different trees of one
    size are claimed, 422 for a proof that does not hold. Only 200 changes the state.
    """
    try:
        asked = parse_request(request)
        note = parse_note(asked.checkpoint)
        head = parse_checkpoint(note.text)
    except Malformed as reason:
        return _refusal(400, reason, state)
    if head.origin not in witness.logs:
        return Answer(404, b"This witness does not know the log.\n", state)
    try:
        verify_note(note, witness.logs[head.origin])
    except MalformedNote as reason:
        return _refusal(400, reason, state)
    except Unproven as reason:
        return _refusal(403, reason, state)
    return _judge(asked, head, note, state, witness, now)


def _judge(
    asked: Request,
    head: Checkpoint,
    note: Note,
    state: State,
    witness: Witness,
    now: int,
) -> Answer:
    if asked.old_size > head.size:
        return Answer(400, b"The old size is greater than the new one.\n", state)
    last = state.get(head.origin) or Checkpoint(head.origin, 0, EMPTY_ROOT)
    if asked.old_size != last.size:
        return Answer(409, f"{last.size}\n".encode(), state, SIZE)
    same_size = head.size == last.size and not asked.proof
    if same_size and head.root != last.root:
        return Answer(409, b"Two different trees of one size are claimed.\n", state)
    try:
        verify_consistency(last.size, head.size, last.root, head.root, asked.proof)
    except LedgerError as reason:
        return _refusal(422, reason, state)
    lines = [signed_by(key.at(now), note.text).line for key in witness.cosigners]
    return Answer(200, "".join(lines).encode(), {**state, head.origin: head})


def _refusal(status: int, reason: LedgerError, state: State) -> Answer:
    return Answer(status, f"{reason}\n".encode(), state)


def add_cosignatures(
    checkpoint: bytes, body: bytes, keys: Iterable[CosignerKey]
) -> bytes:
    """Return the log's checkpoint with the cosignatures of a 200 answer.

    Only those of ``keys`` are taken over, each verified. Raises MalformedNote,
    BadSignature, and NoTrustedSignature when there is none of ``keys``.
    """
    told = text_from(body, MOST_BYTES, "The answer", MalformedNote)
    text = parse_note(checkpoint).text
    opened = verify_note(Note(text, parse_signatures(told)), keys)
    return add_signatures(checkpoint, opened.trusted)


def read_size(body: bytes) -> int:
    """Return the size that a 409 answer of type ``text/x.tlog.size`` states.

    Raises MalformedRequest.
    """
    told = text_from(body, 64, "The answer", MalformedRequest)
    if not told.endswith("\n"):
        raise MalformedRequest("The answer does not end in a newline.")
    return from_decimal(told.removesuffix("\n"), "The size", MalformedRequest)
