"""A second judge: Go's golang.org/x/mod/sumdb checks what this library writes.

Debian: golang-go, golang-golang-x-mod-dev.
"""

import base64
import json
import os
import random
import shutil
import subprocess
from pathlib import Path

import pytest

from mingjing_ledger.checkpoint import Checkpoint, sign_checkpoint
from mingjing_ledger.cosignature import ED25519, Cosigner
from mingjing_ledger.note import SignerKey, sign_note
from mingjing_ledger.tree import consistency_proof, inclusion_proof, leaf_hash
from tests.mingjing_ledger.log import Log

PROGRAM = Path(__file__).parents[1] / "vectors" / "ledger" / "verify.go"
GOPATH = Path("/usr/share/gocode")
HAS_GO = shutil.which("go") and (GOPATH / "src/golang.org/x/mod/sumdb").is_dir()
COUNT = 1000
SIZE = 70_000  # three levels of tiles


def b64(data):
    return base64.b64encode(data).decode()


def changed(proof, seed):
    proof = list(proof)
    what = seed.choice(("add", "drop", "change", "swap"))
    at = seed.randrange(len(proof) or 1)
    if what == "drop" and proof:
        del proof[at]
    elif what == "change" and proof:
        proof[at] = seed.randbytes(32)
    elif what == "swap" and len(set(proof)) > 1:
        proof.reverse()
    else:
        proof.insert(at, seed.randbytes(32))
    return proof


def inclusions(log, read, seed):
    for number in range(COUNT):
        size = SIZE if number % 2 else seed.randrange(1, SIZE + 1)
        index = seed.randrange(size)
        good = number % 10 != 0
        proof = inclusion_proof(index, size, read)
        proof = proof if good else changed(proof, seed)
        yield {
            "size": size,
            "index": index,
            "root": b64(log.roots[size]),
            "leaf": b64(leaf_hash(log.bodies[index])),
            "proof": [b64(one) for one in proof],
            "good": good,
        }


def growths(log, read, seed):
    for number in range(COUNT):
        second = SIZE if number % 2 else seed.randrange(1, SIZE + 1)
        first = seed.randrange(1, second + 1)
        good = number % 10 != 0
        proof = consistency_proof(first, second, read)
        proof = proof if good else changed(proof, seed)
        yield {
            "first": first,
            "second": second,
            "firstRoot": b64(log.roots[first]),
            "secondRoot": b64(log.roots[second]),
            "proof": [b64(one) for one in proof],
            "good": good,
        }


def notes(log, seed):
    for number in range(200):
        key = SignerKey(f"log{number}.example/县", seed.randbytes(32))
        size = seed.randrange(SIZE)
        text = seed.choice(
            (
                "one line\n",
                "两行\n\n— nobody AAAAAAAA\n",
                Checkpoint("go.sum database tree", size, log.roots[size]).encode(),
            )
        )
        told = sign_note(text, [key]).decode()
        good = number % 5 != 0
        yield {
            "skey": key.encode(),
            "vkey": key.verifier.encode(),
            "text": text,
            "note": told if good else "x" + told,
            "good": good,
        }


def cosignatures(log, seed):
    for number in range(200):
        log_key = SignerKey("county.example/ledger", seed.randbytes(32))
        witness = Cosigner(f"w{number}.example", ED25519, seed.randbytes(32))
        size, now = seed.randrange(SIZE), seed.randrange(1, 2**40)
        head = Checkpoint("county.example/ledger", size, log.roots[size])
        told = sign_checkpoint(head, [log_key, witness.at(now)]).decode()
        good = number % 5 != 0
        yield {
            "name": witness.name,
            "vkey": witness.verifier.encode(),
            "note": told if good else told.replace("county", "city"),
            "time": now,
            "good": good,
        }


@pytest.mark.skipif(not HAS_GO, reason="apt install golang-go golang-golang-x-mod-dev")
def test_go_agrees_on_proofs_tiles_notes_and_cosignatures(tmp_path):
    log, seed = Log(), random.Random(8)
    for count in (1, 255, 44, 65_000, SIZE - 65_300):
        log.add(count)
    read = log.reader()
    document = {
        "size": SIZE,
        "root": b64(log.roots[SIZE]),
        "tiles": {p: b64(d) for p, d in log.files.items() if "entries" not in p},
        "inclusion": list(inclusions(log, read, seed)),
        "growth": list(growths(log, read, seed)),
        "notes": list(notes(log, seed)),
        "cosigned": list(cosignatures(log, seed)),
    }
    done = subprocess.run(
        ["go", "run", PROGRAM],
        input=json.dumps(document),
        capture_output=True,
        text=True,
        check=False,
        env={
            **os.environ,
            "GO111MODULE": "off",
            "GOPATH": f"{tmp_path}/go:{GOPATH}",
            "GOCACHE": f"{tmp_path}/cache",
        },
    )

    assert done.stdout == (
        f"inclusion {COUNT}, consistency {COUNT}, notes 200, cosignatures 200\n"
    ), done.stdout + done.stderr
