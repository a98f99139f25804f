"""Showing the newest head to the witnesses, and taking their signatures."""

from dataclasses import dataclass
from datetime import UTC, datetime

from mingjing.base.ledger.models import Checkpoint, Cosignature
from mingjing.base.ledger.queries.heads import WitnessAt
from mingjing.base.ledger.queries.tree import reader
from mingjing.base.ledger.signing.heads import publish
from mingjing.base.ledger.witness.client import Unreachable, ask, last_seen
from mingjing_ledger.cosignature import cosigned_by
from mingjing_ledger.errors import LedgerError
from mingjing_ledger.note import parse_note
from mingjing_ledger.tree import consistency_proof
from mingjing_ledger.witness import SIZE, Request, add_cosignatures, read_size

_WAIT = 10.0  # seconds for one answer: a witness that sleeps must not stop the others


@dataclass(frozen=True)
class Heard:
    """What came of asking one witness; ``outside`` is the head it holds against us."""

    name: str
    said: str
    outside: bytes = b""


def show(made: Checkpoint, witness: WitnessAt) -> Heard:
    """Ask one witness to cosign.

    One that saw another record is believed enough to compare: its head is returned, and
    whoever called closes the record if need be.
    """
    if Cosignature.objects.filter(
        checkpoint=made, verifier=witness.key.encode()
    ).exists():
        return Heard(witness.key.name, "has seen this head")
    last = (
        Checkpoint.objects.filter(
            origin=made.origin, cosignatures__verifier=witness.key.encode()
        )
        .order_by("-size")
        .first()
    )
    try:
        return _ask(made, witness, last.size if last else 0)
    except (Unreachable, LedgerError) as reason:
        return Heard(witness.key.name, str(reason))


def _ask(made: Checkpoint, witness: WitnessAt, old: int) -> Heard:
    reply = ask(f"{witness.address}/add-checkpoint", _request(made, old), _WAIT)
    if reply.status == 409 and reply.content_type.startswith(SIZE):
        # It remembers another size than we do: ours may be an older copy.
        size = read_size(reply.body)
        if size <= made.size and size != old:
            reply = ask(
                f"{witness.address}/add-checkpoint", _request(made, size), _WAIT
            )
    if reply.status == 200:
        return _take(made, witness, reply.body)
    outside = last_seen(witness.address, made.origin, _WAIT) or b""
    said = reply.body[:200].decode("utf-8", "replace").strip()
    return Heard(witness.key.name, f"{reply.status}: {said}", outside)


def _request(made: Checkpoint, old: int) -> bytes:
    proof = consistency_proof(old, made.size, reader(made))
    return Request(old, tuple(proof), bytes(made.note)).encode()


def _take(made: Checkpoint, witness: WitnessAt, body: bytes) -> Heard:
    noted = parse_note(add_cosignatures(bytes(made.note), body, [witness.key]))
    for key, when in cosigned_by(noted, [witness.key]).items():
        line = next(s.line for s in noted.signatures if s.key_id == key.key_id)
        Cosignature.objects.create(
            checkpoint=made,
            verifier=key.encode(),
            name=key.name,
            line=line,
            seen_at=datetime.fromtimestamp(when, UTC),
        )
    publish(Checkpoint.objects.get(pk=made.pk))
    return Heard(witness.key.name, "cosigned")


def heads_held(witnesses: list[WitnessAt], origin: str) -> list[bytes]:
    """The newest head that each reachable witness holds."""
    found = []
    for witness in witnesses:
        try:
            held = last_seen(witness.address, origin, _WAIT)
        except Unreachable:
            continue
        if held:
            found.append(held)
    return found
