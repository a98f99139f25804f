"""The signed heads as they are shown: the newest, the day's, and who saw them."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Max
from django.db.models.functions import TruncDate

from mingjing.base.ledger.models import Checkpoint, Cosignature, LogKey, Recovery
from mingjing.base.record.models import Head
from mingjing_ledger.cosignature import CosignerKey
from mingjing_ledger.errors import LedgerError
from mingjing_ledger.keys import VerifierKey
from mingjing_ledger.note import add_signatures, parse_signatures

_GROUP = 8
CLOSED = "closed"  # a file beside the heads: the record may be closed


@dataclass(frozen=True)
class WitnessAt:
    """A witness that this log asks: where it is, and its key."""

    address: str
    key: CosignerKey


class WitnessesUnreadable(Exception):
    """The file of witnesses has a line that is none."""


def witnesses() -> list[WitnessAt]:
    """One a line in ``witnesses.txt`` beside the heads: address, space, verifier key."""
    path = settings.LEDGER_ROOT / "witnesses.txt"
    if not path.exists():
        return []
    found = []
    for at, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        try:
            address, key = words
            found.append(WitnessAt(address.rstrip("/"), CosignerKey.parse(key)))
        except (ValueError, LedgerError) as reason:
            raise WitnessesUnreadable(f"{path}, line {at}: {reason}") from reason
    return found


def log_keys() -> list[VerifierKey]:
    """Every key that ever signed: an old receipt is checked with an old key."""
    return [VerifierKey.parse(key.verifier) for key in LogKey.objects.all()]


def newest() -> Checkpoint | None:
    return Checkpoint.objects.prefetch_related("cosignatures").first()


_NUMBERED = re.compile(r"/[0-9]+$")


def origin_of(name: str) -> str:
    """The log's name; after each gap it is another log, and says so."""
    gaps = Recovery.objects.filter(left_gap=True, ended_at__isnull=False).count()
    return name if not gaps else f"{name}/{gaps + 1}"


def name_of(origin: str) -> str:
    """The name without the number that a gap gave it."""
    return _NUMBERED.sub("", origin)


def signed_note(checkpoint: Checkpoint) -> bytes:
    """The note with the lines of all witnesses that saw it."""
    lines = [
        signature
        for one in checkpoint.cosignatures.all()
        for signature in parse_signatures(one.line)
    ]
    return add_signatures(bytes(checkpoint.note), lines)


def groups(root: bytes) -> list[str]:
    """The root in eight groups of eight digits, as one reads it from a notice board."""
    told = root.hex()
    return [told[at : at + _GROUP] for at in range(0, len(told), _GROUP)]


@dataclass(frozen=True)
class Seen:
    """A witness and the newest head it cosigned."""

    name: str
    size: int | None
    at: datetime | None


def seen_by() -> list[Seen]:
    rows = Cosignature.objects.values("name").annotate(
        size=Max("checkpoint__size"), at=Max("seen_at")
    )
    last = {row["name"]: Seen(row["name"], row["size"], row["at"]) for row in rows}
    asked = {one.key.name for one in witnesses()}
    return [
        last.get(name, Seen(name, None, None)) for name in sorted(asked | set(last))
    ]


def days(limit: int) -> list[Checkpoint]:
    """The last head of each day, newest first: the lines of the notice board."""
    last = (
        Checkpoint.objects.order_by()
        .annotate(day=TruncDate("signed_at"))
        .values("day")
        .annotate(last=Max("pk"))
        .order_by("-day")[:limit]
    )
    found = Checkpoint.objects.filter(pk__in=[row["last"] for row in last])
    return list(found.prefetch_related("cosignatures"))


def head_of(day: date) -> Checkpoint | None:
    return (
        Checkpoint.objects.filter(signed_at__date=day)
        .prefetch_related("cosignatures")
        .first()
    )


def is_closed() -> bool:
    return (settings.LEDGER_ROOT / CLOSED).exists() and Head.objects.get().closed


def open_recovery() -> Recovery | None:
    return Recovery.objects.filter(ended_at__isnull=True).first()
