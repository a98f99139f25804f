"""The site and real witnesses: their own folders, their own sockets."""

import threading

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from mingjing.base.ledger.models import Checkpoint, Cosignature, Recovery
from mingjing.base.ledger.queries import heads as seen
from mingjing.base.ledger.queries.tree import root_at
from mingjing.base.ledger.witness.keep import open_keep
from mingjing.base.ledger.witness.server import WitnessServer
from mingjing.base.record.actions import RecordClosed
from mingjing.base.record.models import Entry, Head
from mingjing.base.record.queries import verify
from mingjing_ledger.checkpoint import Checkpoint as Told
from mingjing_ledger.checkpoint import sign_checkpoint
from mingjing_ledger.cosignature import cosigned_by
from mingjing_ledger.keys import SignerKey
from mingjing_ledger.note import parse_note
from mingjing_ledger.tree import append, leaf_hash
from tests.factories.ledger import NAME, act, acts, forget
from tests.support.guards import guards_lifted

pytestmark = pytest.mark.django_db


@pytest.fixture
def witness(key, tmp_path):
    """Start witnesses of these names; each is in the site's list."""
    running = []

    def start(*names):
        lines = []
        for at, name in enumerate(names):
            folder = tmp_path / f"witness{at}"
            folder.mkdir()
            (folder / "logs.txt").write_text(f"{key.verifier.encode()}\n")
            keep = open_keep(folder, name)
            server = WitnessServer(("127.0.0.1", 0), keep)
            threading.Thread(target=server.serve_forever, daemon=True).start()
            running.append(server)
            address = f"http://127.0.0.1:{server.server_address[1]}"
            lines.append(f"{address} {keep.witness.cosigners[0].verifier.encode()}\n")
        settings.LEDGER_ROOT.mkdir(exist_ok=True)
        (settings.LEDGER_ROOT / "witnesses.txt").write_text("".join(lines))
        return running

    yield start
    for server in running:
        server.shutdown()
        server.server_close()


def ledger(*words):
    call_command("ledger", *words)


def test_every_witness_cosigns_each_head(witness):
    witness("audit.example/w1", "city.example/w2")
    for _ in range(3):
        acts(40)
        ledger("sign")

    newest = seen.newest()
    published = parse_note((settings.LEDGER_ROOT / "checkpoint").read_bytes())
    keys = [one.key for one in seen.witnesses()]
    assert len(cosigned_by(published, keys)) == 2
    assert Cosignature.objects.filter(checkpoint=newest).count() == 2
    assert Cosignature.objects.count() == 6


def test_a_witness_that_was_away_is_shown_the_way_from_where_it_was(witness):
    _first, second = witness("audit.example/w1", "city.example/w2")
    acts(3)
    ledger("sign")
    second.shutdown()
    second.server_close()
    acts(300)
    ledger("sign")
    assert Cosignature.objects.filter(checkpoint=seen.newest()).count() == 1

    again = WitnessServer(second.server_address, second.keep)
    threading.Thread(target=again.serve_forever, daemon=True).start()
    acts(5)
    ledger("sign")
    again.shutdown()
    again.server_close()

    assert Cosignature.objects.filter(checkpoint=seen.newest()).count() == 2


def test_a_witness_shown_the_same_head_twice_is_asked_once(witness):
    witness("audit.example/w1")
    acts(2)
    ledger("sign")
    ledger("sign")

    assert Checkpoint.objects.count() == 1
    assert Cosignature.objects.count() == 1


@pytest.mark.parametrize(
    "line", ["http://127.0.0.1:1", "http://127.0.0.1:1 no-key", "a b c"]
)
@pytest.mark.usefixtures("key")
def test_a_line_that_names_no_witness_is_told_by_its_number(line):
    settings.LEDGER_ROOT.mkdir()
    (settings.LEDGER_ROOT / "witnesses.txt").write_text(f"# ours\n\n{line}\n")
    act(1)

    with pytest.raises(CommandError, match="line 3"):
        ledger("sign")


# --- a record that is not what the witness saw


def test_an_older_copy_is_closed_by_what_the_witness_holds(witness):
    witness("audit.example/w1")
    acts(4)
    ledger("sign")
    acts(4)
    ledger("sign")
    forget(5)
    (settings.LEDGER_ROOT / "checkpoint").unlink()

    with pytest.raises(SystemExit):
        ledger("compare")

    assert Head.objects.get().closed
    found = Recovery.objects.get()
    assert (found.fault, found.outside_size, found.found_size) == ("shorter", 9, 5)
    with pytest.raises(RecordClosed):
        act(1)


