"""What a witness keeps in its folder: whom it watches, its key, the last heads.

logs.txt        verifier keys of the logs, one a line; two of one log while its key is
                replaced; lines that begin with # are left aside; read at the start
key             the witness's own signer key, secret
heads.sqlite3   by log the last head that was cosigned, and when
refused/        signed heads that were refused as forks, and what they were held against
"""

import hashlib
import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from mingjing_ledger.checkpoint import Checkpoint, parse_checkpoint
from mingjing_ledger.cosignature import Cosigner
from mingjing_ledger.errors import LedgerError, MalformedKey, MalformedNote
from mingjing_ledger.keys import VerifierKey
from mingjing_ledger.note import encode_note, open_note, parse_note, parse_signatures
from mingjing_ledger.witness import SIZE, Answer, Witness, answer, parse_request

MOST_REFUSED = 250  # of each kind; each is two files
_WAIT = 20.0  # seconds for the lock, longer than a queue of requests takes
_TABLE = """CREATE TABLE IF NOT EXISTS heads (
    origin TEXT PRIMARY KEY, note BLOB NOT NULL, seen_at INTEGER NOT NULL
) STRICT"""


class CannotServe(Exception):
    """The folder does not say whom to watch or who watches; the text says what to do."""


@dataclass(frozen=True)
class Held:
    """The last head of a log that this witness cosigned."""

    note: bytes  # the log's signatures and this witness's
    seen_at: int  # POSIX seconds

    @property
    def head(self) -> Checkpoint:
        return parse_checkpoint(parse_note(self.note).text)


@dataclass(frozen=True)
class Keep:
    """An opened folder. Each call has a connection of its own: for many threads."""

    folder: Path
    witness: Witness

    @property
    def name(self) -> str:
        return self.witness.cosigners[0].name

    def heads(self) -> dict[str, Held]:
        """By origin what was cosigned last."""
        with self._database() as database:
            return _read(database)

    def judge(self, request: bytes, now: int) -> Answer:
        """Answer a request, and store what was cosigned before returning.

        Raises sqlite3.Error when it could not be stored: then nothing was answered.
        """
        with self._database() as database:
            # IMMEDIATE: of two requests from one state the second sees the first's.
            database.execute("BEGIN IMMEDIATE")
            held = _read(database)
            state = {origin: one.head for origin, one in held.items()}
            answered = answer(request, state, self.witness, now)
            if answered.status == 200:
                try:
                    origin, note = self._cosigned(request, answered)
                except MalformedNote as reason:  # with our line it is above 1 MiB
                    return Answer(400, f"{reason}\n".encode(), state)
                database.execute(
                    "INSERT OR REPLACE INTO heads VALUES (?, ?, ?)", (origin, note, now)
                )
            database.execute("COMMIT")
        if answered.status in {409, 422} and answered.content_type != SIZE:
            self._remember(request, held, answered)
        return answered

    def _cosigned(self, request: bytes, answered: Answer) -> tuple[str, bytes]:
        """Whose head it is, and its note with nobody's lines but the log's and ours."""
        signed = parse_request(request).checkpoint
        origin = parse_checkpoint(parse_note(signed).text).origin
        opened = open_note(signed, self.witness.logs[origin])
        ours = parse_signatures(answered.body.decode())
        return origin, encode_note(opened.text, [*opened.trusted, *ours])

    def _remember(
        self, request: bytes, held: dict[str, Held], answered: Answer
    ) -> None:
        """Two signed trees of one size are proof of a fork, and only the log makes them.

        A head whose proof fails may be a stranger's doing, who sent the log's head with
        a proof of his own: such ones have their own places and push no fork out.
        """
        text = parse_note(parse_request(request).checkpoint).text
        head = parse_checkpoint(text)
        last = held.get(head.origin)
        forked = last and last.head.size == head.size and last.head.root != head.root
        kind = "fork" if forked else "unproven"
        name = f"{kind}-{hashlib.sha256(text.encode()).hexdigest()[:32]}"
        reason = answered.body.decode().strip()
        tell(f"REFUSED {name}: {head.origin} {head.size} {head.root.hex()}: {reason}")
        place = self.folder / "refused"
        try:
            place.mkdir(exist_ok=True)
            kept = {path.stem for path in place.glob(f"{kind}-*.asked")}
            if name not in kept and len(kept) < MOST_REFUSED:
                if last:
                    (place / f"{name}.held").write_bytes(last.note)
                (place / f"{name}.asked").write_bytes(request)
        except OSError as error:  # it stays refused, and was told above
            tell(f"{place}: {error.strerror}")

    @contextmanager
    def _database(self) -> Iterator[sqlite3.Connection]:
        path = self.folder / "heads.sqlite3"
        opened = sqlite3.connect(path, timeout=_WAIT, isolation_level=None)
        with closing(opened) as database:
            # FULL syncs the file; EXTRA also its folder, or a power cut could bring
            # back the journal that undoes what was already answered.
            database.execute("PRAGMA synchronous=EXTRA")
            yield database


def _read(database: sqlite3.Connection) -> dict[str, Held]:
    rows = database.execute("SELECT origin, note, seen_at FROM heads ORDER BY origin")
    return {origin: Held(note, seen_at) for origin, note, seen_at in rows}


def open_keep(folder: Path, name: str) -> Keep:
    """Open the folder, at the first start with a new key of the witness ``name``.

    Raises CannotServe.
    """
    folder.mkdir(parents=True, exist_ok=True)
    key = _key(folder / "key", name)
    sys.stdout.write(f"{key.verifier.encode()}\n")
    sys.stdout.flush()
    try:
        keep = Keep(folder, Witness(_logs(folder / "logs.txt"), [key]))
    except LedgerError as reason:
        raise CannotServe(str(reason)) from reason
    with keep._database() as database:
        database.execute(_TABLE)
    return keep


def _key(path: Path, name: str) -> Cosigner:
    if not path.exists():
        if not name:
            raise CannotServe("Give the witness a name, as --name audit.example/w1.")
        _make_key(path, name)
    try:
        key = Cosigner.parse(path.read_text().strip())
    except (LedgerError, UnicodeDecodeError) as reason:
        raise CannotServe(f"{path} holds no key of a witness: {reason}") from reason
    if name not in {"", key.name}:
        raise CannotServe(f"The key in {path} is that of {key.name}, not of {name}.")
    return key


def _make_key(path: Path, name: str) -> None:
    try:
        line = Cosigner.generate(name).encode()
    except MalformedKey as reason:
        raise CannotServe(str(reason)) from reason
    # EXCL and the mode at once: never a moment in which others could read it.
    opened = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(opened, "w") as file:
        file.write(f"{line}\n")
        file.flush()
        os.fsync(opened)


def _logs(path: Path) -> dict[str, list[VerifierKey]]:
    logs: dict[str, list[VerifierKey]] = {}
    lines = path.read_text().splitlines() if path.exists() else []
    for at, line in enumerate(lines, start=1):
        if line.strip() and not line.startswith("#"):
            try:
                key = VerifierKey.parse(line.strip())
            except MalformedKey as reason:
                raise CannotServe(f"{path}, line {at}: {reason}") from reason
            logs.setdefault(key.name, []).append(key)
    if not logs:
        raise CannotServe(f"Write the verifier key of a log into {path}, one a line.")
    return logs


def tell(words: str) -> None:
    """One line for whoever keeps the witness."""
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()
