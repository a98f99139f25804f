"""The witness as a server: its page, and clients that do it no good."""

import contextlib
import re
import socket
import sqlite3
import time

import pytest

from mingjing.base.ledger.witness import server as serving
from mingjing.base.ledger.witness.client import last_seen
from mingjing.base.ledger.witness.keep import open_keep
from mingjing.base.ledger.witness.server import WitnessServer
from mingjing_ledger.tree import root_of
from tests.factories.witness import (
    KEY,
    NAME,
    ORIGIN,
    folder_for,
    post,
    raw,
    reader,
    request,
    running,
)


@pytest.fixture
def folder(tmp_path):
    return folder_for(tmp_path / "w1", KEY)


@pytest.fixture
def url(folder):
    with running(WitnessServer(("127.0.0.1", 0), open_keep(folder, NAME))) as url:
        yield url


def test_the_page_says_who_it_is_and_what_it_saw(folder, url):
    none = raw(url, b"GET / HTTP/1.0\r\n\r\n").decode()
    assert f"{ORIGIN}\n尚无见证点 no head yet" in none
    post(url, request(0, 7))
    page = raw(url, b"GET / HTTP/1.0\r\n\r\n").decode()
    assert "Content-Type: text/plain; charset=utf-8\r\n" in page
    key = open_keep(folder, "").witness.cosigners[0].verifier.encode()
    root = root_of(7, reader("a")).hex()
    groups = " ".join(re.findall(".{8}", root))
    assert f"见证人 Witness\n{NAME}\n\n公钥 Verifier key\n{key}\n" in page
    assert f"记录 Log\n{ORIGIN}\n条数 Size  7\n根 Root  {groups}\n" in page
    assert re.search(r"见证于 Seen at  \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00\n", page)


@pytest.mark.parametrize(
    ("sent", "status", "said"),
    [
        (b"GET /x HTTP/1.0\r\n\r\n", 404, "There is nothing at this address."),
        (b"POST / HTTP/1.0\r\n\r\n", 405, "This address is not asked with this method."),
        (b"BREW / HTTP/1.0\r\n\r\n", 405, "This address is not asked with this method."),
        (b"GET /checkpoint HTTP/1.0\r\n\r\n", 404, "This witness has cosigned no head of this log."),
        (b"POST /add-checkpoint HTTP/1.0\r\n\r\n", 411, "The request does not say its length."),
        (b"POST /add-checkpoint HTTP/1.0\r\nContent-Length: 1048577\r\n\r\n", 413, "The request is longer than 1048576 bytes."),
        (b"POST /add-checkpoint HTTP/1.0\r\nContent-Length: -1\r\n\r\n", 411, "The request does not say its length."),
        (b"GET / HTTP/1.0\r\n" + 101 * b"a: b\r\n" + b"\r\n", 431, "The request is not one in HTTP."),
    ],
)  # fmt: skip
def test_what_is_no_request_is_refused_in_one_sentence(url, sent, status, said):
    head, _, body = raw(url, sent).decode().partition("\r\n\r\n")
    assert head.startswith(f"HTTP/1.0 {status} ")
    assert body == f"{said}\n"


@pytest.mark.parametrize(
    "begin", [b"", b"POST /add-ch", b"POST /add-checkpoint HTTP/1.0\r\nContent-Length: 900\r\n\r\n"]
)  # fmt: skip
def test_a_client_that_sends_slowly_is_cut_off(url, monkeypatch, capfd, begin):
    """A byte now and then is not enough: the ten seconds are for the whole request."""
    assert serving.PATIENCE == 10
    monkeypatch.setattr(serving, "PATIENCE", 0.5)
    address = url.removeprefix("http://").split(":")
    began = time.monotonic()
    with socket.create_connection((address[0], int(address[1])), timeout=5) as wire:
        wire.sendall(begin)
        wire.settimeout(0.1)
        heard = None
        while heard is None and time.monotonic() < began + 5:
            with contextlib.suppress(TimeoutError):
                wire.sendall(b"x")
                heard = wire.recv(1)
    assert heard == b""
    assert 0.4 < time.monotonic() - began < 2
    assert "Request timed out" in capfd.readouterr().err
    assert post(url, request(0, 1))[0] == 200


def test_a_body_that_breaks_off_changes_nothing(url):
    body = request(0, 1)
    head = f"POST /add-checkpoint HTTP/1.0\r\nContent-Length: {len(body)}\r\n\r\n"
    told = raw(url, head.encode() + body[:-9], ends=True)
    assert told.endswith(b"\r\n\r\nThe request is shorter than it says.\n")
    assert last_seen(url, ORIGIN, 20) is None


def test_what_cannot_be_stored_is_not_cosigned(folder, url, capfd):
    with sqlite3.connect(folder / "heads.sqlite3") as database:
        database.execute("ALTER TABLE heads RENAME TO away")
    status, body, _ = post(url, request(0, 1))
    assert status == 503
    assert body == (
        b"The head could not be stored, so it was not cosigned; ask again later.\n"
    )
    assert "heads.sqlite3: no such table: heads\n" in capfd.readouterr().err


def test_a_fault_of_ours_shows_the_client_nothing(url, monkeypatch, capfd):
    monkeypatch.setattr(serving, "page", lambda keep: keep.nothing)
    assert raw(url, b"GET / HTTP/1.0\r\n\r\n") == b""
    assert "AttributeError: 'Keep' object has no attribute" in capfd.readouterr().err


def test_more_clients_than_places_wait_in_line(folder, monkeypatch):
    monkeypatch.setattr(serving, "MOST_AT_ONCE", 2)
    monkeypatch.setattr(serving, "PATIENCE", 0.5)
    with running(WitnessServer(("127.0.0.1", 0), open_keep(folder, NAME))) as url:
        address = url.removeprefix("http://").split(":")
        idle = [socket.create_connection((address[0], int(address[1]))) for _ in "12"]
        began = time.monotonic()
        assert post(url, request(0, 1))[0] == 200
        assert 0.3 < time.monotonic() - began < 5
        for one in idle:
            one.close()
