"""What an item promises; a change is another version with its reason."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from mingjing.base.people.models import Person, Unit
from mingjing.base.people.queries import standing_of
from mingjing.base.record.actions import record
from mingjing.insight.approvals import rules
from mingjing.insight.approvals.events import TermsSet
from mingjing.insight.approvals.models import Item, Terms


class AlreadyChanged(Exception):
    """Somebody set the item's terms meanwhile."""

    def __init__(self) -> None:
        super().__init__(_("这个事项的办理要求刚刚有人改过，请看过再改。"))


@dataclass(frozen=True, kw_only=True)
class Draft:
    """Terms as somebody wants them; ``number`` is the version that they had seen."""

    number: int
    unit: Unit | None
    since: date
    accepted: str
    decided: str
    legal_days: int | None
    legal_basis: str
    committed_days: int | None
    materials: int | None
    power: str
    risks: list[list[str]]
    pauses: list[list[str]]
    rules: list[dict[str, Any]]
    reason: str


@transaction.atomic
def set_terms(item: Item, draft: Draft, *, by: Person, now: datetime) -> Terms:
    """A new version of what an item promises. Raises AlreadyChanged."""
    if not rules.may_write(by):
        raise PermissionDenied
    wanted = dict(vars(draft))
    del wanted["number"], wanted["unit"]
    number = draft.number + 1
    try:
        with transaction.atomic():
            terms = Terms.objects.create(
                item=item, number=number, set_by=by, set_at=now, **wanted
            )
    except IntegrityError as error:  # one_version_of_an_items_terms
        raise AlreadyChanged from error
    Item.objects.filter(pk=item.pk).update(unit=draft.unit)
    rules_text = json.dumps([draft.rules, draft.pauses], ensure_ascii=False)
    event = TermsSet(
        item=item.pk,
        number=number,
        unit=draft.unit.pk if draft.unit else None,
        legal_days=draft.legal_days,
        committed_days=draft.committed_days,
        rules_sha256=hashlib.sha256(rules_text.encode()).hexdigest(),
        since=draft.since,
    )
    subject = f"item:{item.pk}"
    record(event, by=by, now=now, subject=subject, role=standing_of(by).role)
    return terms
