"""The triggers that keep the record append-only, taken away as its owner could."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

_OF_SQLITE = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
_OF_POSTGRESQL = """SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger
    WHERE NOT tgisinternal"""

_CHECK_NOW, _CHECK_LATER = (
    f"SET CONSTRAINTS ALL {t}" for t in ("IMMEDIATE", "DEFERRED")
)


@contextmanager
def guards_lifted() -> Iterator[None]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            triggers = cursor.execute(_OF_SQLITE).fetchall()
            away = [f"DROP TRIGGER {name}" for name, _sql in triggers]
            back = [sql for _name, sql in triggers]
        else:
            cursor.execute(_OF_POSTGRESQL)
            tables = [name for (name,) in cursor.fetchall()]
            away = [f"ALTER TABLE {name} DISABLE TRIGGER USER" for name in tables]
            back = [f"ALTER TABLE {name} ENABLE TRIGGER USER" for name in tables]
            # A table is not altered while a foreign key of its rows is unchecked.
            away, back = ([_CHECK_NOW, *each, _CHECK_LATER] for each in (away, back))
        for statement in away:
            cursor.execute(statement)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for statement in back:
                cursor.execute(statement)
