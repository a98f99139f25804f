"""One's own address for the calendar, one's own wish for a mail; nobody else's."""

import secrets
from datetime import datetime

from django.db import transaction

from mingjing.base.people.models import Person
from mingjing.base.people.queries import standing_of
from mingjing.base.record.actions import record
from mingjing.base.record.events import Event
from mingjing.insight.reminders.events import DigestChosen, FeedClosed, FeedOpened
from mingjing.insight.reminders.models import Digest, Feed
from mingjing.insight.reminders.queries import fingerprint


def _tell(event: Event, about: str, by: Person, now: datetime) -> None:
    record(event, by=by, now=now, subject=about, role=standing_of(by).role)


@transaction.atomic
def open_feed(*, english: bool, by: Person, now: datetime) -> str:
    """A new secret, told this once; an older address stops working."""
    # One at a time: two clicks leave one open address, not an error.
    Person.objects.select_for_update().get(pk=by.pk)
    close_feed(by=by, now=now)
    token = secrets.token_urlsafe(24)
    feed = Feed.objects.create(
        person=by, fingerprint=fingerprint(token), english=english, opened_at=now
    )
    _tell(FeedOpened(feed=feed.pk), f"feed:{feed.pk}", by, now)
    return token


@transaction.atomic
def close_feed(*, by: Person, now: datetime) -> None:
    for feed in Feed.objects.filter(person=by, closed_at__isnull=True):
        if Feed.objects.filter(pk=feed.pk, closed_at__isnull=True).update(
            closed_at=now
        ):
            _tell(FeedClosed(feed=feed.pk), f"feed:{feed.pk}", by, now)


@transaction.atomic
def choose_digest(*, wanted: bool, english: bool, by: Person, now: datetime) -> None:
    before = Digest.objects.filter(person=by, wanted=wanted, english=english)
    if before.exists():
        return
    Digest.objects.update_or_create(
        person=by, defaults={"wanted": wanted, "english": english}
    )
    _tell(DigestChosen(wanted=wanted), f"person:{by.pk}", by, now)
