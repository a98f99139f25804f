import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection


@pytest.mark.django_db(transaction=True)
def test_the_cache_table_comes_and_goes_with_its_migration():
    before = connection.introspection.table_names()
    call_command("migrate", "people", "0002", verbosity=0)
    without = connection.introspection.table_names()
    # All rooms: those that build on it went too, and later tests need their tables.
    call_command("migrate", verbosity=0)
    cache.set("a", 1)

    # People's own tables stay.
    assert ("site_cache" in before, "site_cache" in without) == (True, False)
    assert [t for t in before if t.startswith("people_") and t not in without] == []
    assert cache.get("a") == 1
