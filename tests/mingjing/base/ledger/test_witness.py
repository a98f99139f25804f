"""What a witness cosigns, what it refuses, and that it never forgets."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from mingjing.base.ledger.witness.client import last_seen
from mingjing.base.ledger.witness.keep import MOST_REFUSED, CannotServe, open_keep
from mingjing.base.ledger.witness.server import WitnessServer
from mingjing_ledger.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from mingjing_ledger.cosignature import Cosigner, cosigned_by
from mingjing_ledger.keys import SignerKey
from mingjing_ledger.note import parse_note
from mingjing_ledger.tree import root_of
from mingjing_ledger.witness import SIZE, Request, add_cosignatures
from tests.factories.witness import (
    KEY,
    NAME,
    ORIGIN,
    OTHER,
    folder_for,
    post,
    reader,
    request,
    running,
)

ROOT = Path(__file__).parents[4]
PLAIN = "text/plain; charset=utf-8"


@pytest.fixture
def folder(tmp_path):
    return folder_for(tmp_path / "w1", KEY)


@pytest.fixture
def url(folder):
    with running(WitnessServer(("127.0.0.1", 0), open_keep(folder, NAME))) as url:
        yield url


def head_of(note):
    opened = open_checkpoint(note, origin=ORIGIN, keys=[KEY.verifier])
    return opened.checkpoint.size, opened.checkpoint.root


def test_the_next_head_is_cosigned_and_held(folder, url, capfd):
    key = open_keep(folder, "").witness.cosigners[0].verifier
    before = int(time.time())
    assert post(url, request(0, 5))[0] == 200
    status, body, kind = post(url, request(5, 7))

    assert (status, kind) == (200, PLAIN)
    asked = request(5, 7).partition(b"\n\n")[2]
    assert cosigned_by(parse_note(asked), [key]) == {}
    seen = cosigned_by(parse_note(add_cosignatures(asked, body, [key])), [key])
    assert list(seen) == [key]
    assert before <= seen[key] <= time.time()
    held = last_seen(url, ORIGIN, 20)
    assert held == add_cosignatures(asked, body, [key])
    told = capfd.readouterr()
    assert told.out.splitlines()[0] == key.encode()
    posts = re.findall(
        r"^\S+ 127.0.0.1 'POST /add-checkpoint HTTP/1.1' 200$", told.err, re.MULTILINE
    )
    assert len(posts) == 2


def test_a_request_as_the_specification_writes_it_is_answered(tmp_path):
    page = (ROOT / "docs/spec/ledger.md").read_text()
    examples = dict(
        re.findall(r"<!-- example: (.+?) -->\n```text\n(.+?)```", page, re.DOTALL)
    )
    folder = folder_for(tmp_path / "w")
    (folder / "logs.txt").write_text(examples["verifier key"])
    with running(WitnessServer(("127.0.0.1", 0), open_keep(folder, NAME))) as url:
        first = examples["request"].encode()
        assert post(url, first)[::2] == (409, SIZE)
        # The witness begins with this head, as litewitness does: from nothing.
        whole = b"old 0\n\n" + first.partition(b"\n\n")[2]
        status, body, _ = post(url, whole)
        assert status == 200
        assert re.fullmatch(r"— audit\.example/w1 [A-Za-z0-9+/=]{104}\n", body.decode())
        status, body, kind = post(url, first)
        assert (status, body, kind) == (409, b"7\n", SIZE)


def test_what_does_not_continue_the_last_head_is_refused(folder, url):
    assert post(url, request(0, 5))[0] == 200
    held = last_seen(url, ORIGIN, 20)
    assert post(url, request(5, 5, "b"))[:2] == (
        409,
        b"Two different trees of one size are claimed.\n",
    )
    assert post(url, request(5, 7, "b"))[0] == 422
    assert post(url, request(3, 4)) == (409, b"5\n", SIZE)
    shrunk = Request(5, (), request(0, 4).partition(b"\n\n")[2]).encode()
    assert post(url, shrunk)[0] == 400
    assert post(url, request(5, 7, keys=[OTHER]))[0] == 403
    stranger = SignerKey("other.example/ledger", bytes(32))
    head = Checkpoint(stranger.name, 1, root_of(1, reader("a")))
    unknown = Request(0, (), sign_checkpoint(head, [stranger])).encode()
    assert post(url, unknown)[:2] == (404, b"This witness does not know the log.\n")
    assert post(url, b"old x\n\n")[0] == 400

    assert last_seen(url, ORIGIN, 20) == held
    assert last_seen(url, "other.example/ledger", 20) is None
    refused = sorted((folder / "refused").iterdir())
    kinds = [(path.name.split("-")[0], path.suffix) for path in refused]
    assert kinds == [
        ("fork", ".asked"), ("fork", ".held"),
        ("unproven", ".asked"), ("unproven", ".held"),
    ]  # fmt: skip
    assert refused[0].read_bytes() == request(5, 5, "b")
    assert refused[1].read_bytes() == held


def test_forks_are_kept_once_and_are_not_pushed_out(folder, url, capfd):
    assert post(url, request(0, 5))[0] == 200
    place = folder / "refused"
    place.mkdir()
    for number in range(MOST_REFUSED):
        (place / f"unproven-{number}.asked").touch()
    for _ in range(2):
        assert post(url, request(5, 7, "b"))[0] == 422
        assert post(url, request(5, 5, "b"))[0] == 409
    kept = [path.name for path in place.iterdir() if "unproven" not in path.name]
    assert sorted(Path(name).suffix for name in kept) == [".asked", ".held"]
    assert len(list(place.glob("unproven-*"))) == MOST_REFUSED
    told = capfd.readouterr().err
    assert told.count("REFUSED fork-") == told.count("REFUSED unproven-") == 2


def test_a_refused_head_stays_beside_what_was_held_then(folder, url):
    assert post(url, request(0, 5))[0] == 200
    held = last_seen(url, ORIGIN, 20)
    assert post(url, request(5, 7, "b"))[0] == 422
    assert post(url, request(5, 6))[0] == 200
    assert post(url, request(6, 7, "b"))[0] == 422
    refused = sorted((folder / "refused").iterdir())
    assert [path.read_bytes() for path in refused] == [request(5, 7, "b"), held]


def test_of_forks_that_race_one_is_cosigned(tmp_path):
    """Two servers on one folder: not a lock in a process decides but the database."""
    for turn in range(5):
        folder = folder_for(tmp_path / str(turn), KEY)
        bodies = [request(0, 3, f"fork {n} of {turn} ") for n in range(20)]
        found = {}
        start = threading.Barrier(20)
        servers = [
            WitnessServer(("127.0.0.1", 0), open_keep(folder, NAME)) for _ in range(2)
        ]
        with running(servers[0]) as one, running(servers[1]) as two:

            def send(at, urls, found=found, bodies=bodies, start=start):
                start.wait()
                found[at] = post(urls[at % 2], bodies[at])[:2]

            threads = [
                threading.Thread(target=send, args=[at, (one, two)]) for at in range(20)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            held = last_seen(one, ORIGIN, 20)
        winners = [at for at, (status, _) in found.items() if status == 200]
        assert len(winners) == 1
        assert [found[at] for at in range(20) if at not in winners] == [
            (409, b"3\n")
        ] * 19
        words = f"fork {winners[0]} of {turn} "
        assert head_of(held) == (3, root_of(3, reader(words)))


def test_what_was_answered_outlives_sigkill(folder):
    """Ten times: killed as soon as the answer is there, started anew, asked again."""
    command = [sys.executable, "-m", "mingjing.base.ledger.witness", folder]
    command += ["--name", NAME, "--port", "0"]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    size, keys = 0, set()
    for turn in range(11):
        process = subprocess.Popen(
            command,
            env=environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        try:
            keys.add(process.stdout.readline())
            url = process.stderr.readline().split(" at ")[1].strip().rstrip("/")
            if size:
                held = last_seen(url, ORIGIN, 20)
                assert head_of(held) == (size, root_of(size, reader("a")))
                assert post(url, request(size, size, "b"))[0] == 409
            assert post(url, request(size, size + turn + 1))[0] == 200
            size += turn + 1
        finally:
            process.send_signal(signal.SIGKILL)
            process.communicate()
        assert process.returncode == -signal.SIGKILL
    assert len(keys) == 1
    assert (folder / "key").stat().st_mode & 0o777 == 0o600


def test_both_keys_sign_while_one_is_replaced(tmp_path):
    folder = folder_for(tmp_path / "w", KEY, OTHER)
    with running(WitnessServer(("127.0.0.1", 0), open_keep(folder, NAME))) as url:
        assert post(url, request(0, 2, keys=[KEY]))[0] == 200
        assert post(url, request(2, 3, keys=[KEY, OTHER]))[0] == 200
        assert post(url, request(3, 4, keys=[OTHER]))[0] == 200
    folder_for(folder, OTHER)
    with running(WitnessServer(("127.0.0.1", 0), open_keep(folder, ""))) as url:
        assert post(url, request(4, 5, keys=[KEY]))[0] == 403
        assert post(url, request(4, 5, keys=[OTHER]))[0] == 200


def test_strangers_lines_are_not_passed_on(url):
    strangers = [SignerKey(f"s{n}.example", bytes([n]) * 32) for n in range(99)]
    asked = request(0, 2, keys=[KEY, *strangers])
    assert post(url, asked)[0] == 200
    names = [one.name for one in parse_note(last_seen(url, ORIGIN, 20)).signatures]
    assert names == [ORIGIN, NAME]


def test_a_head_too_long_to_be_kept_is_not_cosigned(url):
    room = 2**20 - len(request(0, 1, extensions=["x"])) - 50
    status, body, _ = post(url, request(0, 1, extensions=["x" * room]))
    assert (status, body) == (400, b"The note is longer than 1048576 bytes.\n")
    assert last_seen(url, ORIGIN, 20) is None


@pytest.mark.parametrize(
    ("logs", "key", "name", "said"),
    [
        (None, None, "", "Give the witness a name, as --name audit.example/w1."),
        (None, None, "two words", "The name of a key has no space and no plus."),
        (None, None, NAME, "Write the verifier key of a log into {}/logs.txt, one a line."),
        ("#\nx", None, NAME, "{}/logs.txt, line 2: A key is written as its name, its id and base64."),
        ("", "x", NAME, "{}/key holds no key of a witness: A signer key begins with PRIVATE+KEY+."),
        ("", KEY.encode(), NAME, "{}/key holds no key of a witness: This is not a key for cosignatures."),
        ("", Cosigner("w2", 4, bytes(32)).encode(), NAME, "The key in {}/key is that of w2, not of audit.example/w1."),
    ],
)  # fmt: skip
def test_a_folder_that_is_not_ready_says_what_is_missing(
    tmp_path, logs, key, name, said
):
    for file, text in (("logs.txt", logs), ("key", key)):
        if text is not None:
            (tmp_path / file).write_text(text)
    with pytest.raises(CannotServe) as reason:
        open_keep(tmp_path, name)
    assert str(reason.value) == said.format(tmp_path)


def test_a_witness_needs_no_django():
    script = (
        "import sys, mingjing.base.ledger.witness.server;"
        "print([name for name in sys.modules if name.startswith('django')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={"PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[]\n"
