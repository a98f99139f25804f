import os

import pytest

# Playwright's sync API runs inside a loop of its own; Django must not mistake it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(autouse=True)
def _chinese_unless_said():
    from django.utils import translation

    with translation.override("zh-hans"):
        yield
