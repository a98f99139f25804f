"""The one-file auditor, run as an auditor runs it: another process, no other module."""

import http.server
import json
import shutil
import sqlite3
import subprocess
import sys
import threading
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from mingjing_ledger import auditor
from mingjing_ledger.canonical import canonical
from mingjing_ledger.checkpoint import Checkpoint, sign_checkpoint
from mingjing_ledger.keys import SignerKey
from mingjing_ledger.note import add_signatures, signed_by
from mingjing_ledger.proof import Proof
from mingjing_ledger.tree import inclusion_proof, leaf_hash
from tests.mingjing_ledger.examples import LOG_KEY, NOW, WITNESS_KEY
from tests.mingjing_ledger.log import Log

FILE = Path(auditor.__file__)
KEY = LOG_KEY.verifier.encode()
SIZE = 700


class Acts(Log):
    def body(self, number):
        return canonical(act(number))


def act(number):
    return {
        "at": datetime.fromtimestamp(NOW + number, UTC).isoformat(
            timespec="microseconds"
        ),
        "data": {"due": number},
        "kind": "DueVerified",
        "role": "contact",
        "sealed": {},
        "subject": f"due:{number}",
        "v": 1,
    }


@pytest.fixture(scope="module")
def log():
    made = Acts()
    made.add(SIZE)
    return made


def note(log, size, key=LOG_KEY):
    head = Checkpoint(key.name, size, log.roots[size])
    signed = sign_checkpoint(head, [key])
    return add_signatures(signed, [signed_by(WITNESS_KEY.at(NOW), head.encode())])


@pytest.fixture
def database(log, tmp_path):
    path = tmp_path / "site.sqlite3"
    with sqlite3.connect(path) as made:
        made.executescript(
            'CREATE TABLE record_entry ("index" bigint PRIMARY KEY, kind varchar(60),'
            " happened_at datetime, subject varchar(60), body BLOB, leaf_hash BLOB);"
            "CREATE TABLE record_head (id integer, size bigint, frontier BLOB);"
            "CREATE TABLE ledger_checkpoint (id integer PRIMARY KEY, size bigint,"
            " root BLOB, frontier BLOB, origin text, note BLOB, signed_at datetime);"
        )
        for number, body in enumerate(log.bodies):
            shown = act(number)
            at = shown["at"].replace("T", " ").removesuffix("+00:00")
            made.execute(
                "INSERT INTO record_entry VALUES (?, ?, ?, ?, ?, ?)",
                [
                    number,
                    shown["kind"],
                    at.removesuffix(".000000"),
                    shown["subject"],
                    body,
                    leaf_hash(body),
                ],
            )
        head = [SIZE, b"".join(log.frontier)]
        made.execute("INSERT INTO record_head VALUES (1, ?, ?)", head)
        made.execute(
            "INSERT INTO ledger_checkpoint VALUES (1, 9, ?, x'', 'o', x'', '')",
            [log.roots[9]],
        )
    return path


@pytest.fixture
def dump(log, tmp_path):
    """As pg_dump writes it, in the time zone of the machine that dumps."""
    path = tmp_path / "dump.sql"
    lines = ['COPY public.record_entry ("index", kind, happened_at, subject, body, leaf_hash) FROM stdin;']  # fmt: skip
    for number, body in enumerate(log.bodies):
        at = datetime.fromtimestamp(NOW + number + 8 * 3600, UTC)
        lines.append(
            f"{number}\tDueVerified\t{at:%Y-%m-%d %H:%M:%S}+08\tdue:{number}"
            f"\t\\\\x{body.hex()}\t\\\\x{leaf_hash(body).hex()}"
        )
    frontier = b"".join(log.frontier).hex()
    lines += ["\\.", "", "COPY public.record_head (id, size, frontier, closed) FROM stdin;"]  # fmt: skip
    lines += [f"1\t{SIZE}\t\\\\x{frontier}\tf", "\\.", ""]
    lines += ["COPY public.ledger_checkpoint (id, size, root, origin) FROM stdin;"]
    lines += [f"1\t9\t\\\\x{log.roots[9].hex()}\to", "\\.", ""]
    path.write_text("\n".join(lines), "utf-8")
    return path


@pytest.fixture
def folder(log, tmp_path):
    for path, data in {**log.files, "checkpoint": note(log, SIZE)}.items():
        (tmp_path / "mirror" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "mirror" / path).write_bytes(data)
    return tmp_path / "mirror"


@pytest.fixture
def paper(log, tmp_path):
    path = tmp_path / "outside"
    path.write_bytes(note(log, 600))
    return path


