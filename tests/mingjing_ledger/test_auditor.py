"""The one-file auditor, run as an auditor runs it: another process, no other module."""

import http.server
import json
import shutil
import sqlite3
import string
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
        ("UPDATE ledger_checkpoint SET root = NULL", "checkpoint 9 in the database"),
        ('UPDATE record_entry SET body = NULL WHERE "index" = 48', "第 48 条起"),
        ('UPDATE record_entry SET leaf_hash = NULL WHERE "index" = 49', "第 49 条起"),
        ("UPDATE record_entry SET kind = NULL, subject = 'due:1' WHERE \"index\" = 50", "第 50 条起"),
        ('UPDATE record_entry SET happened_at = NULL WHERE "index" = 51', "第 51 条起"),
        ('UPDATE record_entry SET subject = NULL WHERE "index" = 52', "第 52 条起"),
        ('UPDATE record_entry SET subject = 7 WHERE "index" = 53', "第 53 条起"),
        ("UPDATE record_entry SET happened_at = '2026' WHERE \"index\" = 54", "第 54 条起"),
        ("UPDATE record_entry SET \"index\" = 'x' WHERE \"index\" = 55", "第 55 条起"),
    ],
)  # fmt: skip
def test_what_was_changed_is_named(database, attack, said):
    with sqlite3.connect(database) as opened:
        opened.execute(attack)

    code, told = run(database)

    assert code == 1
    assert "不符" in told
    assert said in told


def test_words_nested_deeper_than_any_reader_goes_are_no_entry(database):
    deep = b"[" * 200_000
    with sqlite3.connect(database) as opened:
        opened.execute(
            'UPDATE record_entry SET body = ?, leaf_hash = ? WHERE "index" = 3',
            [deep, leaf_hash(deep)],
        )

    code, told = run(database)

    assert (code, "Broken at entry 3: its words are no entry." in told) == (1, True)


def test_a_subject_with_quotes_is_read_as_json_and_not_as_bytes():
    body = canonical({**act(0), "data": {"a": 1, "subject": "x"}})
    between = body.partition(b'"subject":"')[2].rpartition(b'","v":1}')[0]
    shown = act(0)["kind"].encode(), act(0)["at"].encode()
    rows = [(0, body, leaf_hash(body), *shown, between)]

    verdict = auditor.audit(auditor.Source(iter(rows)), [])

    assert (verdict.name, verdict.at) == ("broken", 0)


def test_the_head_of_no_entries_proves_none(database, log, tmp_path):
    paper = tmp_path / "first"
    paper.write_bytes(note(log, 0))

    code, said = run(database, "--key", KEY, "--checkpoint", paper)

    assert (code, "未能证实" in said) == (2, True)


def test_what_the_source_says_of_itself_is_not_from_outside(folder):
    code, said = run(folder, "--key", KEY, "--checkpoint", folder / "checkpoint")

    assert code == 2
    assert "own checkpoint and none from outside" in said


def test_a_database_without_checkpoints_of_its_own_is_read(database, paper):
    with sqlite3.connect(database) as opened:
        opened.execute("DROP TABLE ledger_checkpoint")

    code, said = run(database, "--key", KEY, "--checkpoint", paper)

    assert (code, "已证实" in said) == (0, True)


def test_nothing_is_written_beside_the_evidence(database, paper):
    with sqlite3.connect(database) as opened:
        opened.execute("PRAGMA journal_mode = wal")
    opened.close()
    odd = database.parent / "a#b ?%41"
    odd.mkdir()
    copy = shutil.copy(database, odd)

    code, _said = run(copy, "--key", KEY, "--checkpoint", paper)

    assert code == 0
    assert [file.name for file in odd.iterdir()] == [database.name]
    assert not (database.parent / "a").exists()


def moved(dump, change):
    lines = dump.read_text("utf-8").split("\n")
    dump.write_text("\n".join(change(lines)), "utf-8")


