"""The keys that sign the heads: a file that the signing command alone must read."""

import os
import stat
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from mingjing.base.ledger.events import LedgerKeyRetired, LedgerKeyTaken
from mingjing.base.ledger.models import Checkpoint, LogKey
from mingjing.base.ledger.queries.heads import name_of
from mingjing.base.record.actions import record
from mingjing_ledger.errors import LedgerError
from mingjing_ledger.keys import SignerKey, check_name


class KeyRefused(Exception):
    """The key file cannot be used as it is; the text says what to do."""


def read_signers() -> list[SignerKey]:
    """The keys in the file, the newest first; all of them sign.

    While a key is replaced the old and the new one stand there both.
    """
    path = settings.LEDGER_KEY
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        lines = path.read_text("ascii").split()
    except FileNotFoundError:
        raise KeyRefused(
            f"There is no key at {path}; make one with: ledger key NAME"
        ) from None
    except (OSError, UnicodeDecodeError) as reason:
        raise KeyRefused(f"The key at {path} cannot be read: {reason}") from reason
    if mode & 0o077:
        raise KeyRefused(f"Others may read the key; first: chmod 600 {path}")
    try:
        keys = [SignerKey.parse(line) for line in lines]
    except LedgerError as reason:
        raise KeyRefused(f"{path}: {reason}") from reason
    if not keys or len({key.name for key in keys}) != 1:
        raise KeyRefused(f"{path} needs one or more keys, all of one name.")
    return keys


def make_key(name: str) -> SignerKey:
    """The first key of a log; its name is the name of the log for ever."""
    check_name(name)
    if name_of(name) != name:
        raise KeyRefused("A number at the end of the name is what a gap adds to it.")
    key = SignerKey.generate(name)
    _write(settings.LEDGER_KEY, [key], new=True)
    return key


def add_key() -> SignerKey:
    """A second key before the old one: from the next head on both sign."""
    keys = read_signers()
    if len(keys) > 1:
        raise KeyRefused("A change of keys is under way; first: ledger key --retire")
    key = SignerKey.generate(keys[0].name)
    _write(settings.LEDGER_KEY, [key, *keys])
    return key


def drop_old_keys() -> SignerKey:
    """The new key signs alone, once a head bears both signatures."""
    keys = read_signers()
    new = keys[0].verifier.encode()
    taken = LogKey.objects.filter(verifier=new).first()
    seen = taken and Checkpoint.objects.filter(signed_at__gte=taken.since).exists()
    if len(keys) == 1 or not seen:
        raise KeyRefused(
            "No head bears the signatures of both keys yet; first: ledger sign"
        )
    _write(settings.LEDGER_KEY, keys[:1])
    return keys[0]


def _write(path: Path, keys: list[SignerKey], *, new: bool = False) -> None:
    if new and path.exists():
        raise KeyRefused(f"There is a key at {path} already; to replace it: --rotate")
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(
        os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w"
    ) as file:
        file.writelines(key.encode() + "\n" for key in keys)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)


@transaction.atomic
def enrol(signers: list[SignerKey], *, now: datetime) -> None:
    """Tell the record which keys sign from here on, before the next head is signed.

    A key that the record does not know may begin a log, or stand beside one it knows.
    """
    told = [key.verifier.encode() for key in signers]
    known = set(LogKey.objects.filter(until=None).values_list("verifier", flat=True))
    of_this_log = {one for one in known if one.startswith(f"{signers[0].name}+")}
    if of_this_log and not known & set(told):
        raise KeyRefused(
            "None of the keys in the file has signed this log before. Put the old key"
            " back beside the new one; whoever trusts the log trusts the old key."
        )
    for verifier in (one for one in told if one not in known):
        LogKey.objects.update_or_create(
            verifier=verifier, defaults={"since": now, "until": None}
        )
        _tell(LedgerKeyTaken(verifier=verifier), now)
    for verifier in sorted(known - set(told)):
        LogKey.objects.filter(verifier=verifier).update(until=now)
        _tell(LedgerKeyRetired(verifier=verifier), now)


def _tell(event: LedgerKeyTaken | LedgerKeyRetired, now: datetime) -> None:
    record(event, by=None, now=now)
