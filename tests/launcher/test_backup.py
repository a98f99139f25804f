"""A backup is a copy that can be opened: written, checked, spoilt, restored."""

import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(*command, **environment):
    env = os.environ | {"DATABASE_URL": "", "MINGJING_CALENDARS": ""} | environment
    env |= {"DJANGO_SETTINGS_MODULE": "mingjing.config.settings"}
    return subprocess.run(
        [sys.executable, *map(str, command)],
        capture_output=True,
        text=True,
        check=False,
        env=env,
        timeout=120,
    )


def backup(*arguments, **environment):
    done = run(ROOT / "deploy/backup", *arguments, **environment)
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The data folder of a site with one account, one file and one notice."""
    data = tmp_path_factory.mktemp("site")
    done = run(
        ROOT / "manage.py", "first_account", "kang", "康宁", "澄溪县政府办公室",
        MINGJING_DATA=str(data),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    # sha256 of b"abc", as base/files names it
    name = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    (data / "files" / name[:2]).mkdir(parents=True)
    (data / "files" / name[:2] / name).write_bytes(b"abc")
    (data / "calendars").mkdir()
    (data / "calendars" / "2099.toml").write_text("year = 2099\n")
    return data


@pytest.fixture
def copy(site, tmp_path):
    done = backup(
        tmp_path / "copies",
        MINGJING_DATA=str(site),
        MINGJING_CALENDARS=str(site / "calendars"),
    )
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip())


def test_a_copy_is_whole_private_and_says_so_twice(copy):
    assert sorted(p.name for p in copy.iterdir()) == [
        "calendars", "files", "manifest.json", "mingjing.sqlite3", "secret-key",
    ]  # fmt: skip
    assert stat.S_IMODE(copy.stat().st_mode) == 0o700
    for _time in range(2):
        done = backup("--check", copy)
        assert (done.returncode, done.stdout[:18]) == (0, "intact: 5 entries,")


def test_a_restored_copy_has_the_same_record(copy, tmp_path):
    shutil.copytree(copy, tmp_path / "restored")

    done = run(
        ROOT / "manage.py", "ledger", "verify", MINGJING_DATA=str(tmp_path / "restored")
    )

    assert done.stdout == backup("--check", copy).stdout


@pytest.mark.parametrize("name", ["mingjing.sqlite3", "secret-key", "files"])
def test_one_changed_or_missing_byte_is_named(copy, name):
    part = next(p for p in [copy / name, *(copy / name).rglob("*")] if p.is_file())
    whole = part.read_bytes()

    part.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert part.name in backup("--check", copy).stderr
    part.unlink()
    done = backup("--check", copy)
    assert part.name in done.stderr
    assert done.returncode == 1


def told_anew(copy):
    """A manifest that agrees with whatever lies there now."""
    import hashlib

    known = json.loads((copy / "manifest.json").read_text())
    new = {n: hashlib.sha256((copy / n).read_bytes()).hexdigest() for n in known}
    (copy / "manifest.json").write_text(json.dumps(new))


def test_a_file_that_was_spoilt_before_the_copy_is_named(copy):
    part = next(p for p in (copy / "files").rglob("*") if p.is_file())
    part.write_bytes(b"abd")
    told_anew(copy)

    assert part.name in backup("--check", copy).stderr


def test_a_rewritten_record_is_found_though_all_hashes_agree(copy):
    with closing(sqlite3.connect(copy / "mingjing.sqlite3")) as database:
        guards = database.execute("select name from sqlite_master where type='trigger'")
        for (guard,) in guards.fetchall():
            database.execute(f'drop trigger "{guard}"')
        database.execute(
            'update record_entry set body=cast(body || " " as blob) where "index"=2'
        )
        database.commit()
    told_anew(copy)

    done = backup("--check", copy)

    assert (done.returncode, done.stderr) == (1, "entry 2 differs\n")


def test_what_is_asked_wrongly_writes_nothing_and_says_how(tmp_path):
    for arguments in ([], ["--help"], ["--check"]):
        done = backup(*arguments)
        assert done.returncode == 2
        assert "deploy/backup FOLDER" in done.stderr
    assert not (Path.cwd() / "--help").exists()
    assert "没有备份完" in backup("--check", tmp_path).stderr
    assert "MINGJING_DATA" in backup(tmp_path / "x", MINGJING_DATA=str(tmp_path)).stderr
