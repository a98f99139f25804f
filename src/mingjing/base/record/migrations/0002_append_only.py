"""The database itself refuses to change or delete an entry, and to shrink the head."""

from django.db import migrations

SQLITE = [
    """CREATE TRIGGER record_entry_no_update BEFORE UPDATE ON record_entry
       BEGIN SELECT RAISE(ABORT, 'an entry of the record is never changed'); END""",
    """CREATE TRIGGER record_entry_no_delete BEFORE DELETE ON record_entry
       BEGIN SELECT RAISE(ABORT, 'an entry of the record is never deleted'); END""",
    """CREATE TRIGGER record_entry_next BEFORE INSERT ON record_entry
       WHEN NEW."index" <> (SELECT size FROM record_head)
       BEGIN SELECT RAISE(ABORT, 'an entry takes the next place in the record'); END""",
    """CREATE TRIGGER record_head_grows BEFORE UPDATE ON record_head
       WHEN NEW.size <> OLD.size + 1
       BEGIN SELECT RAISE(ABORT, 'the head of the record only grows'); END""",
    """CREATE TRIGGER record_head_stays BEFORE DELETE ON record_head
       BEGIN SELECT RAISE(ABORT, 'the head of the record is never deleted'); END""",
]

POSTGRESQL = [
    """CREATE FUNCTION record_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN RAISE EXCEPTION USING MESSAGE = 'the record is append-only: ' || TG_OP,
         ERRCODE = 'integrity_constraint_violation'; END $$""",
    """CREATE FUNCTION record_head_grows() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN IF NEW.size <> OLD.size + 1 THEN
         RAISE EXCEPTION 'the head of the record only grows'
         USING ERRCODE = 'integrity_constraint_violation'; END IF;
       RETURN NEW; END $$""",
    """CREATE FUNCTION record_entry_next() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN IF NEW."index" <> (SELECT size FROM record_head) THEN
         RAISE EXCEPTION 'an entry takes the next place in the record'
         USING ERRCODE = 'integrity_constraint_violation'; END IF;
       RETURN NEW; END $$""",
    """CREATE TRIGGER record_entry_no_change BEFORE UPDATE OR DELETE ON record_entry
       FOR EACH ROW EXECUTE FUNCTION record_refuse()""",
    """CREATE TRIGGER record_entry_no_truncate BEFORE TRUNCATE ON record_entry
       FOR EACH STATEMENT EXECUTE FUNCTION record_refuse()""",
    """CREATE TRIGGER record_entry_next BEFORE INSERT ON record_entry
       FOR EACH ROW EXECUTE FUNCTION record_entry_next()""",
    """CREATE TRIGGER record_head_grows BEFORE UPDATE ON record_head
       FOR EACH ROW EXECUTE FUNCTION record_head_grows()""",
    """CREATE TRIGGER record_head_no_delete BEFORE DELETE ON record_head
       FOR EACH ROW EXECUTE FUNCTION record_refuse()""",
    """CREATE TRIGGER record_head_no_truncate BEFORE TRUNCATE ON record_head
       FOR EACH STATEMENT EXECUTE FUNCTION record_refuse()""",
]

UNDO_SQLITE = [
    f"DROP TRIGGER {name}"
    for name in (
        "record_entry_no_update",
        "record_entry_no_delete",
        "record_entry_next",
        "record_head_grows",
        "record_head_stays",
    )
]
UNDO_POSTGRESQL = [
    "DROP TRIGGER record_entry_no_change ON record_entry",
    "DROP TRIGGER record_entry_no_truncate ON record_entry",
    "DROP TRIGGER record_entry_next ON record_entry",
    "DROP TRIGGER record_head_grows ON record_head",
    "DROP TRIGGER record_head_no_delete ON record_head",
    "DROP TRIGGER record_head_no_truncate ON record_head",
    "DROP FUNCTION record_refuse()",
    "DROP FUNCTION record_head_grows()",
    "DROP FUNCTION record_entry_next()",
]


def guard(apps, schema_editor):
    apps.get_model("record", "Head").objects.create(id=1)
    for statement in SQLITE if _sqlite(schema_editor) else POSTGRESQL:
        schema_editor.execute(statement)


def unguard(apps, schema_editor):
    for statement in UNDO_SQLITE if _sqlite(schema_editor) else UNDO_POSTGRESQL:
        schema_editor.execute(statement)
    apps.get_model("record", "Head").objects.all().delete()


def _sqlite(schema_editor):
    return schema_editor.connection.vendor == "sqlite"


class Migration(migrations.Migration):
    dependencies = [("record", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
