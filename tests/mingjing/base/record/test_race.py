"""Appends from two sides at once: every place taken once, the tree exact."""

import os
import subprocess
import sys
import threading
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import connection, transaction

from mingjing.base.people.events import UnitEnded
from mingjing.base.record.actions import record
from mingjing.base.record.models import Entry
from mingjing.base.record.queries import verify

NOW = datetime(2026, 3, 10, 17, 30, tzinfo=UTC)
EACH = 200
ROOT = Path(__file__).parents[4]


def write(count):
    event = UnitEnded(unit=1, ended_on=date(2026, 3, 1), note="并发")
    for _ in range(count):
        with transaction.atomic():
            record(event, by=None, now=NOW)


def _two_threads():
    failed = []

    def side():
        try:
            write(EACH)
        except BaseException as error:  # noqa: BLE001 -- told to the test below
            failed.append(error)
        finally:
            connection.close()

    sides = [threading.Thread(target=side) for _ in range(2)]
    for one in sides:
        one.start()
    for one in sides:
        one.join()
    return failed


SCRIPT = """
import django; django.setup()
from tests.mingjing.base.record.test_race import write
write({count})
"""
CHECK = """
import django; django.setup()
from mingjing.base.record.queries import verify
verdict = verify(); print(verdict.intact, verdict.size)
"""


def _two_processes(folder):
    # The site's own settings: a file, WAL, IMMEDIATE, as a county runs it.
    environment = {
        **{k: v for k, v in os.environ.items() if k != "DATABASE_URL"},
        "MINGJING_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "mingjing.config.settings",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }

    def run(*arguments):
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    assert run("manage.py", "migrate", "-v0").wait() == 0
    sides = [run("-c", SCRIPT.format(count=EACH)) for _ in range(2)]
    assert [side.wait() for side in sides] == [0, 0]
    return run("-c", CHECK).communicate()[0].split()


@pytest.mark.django_db(transaction=True)
def test_two_sides_append_without_a_gap_or_a_fork(tmp_path):
    if connection.vendor == "sqlite":
        assert _two_processes(tmp_path) == ["True", str(2 * EACH)]
    else:
        assert _two_threads() == []
        verdict = verify()
        assert (verdict.intact, verdict.size) == (True, 2 * EACH)
        assert list(Entry.objects.values_list("index", flat=True)) == list(
            range(2 * EACH)
        )
