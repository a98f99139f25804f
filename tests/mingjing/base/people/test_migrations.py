import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection


@pytest.mark.django_db(transaction=True)
def test_the_cache_table_comes_and_goes_with_its_migration():
    before = connection.introspection.table_names()
    call_command("migrate", "people", "0002", verbosity=0)
    without = connection.introspection.table_names()
    call_command("migrate", "people", verbosity=0)
    cache.set("a", 1)

    assert set(before) - set(without) == {"site_cache"}
    assert cache.get("a") == 1