def run(*words):
    told = subprocess.run(
        [sys.executable, "-I", FILE, *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in told.stderr
    return told.returncode, told.stdout + told.stderr


@pytest.mark.parametrize("kind", ["database", "dump", "folder"])
def test_an_outside_checkpoint_proves_every_kind_of_source(kind, request, paper):
    source = request.getfixturevalue(kind)

    code, said = run(source, "--key", KEY, "--checkpoint", paper)

    assert code == 0
    assert "已证实：头 600 条" in said
    assert "does not cover the 100 after them" in said


@pytest.mark.parametrize("kind", ["database", "dump", "folder"])
def test_without_one_it_says_so_and_is_not_proven(kind, request):
    code, said = run(request.getfixturevalue(kind), "--key", KEY)

    assert code == 2
    assert "未能证实" in said
    assert "Not proven: 700 entries agree" in said


def test_a_line_from_the_notice_board_is_enough(database, log):
    root = log.roots[650].hex()
    groups = " ".join(root[at : at + 8] for at in range(0, 64, 8))

    code, said = run(database, "--line", f"650 {groups}", "--json")

    told = json.loads(said)
    assert (code, told["name"], told["size"]) == (0, "proven", SIZE)
    assert told["root"] == log.roots[SIZE].hex()


def test_a_receipt_carries_an_outside_checkpoint(database, log, tmp_path):
    hashes = inclusion_proof(5, 600, log.reader())
    file = tmp_path / "5.tlog-proof"
    file.write_bytes(Proof(5, tuple(hashes), note(log, 600), log.bodies[5]).encode())

    code, said = run(database, "--key", KEY, "--checkpoint", file)

    assert (code, "头 600 条" in said) == (0, True)


def test_witnesses_are_named_with_their_time(database, paper):
    key = WITNESS_KEY.verifier.encode()

    _code, said = run(database, "--key", KEY, "--checkpoint", paper, "--witness", key)

    assert "audit.example/w1 2026-03-02 01:30 UTC" in said


def test_a_mirror_without_entries_is_checked_for_its_hashes(folder, paper):
    shutil.rmtree(folder / "tile/entries")

    code, said = run(folder, "--key", KEY, "--checkpoint", paper)

    assert code == 0
    assert "只核对了散列" in said


def test_a_mirror_is_read_over_the_network(folder, paper):
    handler = partial(http.server.SimpleHTTPRequestHandler, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_address[1]}/"
        code, said = run(address, "--key", KEY, "--checkpoint", paper)
        server.shutdown()

    assert (code, "已证实" in said) == (0, True)


@pytest.mark.parametrize(
    ("attack", "said"),
    [
        ("UPDATE record_entry SET body = x'7b7d' WHERE \"index\" = 41", "第 41 条起"),
        ("UPDATE record_entry SET leaf_hash = x'00' WHERE \"index\" = 42", "第 42 条起"),
        ("UPDATE record_entry SET subject = 'due:1' WHERE \"index\" = 43", "subject"),
        ("UPDATE record_entry SET kind = 'Other' WHERE \"index\" = 44", "kind"),
        ("UPDATE record_entry SET happened_at = '2020-01-01' WHERE \"index\" = 45", "第 45 条起"),
        ("UPDATE record_entry SET body = 'words' WHERE \"index\" = 46", "第 46 条起"),
        ('DELETE FROM record_entry WHERE "index" = 47', "第 47 条起"),
        ('DELETE FROM record_entry WHERE "index" = 699', "账首"),
        ("UPDATE record_head SET size = 699", "账首"),
        ("UPDATE record_head SET frontier = x''", "账首"),
        ("UPDATE ledger_checkpoint SET root = x'00'", "checkpoint 9 in the database"),
    ],
)  # fmt: skip
def test_what_was_changed_is_named(database, attack, said):
    with sqlite3.connect(database) as opened:
        opened.execute(attack)

    code, told = run(database)

    assert code == 1
    assert "不符" in told
    assert said in told


def test_entries_that_the_outside_saw_and_that_are_gone(database, tmp_path):
    longer = Acts()
    longer.add(SIZE + 5)
    paper = tmp_path / "longer"
    paper.write_bytes(note(longer, SIZE + 5))

    code, said = run(database, "--key", KEY, "--checkpoint", paper)

    assert code == 1
    assert "有 705 条，这里只有 700 条" in said


def test_two_checkpoints_that_contradict_each_other(database, log, tmp_path):
    other = Acts()
    other.body = lambda number: canonical(act(number + 1))
    other.add(600)
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_bytes(note(log, 600))
    two.write_bytes(note(other, 600))

    code, said = run(database, "--key", KEY, "--checkpoint", one, "--checkpoint", two)

    assert (code, "differs from" in said) == (1, True)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda data: data.replace(b"\n", b"\r\n"), "CRLF"),
        (lambda data: data[:40], "not a signed checkpoint"),
        (lambda data: data.replace(b"\n600\n", b"\n601\n"), "signature of"),
        (lambda data: data.replace(b"\n600\n", b"\n0600\n"), "not a signed checkpoint"),
        (lambda data: data.replace(b"county", b"town00"), "none of the keys"),
        (lambda _data: bytes(range(256)), "not a text"),
        (lambda _data: b"", "not a signed checkpoint"),
    ],
)
def test_a_spoilt_checkpoint_is_refused_with_the_reason(database, paper, change, said):
    paper.write_bytes(change(paper.read_bytes()))

    code, told = run(database, "--key", KEY, "--checkpoint", paper)

    assert code == 2
    assert said in told


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere.sqlite3"], "No such file"),
        ([FILE], "record_entry is not in it"),
        (["--key", "county+1+AA", FILE], "verifier key"),
        (["--key", KEY[:-6] + "AAAAA=", FILE], "verifier key"),
        (["--line", "600 abc", FILE], "notice board"),
        (["http://127.0.0.1:9/", "--key", KEY], "refused"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(words, said):
    code, told = run(*words)

    assert code == 2
    assert said in told


def test_its_own_arithmetic_judges_as_the_library_does():
    """Where `cryptography` is missing the file verifies by itself."""
    for number in range(12):
        key = SignerKey(f"k{number}", bytes([number]) * 32)
        message = b"message %d" % number
        signature = key.sign(message)
        public = key.verifier.public
        assert auditor._verify_slowly(public, message, signature)
        assert not auditor._verify_slowly(public, message + b"x", signature)
        for at in (0, 31, 32, 63):
            spoilt = bytearray(signature)
            spoilt[at] ^= 1
            assert not auditor._verify_slowly(public, message, bytes(spoilt))
