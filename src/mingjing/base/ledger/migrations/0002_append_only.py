"""Signed heads and cosignatures are written once, in the database itself."""

from django.db import migrations

_TABLES = ("ledger_checkpoint", "ledger_cosignature")
_ORDER = """SELECT 1 FROM ledger_checkpoint
    WHERE origin = NEW.origin AND size >= NEW.size"""


def _sqlite():
    for table in _TABLES:
        for deed in ("update", "delete"):
            yield (
                f"{table}_no_{deed}",
                f"""CREATE TRIGGER {table}_no_{deed} BEFORE {deed} ON {table}
                BEGIN SELECT RAISE(ABORT, 'what was signed is never changed'); END""",
            )
    yield (
        "ledger_checkpoint_grows",
        f"""CREATE TRIGGER ledger_checkpoint_grows BEFORE INSERT ON ledger_checkpoint
        WHEN EXISTS ({_ORDER})
        BEGIN SELECT RAISE(ABORT, 'a signed head is larger than the last'); END""",
    )


_POSTGRESQL = [
    """CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN RAISE EXCEPTION 'what was signed is never changed'
         USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    f"""CREATE FUNCTION ledger_checkpoint_grows() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN IF EXISTS ({_ORDER}) THEN
         RAISE EXCEPTION 'a signed head is larger than the last'
         USING ERRCODE = 'integrity_constraint_violation'; END IF;
       RETURN NEW; END $$""",
    """CREATE TRIGGER ledger_checkpoint_grows BEFORE INSERT ON ledger_checkpoint
       FOR EACH ROW EXECUTE FUNCTION ledger_checkpoint_grows()""",
]
for _table in _TABLES:
    _POSTGRESQL += [
        f"""CREATE TRIGGER {_table}_no_change BEFORE UPDATE OR DELETE ON {_table}
        FOR EACH ROW EXECUTE FUNCTION ledger_refuse()""",
        f"""CREATE TRIGGER {_table}_no_truncate BEFORE TRUNCATE ON {_table}
        FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()""",
    ]


def guard(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for _name, statement in _sqlite():
            schema_editor.execute(statement)
    else:
        for statement in _POSTGRESQL:
            schema_editor.execute(statement)


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for name, _statement in _sqlite():
            schema_editor.execute(f"DROP TRIGGER {name}")
    else:
        for name in ("ledger_refuse", "ledger_checkpoint_grows"):
            schema_editor.execute(f"DROP FUNCTION {name}() CASCADE")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial"), ("record", "0003_closed")]
    operations = [migrations.RunPython(guard, unguard)]
