"""A real Chromium, named by MINGJING_CHROMIUM or found on the PATH. Nothing is fetched."""

import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


def chromium_path():
    found = os.environ.get("MINGJING_CHROMIUM") or next(
        filter(None, map(shutil.which, NAMES)), None
    )
    if not found:
        pytest.fail("no Chromium: apt-get install chromium fonts-noto-cjk")
    return found


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path(), args=ARGUMENTS
        )
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, live_server):
    """Open a page as somebody: open_page(person, width=390, language="en", script=True)."""
    from django.conf import settings
    from django.test import Client

    contexts = []

    def open_as(person=None, *, width=1440, language="zh-hans", script=True):
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 900},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            java_script_enabled=script,
        )
        contexts.append(context)
        cookies = {settings.LANGUAGE_COOKIE_NAME: language}
        if person is not None:
            client = Client()
            client.force_login(person)
            cookies[settings.SESSION_COOKIE_NAME] = client.cookies["sessionid"].value
        context.add_cookies(
            [
                {"name": k, "value": v, "url": live_server.url}
                for k, v in cookies.items()
            ]
        )
        page = context.new_page()
        page.set_default_timeout(10_000)
        return page

    yield open_as
    for context in contexts:
        context.close()
