import re
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mingjing.base.ledger.models import Recovery
from mingjing.base.ledger.queries import proofs
from mingjing.base.people.states import Role
from mingjing.base.record.actions import record
from mingjing.base.record.models import Entry, Head
from mingjing.cycle.findings.events import FindingSourceAdded
from mingjing_ledger.checkpoint import open_checkpoint
from mingjing_ledger.proof import verify_proof
from mingjing_ledger.reader import TileReader
from tests.factories import people
from tests.factories.ledger import NAME, NOW, act, acts, forget, sign

pytestmark = pytest.mark.django_db


def whisper():
    """An entry that tells where a suspicion came from."""
    with transaction.atomic():
        event = FindingSourceAdded(
            finding=1, source=1, form="report", said_on=NOW.date(), inspection=None, pointer="x"
        )  # fmt: skip
        return record(event, by=None, now=NOW, subject="finding:1")


# --- without an account


def test_anyone_reads_heads_hashes_and_keys(client, key):
    acts(300)
    made = sign()

    front = client.get("/ledger/").content.decode()
    told = client.get("/ledger/checkpoint")
    keys = client.get("/ledger/keys").content.decode()

    assert bytes(made.root).hex()[:8] in front
    assert key.verifier.encode() in front
    assert keys == f"{key.verifier.encode()}\n"
    opened = open_checkpoint(b"".join(told), origin=NAME, keys=[key.verifier])
    assert opened.checkpoint.size == made.size == 301


@pytest.mark.usefixtures("key")
def test_a_mirror_of_the_public_files_proves_the_tree(client):
    acts(600)
    made = sign()

    def fetch(path):
        answer = client.get(f"/ledger/{path}")
        return b"".join(answer) if answer.status_code == 200 else None

    mirror = TileReader(made.size, bytes(made.root), fetch)

    for entry in Entry.objects.filter(index__in=[0, 255, 256, 600]):
        assert mirror(0, entry.index) == bytes(entry.leaf_hash)


@pytest.mark.usefixtures("key")
@pytest.mark.parametrize(
    "path",
    [
        "entries/000.p/4",
        "0/000.p/04",
        "0/../../../secret-key",
        "0/000.p/4/",
        "64/000",
        "0/%2e%2e/000",
        "0/001",
    ],
)
def test_entries_and_what_is_no_tile_are_not_served(client, path):
    acts(3)
    sign()

    assert client.get(f"/ledger/tile/{path}").status_code == 404


@pytest.mark.usefixtures("key")
def test_full_tiles_are_kept_for_ever_and_the_head_is_asked_anew(client):
    acts(300)
    sign()

    assert "immutable" in client.get("/ledger/tile/0/000")["Cache-Control"]
    assert "immutable" not in client.get("/ledger/tile/0/001.p/45")["Cache-Control"]
    assert client.get("/ledger/checkpoint")["Cache-Control"] == "no-cache"


def test_before_the_first_head_the_page_says_what_to_do(client):
    assert "还没有签发见证点" in client.get("/ledger/").content.decode()
    assert client.get("/ledger/checkpoint").status_code == 404
    assert client.get("/ledger/notice/2026-03-10/").status_code == 404


@pytest.mark.usefixtures("key")
def test_the_notice_of_a_day_has_its_last_head(client):
    acts(3)
    made = sign()

    page = client.get("/ledger/notice/2026-03-10/").content.decode()

    root = bytes(made.root).hex()
    assert " ".join(root[at : at + 8] for at in range(0, 64, 8)) in page
    assert "<svg" in page
    assert client.get("/ledger/notice/2026-02-31/").status_code == 404


def test_the_page_that_checks_receipts_may_run_its_own_script_alone(client):
    answer = client.get("/verify/")

    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert re.search(r"script-src 'sha256-[^']+'", policy)


