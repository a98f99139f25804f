"""After a new holiday calendar: count the open reply terms again. Safe to run twice."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.timezone import now

from mingjing.cycle.findings.actions import recount_reply_days


class Command(BaseCommand):
    help = __doc__

    def handle(self, **_options: Any) -> None:
        moved = recount_reply_days(now=now())
        self.stdout.write(f"{moved} 个答复期限变动 reply terms moved")
