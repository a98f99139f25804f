"""The morning's mails: at most one a day and person, and none when nothing waits."""

from datetime import date
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.mail import send_mail
from django.core.management.base import BaseCommand, CommandError
from django.template.loader import render_to_string
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import override

from mingjing.insight.reminders.models import Digest
from mingjing.insight.reminders.queries import Waiting, waiting_for
from mingjing_law.calendar import default_calendar


class Command(BaseCommand):
    help = "Mail to whoever asked for it what waits for them; run it each morning."

    def handle(self, **_options: Any) -> None:
        on, calendar, sent = localdate(now()), default_calendar(), 0
        if not settings.MINGJING_SITE or not settings.MINGJING_MAIL:
            message = "Set MINGJING_MAIL and MINGJING_SITE first: docs/operations.md."
            raise CommandError(message)
        if calendar.covers(on) and not calendar.is_working_day(on):
            self.stdout.write("A day of rest: no mails.")
            return
        wanted = Digest.objects.filter(wanted=True, person__is_active=True)
        for digest in wanted.exclude(person__email="").select_related("person"):
            waiting = waiting_for(digest.person, on=on, calendar=calendar)
            if waiting and _claim(digest, on):
                sent += self._send(digest, waiting, on)
        self.stdout.write(f"{sent} mails sent.")

    def _send(self, digest: Digest, waiting: Waiting, on: date) -> bool:
        with override("en" if digest.english else "zh-hans"):
            words = render_to_string(
                "reminders/mail.txt",
                {
                    "waiting": waiting,
                    "english": digest.english,
                    "site": settings.MINGJING_SITE,
                },
            )
            subject = _("明镜：今天等你的事")
        try:
            send_mail(subject, words, None, [digest.person.email])
        except (SMTPException, OSError) as error:
            # Not sent: a later run today may try again.
            cache.touch(_mark(digest, on), 0)  # forgotten: tried again
            self.stderr.write(f"{digest.person.username}: {error}")
            return False
        return True


def _claim(digest: Digest, on: date) -> bool:
    """Before sending: two runs at once, or one in the afternoon, send one mail."""
    return cache.add(_mark(digest, on), "sent", timeout=36 * 3600)


def _mark(digest: Digest, on: date) -> str:
    return f"digest:{digest.pk}:{on}"
