"""The cache table that counts failed sign-ins, so that nobody need run createcachetable."""

from django.core.management import call_command
from django.db import migrations

TABLE = "site_cache"


def create(apps, schema_editor):
    call_command(
        "createcachetable", TABLE, database=schema_editor.connection.alias, verbosity=0
    )


def drop(apps, schema_editor):
    schema_editor.execute(f"DROP TABLE {TABLE}")


class Migration(migrations.Migration):
    dependencies = [("people", "0002_one_time_passwords_and_factor_resets")]
    operations = [migrations.RunPython(create, drop)]
