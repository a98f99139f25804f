"""Asking a witness: what the site sends it and what it holds of the record."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import SplitResult, urlencode, urlsplit

MOST_ANSWER = 2**20


class Unreachable(Exception):
    """The witness gave no answer that can be read; the text says why."""


@dataclass(frozen=True)
class Reply:
    """What a witness answered, with whatever status; nothing of it is verified."""

    status: int
    body: bytes
    content_type: str


def ask(url: str, request: bytes, timeout: float) -> Reply:
    """POST ``request`` to ``url``, the whole address of add-checkpoint.

    ``timeout`` is seconds: to connect, and again for the whole exchange. Raises
    Unreachable.
    """
    return _exchange(url, request, timeout)


def last_seen(url: str, origin: str, timeout: float) -> bytes | None:
    """Return the head of the log ``origin`` that the witness at ``url`` holds.

    It is the note with its cosignature, not verified; None when it never cosigned
    one, or is a program without this question. Raises Unreachable.
    """
    address = f"{url.rstrip('/')}/checkpoint?{urlencode({'origin': origin})}"
    reply = _exchange(address, None, timeout)
    if reply.status == 404:
        return None
    if reply.status != 200:
        raise Unreachable(f"The witness answered {reply.status} when asked for a head.")
    return reply.body


def _exchange(url: str, request: bytes | None, timeout: float) -> Reply:
    # http.client and not urllib.request: it goes directly, whatever proxy the
    # environment names, follows nothing and knows no file: or ftp:.
    try:
        address = urlsplit(url)
        line = _connection(address, timeout)
    except (ValueError, HTTPException) as reason:
        raise Unreachable("The address of the witness is malformed.") from reason
    target = (address.path or "/") + (f"?{address.query}" if address.query else "")
    try:
        line.connect()
        with _ended_after(timeout, line.sock):
            line.request("GET" if request is None else "POST", target, request)
            with line.getresponse() as response:
                return _read(response)
    except (OSError, HTTPException, UnicodeError) as reason:
        said = str(reason) or repr(reason)
        raise Unreachable(f"The witness could not be asked: {said}.") from reason
    finally:
        line.close()


def _connection(address: SplitResult, timeout: float) -> HTTPConnection:
    kinds: dict[str, type[HTTPConnection]] = {
        "http": HTTPConnection,
        "https": HTTPSConnection,
    }
    if address.scheme not in kinds or not address.hostname:
        raise Unreachable("The address of a witness begins with http:// or https://.")
    kind = kinds[address.scheme]
    # Without a number http.client takes the end of an IPv6 address for one.
    port = address.port or kind.default_port
    return kind(address.hostname, port, timeout=timeout)


@contextmanager
def _ended_after(seconds: float, wire: socket.socket) -> Iterator[None]:
    """A socket's own timeout begins anew with each byte; this is for all of them.

    What was read until the end may look whole, so TimeoutError is raised in any case.
    """
    late = threading.Event()

    def cut() -> None:
        late.set()
        with suppress(OSError):  # it ended by itself in this moment
            # Not SSLSocket's own method: it takes the state away under the reader.
            socket.socket.shutdown(wire, socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        if late.is_set():
            raise TimeoutError("the answer took too long")


def _read(response: HTTPResponse) -> Reply:
    if 300 <= response.status < 400:
        raise Unreachable("The witness has moved: it answered with another address.")
    body = response.read(MOST_ANSWER + 1)
    if len(body) > MOST_ANSWER:
        raise Unreachable(f"The answer of the witness is above {MOST_ANSWER} bytes.")
    if response.length:
        raise Unreachable("The answer of the witness broke off.")
    return Reply(response.status, body, response.headers.get("Content-Type", ""))