def test_the_auditor_runs_as_it_is_handed_out(client, tmp_path):
    file = tmp_path / "auditor.py"
    file.write_bytes(client.get("/ledger/auditor.py").content)

    told = subprocess.run(
        [sys.executable, "-I", file, "--help"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert told.returncode == 0
    assert "--checkpoint" in told.stdout


# --- a thing's proof


def check(client, person, subject="unit:1"):
    client.force_login(person)
    kind, _sep, pk = subject.partition(":")
    address = reverse("ledger:check", args=[kind, int(pk)])
    return f"{address}?t={proofs.ticket(person, subject)}"


def test_whoever_sees_a_thing_gets_a_receipt_that_proves_it(client, key):
    contact = people.person_with(Role.CONTACT)
    act(1, by=people.person_with(Role.OFFICE))
    made = sign()
    address = check(client, contact)
    page = client.get(address).content.decode()

    link = re.search(r'href="(0\.tlog-proof\?t=[^"]+)"', page)[1]
    told = client.get(address.partition("?")[0] + link).content

    entry = Entry.objects.get(index=0)
    leaf = bytes(entry.leaf_hash)
    proven = verify_proof(told, leaf, origin=NAME, keys=[key.verifier])
    assert proven.extra == bytes(entry.body)
    assert proven.signed.checkpoint.size == made.size


@pytest.mark.usefixtures("key")
def test_a_ticket_works_for_its_person_and_its_thing_alone(client):
    contact, other = people.person_with(Role.CONTACT), people.person_with(Role.CONTACT)
    act(1)
    act(2)
    sign()
    mine = proofs.ticket(contact, "unit:1")
    client.force_login(other)
    assert client.get(f"/ledger/check/unit:1/?t={mine}").status_code == 404
    client.force_login(contact)
    assert client.get(f"/ledger/check/unit:2/?t={mine}").status_code == 404
    assert client.get("/ledger/check/unit:1/").status_code == 404
    assert client.get(f"/ledger/check/unit:1/0.tlog-proof?t={mine}").status_code == 200
    assert client.get(f"/ledger/check/unit:1/1.tlog-proof?t={mine}").status_code == 404
    client.force_login(people.person_with(Role.AUDITOR))
    assert client.get("/ledger/check/unit:1/").status_code == 200


@pytest.mark.usefixtures("key")
def test_a_ticket_ends_with_the_session_it_was_given_in(client, monkeypatch):
    act(1)
    address = check(client, people.person_with(Role.CONTACT))
    assert client.get(address).status_code == 200

    later = time.time() + settings.SESSION_COOKIE_AGE + 60
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert client.get(address).status_code == 404


@pytest.mark.usefixtures("key")
def test_where_a_suspicion_came_from_is_told_as_a_hash_alone(client):
    entry = whisper()
    sign()
    contact = people.person_with(Role.CONTACT)
    address = check(client, contact, "finding:1")
    shown = proofs.ticket(contact, "finding:1")

    page = client.get(address).content.decode()

    assert bytes(entry.leaf_hash).hex() in page
    assert "report" not in page
    receipt = f"/ledger/check/finding:1/{entry.index}.tlog-proof?t={shown}"
    assert client.get(receipt).status_code == 404
    client.force_login(people.person_with(Role.DISCIPLINE))
    assert client.get(receipt).status_code == 200


@pytest.mark.usefixtures("key")
def test_what_is_not_sealed_yet_says_so(client):
    act(1)
    sign()
    act(1)
    contact = people.person_with(Role.CONTACT)
    address = check(client, contact)

    page = client.get(address).content.decode()
    early = client.get(address.replace("?", "2.tlog-proof?"))

    assert "待封入" in page
    assert early.status_code == 503
    assert "每分钟" in early.content.decode()


@pytest.mark.usefixtures("key")
def test_the_page_asks_as_often_for_one_entry_as_for_many(client):
    contact = people.person_with(Role.CONTACT)
    act(1)
    sign()
    address = check(client, contact)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for _ in range(9):
        act(1)
    sign()
    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(one) == len(many) <= 15


# --- a closed record


@pytest.fixture
def closed(key):  # noqa: ARG001 -- a log without a key signs nothing
    """The record forgot its last entries; the files of the heads did not."""
    acts(6)
    sign()
    forget(3)
    with pytest.raises(SystemExit):
        call_command("ledger", "compare")


def recover(client, person, **data):
    client.force_login(person)
    return client.post("/ledger/recovery/", data)


@pytest.mark.usefixtures("closed")
def test_two_people_reopen_it_and_the_log_goes_on_under_another_name(client):
    office, watch = people.person_with(Role.OFFICE), people.person_with(Role.DISCIPLINE)

    assert recover(client, office, reason="备份是三天前的。").status_code == 302
    assert Head.objects.get().closed
    assert recover(client, watch).status_code == 302

    assert not Head.objects.get().closed
    found = Recovery.objects.get()
    assert (found.left_gap, found.first_by, found.second_by) == (True, office, watch)
    entry = Entry.objects.get(kind="RecordReopened")
    assert b'"outside_size":7' in bytes(entry.body)
    assert "备份".encode() not in bytes(entry.body)
    assert "现在只能查看" not in client.get("/record/").content.decode()
    made = sign()
    assert made.origin == f"{NAME}/2"
    assert not (settings.LEDGER_ROOT / "closed").exists()
    call_command("ledger", "compare")
    call_command("ledger", "verify")


@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize(
    ("first", "second"), [(Role.OFFICE, Role.OFFICE), (Role.DISCIPLINE, Role.CONTACT)]
)
def test_the_second_must_be_another_and_one_of_the_watch(client, first, second):
    recover(client, people.person_with(first), reason="查过了。")
    recover(client, people.person_with(second))

    assert Head.objects.get().closed
    assert Recovery.objects.get().second_by is None


@pytest.mark.usefixtures("closed")
def test_one_person_twice_is_one_person(client):
    watch = people.person_with(Role.AUDITOR)
    recover(client, watch, reason="查过了。")
    recover(client, watch, reason="再查过了。")

    assert Head.objects.get().closed
    assert Recovery.objects.get().reason == "查过了。"


@pytest.mark.usefixtures("closed")
def test_reading_goes_on_and_a_deed_is_answered_in_one_sentence(client):
    office = people.person_with(Role.OFFICE)
    client.force_login(office)
    assert client.get("/ledger/").status_code == 200
    assert "对不上" in client.get("/ledger/").content.decode()
    assert "现在只能查看" in client.get("/record/").content.decode()

    answer = client.post("/reminders/mail/", {"wanted": "on"})

    assert answer.status_code == 503
    assert "没有生效" in answer.content.decode()


@pytest.mark.parametrize("role", [Role.CONTACT, Role.SECRETARY, Role.ADMIN])
def test_the_way_out_is_not_for_everyone(client, role):
    client.force_login(people.person_with(role))

    assert client.get("/ledger/recovery/").status_code == 404


@pytest.mark.usefixtures("key")
def test_the_key_file_is_outside_what_the_pages_read(client, monkeypatch, tmp_path):
    """A web process that may not read the key serves every page all the same."""
    act(1)
    sign()
    monkeypatch.setattr(settings, "LEDGER_KEY", tmp_path / "nowhere")

    for path in ("/ledger/", "/ledger/checkpoint", "/ledger/keys", "/verify/"):
        assert client.get(path).status_code == 200
