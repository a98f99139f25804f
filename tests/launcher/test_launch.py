"""Whatever is missing gets one sentence and its remedy, never a traceback."""

import os
import shutil
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LAUNCHER = ROOT / "mingjing"


def launch(*arguments, **environment):
    return subprocess.run(
        [LAUNCHER, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | environment,
        timeout=120,
    )


def said(done):
    assert "Traceback" not in done.stderr + done.stdout
    return done.stderr


def test_a_taken_port_names_the_next_one(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        done = launch("demo", "--port", str(port), MINGJING_DATA=str(tmp_path))

    assert done.returncode == 1
    assert f"--port {port + 1}" in said(done)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    in_the_way = tmp_path / "file"
    in_the_way.write_text("not a folder")

    done = launch("demo", "--port", "1", "--build-only", MINGJING_DATA=str(in_the_way))

    assert done.returncode == 1
    assert str(in_the_way) in said(done)
    assert "MINGJING_DATA" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["demo", "--sizes", "x"],
        ["demo", "--port"],
        ["demo", "--port", "x"],
    ],
)
def test_a_word_it_does_not_know_is_said_back(arguments):
    done = launch(*arguments)

    assert done.returncode == 2
    assert len(said(done)) > 0


def test_help_names_every_command():
    done = launch("help")

    assert done.returncode == 0
    for command in ("demo", "test", "serve", "check", "outline", "clock", "manage"):
        assert f"./mingjing {command}" in done.stdout


def path_without_python(folder, script):
    folder.mkdir()
    for tool in ("sh", "dirname", "env"):
        (folder / tool).symlink_to(shutil.which(tool))
    for name in ("python3", "python"):
        fake = folder / name
        fake.write_text(script)
        fake.chmod(fake.stat().st_mode | stat.S_IXUSR)
    return str(folder)


def test_an_old_python_is_told_what_to_install(tmp_path):
    # It answers the version question as 3.9 would: the condition is false.
    path = path_without_python(tmp_path / "bin", "#!/bin/sh\nexit 1\n")

    done = launch("demo", PATH=path, MINGJING_PYTHON="")

    assert done.returncode == 1
    assert "3.11" in said(done)
    assert "apt-get install python3" in done.stderr


def test_a_python_without_venv_is_told_the_package(tmp_path):
    # Debian's bare python3: everything but ensurepip. -S and an import block show it.
    block = tmp_path / "block"
    block.mkdir()
    (block / "sitecustomize.py").write_text(
        "import sys\n"
        "class Block:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'ensurepip': raise ModuleNotFoundError(name)\n"
        "sys.meta_path.insert(0, Block())\n"
    )

    done = launch(
        "demo", "--port", "1", "--build-only",
        PYTHONPATH=str(block), MINGJING_VENV=str(tmp_path / "venv"),
        MINGJING_DATA=str(tmp_path / "data"), MINGJING_PYTHON=sys.executable,
    )  # fmt: skip

    assert done.returncode == 1
    assert "-venv" in said(done)


def test_no_network_for_pip_says_what_to_do_and_leaves_no_ready_mark(tmp_path):
    venv = tmp_path / "venv"
    done = launch(
        "demo", "--port", "1", "--build-only",
        MINGJING_VENV=str(venv), MINGJING_DATA=str(tmp_path / "data"),
        MINGJING_PYTHON=sys.executable, HOME=str(tmp_path),
        PIP_INDEX_URL="http://127.0.0.1:9/none", PIP_RETRIES="0",
        PIP_CONFIG_FILE=os.devnull, PIP_FIND_LINKS="", PIP_NO_CACHE_DIR="1",
        UV_NO_CACHE="1", UV_HTTP_TIMEOUT="2", UV_HTTP_RETRIES="0", UV_NO_CONFIG="1",
    )  # fmt: skip

    assert done.returncode == 1
    assert "PIP_INDEX_URL" in said(done)
    assert list(venv.glob(".ready-*")) == []


def test_a_half_made_environment_is_made_again(tmp_path):
    venv = tmp_path / "venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin/python").write_text("cut off")
    done = launch(
        "demo", "--port", "1", "--build-only",
        MINGJING_VENV=str(venv), MINGJING_DATA=str(tmp_path / "data"),
        MINGJING_PYTHON=sys.executable, HOME=str(tmp_path),
        PIP_INDEX_URL="http://127.0.0.1:9/none", PIP_RETRIES="0",
        PIP_CONFIG_FILE=os.devnull, PIP_FIND_LINKS="", UV_NO_CONFIG="1",
    )  # fmt: skip

    assert "making .venv" in done.stdout
    assert subprocess.run([venv / "bin/python", "-c", "1"], check=False).returncode == 0
