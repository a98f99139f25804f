"""What the site's client takes from a witness that is broken or means no good."""

import contextlib
import ipaddress
import socket
import ssl
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mingjing.base.ledger.witness.client import Reply, Unreachable, ask, last_seen

OK = b"HTTP/1.1 200 OK\r\n"


@pytest.fixture
def witness():
    """Answers one connection with the pieces given, a pause before each but the first."""
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(10)
    threads, seen, left = [], [], []

    def begin(*pieces, pause=0.0):
        def answer():
            wire, _ = listening.accept()
            wire.settimeout(10)
            with wire:
                seen.append(wire.recv(65536))
                with contextlib.suppress(ConnectionError):
                    for at, piece in enumerate(pieces):
                        time.sleep(pause if at else 0)
                        wire.sendall(piece)
                    with contextlib.suppress(OSError):  # the client left first
                        wire.shutdown(socket.SHUT_WR)
                    while wire.recv(65536):  # a reset would take the answer along
                        pass
            left.append(wire)

        threads.append(threading.Thread(target=answer))
        threads[-1].start()
        return f"http://127.0.0.1:{listening.getsockname()[1]}", seen

    yield begin
    for thread in threads:
        thread.join()
    listening.close()
    assert len(left) == len(threads), "the client kept a connection open"


def refusal(call, *arguments):
    with pytest.raises(Unreachable) as reason:
        call(*arguments)
    return str(reason.value)


def test_an_answer_is_returned_as_it_came(witness):
    url, seen = witness(
        b"HTTP/1.1 409 Conflict\r\nContent-Type: text/x.tlog.size\r\n\r\n7\n"
    )
    assert ask(f"{url}/w/add-checkpoint?x=1", b"old 0\n", 5) == Reply(
        409, b"7\n", "text/x.tlog.size"
    )
    assert seen[0].startswith(b"POST /w/add-checkpoint?x=1 HTTP/1.1\r\n")
    assert b"\r\nContent-Length: 6\r\n" in seen[0]


def test_the_last_head_is_asked_for_by_origin(witness):
    url, seen = witness(OK + b"\r\nnote")
    assert last_seen(f"{url}/", "county.example/记录", 5) == b"note"
    line = seen[0].partition(b"\r\n")[0]
    assert line == (
        b"GET /checkpoint?origin=county.example%2F%E8%AE%B0%E5%BD%95 HTTP/1.1"
    )
    url, _ = witness(b"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno")
    assert last_seen(url, "x", 5) is None
    url, _ = witness(b"HTTP/1.1 500 Oh\r\nContent-Length: 2\r\n\r\nno")
    assert refusal(last_seen, url, "x", 5) == (
        "The witness answered 500 when asked for a head."
    )


def test_no_redirect_is_followed(witness):
    url, _ = witness(b"HTTP/1.1 307 Go\r\nLocation: http://127.0.0.1:1/\r\n\r\n")
    assert refusal(ask, url, b"x", 5) == (
        "The witness has moved: it answered with another address."
    )


def test_proxies_of_the_environment_are_not_asked(witness, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    url, _ = witness(OK + b"\r\nyes")
    assert ask(url, b"x", 5).body == b"yes"


@pytest.mark.parametrize(
    ("length", "whole"), [(2**20, True), (2**20 + 1, False), (2**23, False)]
)
@pytest.mark.parametrize("told", [True, False])
def test_at_most_a_mebibyte_is_read(witness, length, whole, told):
    said = f"Content-Length: {length}\r\n".encode() if told else b""
    url, _ = witness(OK + said + b"\r\n" + b"x" * length)
    if whole:
        assert ask(url, b"x", 5).body == b"x" * length
    else:
        assert refusal(ask, url, b"x", 5) == (
            "The answer of the witness is above 1048576 bytes."
        )


def test_an_answer_that_breaks_off_is_none(witness):
    url, _ = witness(OK + b"Content-Length: 9\r\n\r\nhalf")
    assert refusal(ask, url, b"x", 5) == "The answer of the witness broke off."


@pytest.mark.parametrize("start", [b"", OK, OK + b"\r\n"])
def test_a_witness_that_drips_is_left(witness, start):
    """Each byte comes in time; all of them together do not."""
    pieces = [b"A: b\r\n" if start == OK else b"x"] * 40
    url, _ = witness(start, *pieces, pause=0.1)
    began = time.monotonic()
    assert refusal(ask, url, b"x", 0.5) == (
        "The witness could not be asked: the answer took too long."
    )
    assert 0.4 < time.monotonic() - began < 2


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("file:///etc/hostname", "The address of a witness begins with http:// or https://."),
        ("ftp://w.example/", "The address of a witness begins with http:// or https://."),
        ("http:///x", "The address of a witness begins with http:// or https://."),
        ("http://w.example:port/", "The address of the witness is malformed."),
        ("http://[", "The address of the witness is malformed."),
        ("http://a b/", "The address of the witness is malformed."),
    ],
)  # fmt: skip
def test_an_address_that_is_none_is_refused(url, said):
    assert refusal(ask, url, b"x", 5) == said
    assert refusal(last_seen, url, "x", 5) == said


def test_a_witness_that_is_away_is_unreachable():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    said = refusal(ask, f"http://127.0.0.1:{port}/", b"x", 5)
    assert said.startswith("The witness could not be asked: ")
    assert refusal(ask, "http://127.0.0.1:1/见证", b"x", 5).startswith(
        "The witness could not be asked: "
    )


@pytest.fixture
def certificate(tmp_path):
    """Of 127.0.0.1, signed by itself, with its key in one file."""
    key = Ed25519PrivateKey.generate()
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "witness")])
    now = datetime.now(UTC)
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .sign(key, None)
    )
    path = tmp_path / "certificate.pem"
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    pem = serialization.Encoding.PEM
    path.write_bytes(made.public_bytes(pem) + key.private_bytes(pem, *form))
    return path


def test_over_tls_the_certificate_and_the_time_are_minded(certificate, monkeypatch):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    listening = socket.create_server(("127.0.0.1", 0))
    url = f"https://127.0.0.1:{listening.getsockname()[1]}/"

    def answer():
        for drips in (0, 0, 40):
            with contextlib.suppress(OSError):
                wire = context.wrap_socket(listening.accept()[0], server_side=True)
                with wire:
                    wire.recv(65536)
                    wire.sendall(OK + b"\r\nyes")
                    for _ in range(drips):
                        time.sleep(0.1)
                        wire.sendall(b"x")

    thread = threading.Thread(target=answer)
    thread.start()
    assert "certificate verify failed" in refusal(ask, url, b"x", 5)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert ask(url, b"x", 5).body == b"yes"
    began = time.monotonic()
    assert refusal(ask, url, b"x", 0.5) == (
        "The witness could not be asked: the answer took too long."
    )
    assert time.monotonic() - began < 2
    thread.join()
    listening.close()
