"""One's own calendar and one's own mail: never another's, never twice, never without."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now

from mingjing.base.record.models import Entry
from mingjing.insight.reminders import actions
from mingjing.insight.reminders.models import Digest, Feed
from tests.factories.duties import Due, Duty, holder

pytestmark = pytest.mark.django_db


def owed(days=2, **fields):
    on = localdate(now()) + timedelta(days=days)
    return Due(due_on=on, opens_on=on - timedelta(days=30), **fields)


def feed_of(person):
    return actions.open_feed(english=False, by=person, now=now())


def fetched(token):
    """As a calendar program does: no cookie, no session."""
    return Client().get(reverse("reminders:feed", args=[token]))


def test_own_dues_as_a_calendar_file(client):
    due = owed(2, duty=Duty(title="公布,结果;\r\nBEGIN:VALARM" + "长" * 40))
    owed(2)
    client.force_login(holder(due.post))

    response = client.get(reverse("reminders:calendar-file"))

    lines = response.content.decode().split("\r\n")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert lines.count("BEGIN:VEVENT") == 1
    assert "BEGIN:VALARM" not in lines
    assert f"DTSTART;VALUE=DATE:{due.due_on:%Y%m%d}" in lines
    assert max(len(line.encode()) for line in lines) <= 75
    whole = "\n".join(lines).replace("\n ", "")
    assert f"SUMMARY:公布\\,结果\\;\\nBEGIN:VALARM{'长' * 40}" in whole


def test_a_feed_tells_its_owner_s_dues_and_nobody_else_s():
    mine, _other = owed(), owed()

    answer = fetched(feed_of(holder(mine.post)))

    assert answer.status_code == 200
    assert answer.content.decode().count("BEGIN:VEVENT") == 1
    assert f"/duties/due/{mine.pk}/" in answer.content.decode()


def test_the_database_holds_no_address_that_could_be_fetched():
    token = feed_of(holder(owed().post))

    with connection.cursor() as cursor:
        cursor.execute("SELECT fingerprint FROM reminders_feed")
        [(kept,)] = cursor.fetchall()
    bodies = b"".join(bytes(entry.body) for entry in Entry.objects.all())

    assert token not in kept
    assert fetched(kept).status_code == 404
    assert token.encode() not in bodies


def test_a_new_address_closes_the_old_one():
    person = holder(owed().post)
    first, second = feed_of(person), feed_of(person)

    assert (fetched(first).status_code, fetched(second).status_code) == (404, 200)
    assert Feed.objects.filter(closed_at=None).count() == 1


def test_a_closed_address_and_a_locked_account_tell_nothing():
    person = holder(owed().post)
    token = feed_of(person)
    actions.close_feed(by=person, now=now())
    assert fetched(token).status_code == 404

    token = feed_of(person)
    person.is_active = False
    person.save()
    assert fetched(token).status_code == 404


@pytest.mark.parametrize("token", ["a", "x" * 5000, "..%2f..%2f", "'; drop table"])
def test_a_guessed_address_is_no_page(token):
    assert fetched(token).status_code == 404


def test_the_page_shows_the_address_once(client):
    client.force_login(holder(owed().post))
    page = reverse("reminders:settings")

    made = client.post(page, {"act": "open"})
    address = made.context["address"]

    assert fetched(address.split("/")[-2]).status_code == 200
    assert made["Cache-Control"] == "no-store"
    assert address not in client.get(page).content.decode()


# --- the mail


@pytest.fixture
def letterbox(settings):
    cache.clear()
    settings.MINGJING_SITE = "https://mingjing.example"
    settings.MINGJING_MAIL = "smtp://localhost"


def wants_mail(due, **fields):
    person = holder(due.post)
    person.email = "zhuanren@example.com"
    person.save()
    actions.choose_digest(wanted=True, english=False, by=person, now=now(), **fields)
    return person


def morning(monkeypatch, on=date(2026, 11, 23)):
    """The command at nine o'clock of that day."""
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from mingjing.insight.reminders.management.commands import digest

    moment = datetime(on.year, on.month, on.day, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
    monkeypatch.setattr(digest, "now", lambda: moment)
    out, err = StringIO(), StringIO()
    call_command("digest", stdout=out, stderr=err)
    return out.getvalue() + err.getvalue()


MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
SUNDAY, NATIONAL_DAY = date(2026, 11, 22), date(2026, 10, 1)


def due_on(day, **fields):
    return Due(due_on=day, opens_on=day - timedelta(days=30), **fields)


@pytest.mark.usefixtures("letterbox")
def test_one_mail_a_day_however_often_it_runs(monkeypatch):
    due = due_on(MONDAY, duty=Duty(title="公布采购结果 & 价格"))
    wants_mail(due)

    said = [morning(monkeypatch), morning(monkeypatch)]
    morning(monkeypatch, TUESDAY)

    assert said == ["1 mails sent.\n", "0 mails sent.\n"]
    assert len(mail.outbox) == 2
    assert mail.outbox[0].to == ["zhuanren@example.com"]
    assert "公布采购结果 & 价格" in mail.outbox[0].body
    assert f"https://mingjing.example/duties/due/{due.pk}/" in mail.outbox[0].body


@pytest.mark.usefixtures("letterbox")
@pytest.mark.parametrize("day", [SUNDAY, NATIONAL_DAY])
def test_no_mail_on_a_day_of_rest(monkeypatch, day):
    wants_mail(due_on(day))

    morning(monkeypatch, day)

    assert mail.outbox == []


@pytest.mark.usefixtures("letterbox")
def test_no_mail_when_nothing_waits_or_nobody_asked(monkeypatch):
    due_on(MONDAY)
    wants_mail(due_on(MONDAY + timedelta(days=60)))

    morning(monkeypatch)

    assert mail.outbox == []


@pytest.mark.usefixtures("letterbox")
def test_whoever_stopped_it_gets_none(monkeypatch, client):
    person = wants_mail(due_on(MONDAY))
    client.force_login(person)
    client.post(reverse("reminders:choose-mail"))

    morning(monkeypatch)

    assert mail.outbox == []
    assert Digest.objects.get().wanted is False


@pytest.mark.usefixtures("letterbox")
def test_what_could_not_be_sent_is_tried_again(monkeypatch, settings):
    wants_mail(due_on(MONDAY))
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there

    assert "Connection refused" in morning(monkeypatch)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert morning(monkeypatch) == "1 mails sent.\n"


def test_without_a_mail_server_it_says_what_to_set(settings):
    settings.MINGJING_MAIL = ""

    with pytest.raises(CommandError, match="MINGJING_MAIL"):
        call_command("digest")
