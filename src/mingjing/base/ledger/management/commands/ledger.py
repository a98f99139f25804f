"""The record's signed heads: keys, signing, checking, proving, copying.

ledger key NAME               make the log's key; NAME is the log's name for ever
ledger key --rotate           a new key beside the old one: from now on both sign
ledger key --retire           the new key alone, once both have signed a head
ledger sign [--every 60]      sign what was added, show it to the witnesses; again
                              every so many seconds until stopped
ledger compare [FILE …]       compare with outside heads; exit 1: the record is closed
ledger verify [--checkpoint FILE]   hash everything anew
ledger prove INDEX [FILE]     write the receipt of an entry
ledger export FOLDER          copy heads, hashes and entries for an auditor
ledger restore FOLDER         bring missing entries back from an export
"""

import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Callable
from inspect import signature
from pathlib import Path
from time import sleep
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, close_old_connections
from django.utils.timezone import now

from mingjing.base.ledger.models import LogKey
from mingjing.base.ledger.queries import heads as seen
from mingjing.base.ledger.queries import tree
from mingjing.base.ledger.queries.outside import Compared, compare, is_newest
from mingjing.base.ledger.signing import heads, keys, recovery, showing
from mingjing.base.ledger.signing.national import NoNationalAlgorithms, attest
from mingjing.base.record.models import Entry, Head
from mingjing.base.record.queries import verify
from mingjing_ledger.errors import LedgerError
from mingjing_ledger.keys import SignerKey, VerifierKey
from mingjing_ledger.tiles import write_tiles