def test_an_older_copy_that_grew_is_found_when_it_is_shown(witness):
    """It signs anew what it says it is; the witness holds another head against it."""
    witness("audit.example/w1")
    acts(4)
    ledger("sign")
    acts(4)
    ledger("sign")
    forget(5)
    (settings.LEDGER_ROOT / "checkpoint").unlink()
    acts(9)

    with pytest.raises(SystemExit):
        ledger("sign")

    assert Head.objects.get().closed
    assert Recovery.objects.get().fault == "other"


@pytest.mark.usefixtures("key")
def test_a_copy_older_than_its_own_files_is_closed_without_any_witness():
    acts(6)
    ledger("sign")
    forget(3)

    with pytest.raises(SystemExit):
        ledger("sign")

    assert Head.objects.get().closed
    assert Checkpoint.objects.count() == 0


@pytest.mark.usefixtures("key")
def test_a_rewritten_entry_is_found_by_an_outside_head_named_by_hand(tmp_path):
    acts(6)
    ledger("sign")
    paper = tmp_path / "from-the-notice-board"
    paper.write_bytes((settings.LEDGER_ROOT / "checkpoint").read_bytes())
    # Whoever owns the database and the files rewrites both and builds the tree anew.
    bodies = [bytes(e.body) for e in Entry.objects.all()]
    bodies[2] = bodies[2].replace(b'"unit":2', b'"unit":7')
    frontier = []
    for at, body in enumerate(bodies):
        frontier = append(frontier, at, leaf_hash(body))
    with guards_lifted(), connection.cursor() as cursor:
        cursor.execute(
            'UPDATE record_entry SET body = %s, leaf_hash = %s WHERE "index" = 2',
            [bodies[2], leaf_hash(bodies[2])],
        )
        cursor.execute("UPDATE record_head SET frontier = %s", [b"".join(frontier)])
        cursor.execute("DELETE FROM ledger_checkpoint")
    (settings.LEDGER_ROOT / "checkpoint").unlink()
    ledger("verify")  # the record agrees with itself

    with pytest.raises(SystemExit):
        ledger("verify", "--checkpoint", str(paper))
    with pytest.raises(SystemExit):
        ledger("compare", str(paper))

    assert Recovery.objects.get().fault == "other"


@pytest.mark.usefixtures("key")
def test_a_head_of_another_log_says_nothing_and_closes_nothing(tmp_path):
    acts(2)
    ledger("sign")
    foreign = SignerKey.generate(NAME)
    paper = tmp_path / "forged"
    paper.write_bytes(sign_checkpoint(Told(NAME, 900, bytes(32)), [foreign]))

    with pytest.raises(CommandError, match="trusted"):
        ledger("compare", str(paper))

    assert not Head.objects.get().closed


# --- the way out


def test_what_is_missing_comes_back_from_an_export(witness, tmp_path):
    witness("audit.example/w1")
    acts(300)
    ledger("sign")
    ledger("export", str(tmp_path / "copy"))
    before = list(Entry.objects.values_list("index", "body", "subject", "happened_at"))
    root = bytes(Checkpoint.objects.get().root)
    forget(200)
    with pytest.raises(SystemExit):
        ledger("compare")

    ledger("restore", str(tmp_path / "copy"))

    after = list(Entry.objects.values_list("index", "body", "subject", "happened_at"))
    assert after == before
    assert root_at(301) == root
    assert verify().intact
    assert Head.objects.get().closed  # two people open it


@pytest.mark.usefixtures("key")
def test_a_copy_of_another_log_brings_nothing(tmp_path):
    acts(20)
    ledger("sign")
    ledger("export", str(tmp_path / "copy"))
    bundle = tmp_path / "copy/tile/entries/000.p/21"
    bundle.write_bytes(bundle.read_bytes().replace(b'"unit":9', b'"unit":8'))
    forget(4)
    with pytest.raises(SystemExit):
        ledger("compare")

    with pytest.raises(CommandError, match="Entry 9 "):
        ledger("restore", str(tmp_path / "copy"))

    assert Entry.objects.count() == 4


@pytest.mark.usefixtures("key")
def test_an_open_record_is_not_restored(tmp_path):
    act(1)

    with pytest.raises(CommandError, match="open"):
        ledger("restore", str(tmp_path))