def test_a_dump_whose_rows_lie_in_another_order_is_whole(dump, paper):
    """PostgreSQL fills the room of acts that were taken back."""
    moved(dump, lambda lines: [lines[0], *lines[400:700], *lines[1:400], *lines[700:]])

    code, said = run(dump, "--key", KEY, "--checkpoint", paper)

    assert (code, "已证实" in said) == (0, True)


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [
        (lambda a: [*a, a[0], a[700].replace("699", "700", 1), "\\.", ""], 1, "账首"),
        (lambda a: [*a, a[0], a[700], "\\.", ""], 1, "第 699 条起"),
        (lambda a: [a[0], *a[2:]], 1, "第 0 条起"),
        (lambda a: [a[0], a[1].replace("due:0", "\\N"), *a[2:]], 1, "第 0 条起"),
        (lambda a: [a[0], "x" + a[1], *a[2:]], 2, "cut off or damaged"),
        (lambda a: [a[0], a[1].replace("+08", ""), *a[2:]], 2, "cut off or damaged"),
        (lambda a: [a[0], a[1][:50], *a[2:]], 2, "cut off or damaged"),
        (lambda a: [a[0].replace("subject", "other"), *a[1:]], 2, "cut off or damaged"),
        (lambda a: a[:300], 2, "cut off or damaged"),
        (lambda a: a[:703], 2, "record_head is not in it"),
        (lambda a: [line + "\r" for line in a], 2, "CRLF"),
    ],
)  # fmt: skip
def test_a_dump_that_was_changed(dump, paper, change, code, said):
    moved(dump, change)

    ended, told = run(dump, "--key", KEY, "--checkpoint", paper)

    assert ended == code
    assert said in told


def test_bundles_taken_away_in_part_do_not_hide_what_the_others_say(folder, paper):
    (folder / "tile/entries/000").unlink()

    code, said = run(folder, "--key", KEY, "--checkpoint", paper)

    assert (code, "第 0 条起：原文不见了" in said) == (1, True)


@pytest.mark.parametrize(
    "path", ["tile/0/000", "tile/0/002.p/188", "tile/1/000.p/2", "tile/entries/001"]
)
@pytest.mark.parametrize("change", [lambda data: data[:-32], lambda data: data * 2])
def test_a_file_of_the_wrong_size_is_named(folder, paper, path, change):
    (folder / path).write_bytes(change((folder / path).read_bytes()))

    code, said = run(folder, "--key", KEY, "--checkpoint", paper)

    assert (code, f"The file {path} has a wrong length." in said) == (2, True)


def test_what_is_wrong_first_is_named_before_a_later_file(folder, paper):
    bundle = folder / "tile/entries/000"
    bundle.write_bytes(bundle.read_bytes().replace(b'"due":5}', b'"due":6}'))
    (folder / "tile/0/001").unlink()

    code, said = run(folder, "--key", KEY, "--checkpoint", paper)

    assert (code, "Broken at entry 5:" in said) == (1, True)


def test_a_witness_that_was_asked_for_and_did_not_sign_is_said(database, log, tmp_path):
    paper = tmp_path / "bare"
    head = Checkpoint(LOG_KEY.name, 600, log.roots[600])
    paper.write_bytes(sign_checkpoint(head, [LOG_KEY]))
    key = WITNESS_KEY.verifier.encode()

    _code, said = run(database, "--key", KEY, "--checkpoint", paper, "--witness", key)

    assert said.endswith("none of the witnesses given signed.\n")


def test_a_refusal_is_json_where_json_was_asked_for():
    code, said = run("nowhere.sqlite3", "--json")

    assert (code, json.loads(said)["name"]) == (2, "not readable")


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

    assert code == 2
    assert "互相矛盾" in said
    assert "both have 600 entries and different roots; keep both." in said


def spelt_otherwise(data):
    """The last letter before the padding, with bits that stand for nothing set."""
    letter = data[-4:-3]
    letters = string.ascii_uppercase + string.ascii_lowercase + string.digits + "+/"
    other = letters[letters.index(letter.decode()) + 1].encode()
    return data[:-4] + other + data[-3:]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (spelt_otherwise, "not a signed checkpoint"),
        (lambda data: data.replace(b"\n", b"\r\n"), "CRLF"),
        (lambda data: data[:40], "not a signed checkpoint"),
        (lambda data: data.replace(b"\n600\n", b"\n601\n"), "signature of"),
        (lambda data: data.replace(b"\n600\n", b"\n0600\n"), "not a signed checkpoint"),
        (lambda data: data.replace(b"county", b"town00"), "none of the keys"),
        (lambda _data: b"\xff\n\xfe", "not a text"),
        (lambda _data: b"", "not a signed checkpoint"),
        (lambda data: data + data.splitlines(keepends=True)[-1], "not a signed check"),
        (lambda data: data.rstrip(b"\n"), "not a signed checkpoint"),
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
        ([FILE], "neither the site's SQLite database nor a plain dump"),
        (["--key", "county+1+AA", FILE], "verifier key"),
        (["--key", KEY[:-6] + "AAAAA=", FILE], "verifier key"),
        (["--line", "600 abc", FILE], "notice board"),
        (["http://127.0.0.1:9/", "--key", KEY], "refused"),
        (["http://[x", "--key", KEY], "http://[x"),
        (["--key", WITNESS_KEY.verifier.encode(), FILE], "of another kind"),
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
