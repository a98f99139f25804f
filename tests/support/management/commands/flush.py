"""Between tests that commit, the record must be emptied: its guards step aside."""

from typing import Any

from django.core.management.commands.flush import Command as DjangoFlush

from mingjing.base.record.models import Head
from tests.support.guards import guards_lifted


class Command(DjangoFlush):
    def handle(self, **options: Any) -> None:
        with guards_lifted():
            super().handle(**options)
            Head.objects.create()
