"""The witness over HTTP: POST /add-checkpoint (C2SP tlog-witness), and what it saw.

A connection is one request. A front server adds TLS; nothing sent here is secret.
"""

import io
import socket
import sqlite3
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from mingjing.base.ledger.witness.keep import Held, Keep, open_keep, tell
from mingjing_ledger.witness import PLAIN, Answer

MOST_BODY = 2**20
PATIENCE = 10.0  # seconds for a client to send its request; as many to take the answer
MOST_AT_ONCE = 64  # connections, each with a body in memory; the others wait in line
_CHINA = timezone(timedelta(hours=8))
_MEANING = (
    "见证人只确认：它见到的每个见证点都延续上一个。它不知道记录的内容。\n"
    "A witness only confirms that each head it saw continues the last one. It does not"
    " know what the entries say."
)
_SENTENCES = {
    404: "There is nothing at this address.",
    405: "This address is not asked with this method.",
    503: "The head could not be stored, so it was not cosigned; ask again later.",
}


def serve(folder: Path, host: str, port: int, name: str = "") -> None:
    """Run the witness of ``folder`` until the process ends.

    ``name`` is its name in its key, given at the first start. Prints its verifier key.
    Raises CannotServe, and OSError when the port or the folder cannot be had.
    """
    with WitnessServer((host, port), open_keep(folder, name)) as server:
        tell(f"{server.keep.name} at http://{host}:{server.server_port}/")
        server.serve_forever()


class _Refused(Exception):
    """The request could not be read; it is answered with one sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


class _Received(io.RawIOBase):
    """What a client sends until a moment.

    A socket's own timeout begins anew with each byte: a client that sends one now and
    then would keep its place for ever.
    """

    def __init__(self, connection: socket.socket, until: float) -> None:
        self._connection, self._until = connection, until

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._connection.settimeout(left)
        return self._connection.recv_into(buffer)


class _Handler(BaseHTTPRequestHandler):
    server: "WitnessServer"

    def setup(self) -> None:
        super().setup()
        self.rfile.close()
        until = time.monotonic() + PATIENCE
        self.rfile = io.BufferedReader(_Received(self.connection, until))

    def _reply(self) -> None:
        path, _, query = self.path.partition("?")
        doors: dict[tuple[str, str], Callable[[str], Answer]] = {
            ("GET", "/"): self._page,
            ("GET", "/checkpoint"): self._checkpoint,
            ("POST", "/add-checkpoint"): self._cosign,
        }
        door = doors.get((self.command, path))
        if door is None:
            known = {address for _method, address in doors}
            self.send_error(405 if path in known else 404)
            return
        try:
            found = door(query)
        except _Refused as reason:
            self._send(reason.status, f"{reason}\n".encode())
        except sqlite3.Error as reason:
            tell(f"heads.sqlite3: {reason}")
            self.send_error(503)
        else:
            self._send(found.status, found.body, found.content_type)

    do_GET = do_POST = _reply  # noqa: N815 -- the names http.server calls

    def _page(self, _query: str) -> Answer:
        return _found(page(self.server.keep).encode())

    def _checkpoint(self, query: str) -> Answer:
        asked = parse_qs(query).get("origin", [])
        held = self.server.keep.heads().get(asked[0]) if len(asked) == 1 else None
        if held is None:
            raise _Refused(404, "This witness has cosigned no head of this log.")
        return _found(held.note)

    def _cosign(self, _query: str) -> Answer:
        return self.server.keep.judge(self._body(), int(time.time()))

    def _body(self) -> bytes:
        told = self.headers.get("Content-Length", "")
        if not (told.isascii() and told.isdigit()):
            raise _Refused(411, "The request does not say its length.")
        if len(told) > 9 or int(told) > MOST_BODY:
            raise _Refused(413, f"The request is longer than {MOST_BODY} bytes.")
        body = self.rfile.read(int(told))
        if len(body) < int(told):
            raise _Refused(400, "The request is shorter than it says.")
        return body

    def _send(self, status: int, body: bytes, kind: str = PLAIN) -> None:
        self.connection.settimeout(PATIENCE)
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Content-Type-Options", "nosniff")
        if status == 405:
            self.send_header("Allow", "GET, POST")
        self.end_headers()
        self.wfile.write(body)

    def send_error(
        self,
        code: int,
        message: str | None = None,  # noqa: ARG002 -- repeats what the client sent
        explain: str | None = None,  # noqa: ARG002
    ) -> None:
        """Answer in one sentence what http.server refuses, where it would in HTML.

        A method it does not know is 501 to it, and 405 to HTTP when the address is.
        """
        status = 405 if code == 501 else code
        said = _SENTENCES.get(status, "The request is not one in HTTP.")
        self._send(status, f"{said}\n".encode())

    def version_string(self) -> str:
        return "mingjing-witness"

    def log_request(
        self,
        code: int | str = "-",
        size: int | str = "-",  # noqa: ARG002 -- never known here
    ) -> None:
        asked = repr(self.requestline[:200])  # a client's control characters stay out
        tell(f"{_utc()} {self.client_address[0]} {asked} {int(code)}")

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- its name
        tell(f"{_utc()} {self.client_address[0]} {format % args}")


class WitnessServer(ThreadingHTTPServer):
    """Serves one folder. `serve_forever` runs it, `shutdown` ends it."""

    daemon_threads = True
    request_queue_size = MOST_AT_ONCE

    def __init__(self, address: tuple[str, int], keep: Keep) -> None:
        self.keep = keep
        self._places = threading.BoundedSemaphore(MOST_AT_ONCE)
        super().__init__(address, _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._places.acquire()
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._places.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        if isinstance(sys.exc_info()[1], ConnectionError):
            tell(f"{_utc()} {client_address[0]} left before the answer")
        else:
            super().handle_error(request, client_address)


def page(keep: Keep) -> str:
    """What stands at the address of the witness, for people."""
    key = keep.witness.cosigners[0].verifier
    held = keep.heads()
    parts = [
        f"见证人 Witness\n{key.name}",
        f"公钥 Verifier key\n{key.encode()}",
        *(_told(origin, held.get(origin)) for origin in sorted(keep.witness.logs)),
        _MEANING,
    ]
    return "\n\n".join(parts) + "\n"


def _told(origin: str, held: Held | None) -> str:
    if held is None:
        return f"记录 Log\n{origin}\n尚无见证点 no head yet"
    root = held.head.root.hex()
    groups = " ".join(root[at : at + 8] for at in range(0, len(root), 8))
    seen_at = datetime.fromtimestamp(held.seen_at, _CHINA).isoformat()
    return (
        f"记录 Log\n{origin}\n条数 Size  {held.head.size}\n根 Root  {groups}\n"
        f"见证于 Seen at  {seen_at}"
    )


def _found(body: bytes) -> Answer:
    return Answer(200, body, {})


def _utc() -> str:
    return datetime.fromtimestamp(int(time.time()), UTC).isoformat()
