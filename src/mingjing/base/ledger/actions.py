"""The way out of a closed record: two people say how it goes on."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from mingjing.base.ledger.events import RecordReopened
from mingjing.base.ledger.models import Recovery
from mingjing.base.ledger.queries.tree import root_at
from mingjing.base.ledger.rules import may_confirm_first, may_confirm_second
from mingjing.base.people.models import Person
from mingjing.base.people.queries import standing_of
from mingjing.base.record.actions import record
from mingjing.base.record.models import Head
from mingjing_ledger.checkpoint import parse_checkpoint
from mingjing_ledger.note import parse_note


@transaction.atomic
def confirm(
    recovery: Recovery, *, reason: str = "", by: Person, now: datetime
) -> Recovery:
    """Say that the record may go on; the second of two opens it.

    Nothing can be recorded in between: the event of the second tells both people.
    """
    head = Head.objects.select_for_update().get()
    found = Recovery.objects.get(pk=recovery.pk)
    if may_confirm_first(by, found):
        found.first_by, found.first_at, found.reason = by, now, reason
        found.save(update_fields=["first_by", "first_at", "reason"])
        return found
    if not may_confirm_second(by, found):
        raise PermissionDenied
    told = parse_checkpoint(parse_note(bytes(found.outside)).text)
    # Whole again, or another log from here on: what was signed is never taken back.
    found.left_gap = head.size < told.size or root_at(told.size) != told.root
    found.second_by, found.ended_at = by, now
    found.save(update_fields=["left_gap", "second_by", "ended_at"])
    Head.objects.update(closed=False)
    event = RecordReopened(
        fault=found.fault,
        outside_origin=told.origin,
        outside_size=told.size,
        outside_root=told.root.hex(),
        kept_size=head.size,
        left_gap=found.left_gap,
        reason=found.reason,
        first=str(found.first_by_id),
    )
    record(event, by=by, now=now, role=standing_of(by).role)
    return found
