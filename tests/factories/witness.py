"""A small log and a witness on a real socket that watches it."""

import contextlib
import socket
import threading

from mingjing.base.ledger.witness.client import ask
from mingjing_ledger.checkpoint import Checkpoint, sign_checkpoint
from mingjing_ledger.keys import SignerKey
from mingjing_ledger.tree import consistency_proof, leaf_hash, node_hash, root_of
from mingjing_ledger.witness import Request

ORIGIN, NAME = "county.example/ledger", "audit.example/w1"
KEY, OTHER = SignerKey(ORIGIN, bytes(32)), SignerKey(ORIGIN, bytes([1]) * 32)


def reader(words):
    """The tree of small logs: entry 3 of the log "a" is "a3"."""

    def read(level, index):
        if level == 0:
            return leaf_hash(f"{words}{index}".encode())
        return node_hash(read(level - 1, 2 * index), read(level - 1, 2 * index + 1))

    return read


def request(old, new, words="a", keys=(KEY,), extensions=()):
    proof = consistency_proof(old, new, reader(words))
    head = Checkpoint(ORIGIN, new, root_of(new, reader(words)), extensions)
    return Request(old, tuple(proof), sign_checkpoint(head, keys)).encode()


def folder_for(path, *keys):
    path.mkdir(exist_ok=True)
    lines = [key.verifier.encode() for key in keys]
    (path / "logs.txt").write_text("# whom we watch\n\n" + "\n".join(lines))
    return path


@contextlib.contextmanager
def running(server):
    thread = threading.Thread(target=server.serve_forever, args=[0.01])
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def post(url, body):
    reply = ask(f"{url}/add-checkpoint", body, 20)
    return reply.status, reply.body, reply.content_type


def raw(url, data, *, ends=False):
    """Send bytes as they are, then read to the end; ``ends``: no more will come."""
    address = url.removeprefix("http://").split(":")
    with socket.create_connection((address[0], int(address[1])), timeout=20) as wire:
        wire.sendall(data)
        if ends:
            wire.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: wire.recv(65536), b""))
