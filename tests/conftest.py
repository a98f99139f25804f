import os

import pytest

# Playwright's sync API runs inside a loop of its own; Django must not mistake it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(autouse=True)
def _chinese_unless_said():
    from django.utils import translation

    with translation.override("zh-hans"):
        yield


# Subprocesses, whole migrations and every door for every hat: minutes, not seconds.
SLOW = (
    "launcher/",
    "house/test_bad_input.py",
    "house/test_doors.py",
    "mingjing_documents/test_hostile.py",
    "mingjing_ledger/test_auditor_attack.py",
    "mingjing_ledger/test_hostile.py",
    "base/people/test_migrations.py",
    "base/record/test_race.py",
)


def pytest_collection_modifyitems(items):
    for item in items:
        if any(part in item.path.as_posix() for part in SLOW):
            item.add_marker("slow")
