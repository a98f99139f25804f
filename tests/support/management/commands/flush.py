"""Between tests that commit, the record must be emptied: its guards step aside."""

from importlib import import_module
from typing import Any

from django.core.management.commands.flush import Command as DjangoFlush
from django.db import connections

guards = import_module("mingjing.base.record.migrations.0002_append_only")


class Command(DjangoFlush):
    def handle(self, **options: Any) -> None:
        connection = connections[options["database"]]
        sqlite = connection.vendor == "sqlite"
        with connection.cursor() as cursor:
            for statement in guards.UNDO_SQLITE if sqlite else guards.UNDO_POSTGRESQL:
                cursor.execute(statement)
        try:
            super().handle(**options)
        finally:
            with connection.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO record_head (id, size, frontier) VALUES (1, 0, %s)",
                    [b""],
                )
                for statement in guards.SQLITE if sqlite else guards.POSTGRESQL:
                    cursor.execute(statement)
