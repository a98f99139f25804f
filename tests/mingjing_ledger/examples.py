"""The examples of docs/spec/ledger.md, computed."""

import hashlib

from mingjing_ledger.canonical import canonical, commitment
from mingjing_ledger.checkpoint import Checkpoint, sign_checkpoint
from mingjing_ledger.cosignature import ED25519, ML_DSA_44, Cosigner, signed_message
from mingjing_ledger.note import SignerKey, add_signatures, signed_by
from mingjing_ledger.proof import Proof
from mingjing_ledger.tiles import tiles_of
from mingjing_ledger.tree import consistency_proof, inclusion_proof, leaf_hash
from mingjing_ledger.witness import Request, Witness, answer
from tests.mingjing_ledger.log import Log

NOW = 1772415000  # 2026-03-02 01:30:00 UTC
SALT = bytes(range(16))


def seed(words):
    return hashlib.sha256(words.encode()).digest()


LOG_KEY = SignerKey("county.example/ledger", seed("the key of the example log"))
WITNESS_KEY = Cosigner("audit.example/w1", ED25519, seed("the key of a witness"))
ML_DSA_KEY = Cosigner("audit.example/w1", ML_DSA_44, seed("the key of a witness"))


def entry(number):
    return {
        "at": f"2026-03-02T01:0{number}:00.000000+00:00",
        "data": {"due": 300 + number},
        "kind": "DueVerified",
        "role": "contact",
        "sealed": {"note": commitment(SALT, "已核")},
        "subject": f"due:{300 + number}",
        "v": 1,
    }


class Bodies(Log):
    def add(self, count):
        self.names = [canonical(entry(number)) for number in range(count)]
        return super().add(count)

    def body(self, number):
        return self.names[number]


def examples():
    """By the name that stands in the document before each block."""
    log = Bodies()
    log.add(7)
    head = {size: Checkpoint(LOG_KEY.name, size, log.roots[size]) for size in (5, 7)}
    signed = sign_checkpoint(head[7], [LOG_KEY])
    asked = Request(5, tuple(consistency_proof(5, 7, log.node)), signed).encode()
    witness = Witness({LOG_KEY.name: [LOG_KEY.verifier]}, [WITNESS_KEY])
    given = answer(asked, {LOG_KEY.name: head[5]}, witness, NOW)
    line = signed_by(WITNESS_KEY.at(NOW), head[7].encode())
    cosigned = add_signatures(signed, [line])
    proof = Proof(5, tuple(inclusion_proof(5, 7, log.node)), cosigned)
    text = head[7].encode().encode()
    ml_dsa = signed_message(ML_DSA_KEY.name, ML_DSA_44, NOW, text)
    return {
        "entry": canonical(entry(5)).decode(),
        "leaf": leaf_hash(canonical(entry(5))).hex(),
        "roots": "\n".join(f"{n} {log.roots[n].hex()}" for n in range(8)),
        "inclusion": hexes(inclusion_proof(5, 7, log.node)),
        "consistency": hexes(consistency_proof(5, 7, log.node)),
        "signer key": LOG_KEY.encode(),
        "verifier key": LOG_KEY.verifier.encode(),
        "checkpoint": signed.decode(),
        "cosigner key": WITNESS_KEY.verifier.encode(),
        "cosigned message": signed_message("", ED25519, NOW, text).decode(),
        "cosigned checkpoint": cosigned.decode(),
        "ml-dsa message": ml_dsa.hex(" ", -32).replace(" ", "\n"),
        "ml-dsa key id": ML_DSA_KEY.verifier.key_id.hex(),
        "tiles": "\n".join(tile.path for tile in tiles_of(70_000) if tile.width < 256),
        "request": asked.decode(),
        "answer": given.body.decode(),
        "proof": proof.encode().decode(),
    }


def hexes(hashes):
    return "\n".join(one.hex() for one in hashes)