_REFUSALS = (
    keys.KeyRefused,
    heads.RecordDiffers,
    recovery.CannotRestore,
    seen.WitnessesUnreadable,
    LedgerError,
    NoNationalAlgorithms,
)


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.formatter_class = RawDescriptionHelpFormatter
        what = parser.add_subparsers(dest="what", required=True)
        key = what.add_parser("key")
        key.add_argument("name", nargs="?")
        change = key.add_mutually_exclusive_group()
        change.add_argument("--rotate", action="store_true")
        change.add_argument("--retire", action="store_true")
        what.add_parser("sign").add_argument("--every", type=int, default=0)
        what.add_parser("compare").add_argument("files", nargs="*", type=Path)
        what.add_parser("verify").add_argument("--checkpoint", type=Path)
        prove = what.add_parser("prove")
        prove.add_argument("index", type=int)
        prove.add_argument("file", nargs="?", type=Path)
        what.add_parser("export").add_argument("folder", type=Path)
        what.add_parser("restore").add_argument("folder", type=Path)

    def handle(self, *, what: str, **options: Any) -> None:
        deed: Callable[..., None] = getattr(self, f"_{what}")
        asked = signature(deed).parameters
        try:
            deed(**{name: options[name] for name in asked})
        except _REFUSALS as reason:
            raise CommandError(str(reason)) from reason
        except OSError as reason:
            raise CommandError(f"{reason.filename}: {reason.strerror}") from reason

    def _say(self, words: str) -> None:
        self.stdout.write(words)

    def _key(self, *, name: str | None, rotate: bool, retire: bool) -> None:
        if retire:
            key = keys.drop_old_keys()
        elif rotate:
            key = keys.add_key()
        elif name:
            key = keys.make_key(name)
        else:
            raise CommandError("Give the name of the log, as county.example/ledger.")
        self._say(key.verifier.encode())

    def _sign(self, *, every: int) -> None:
        if not every:
            self._sign_once()
        while every:
            try:
                self._sign_once()
            except (*_REFUSALS, OSError, DatabaseError) as reason:
                # A database that restarts, a disk that is full: the next minute may do.
                self.stderr.write(str(reason))
            except SystemExit:
                pass  # closed, and said so; it signs again once it was reopened
            close_old_connections()
            sleep(every)

    def _sign_once(self) -> None:
        """A record that is not what others saw is closed and never signed."""
        with heads.alone():
            signers = keys.read_signers()
            others = [one for one in self._published() if not is_newest(one)]
            self._demand_the_same(signers[0].name, others)
            made = heads.sign(signers, now=now())
            newest = seen.newest()
            if made:
                self._say(f"{made.origin} {made.size} {bytes(made.root).hex()}")
            if newest is None or Head.objects.get().closed:
                return
            for witness in seen.witnesses():
                heard = showing.show(newest, witness)
                self._say(f"{heard.name}: {heard.said}")
                if heard.outside:
                    self._demand_the_same(signers[0].name, [heard.outside])
            if made:
                attest(made)

    def _published(self) -> list[bytes]:
        path = settings.LEDGER_ROOT / "checkpoint"
        return [path.read_bytes()] if path.exists() else []

    def _compare(self, *, files: list[Path]) -> None:
        """At start and after a restore; a county can name a file from anywhere else."""
        name = self._name()
        if name is None:
            self._say("Nothing was signed yet.")
            return
        outside = [path.read_bytes() for path in files] + self._published()
        outside += showing.heads_held(seen.witnesses(), seen.origin_of(name))
        with heads.alone():  # nothing is signed between the look and the closing
            self._demand_the_same(name, outside, loud=bool(files))
        self._say(f"{len(outside)} outside heads, none against the record.")

    def _name(self) -> str | None:
        active = LogKey.objects.filter(until=None).first()
        if active:
            return seen.name_of(VerifierKey.parse(active.verifier).name)
        try:
            return keys.read_signers()[0].name
        except keys.KeyRefused:
            return None

    def _trusted(self) -> list[VerifierKey]:
        # A copy from before a change of keys does not know the new one.
        try:
            signers = keys.read_signers()
        except keys.KeyRefused:
            signers = []
        own = [SignerKey(seen.origin_of(k.name), k.seed).verifier for k in signers]
        return list(dict.fromkeys([*seen.log_keys(), *own]))

    def _demand_the_same(
        self, name: str, outside: list[bytes], *, loud: bool = False
    ) -> None:
        origin, trusted = seen.origin_of(name), self._trusted()
        for note in outside:
            try:
                compared = compare(note, origin, trusted)
            except LedgerError as reason:
                if loud:
                    raise
                self._say(f"An outside head was left aside: {reason}")
                continue
            if compared.fault:
                self._close(compared)

    def _close(self, compared: Compared) -> None:
        recovery.close(compared, now=now())
        self.stderr.write(
            f"The record has {compared.size} entries and is {compared.fault} than the"
            f" outside head of {compared.outside.size}. It is closed: nothing is signed"
            " or recorded until two people say how it goes on (page /ledger/recovery/)."
        )
        sys.exit(1)

    def _verify(self, *, checkpoint: Path | None) -> None:
        verdict = verify()
        if not verdict.intact:
            self.stderr.write(f"entry {verdict.first_wrong} differs")
            sys.exit(1)
        self._say(f"intact: {verdict.size} entries, root {verdict.root}")
        if wrong := tree.first_wrong_head():
            self.stderr.write(f"the signed head of {wrong.size} entries differs")
            sys.exit(1)
        if checkpoint:
            name = self._name() or ""
            told = compare(
                checkpoint.read_bytes(), seen.origin_of(name), self._trusted()
            )
            if told.fault:
                self.stderr.write(f"{told.fault} than the outside head")
                sys.exit(1)
            self._say(f"proven up to entry {told.outside.size - 1}")

    def _prove(self, *, index: int, file: Path | None) -> None:
        entry = Entry.objects.filter(index=index).first()
        head = seen.newest()
        if entry is None or head is None or head.size <= index:
            raise CommandError(f"No signed head holds an entry {index} yet.")
        data = tree.receipt(entry, head, seen.signed_note(head)).data
        path = file or Path(f"{index}.tlog-proof")
        path.write_bytes(data)
        self._say(f"{path}: {len(data)} bytes")

    def _export(self, *, folder: Path) -> None:
        head = seen.newest()
        if head is None:
            raise CommandError("Nothing was signed yet; first: ledger sign")
        if folder.exists() and any(folder.iterdir()):
            raise CommandError(f"{folder} is not empty.")

        def write(path: str, data: bytes) -> None:
            heads.write_file(folder / path, data)

        count = write_tiles(
            0,
            head.size,
            tree.reader(head),
            lambda start, end: list(tree.bodies(start, end)),
            write,
        )
        write("checkpoint", seen.signed_note(head))
        write("keys", "".join(f"{k.encode()}\n" for k in seen.log_keys()).encode())
        self._say(f"{folder}: {count} files, {head.size} entries")

    def _restore(self, *, folder: Path) -> None:
        with heads.alone():
            count = recovery.restore(folder)
        self._say(
            f"{count} entries are back. Two people now reopen the record on the page"
            " /ledger/recovery/."
        )
