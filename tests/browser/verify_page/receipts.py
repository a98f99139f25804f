"""Receipts of an example log of 700 entries."""

from mingjing_ledger.canonical import canonical
from mingjing_ledger.checkpoint import Checkpoint, sign_checkpoint
from mingjing_ledger.cosignature import ED25519, Cosigner
from mingjing_ledger.note import SignerKey
from mingjing_ledger.proof import Proof
from mingjing_ledger.tree import inclusion_proof
from tests.mingjing_ledger.examples import LOG_KEY, NOW, WITNESS_KEY, entry
from tests.mingjing_ledger.log import Log

CITY = Cosigner("city.example/w2", ED25519, bytes([2]) * 32)
STRANGER = SignerKey("elsewhere.example/ledger", bytes(32))
KEY, NEW = LOG_KEY.verifier.encode(), SignerKey(LOG_KEY.name, bytes([3]) * 32)
WITNESSES = "\n".join(one.verifier.encode() for one in (WITNESS_KEY, CITY))


class Entries(Log):
    def body(self, number):
        return canonical({**entry(5), "subject": f"due:{number}"})


LOG = Entries()
LOG.add(700)


def receipt(index, size, *signers, bring=True, origin=LOG_KEY.name):
    head = Checkpoint(origin, size, LOG.roots[size])
    signed = sign_checkpoint(head, signers or (LOG_KEY, WITNESS_KEY.at(NOW)))
    path = tuple(inclusion_proof(index, size, LOG.node))
    return Proof(index, path, signed, LOG.bodies[index] if bring else b"").encode()
