"""SM2 and SM3 beside the format, checked by the openssl command."""

import base64
import hashlib
import os
import shutil
import subprocess

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from mingjing.base.ledger.models import Checkpoint
from mingjing.base.ledger.signing.national import digest
from mingjing_ledger.tiles import tiles_of
from tests.factories.ledger import acts

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("key"),
    pytest.mark.skipif(
        shutil.which("openssl") is None and "CI" not in os.environ,
        reason="apt-get install openssl",
    ),
]


def openssl(*words):
    return subprocess.run(
        ["openssl", *map(str, words)], check=True, capture_output=True
    )


@pytest.fixture
def sm2(tmp_path, monkeypatch):
    key = tmp_path / "sm2.key"
    openssl("genpkey", "-algorithm", "SM2", "-out", key)
    openssl("pkey", "-in", key, "-pubout", "-out", tmp_path / "sm2.pub")
    monkeypatch.setattr(settings, "LEDGER_SM2_KEY", str(key))
    return tmp_path / "sm2.pub"


def test_sm3_is_that_of_the_standard():
    """GB/T 32905 appendix A.1."""
    assert digest(b"abc") == (
        "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    )


def test_each_head_is_signed_in_sm2_and_each_tile_has_its_sm3(sm2, tmp_path, client):
    acts(300)
    call_command("ledger", "sign")
    made = Checkpoint.objects.get()

    note, told = tmp_path / "note", tmp_path / "told"
    note.write_bytes(bytes(made.note))
    served = b"".join(client.get("/ledger/checkpoint.sm2"))
    told.write_bytes(base64.b64decode(served))
    said = openssl(
        "pkeyutl", "-verify", "-pubin", "-inkey", sm2, "-rawin", "-digest", "sm3",
        "-pkeyopt", "distid:1234567812345678", "-in", note, "-sigfile", told,
    ).stdout  # fmt: skip
    assert b"Verified Successfully" in said
    lines = b"".join(client.get("/ledger/tiles.sm3")).decode().splitlines()
    expected = {tile.path for tile in tiles_of(made.size)}
    assert {line.split("  ")[1] for line in lines} == expected
    for line in lines:
        told_hash, path = line.split("  ")
        data = (settings.LEDGER_ROOT / path).read_bytes()
        assert told_hash == hashlib.new("sm3", data).hexdigest()


def test_without_a_key_there_is_nothing_of_it(client):
    acts(2)
    call_command("ledger", "sign")

    assert client.get("/ledger/checkpoint.sm2").status_code == 404
    assert client.get("/ledger/tiles.sm3").status_code == 404


def test_a_key_that_is_none_is_one_sentence(tmp_path, monkeypatch):
    (tmp_path / "none").write_text("no key")
    monkeypatch.setattr(settings, "LEDGER_SM2_KEY", str(tmp_path / "none"))
    acts(1)

    with pytest.raises(CommandError, match="cannot sign with"):
        call_command("ledger", "sign")

    # The head itself stands, and its witnesses were asked before.
    assert (settings.LEDGER_ROOT / "checkpoint").exists()
