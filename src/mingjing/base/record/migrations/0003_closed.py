"""The head can be closed and opened again without growing."""

from django.db import migrations, models

_SQLITE_GROWS = """CREATE TRIGGER record_head_grows BEFORE UPDATE ON record_head
    WHEN NEW.size <> OLD.size + 1 {or_stays}
    BEGIN SELECT RAISE(ABORT, 'the head of the record only grows'); END"""
_SQLITE_STAYS = """CREATE TRIGGER record_head_stays BEFORE DELETE ON record_head
    BEGIN SELECT RAISE(ABORT, 'the head of the record is never deleted'); END"""
_SQLITE_NEXT = """CREATE TRIGGER record_entry_next BEFORE INSERT ON record_entry
    WHEN NEW."index" <> (SELECT size FROM record_head)
    BEGIN SELECT RAISE(ABORT, 'an entry takes the next place in the record'); END"""
_POSTGRESQL_GROWS = """CREATE OR REPLACE FUNCTION record_head_grows() RETURNS trigger
    LANGUAGE plpgsql AS $$ BEGIN IF NEW.size <> OLD.size + 1 {or_stays} THEN
      RAISE EXCEPTION 'the head of the record only grows'
      USING ERRCODE = 'integrity_constraint_violation'; END IF;
    RETURN NEW; END $$"""
_OR_STAYS = (
    "AND NOT (NEW.size = OLD.size AND NEW.frontier = OLD.frontier"
    " AND NEW.closed <> OLD.closed)"
)


def _lift(apps, schema_editor):
    # SQLite makes the table anew to add a column, and its triggers would go with it.
    if schema_editor.connection.vendor == "sqlite":
        for name in ("record_head_grows", "record_head_stays", "record_entry_next"):
            schema_editor.execute(f"DROP TRIGGER {name}")


def _guard(or_stays):
    def guard(apps, schema_editor):
        if schema_editor.connection.vendor != "sqlite":
            schema_editor.execute(_POSTGRESQL_GROWS.format(or_stays=or_stays))
            return
        for statement in (_SQLITE_GROWS, _SQLITE_STAYS, _SQLITE_NEXT):
            schema_editor.execute(statement.format(or_stays=or_stays))

    return guard


class Migration(migrations.Migration):
    dependencies = [("record", "0002_append_only")]
    operations = [
        migrations.RunPython(_lift, _guard("")),
        migrations.AddField(
            model_name="head",
            name="closed",
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(_guard(_OR_STAYS), _lift),
    ]
