import pytest
from django.conf import settings

from mingjing.base.ledger.signing import keys
from tests.factories.ledger import NAME


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Heads and key of this test alone."""
    monkeypatch.setattr(settings, "LEDGER_ROOT", tmp_path / "ledger")
    monkeypatch.setattr(settings, "LEDGER_KEY", tmp_path / "ledger.key")
    return tmp_path / "ledger"


@pytest.fixture
def key():
    return keys.make_key(NAME)
